"""Addresses of the staff origin: signing in, and Wagtail's admin without its own sign-in."""

from allauth.account import views as account
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs
from wagtail.utils.urlpatterns import decorate_urlpatterns

from ambasada.accounts import views
from ambasada.network.views import join

# Wagtail's own sign-in, its recovery and its user screens: allauth and invites do that here.
_CLOSED = r"^admin/(?:login|password_reset|users|groups|api|test404|failwhale)(?:/|$)"

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="wagtailadmin_home"), name="staff_home"),
    path("healthz", views.health, name="health"),
    re_path(_CLOSED, views.not_here, name="not_here"),
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/join/", join, name="join"),
    # Before allauth's own of the same name: it says what is wrong where the key was asked for.
    path("account/keys/webauthn/reauthenticate/", views.confirm_passkey, name="confirm_passkey"),
    path("account/keys/", include("allauth.mfa.urls")),
    path("admin/account/", require_admin_access(views.PreferencesView.as_view())),
    path("admin/", include(wagtailadmin)),
    # Readers get stored documents under their hash; here they are for members alone.
    path(
        "documents/", include(decorate_urlpatterns(wagtaildocs.urlpatterns, require_admin_access))
    ),
]
handler404 = "ambasada.accounts.views.not_here"
handler500 = "ambasada.accounts.views.failed"
