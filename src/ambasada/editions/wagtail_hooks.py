from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ambasada.editions.panels import FalseMirrorsPanel


@hooks.register("insert_global_admin_css")
def editions_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("editions/editions.css"))


@hooks.register("register_admin_urls")
def editions_urls() -> list[URLResolver]:
    return [path("editions/", include("ambasada.editions.urls"))]


@hooks.register("register_admin_menu_item")
def editions_item() -> MenuItem:
    return MenuItem(
        _("Editions"), reverse("editions"), name="editions", icon_name="site", order=170
    )


@hooks.register("construct_homepage_panels")
def tell_of_false_mirrors(request: HttpRequest, panels: list[Any]) -> None:  # noqa: ARG001
    panels.insert(0, FalseMirrorsPanel())
