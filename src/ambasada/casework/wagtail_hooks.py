"""The page “Help desk” in the admin; no appeal is shown there."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ambasada.accounts.requests import member_of
from ambasada.casework.panels import HelpDeskPanel
from ambasada.network.rules import coordinates_any


@hooks.register("register_admin_urls")
def duty_urls() -> list[URLResolver]:
    return [path("", include("ambasada.casework.urls"))]


@hooks.register("register_admin_menu_item")
def duty_item() -> MenuItem:
    return MenuItem(
        _("Help desk"), reverse("help_desk"), name="help_desk", icon_name="lock", order=165
    )


@hooks.register("construct_homepage_panels")
def tell_of_the_help_desk(request: HttpRequest, panels: list[Any]) -> None:
    if coordinates_any(member_of(request), timezone.now().date()):
        panels.insert(0, HelpDeskPanel(request))
