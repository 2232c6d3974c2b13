"""Staff: outside links of public pages that lead nowhere."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ambasada.accounts.requests import member_of
from ambasada.pages.queries import broken_for


class BrokenLinksView(WagtailAdminTemplateMixin, TemplateView):
    """Each address with what is wrong, since when, and the pages that lead there."""

    template_name = "pages/staff/broken_links.html"
    page_title = gettext_lazy("Links that lead nowhere")
    header_icon = "link"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("approvals"), "label": _("Approvals")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add `links`."""
        links = broken_for(member_of(self.request), now=timezone.now())
        return super().get_context_data(links=links, **kwargs)


broken = require_safe(BrokenLinksView.as_view())
