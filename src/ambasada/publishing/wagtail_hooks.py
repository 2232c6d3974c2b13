from typing import Any

from django.forms import Select
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet

from ambasada.accounts.requests import member_of
from ambasada.network.forms import OwnEmbassyForm
from ambasada.network.rules import embassies_of
from ambasada.network.viewsets import FactsViewSet
from ambasada.publishing.models import RecurringDay
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


class RecurringDayViewSet(FactsViewSet):
    model = RecurringDay
    icon = "calendar-alt"
    menu_label = _("Days of every year")
    menu_order = 155
    add_to_admin_menu = True
    list_display = ("__str__", "month", "day", "embassy")
    edit_handler = ObjectList(
        [
            FieldPanel("embassy", widget=Select),
            FieldPanel("month"),
            FieldPanel("day"),
            FieldPanel("since"),
            FieldPanel("title"),
            FieldPanel("text"),
        ],
        base_form_class=OwnEmbassyForm,
    )


register_snippet(RecurringDayViewSet)


@hooks.register("construct_homepage_panels")
def tell_of_guides_behind(request: HttpRequest, panels: list[Any]) -> None:  # noqa: ARG001
    panels.append(BehindPanel())
