from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.rich_text.feature_registry import FeatureRegistry

from ambasada.pages.rich_text import OutsideLink, PageLink

# Wagtail's reports and its help page speak of what this site does not offer.
_LEFT_OUT = frozenset({"reports", "help"})


@hooks.register("register_rich_text_features", order=100)
def register_links(features: FeatureRegistry) -> None:
    features.register_link_type(PageLink)
    features.register_link_type(OutsideLink)


@hooks.register("construct_main_menu")
def leave_out(request: HttpRequest, menu_items: list[MenuItem]) -> None:  # noqa: ARG001
    menu_items[:] = [each for each in menu_items if each.name not in _LEFT_OUT]
