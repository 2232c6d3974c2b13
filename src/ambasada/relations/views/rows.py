"""What hangs on an organisation or a person: adding, editing, closing, removing."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ambasada.accounts.requests import member_of
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations import actions
from ambasada.relations.forms import OWNERS, ROWS, CloseForm, EntryForm
from ambasada.relations.models import Commitment, Entry, Interaction, LetterTemplate, Membership
from ambasada.relations.queries import membership_for, row_for
from ambasada.relations.rules import is_note
from ambasada.relations.views.entering import add, edit, for_keepers, page_of_entry, show_or_send

_REMOVED: dict[str, type[Entry]] = {
    **{kind: each.model for kind, each in ROWS.items()},
    "meetings": Interaction,
    "templates": LetterTemplate,
}


@show_or_send
@for_keepers
def add_row(
    request: HttpRequest, embassy: Embassy, *, owner: str, ref: UUID, kind: str
) -> HttpResponse:
    """Record what hangs on something: an office, a place, a way to reach, a relation."""
    if kind not in ROWS or owner not in ROWS[kind].owners:
        raise Http404
    held = row_for(OWNERS[owner], embassy, ref)
    row = ROWS[kind].model(**{ROWS[kind].owners[owner]: held})
    if is_note(row):
        row.embassy = embassy  # type: ignore[attr-defined]
    if isinstance(row, Commitment):
        row.owner = member_of(request)
    form = ROWS[kind].form(request.POST or None, embassy=embassy, instance=row)
    return add(request, embassy, form, record=partial(_record, form))


def _record(form: EntryForm, entry: Entry, **how: object) -> None:
    sent = form.cleaned_data
    if isinstance(entry, Membership):
        actions.open_membership(entry, office=sent["office"], **how)  # type: ignore[arg-type]
    else:
        actions.record_entry(entry, is_shared=bool(sent.get("is_shared")), **how)  # type: ignore[arg-type]


@show_or_send
@for_keepers
def edit_row(request: HttpRequest, embassy: Embassy, *, kind: str, ref: UUID) -> HttpResponse:
    """Change such a row. Some are closed or followed instead."""
    if kind not in ROWS or ROWS[kind].is_fixed:
        raise Http404
    row = row_for(ROWS[kind].model, embassy, ref)
    if isinstance(row, Commitment) and not row.is_open:  # what became of it is written down
        raise Http404
    return edit(
        request, embassy, ROWS[kind].form(request.POST or None, embassy=embassy, instance=row)
    )


@require_POST
@for_keepers
def remove_row(request: HttpRequest, embassy: Embassy, *, kind: str, ref: UUID) -> HttpResponse:
    """Remove such a row, if it should never have been there."""
    if kind not in _REMOVED:
        raise Http404
    row = row_for(_REMOVED[kind], embassy, ref)
    back = page_of_entry(embassy, row)
    try:
        actions.remove_entry(row, embassy=embassy, by=member_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Removed."))
        if isinstance(row, Interaction):
            return redirect("relations_meetings", embassy.code)
    return redirect(back)


@show_or_send
@for_keepers
def close_place(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Write down until when a person was somewhere."""
    place = membership_for(embassy, ref)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until, by = form.cleaned_data["until"], member_of(request)
        try:
            actions.close_membership(place, until, embassy=embassy, by=by, now=timezone.now())
        except Refused as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(request, _("Closed. Open another place if they went on to one."))
            return redirect(page_of_entry(embassy, place))
    context = {"embassy": embassy, "form": form, "place": place}
    return render(request, "relations/close_place.html", context)
