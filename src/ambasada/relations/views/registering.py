"""The public register, as those who keep contacts fill it and see it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ambasada.accounts.requests import member_of
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.network.rules import is_coordinator
from ambasada.relations import actions
from ambasada.relations.forms import DelayForm, PutOnRegisterForm, QuarterForm
from ambasada.relations.queries import (
    RegisterShown,
    interaction_for,
    is_unlisted,
    organisation_for,
    rows_of,
)
from ambasada.relations.views.entering import for_keepers, show_or_send


@require_safe
@for_keepers
def register(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """Show what is public of the meetings, what waits, and what is withheld."""
    today = timezone.now().date()
    shown = RegisterShown(embassy, today=today)
    leads = is_coordinator(member_of(request), embassy, today)
    delay = DelayForm(initial={"days": shown.days}) if leads else None
    context = {"embassy": embassy, "shown": shown, "delay": delay}
    return render(request, "relations/register.html", context)


@show_or_send
@for_keepers
def put_on_register(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Write what readers get of a meeting, and ask for it to be public."""
    found = interaction_for(embassy, ref)
    rows = rows_of(found, timezone.now().date())
    form = PutOnRegisterForm(request.POST or None, interaction=found, rows=rows)
    if request.method == "POST" and form.is_valid():
        try:
            actions.put_on_register(
                found,
                form.chosen,
                subject=form.subject,
                precision=form.cleaned_data["precision"],
                by=member_of(request),
                now=timezone.now(),
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Asked for. Another member approves it."))
            return redirect("relations_meeting", embassy.code, found.ref)
    context = {"embassy": embassy, "interaction": found, "rows": rows, "form": form}
    return render(request, "relations/put_on_register.html", context)


@require_POST
@for_keepers
def count_withheld(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """Ask for the count of a quarter to be public."""
    form = QuarterForm(request.POST)
    quarter = form.cleaned_data["quarter"] if form.is_valid() else ""

    def act() -> str:
        by, now = member_of(request), timezone.now()
        actions.count_withheld(quarter, embassy=embassy, by=by, now=now)
        return _("Asked for. Another member approves it.")

    return _done(request, act, "relations_register", embassy.code)


@require_POST
@for_keepers
def set_delay(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """Change how long the embassy waits."""
    form = DelayForm(request.POST)
    days = form.cleaned_data["days"] if form.is_valid() else 0

    def act() -> str:
        actions.set_delay(days, embassy=embassy, by=member_of(request), now=timezone.now())
        return _("Noted.")

    return _done(request, act, "relations_register", embassy.code)


@require_POST
@for_keepers
def keep_off(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Publish nothing about an organisation from now on; or let it be published again."""
    found = organisation_for(embassy, ref)

    def act() -> str:
        by, now = member_of(request), timezone.now()
        if is_unlisted(embassy, found):
            actions.let_on_register(found, embassy=embassy, by=by, now=now)
            return _("Meetings with it may be put on the register again.")
        count = actions.keep_off_register(found, embassy=embassy, by=by, now=now)
        said = ngettext(
            "Noted. %(count)d row is taken off the register now.",
            "Noted. %(count)d rows are taken off the register now.",
            count,
        )
        return said % {"count": count}

    return _done(request, act, "relations_organisation", embassy.code, found.ref)


def _done(request: HttpRequest, act: Callable[[], str], *back: object) -> HttpResponse:
    """Do it, say what came of it, and go back."""
    try:
        messages.success(request, act())
    except Refused as refusal:
        messages.error(request, str(refusal))
    name, *args = back
    return redirect(str(name), *args)
