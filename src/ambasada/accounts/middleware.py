from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from wagtail.users.models import UserProfile

from ambasada.accounts.queries import has_key

_ACCOUNT = "/account/"


class SecondFactorMiddleware:
    """Keep a member out of the staff origin until a second factor is set up.

    allauth asks for the second factor of those who have one; this closes the gap of those who
    have none yet, so that a password alone opens nothing but the pages around signing in. Recovery
    codes let a member sign in, to set up a new key, and no further.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            getattr(request, "urlconf", None) == settings.STAFF_URLCONF
            and not request.path.startswith((_ACCOUNT, settings.STATIC_URL))
            and request.user.is_authenticated
            and not has_key(request.user)
        ):
            return redirect("mfa_index")
        return self._get_response(request)


class MemberLanguageMiddleware:
    """Show the pages around signing in in the language a member chose for the admin.

    Wagtail does the same for the admin itself. Before signing in nobody is known, so the first
    language of the interface is shown.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(_ACCOUNT) or not request.user.is_authenticated:
            return self._get_response(request)
        language = UserProfile.get_for_user(request.user).get_preferred_language()
        with translation.override(language):
            return self._get_response(request)
