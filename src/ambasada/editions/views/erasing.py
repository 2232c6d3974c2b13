"""Staff: erasing a page or fact for somebody’s safety, and letting it be published again."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ambasada.accounts.passkeys import passkey_required
from ambasada.accounts.requests import member_of
from ambasada.editions.actions import (
    approve_restoration,
    ask_restoration,
    decline_restoration,
    erase,
    erase_past,
)
from ambasada.editions.folders import Folders
from ambasada.editions.forms import EraseForm
from ambasada.editions.models import Restoration
from ambasada.editions.queries import what_would_go
from ambasada.editions.views.answering import answered
from ambasada.editions.views.heading import heading
from ambasada.editions.views.own import own_one
from ambasada.lib.refused import Refused
from ambasada.network.models import StoredDocument, StoredPicture
from ambasada.pages.queries import draft_for, embassy_of, own_thing, said_otherwise


@require_http_methods(["GET", "HEAD", "POST"])
@passkey_required
def erase_it(request: HttpRequest, kind: str, number: int) -> HttpResponseBase:
    """Show what would go with a page or fact; erase it once the member says that they know."""
    member = member_of(request)
    return _erase(request, draft_for(member, kind, number, now=timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@passkey_required
def erase_document(request: HttpRequest, number: int) -> HttpResponseBase:
    """Show what would go with a stored document; erase it likewise."""
    member = member_of(request)
    return _erase(request, own_thing(member, StoredDocument, number, now=timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@passkey_required
def erase_picture(request: HttpRequest, number: int) -> HttpResponseBase:
    """Show what would go with a picture; erase it likewise."""
    member = member_of(request)
    return _erase(request, own_thing(member, StoredPicture, number, now=timezone.now()))


def _erase(request: HttpRequest, thing: Any) -> HttpResponse:  # noqa: ANN401 -- of any kind
    embassy = embassy_of(thing)
    if embassy is None:
        raise Http404
    try:
        going = what_would_go(thing, embassy, Folders(settings.EDITIONS_ROOT))
        sent = request.POST if request.method == "POST" else None
        has_past = going.has_past and said_otherwise(thing)
        form = EraseForm(sent, has_past=has_past)
        if sent is not None and form.is_valid():
            run = erase_past if form.cleaned_data["what"] == EraseForm.PAST else erase
            run(thing, embassy, by=member_of(request), now=timezone.now())
            messages.success(request, _done(thing))
            return redirect("editions_of", embassy.code)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("wagtailadmin_home")
    title = _("Erase “%(title)s”") % {"title": going.title}
    context = {"form": form, "going": going, "has_past": has_past}
    above = heading(title, icon="bin", code=embassy.code)
    return render(request, "editions/erase.html", context | above)


def _done(thing: Any) -> str:  # noqa: ANN401 -- of any kind
    if isinstance(thing, (StoredDocument, StoredPicture)):  # what names it has to be edited
        return _("Erased. Readers do not get it any more.")
    return _(
        "Erased. Readers do not get it any more. What lists it or leads to it is made anew now; "
        "copies that went out with it are listed below."
    )


@require_POST
def restore(request: HttpRequest, code: str, stone: int) -> HttpResponse:
    """Ask that what was erased may be published again."""
    embassy = own_one(request, code)
    try:
        ask_restoration(embassy, stone, by=member_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Asked. It waits for approval on this page."))
    return redirect("editions_of", code)


@require_POST
@passkey_required
def approve_restoring(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """Approve that something may be published again."""
    asked, by = _restoration(request, code, number), member_of(request)
    return answered(
        request,
        code,
        lambda: approve_restoration(asked, by=by, now=timezone.now()),
        done=_("Approved. It may be written and published again."),
    )


@require_POST
def decline_restoring(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Decline that something may be published again, or take one's own request back."""
    asked, by = _restoration(request, code, number), member_of(request)
    return answered(
        request,
        code,
        lambda: decline_restoration(asked, by=by, now=timezone.now()),
        done=_("Declined. It stays away."),
    )


def _restoration(request: HttpRequest, code: str, number: int) -> Restoration:
    """Return a request of one of the member's embassies; anything else is Http404."""
    found: Restoration = get_object_or_404(Restoration, embassy=own_one(request, code), pk=number)
    return found
