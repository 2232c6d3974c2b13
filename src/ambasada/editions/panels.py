from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from ambasada.accounts.requests import member_of
from ambasada.editions.queries import false_mirrors
from ambasada.network.rules import answered_by


class FalseMirrorsPanel(Component):
    """Tells every member of a mirror that shows readers something else, until it is mended."""

    name = "false_mirrors"
    template_name = "editions/false_mirrors_panel.html"
    order = 5

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add `mirrors`, those of the member's own embassies."""
        today = timezone.now().date()
        own = answered_by(member_of(parent_context["request"]), today=today)
        return {"mirrors": false_mirrors().filter(embassy__in=own)}
