"""Saved segments: the list, adding, changing, removing, and seeing who is in one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ambasada.accounts.requests import member_of
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations import actions
from ambasada.relations.forms import EntryForm, SegmentForm
from ambasada.relations.models import Segment
from ambasada.relations.queries import segment_for, segments_of
from ambasada.relations.views.entering import add, edit, for_keepers, show_or_send


@require_safe
@for_keepers
def segments(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """List the segments a member sees."""
    member = member_of(request)
    context = {"embassy": embassy, "segments": segments_of(embassy, member), "member": member}
    return render(request, "relations/segments.html", context)


@show_or_send
@for_keepers
def add_segment(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """Save a segment."""
    new = Segment(embassy=embassy, owner=member_of(request))
    form = SegmentForm(request.POST or None, embassy=embassy, instance=new)
    return add(request, embassy, form, record=actions.record_segment)


@show_or_send
@for_keepers
def edit_segment(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Change a segment."""
    found = segment_for(embassy, member_of(request), ref)
    form = SegmentForm(request.POST or None, embassy=embassy, instance=found)
    return edit(request, embassy, form, change=_change)


def _change(form: EntryForm, **how: Any) -> None:
    actions.change_segment(form.instance, **how)


@require_POST
@for_keepers
def remove_segment(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Remove a segment."""
    by = member_of(request)
    found = segment_for(embassy, by, ref)
    try:
        actions.remove_segment(found, embassy=embassy, by=by, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Removed."))
    return redirect("relations_segments", embassy.code)
