"""Where contacts begin: the embassies one keeps them for, and the first page of each."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ambasada.accounts.requests import member_of
from ambasada.network.models import Embassy
from ambasada.network.rules import keeps_contacts
from ambasada.relations.forms import PostcodeForm
from ambasada.relations.models import Circle
from ambasada.relations.queries import DeskShown
from ambasada.relations.views.entering import for_keepers


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead to the embassy whose contacts a member keeps, or let them choose."""
    found = keeps_contacts(member_of(request), today=timezone.now().date())
    embassies = list(found.order_by("code"))
    if not embassies:
        raise Http404
    if len(embassies) == 1:
        return redirect("relations_home", embassies[0].code)
    return render(request, "relations/start.html", {"embassies": embassies})


@require_safe
@for_keepers
def home(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """Show what is to do, and the way to everything."""
    member, today = member_of(request), timezone.now().date()
    desk = DeskShown(embassy, member, today=today)
    context = {
        "embassy": embassy,
        "circles": Circle.choices,
        "desk": desk,
        "postcode": PostcodeForm(),
        "today": today,
    }
    return render(request, "relations/home.html", context)
