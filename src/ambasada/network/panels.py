from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component

from ambasada.accounts.models import Member
from ambasada.network.people import recovered_lately, refused_lately


class RecoveryPanel(Component):
    """Tells everybody for 30 days whom an operator let back in without anybody's vouch."""

    name = "recoveries"
    template_name = "network/recovery_panel.html"
    order = 10

    def __init__(self, request: HttpRequest) -> None:
        self._member = request.user

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Return the members to tell of; whoever was let back in knows it."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        if isinstance(self._member, Member):
            today = timezone.now().date()
            context["recovered"] = recovered_lately(today, besides=self._member)
        return context


class RefusedPanel(Component):
    """Tells everybody for a week that an invitation was tried which cannot be used."""

    name = "refused_invites"
    template_name = "network/refused_panel.html"
    order = 11

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Return the last day on which that was so."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        context["day"] = refused_lately(timezone.now())
        return context
