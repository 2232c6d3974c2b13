"""Addresses of the staff origin: signing in, and Wagtail's admin without its own sign-in."""

from allauth.account import views as account
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs
from wagtail.utils.urlpatterns import decorate_urlpatterns

from ambasada.accounts import views
from ambasada.network.views import join, kept_picture
from ambasada.relations.views import calendar

# What Wagtail offers and this site does not, whoever asks.
_CLOSED_PLACES = (
    "login|password_reset",  # allauth signs in, and members who lost everything are vouched for
    "users|groups",  # invites make members, seats give rights
    "api|test404|failwhale",  # for programs and for trying out Wagtail itself
    "workflows|pages/workflow",  # members approve in "Approvals", and a superuser cannot pass it
    "reports|localize/reports",  # who worked when; what must be answered for is in the ledger
    "collections",  # each embassy has one, made when it is raised
    "sites|redirects|settings|forms",  # commands raise embassies; moved addresses are known
    "embeds",  # they ask another host what to show
    "images",  # they keep where a picture was taken, and its faces; see "Pictures"
    # They show what belongs to every embassy, and no form of ours uses them.
    "snippets/choose|localize/api|localize/submit/snippet",
    "bulk/[^/]+/[^/]+/(?:publish|unpublish)",  # nobody publishes past an approval
    # Nor one by one; no page is locked, hidden behind a password, or published at an hour.
    r"pages/[0-9]+/(?:unpublish|lock|unlock|privacy|workflow_history)",
    r"pages/[0-9]+/revisions/[0-9]+/unschedule",
    r"snippets/[^/]+/[^/]+/(?:unpublish|lock|unlock|workflow|workflow_history)",
    r"snippets/[^/]+/[^/]+/history/[^/]+/revisions/[0-9]+/unschedule",
)
_CLOSED = rf"^admin/(?:{'|'.join(_CLOSED_PLACES)})(?:/|$)"

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
    path(
        "admin/account/",
        require_admin_access(views.PreferencesView.as_view()),
        name="preferences",
    ),
    path("admin/", include(wagtailadmin)),
    # As readers will have them, so that a page looks the same before it is approved.
    re_path(
        r"^pictures/(?P<sha256>[0-9a-f]{64})(?P<suffix>\.(?:jpg|webp))$",
        require_admin_access(kept_picture),
        name="kept_picture",
    ),
    # For calendar programs, which cannot sign in: the address itself is the secret.
    path("calendar/<slug:secret>.ics", calendar, name="contacts_calendar"),
    # Readers get stored documents under their hash; here they are for members alone.
    path(
        "documents/", include(decorate_urlpatterns(wagtaildocs.urlpatterns, require_admin_access))
    ),
]
handler404 = "ambasada.accounts.views.not_here"
handler500 = "ambasada.accounts.views.failed"
