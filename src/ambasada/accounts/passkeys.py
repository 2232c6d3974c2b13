"""The passkey that approving and vouching ask for, confirmed a moment ago."""

import time
from collections.abc import Callable
from functools import wraps

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ambasada.accounts.models import Member
from ambasada.accounts.queries import has_passkey, owns_passkey

_LASTS = 5 * 60  # seconds
View = Callable[..., HttpResponseBase]


def passkey_required(view: View) -> View:
    """Let a POST through only if this session confirmed a passkey of this member just now.

    Otherwise the member confirms one and the very same POST goes on; a member without any is sent
    to add one. Looking at a page asks for nothing. Put it inside what asks for signing in.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        member = request.user
        if not isinstance(member, Member):
            return redirect("account_login")
        if has_confirmed_passkey(request, member):
            return view(request, *args, **kwargs)
        if not has_passkey(member):
            sentence = _("This needs a passkey. Add one here first.")
            messages.info(request, sentence)
            return redirect("mfa_index")
        return suspend_request(request, reverse("mfa_reauthenticate_webauthn"))

    return guarded


def has_confirmed_passkey(request: HttpRequest, member: Member) -> bool:
    """Tell whether this session confirmed a passkey that is still this member's, lately."""
    since = time.time() - _LASTS
    return any(
        (record.get("method"), record.get("type")) == ("mfa", "webauthn")
        and record.get("at", 0) > since
        and owns_passkey(member, record.get("id"))
        for record in get_authentication_records(request, member)
    )
