import re
from typing import Any

from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.account import (
    AccountView,
    BaseSettingsPanel,
    LocaleSettingsPanel,
    ThemeSettingsPanel,
)
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.users.models import UserProfile

from ambasada.accounts.actions import append
from ambasada.accounts.models import Verb
from ambasada.accounts.queries import ledger_page
from ambasada.accounts.requests import member_of

_LINE_NUMBER = re.compile(r"[0-9]{1,18}")


class PreferencesView(AccountView):
    """A member's language and colours; names, pictures and mail are not kept here."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        """Return the panels about the screen alone."""
        member = self.request.user
        profile = UserProfile.get_for_user(member)
        kinds = (LocaleSettingsPanel, ThemeSettingsPanel)
        return [kind(self.request, member, profile) for kind in kinds]


class ConfirmPasskeyView(ReauthenticateWebAuthnView):
    """Confirm a passkey where an act needs one; says so of a wrong one, and asks again."""

    template_name = "accounts/confirm_passkey.html"

    def form_invalid(self, form: Form) -> HttpResponse:  # noqa: ARG002 -- allauth's signature
        """Say that this passkey will not do, and keep what waits for it."""
        sentence = gettext(
            "This passkey is not one of yours here. Use one you added to this account."
        )
        messages.error(self.request, sentence)
        member = member_of(self.request)
        subject = f"member:{member.pk}"
        append(Verb.APPROVAL_REFUSED, by=member, subject=subject, now=timezone.now())
        return redirect(self.passthrough_next_url(self.request.path))


confirm_passkey = ConfirmPasskeyView.as_view()


class LedgerView(WagtailAdminTemplateMixin, TemplateView):
    """The audit ledger, newest lines first; any member may read it, nobody may write here."""

    template_name = "accounts/ledger.html"
    page_title = _("Ledger")
    header_icon = "history"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here, which Wagtail shows as the title."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of lines, below the number that was asked for."""
        asked = self.request.GET.get("before", "")
        # What is no number of a line leads to the newest ones.
        before = int(asked) if _LINE_NUMBER.fullmatch(asked) else None
        page = ledger_page(before=before, reader=member_of(self.request))
        return super().get_context_data(ledger=page, **kwargs)


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
