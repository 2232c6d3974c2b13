"""Staff: going back to an earlier edition, which takes as many members as a publication does."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ambasada.accounts.passkeys import passkey_required
from ambasada.accounts.requests import member_of
from ambasada.editions.actions import approve_rollback, ask_rollback, decline_rollback
from ambasada.editions.folders import Folders
from ambasada.editions.forms import RollbackForm
from ambasada.editions.models import Rollback
from ambasada.editions.queries import Difference, difference_between, manifest_of
from ambasada.editions.views.answering import answered
from ambasada.editions.views.heading import heading
from ambasada.editions.views.own import own_one
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy

_show_or_send = require_http_methods(["GET", "HEAD", "POST"])


@_show_or_send
def ask(request: HttpRequest, code: str, edition: int) -> HttpResponse:
    """Show in which paths an earlier edition differs; ask to serve again what it said."""
    return _ask(request, own_one(request, code), edition)


@_show_or_send
def ask_to_lift(request: HttpRequest, code: str) -> HttpResponse:
    """Ask to serve everything again as it was approved last."""
    return _ask(request, own_one(request, code), None)


def _ask(request: HttpRequest, embassy: Embassy, edition: int | None) -> HttpResponse:
    form = RollbackForm(request.POST or None)
    try:
        difference = None if edition is None else _from_served_to(embassy, edition)
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["reason"]
            member, now = member_of(request), timezone.now()
            ask_rollback(embassy, edition, reason=reason, by=member, now=now)
            messages.success(request, _("Asked. It waits for approval on this page."))
            return redirect("editions_of", embassy.code)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("editions_of", embassy.code)
    title = (
        _("Serve everything as it was approved last")
        if edition is None
        else _("Go back to edition %(number)s") % {"number": edition}
    )
    context = {"form": form, "code": embassy.code, "edition": edition, "difference": difference}
    above = heading(title, icon="history", code=embassy.code)
    return render(request, "editions/rollback.html", context | above)


def _from_served_to(embassy: Embassy, edition: int) -> Difference:
    folders = Folders(settings.EDITIONS_ROOT)
    served = manifest_of(folders, embassy.code, None)
    return difference_between(served, manifest_of(folders, embassy.code, edition))


@require_POST
@passkey_required
def approve(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """Approve a rollback; after the last yes the baker carries it out within a second."""
    rollback, by = _rollback(request, code, number), member_of(request)
    return answered(
        request,
        code,
        lambda: approve_rollback(rollback, by=by, now=timezone.now()),
        done=_("Approved. The new edition is ready in a moment."),
    )


@require_POST
def decline(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Decline a rollback, or take one's own request back."""
    rollback, by = _rollback(request, code, number), member_of(request)
    return answered(
        request,
        code,
        lambda: decline_rollback(rollback, by=by, now=timezone.now()),
        done=_("Declined. What readers get stays as it is."),
    )


def _rollback(request: HttpRequest, code: str, number: int) -> Rollback:
    """Return a rollback of one of the member's embassies; anything else is Http404."""
    found: Rollback = get_object_or_404(Rollback, embassy=own_one(request, code), pk=number)
    return found
