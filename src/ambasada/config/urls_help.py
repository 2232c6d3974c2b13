"""Addresses of the help origin: the person's wire, docs/sealing.md section 7."""

from django.urls import path, re_path

from ambasada.casework import views
from ambasada.casework.views import help as person
from ambasada.casework.views import intake, rosters

_CODE = r"(?P<code>[a-z0-9-]{1,50})"
_ID = r"(?P<id_hex>[0-9a-f]{32})"

urlpatterns = [
    path("healthz", views.health, name="help_health"),
    path("i/case", person.case, name="help_case"),
    path("i/box", person.box, name="help_box"),
    re_path(rf"^i/letter/{_ID}$", person.box_letter, name="help_letter"),
    re_path(rf"^i/blob/{_ID}$", person.blob, name="help_blob"),
    re_path(rf"^i/blob/{_ID}/(?P<number>[0-9]{{1,3}})$", person.blob_part, name="help_part"),
    path("<slug:code>/challenge", person.challenge, name="help_challenge"),
    *rosters.addresses("help"),
    re_path(
        rf"^{_CODE}/(?P<name>intake\.json(?:|\.minisig|\.second\.minisig))$",
        intake.signed_list,
        name="help_list",
    ),
    re_path(r"^assets/(?P<name>[a-z.]{1,40})$", intake.asset, name="help_asset"),
    re_path(rf"^{_CODE}/(?P<language>[a-z-]{{2,10}})/$", intake.page, name="help_page"),
]
handler404 = "ambasada.casework.views.unknown"
handler500 = "ambasada.casework.views.busy"
