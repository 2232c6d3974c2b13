"""Whether somebody is on public record: first what changes, then that it does."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ambasada.accounts.passkeys import passkey_required
from ambasada.accounts.requests import member_of
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.network.rules import is_coordinator
from ambasada.relations import actions
from ambasada.relations.forms import StandingForm
from ambasada.relations.models import Person
from ambasada.relations.queries import person_for
from ambasada.relations.views.entering import for_keepers, show_or_send


@show_or_send
@for_keepers
@passkey_required
def change_standing(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Take a person onto the public record, or off it, as they do not stand now."""
    person, by = person_for(embassy, ref), member_of(request)
    becomes_public = person.is_private
    form = StandingForm(request.POST or None, embassy=embassy, becomes_public=becomes_public)
    if request.method == "POST" and request.POST.get("was") != _standing(person):
        messages.error(request, _("Somebody changed this meanwhile. Look at it again."))
    elif request.method == "POST" and form.is_valid():
        try:
            _change(person, form, embassy=embassy, by=by, now=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Changed."))
            return redirect("relations_person", embassy.code, person.ref)
    context = {
        "embassy": embassy,
        "person": person,
        "form": form,
        "was": _standing(person),
        "names": person.spellings.all(),
        "offices": actions.offices_of(person).select_related("organisation", "position"),
        "leads": is_coordinator(by, embassy, timezone.now().date()),
    }
    return render(request, "relations/standing.html", context)


def _standing(person: Person) -> str:
    return "private" if person.is_private else "public"


def _change(person: Person, form: StandingForm, **how: object) -> None:
    if form.becomes_public:
        actions.make_public(person, form.legal_basis, **how)  # type: ignore[arg-type]
    else:
        in_danger = form.cleaned_data["in_danger"] != "no"
        actions.make_private(person, form.legal_basis, in_danger=in_danger, **how)  # type: ignore[arg-type]
