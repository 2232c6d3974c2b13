"""The pages “Contacts” in the admin, for those who keep contacts."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ambasada.accounts.covered_lines import COVERED_LINES, Cover
from ambasada.accounts.models import Member
from ambasada.accounts.requests import member_of
from ambasada.network.rules import keeps_contacts
from ambasada.relations.queries import colleagues_of


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


@hooks.register(COVERED_LINES)
def covered_lines() -> Cover:
    """Keep those who keep no contacts from counting them in the ledger."""
    return Cover("relations.", pgettext_lazy("ledger", "contacts"), _seen_by)


def _seen_by(member: Member) -> set[str]:
    return colleagues_of(member, today=timezone.now().date())
