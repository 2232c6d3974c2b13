from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component

from ambasada.accounts.requests import member_of
from ambasada.network.rules import embassies_of
from ambasada.publishing.queries import behind_in


class BehindPanel(Component):
    """Tells whoever may edit a guide that it was to be checked by now."""

    name = "guides_behind"
    template_name = "publishing/staff/behind_panel.html"
    order = 20  # after what somebody else waits for

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add `guides` (Behind), those of the embassies where the member has a seat."""
        now = timezone.now()
        own = embassies_of(member_of(parent_context["request"]), today=now.date())
        return {"guides": behind_in(own, now=now)}


@hooks.register("construct_homepage_panels")
def tell_of_guides_behind(request: HttpRequest, panels: list[Any]) -> None:  # noqa: ARG001
    panels.append(BehindPanel())
