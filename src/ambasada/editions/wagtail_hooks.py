from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.models import Page

from ambasada.editions.actions import try_out
from ambasada.editions.panels import FalseMirrorsPanel, what_waits_for
from ambasada.network.models import StoredPicture, is_dispensable
from ambasada.network.picture_acts import PICTURE_ACTS, Act
from ambasada.pages.also_waiting import ALSO_WAITING
from ambasada.pages.trials import TRIALS
from ambasada.prisoners.removal_screen import REMOVAL_SCREEN
from ambasada.register.acts import ENTRY_ACTS
from ambasada.register.models import RegisterEntry


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


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def erase_page(page: Page, user: object, **_kwargs: Any) -> list[Button]:  # noqa: ARG001
    """Offer to erase a page; home pages and what stands above them cannot be."""
    if page.depth <= 2:  # noqa: PLR2004 -- home pages' depth
        return []
    return [Button(_("Erase"), reverse("erase", args=["page", page.pk]), icon_name="bin")]


@hooks.register("register_snippet_listing_buttons")
def erase_fact(snippet: Any, user: object, next_url: str | None) -> list[Button]:  # noqa: ANN401, ARG001
    """Offer to erase what an embassy can be without."""
    if not is_dispensable(snippet):
        return []
    path = reverse("erase", args=[snippet._meta.label_lower, snippet.pk])
    return [Button(_("Erase"), path, icon_name="bin")]


@hooks.register(PICTURE_ACTS)
def erase_picture(picture: StoredPicture) -> Act:
    return Act(
        gettext("Erase it for somebody’s safety"), reverse("erase_picture", args=[picture.pk])
    )


@hooks.register(ENTRY_ACTS)
def erase_entry(entry: RegisterEntry) -> Act:
    return Act(gettext("Erase"), reverse("erase", args=[entry._meta.label_lower, entry.pk]))


@hooks.register("construct_homepage_panels")
def tell_of_false_mirrors(request: HttpRequest, panels: list[Any]) -> None:  # noqa: ARG001
    panels.insert(0, FalseMirrorsPanel())


hooks.register(ALSO_WAITING, what_waits_for)
hooks.register(TRIALS, try_out)


@hooks.register(REMOVAL_SCREEN)
def removal_screen(code: str, ref: str) -> str:
    return reverse("remove_person", args=[code, ref])
