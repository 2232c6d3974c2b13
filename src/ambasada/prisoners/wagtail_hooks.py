"""Lists of political prisoners in the admin: each embassy's editors see and change their own."""

from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet

from ambasada.network.viewsets import FactsViewSet
from ambasada.prisoners.models import PrisonerList


class PrisonerListViewSet(FactsViewSet):
    """What stands beside everybody on a list; who is on it comes with an import."""

    model = PrisonerList
    icon = "list-ul"
    menu_label = _("Lists of prisoners")
    panels = (
        FieldPanel("source"),
        FieldPanel("address"),
        FieldPanel("held_words"),
    )


register_snippet(PrisonerListViewSet)


@hooks.register("register_admin_urls")
def prisoners_urls() -> list[URLResolver]:
    return [path("prisoners/", include("ambasada.prisoners.urls"))]


@hooks.register("register_admin_menu_item")
def prisoners_item() -> MenuItem:
    return MenuItem(
        _("Political prisoners"),
        reverse("prisoners"),
        name="prisoners",
        icon_name="group",
        order=155,
    )
