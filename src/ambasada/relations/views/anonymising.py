"""Letting go of a person: first what would go, then that it goes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ambasada.accounts.passkeys import passkey_required
from ambasada.accounts.requests import member_of
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations import actions
from ambasada.relations.queries import person_for, rows_naming
from ambasada.relations.views.entering import for_keepers


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
@passkey_required
def anonymise(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Show what would go; then let it go."""
    person, is_dry = person_for(embassy, ref), request.method != "POST"
    try:
        taken = actions.anonymise(
            person, embassy=embassy, by=member_of(request), now=timezone.now(), is_dry=is_dry
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("relations_person", embassy.code, person.ref)
    if not is_dry:
        messages.success(request, _("They are not here any more."))
        return redirect("relations_people", embassy.code)
    context = {"embassy": embassy, "person": person, "taken": taken}
    context["public"] = rows_naming(person, embassy)
    return render(request, "relations/anonymise.html", context)
