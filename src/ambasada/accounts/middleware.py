from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

_ADMIN = "/admin/"


class SecondFactorMiddleware:
    """Keep a member out of the admin until a second factor is set up.

    allauth asks for the second factor of those who have one; this closes the gap of those who
    have none yet, so that a password alone never opens the admin.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            request.get_host().partition(":")[0] == settings.STAFF_HOST
            and request.path.startswith(_ADMIN)
            and request.user.is_authenticated
            and not is_mfa_enabled(request.user)
        ):
            # Addresses resolve in the staff table only once the request has reached a view.
            return redirect(reverse("mfa_index", urlconf=settings.STAFF_URLCONF))
        return self._get_response(request)
