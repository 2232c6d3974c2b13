"""The pages “Contacts” in the admin, for those who keep contacts."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ambasada.accounts.requests import member_of
from ambasada.network.rules import keeps_contacts


class ContactsItem(MenuItem):
    """The way in, which nobody else is shown."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Tell whether a member keeps contacts somewhere."""
        return keeps_contacts(member_of(request), today=timezone.now().date()).exists()


@hooks.register("register_admin_urls")
def relations_urls() -> list[URLResolver]:
    return [path("", include("ambasada.relations.urls"))]


@hooks.register("register_admin_menu_item")
def contacts_item() -> MenuItem:
    return ContactsItem(
        _("Contacts"), reverse("relations"), name="relations", icon_name="group", order=162
    )
