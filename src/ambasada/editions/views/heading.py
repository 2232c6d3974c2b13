"""What stands above a screen that belongs to an embassy’s editions, in Wagtail’s own frame."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


def heading(title: str, *, icon: str, code: str) -> dict[str, Any]:
    """Return the context that Wagtail's frame reads: a title, an icon and the way back."""
    way_back = [
        {"url": reverse("editions_of", args=[code]), "label": _("Editions")},
        {"url": "", "label": title},
    ]
    return {
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [*WagtailAdminTemplateMixin.breadcrumbs_items, *way_back],
    }
