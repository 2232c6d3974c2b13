"""Meetings and messages, what was promised there, and the restricted note."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
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
from ambasada.relations.forms import AdviceForm, EntryForm, InteractionForm, SettleForm
from ambasada.relations.forms.picking import is_ref
from ambasada.relations.models import Commitment, Interaction, Letter, Organisation, Person
from ambasada.relations.queries import (
    InteractionShown,
    interaction_for,
    interactions_page,
    letter_for,
    row_for,
    rows_of,
)
from ambasada.relations.rules import reads_note
from ambasada.relations.views.entering import add, edit, for_keepers, page_of_entry, show_or_send


@require_safe
@for_keepers
def interactions(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """List the embassy’s meetings and messages, newest first."""
    page = interactions_page(embassy, request.GET.get("after", ""))
    return render(request, "relations/meetings.html", {"embassy": embassy, "page": page})


@require_safe
@for_keepers
def interaction(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Show a meeting, and what was promised there."""
    return _shown(request, interaction_for(embassy, ref))


@require_POST
@for_keepers
def note(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Show the restricted note to somebody it is not for, which is written down."""
    found = interaction_for(embassy, ref)
    text = actions.read_note(found, by=member_of(request), now=timezone.now())
    return _shown(request, found, note=text)


def _shown(request: HttpRequest, found: Interaction, note: str | None = None) -> HttpResponse:
    shown = InteractionShown(found, member_of(request), today=timezone.now().date())
    if shown.reads_note:
        note = found.note
    rows = rows_of(found, timezone.now().date())
    context = {"embassy": found.embassy, "shown": shown, "note": note, "rows": rows}
    return render(request, "relations/meeting.html", context)


@show_or_send
@for_keepers
def add_interaction(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """Record a meeting or a message."""
    initial: dict[str, Any] = {"members": [member_of(request)]}
    for name, model in (("organisations", Organisation), ("people", Person)):
        rows: Any = model
        asked = [each for each in request.GET.getlist(name) if is_ref(each)]
        initial[name] = list(
            rows.objects.seen_by(embassy).filter(ref__in=asked).values_list("pk", flat=True)
        )
    form = InteractionForm(
        request.POST or None,
        embassy=embassy,
        instance=Interaction(embassy=embassy),
        initial=initial,
    )

    def record(entry: Interaction, **how: Any) -> None:
        actions.record_interaction(entry, form.parties, **how)

    return add(request, embassy, form, record=record)


@show_or_send
@for_keepers
def edit_interaction(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Change it; the note stays as it is where somebody it is not for changes the rest."""
    found = interaction_for(embassy, ref)
    reads = reads_note(member_of(request), found, today=timezone.now().date())
    form = InteractionForm(request.POST or None, embassy=embassy, instance=found, reads_note=reads)
    return edit(request, embassy, form, change=_change)


def _change(form: EntryForm, **how: Any) -> None:
    parties: actions.Parties = form.parties  # type: ignore[attr-defined]  # an InteractionForm
    actions.change_interaction(form.instance, parties, **how)


@show_or_send
@for_keepers
def advise(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Note legal advice about what may be directed by another state."""
    return _advised(request, interaction_for(embassy, ref))


@show_or_send
@for_keepers
def advise_letter(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Note it about a letter."""
    return _advised(request, letter_for(embassy, ref))


def _advised(request: HttpRequest, found: Interaction | Letter) -> HttpResponse:
    def act(sent: dict[str, Any]) -> None:
        by, now = member_of(request), timezone.now()
        actions.note_advice(found, sent["advice"], by=by, now=now)

    return _asked(request, found, AdviceForm(request.POST or None), act=act)


@show_or_send
@for_keepers
def settle(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Say whether a promise was kept, and how one knows."""
    found: Commitment = row_for(Commitment, embassy, ref)

    def act(sent: dict[str, Any]) -> None:
        by, now = member_of(request), timezone.now()
        actions.settle_commitment(found, embassy=embassy, by=by, now=now, **sent)

    return _asked(request, found, SettleForm(request.POST or None), act=act)


def _asked(
    request: HttpRequest,
    entry: Interaction | Commitment | Letter,
    form: forms.Form,
    *,
    act: Callable[[dict[str, Any]], None],
) -> HttpResponse:
    back = page_of_entry(entry.embassy, entry)
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Noted."))
        return redirect(back)
    context = {"embassy": entry.embassy, "form": form, "entry": entry, "back": back}
    return render(request, "relations/asked.html", context)
