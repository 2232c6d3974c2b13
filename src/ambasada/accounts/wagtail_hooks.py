from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ambasada.accounts.views import LedgerView


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("accounts/admin.css"))


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("ledger/", LedgerView.as_view(), name="ledger")]


@hooks.register("register_admin_menu_item")
def ledger_menu_item() -> MenuItem:
    return MenuItem(_("Ledger"), reverse("ledger"), name="ledger", icon_name="history", order=900)
