from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.admin.views.account import (
    AccountView,
    BaseSettingsPanel,
    LocaleSettingsPanel,
    ThemeSettingsPanel,
)
from wagtail.users.models import UserProfile


class PreferencesView(AccountView):
    """A member's language and colours; names, pictures and mail are not kept here."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        """Return the panels about the screen alone."""
        member = self.request.user
        profile = UserProfile.get_for_user(member)
        kinds = (LocaleSettingsPanel, ThemeSettingsPanel)
        return [kind(self.request, member, profile) for kind in kinds]


@require_safe
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say that this process answers."""
    return HttpResponse("ok\n", "text/plain")


def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Say that there is no such staff page."""
    return render(request, "accounts/not_here.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours; asks no store, since a store may be what failed."""
    return render(request, "accounts/failed.html", status=500)
