"""When somebody leaves: choose who, see what they look after, give it to somebody else."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from ambasada.accounts.models import Member
from ambasada.accounts.requests import member_of
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations import actions
from ambasada.relations.forms import HandOverForm
from ambasada.relations.queries import (
    commitments_of,
    having_contacts,
    meetings_of,
    own_segments,
    stewardships_of,
)
from ambasada.relations.views.entering import for_keepers


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def hand_over(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """Choose who leaves; then what goes to whom."""
    leaving = _leaving(request, embassy)
    if leaving is None:
        choice = {"embassy": embassy, "members": having_contacts(embassy)}
        return render(request, "relations/hand_over_from.html", choice)
    form = HandOverForm(request.POST or None, embassy=embassy, leaving=leaving)
    if request.method == "POST" and form.is_valid():
        try:
            refs = [UUID(each) for each in request.POST.getlist("row")]
            count = actions.hand_over(
                leaving,
                form.cleaned_data["successor"],
                refs,
                embassy=embassy,
                by=member_of(request),
                now=timezone.now(),
            )
        except ValueError:
            raise Http404 from None
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            said = ngettext(
                "%(count)d entry now belongs to %(name)s.",
                "%(count)d entries now belong to %(name)s.",
                count,
            )
            name = form.cleaned_data["successor"].username
            messages.success(request, said % {"count": count, "name": name})
        return redirect("relations_home", embassy.code)
    context: dict[str, object] = {
        "embassy": embassy,
        "leaving": leaving,
        "form": form,
        "stewardships": stewardships_of(embassy, leaving),
        "promises": commitments_of(embassy, leaving),
        "meetings": meetings_of(embassy, leaving),
        "segments": own_segments(embassy, leaving),
    }
    return render(request, "relations/hand_over.html", context)


def _leaving(request: HttpRequest, embassy: Embassy) -> Member | None:
    """Return who was chosen, if they look after anything here; None before anybody is."""
    asked = request.GET.get("member", "")
    if not asked:
        return None
    found = having_contacts(embassy).filter(username=asked).first()
    if found is None:
        raise Http404
    return found
