from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component

from ambasada.accounts.models import Member
from ambasada.casework.queries import desks_in_need


class HelpDeskPanel(Component):
    """Tells coordinators, on the first page of the admin, that the help desk needs them."""

    name = "help_desk"
    template_name = "casework/duty/panel.html"
    order = 5

    def __init__(self, request: HttpRequest) -> None:
        self._member = request.user

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Return the codes of the embassies whose desk needs them."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        if isinstance(self._member, Member):
            context["codes"] = desks_in_need(self._member, now=timezone.now())
        return context
