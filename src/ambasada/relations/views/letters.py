"""Letters and their templates: lists, writing, and the page from which a letter goes."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ambasada.accounts.requests import member_of
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations import actions
from ambasada.relations.forms import EntryForm, LetterForm, PostedForm, TemplateForm
from ambasada.relations.forms.picking import is_ref
from ambasada.relations.models import Letter, LetterTemplate
from ambasada.relations.queries import (
    LetterShown,
    letter_for,
    letters_page,
    row_for,
    segments_of,
    templates_of,
)
from ambasada.relations.views.entering import add, edit, for_keepers, show_or_send


@require_safe
@for_keepers
def letters(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """List letters, newest first, and the templates that one begins from."""
    page = letters_page(embassy, request.GET.get("after", ""))
    context = {"embassy": embassy, "page": page, "templates": templates_of(embassy)}
    return render(request, "relations/letters.html", context)


@show_or_send
@for_keepers
def add_template(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """Write a template."""
    new = LetterTemplate(embassy=embassy)
    form = TemplateForm(request.POST or None, embassy=embassy, instance=new)
    return add(request, embassy, form, record=actions.record_entry)


@show_or_send
@for_keepers
def edit_template(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Change a template; letters that began from it stay as they are."""
    found = row_for(LetterTemplate, embassy, ref)
    form = TemplateForm(request.POST or None, embassy=embassy, instance=found)
    return edit(request, embassy, form)


@show_or_send
@for_keepers
def add_letter(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """Write a letter, from a template if one is asked for."""
    member = member_of(request)
    new = Letter(embassy=embassy, writer=member)
    if is_ref(asked := request.GET.get("template", "")):
        template = get_object_or_404(LetterTemplate.objects.seen_by(embassy), ref=asked)
        new.language, new.body = template.language, template.body
        new.to_named, new.to_office = template.to_named, template.to_office
    if is_ref(asked := request.GET.get("segment", "")):
        new.segment = segments_of(embassy, member).filter(ref=asked).first()
    form = LetterForm(request.POST or None, embassy=embassy, instance=new, member=member)

    def record(entry: Letter, **how: Any) -> None:
        actions.record_letter(entry, form.picked, **how)

    return add(request, embassy, form, record=record)


@show_or_send
@for_keepers
def edit_letter(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Change a letter of which nothing has gone."""
    found = letter_for(embassy, ref)
    form = LetterForm(
        request.POST or None, embassy=embassy, instance=found, member=member_of(request)
    )
    return edit(request, embassy, form, change=_change)


def _change(form: EntryForm, **how: Any) -> None:
    picked: actions.Picked = form.picked  # type: ignore[attr-defined]  # a LetterForm
    actions.change_letter(form.instance, picked, **how)


@require_safe
@for_keepers
def letter(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Show a letter, its copies, and what may be done next."""
    return _shown(request, letter_for(embassy, ref), PostedForm())


def _shown(request: HttpRequest, found: Letter, posted: PostedForm) -> HttpResponse:
    shown = LetterShown(found, member_of(request), today=timezone.now().date())
    context = {"embassy": found.embassy, "shown": shown, "posted": posted}
    return render(request, "relations/letter.html", context)


@require_POST
@for_keepers
def act_on_letter(request: HttpRequest, embassy: Embassy, *, ref: UUID, act: str) -> HttpResponse:
    """Make the copies anew, let them go, hold them back, or write down that they were posted."""
    found, by, now = letter_for(embassy, ref), member_of(request), timezone.now()
    posted = PostedForm(request.POST if act == "posted" else None)
    if act == "posted" and not posted.is_valid():
        return _shown(request, found, posted)
    acts: dict[str, Callable[[], object]] = {
        "copies": lambda: actions.make_copies(found, by=by, now=now),
        "send": lambda: actions.send_letter(found, by=by, now=now),
        "stop": lambda: actions.stop_letter(found, by=by, now=now),
        "posted": lambda: actions.note_posted(found, posted.cleaned_data["on"], by=by, now=now),
        "remove": lambda: actions.remove_entry(found, embassy=embassy, by=by, now=now),
    }
    if act not in acts:
        raise Http404
    try:
        count = acts[act]()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _said(count))
        if act == "remove":
            return redirect("relations_letters", embassy.code)
    return redirect("relations_letter", embassy.code, ref)


def _said(count: object) -> str:
    if not isinstance(count, int):
        return _("Removed.")
    return ngettext("Noted: %(count)d copy.", "Noted: %(count)d copies.", count) % {"count": count}
