"""Addresses of the desk origin: the members' wire, docs/sealing.md section 8."""

from django.urls import path, re_path

from ambasada.casework import views
from ambasada.casework.views import desk, desk_many, desk_page, entering, materials, rosters
from ambasada.config.served_paths import served_paths

_ID = r"(?P<id_hex>[0-9a-f]{32})"
_PART = rf"{_ID}/(?P<number>[0-9]{{1,3}})"
_CASE = r"^s/case/(?P<ref>[0-9a-f]{16})"

urlpatterns = [
    path("healthz", views.health, name="desk_health"),
    path("", desk_page.page, name="desk_page"),
    re_path(r"^(?P<language>[a-z]{2})/$", desk_page.page, name="desk_page_in"),
    re_path(
        r"^(?P<code>[a-z0-9-]{1,50})/(?P<language>[a-z]{2})/$",
        desk_page.page,
        name="desk_page_of",
    ),
    re_path(r"^assets/(?P<name>[a-z0-9.-]{1,40})$", desk_page.asset, name="desk_asset"),
    path("s/enter", entering.enter, name="desk_enter"),
    path("s/prove", entering.prove, name="desk_prove"),
    path("s/enrol", entering.enrol, name="desk_enrol"),
    path("s/queue", desk.queue, name="desk_queue"),
    path("s/letters", desk_many.letters, name="desk_letters"),
    path("s/cases/letters", desk_many.cases_letters, name="desk_cases_letters"),
    path("s/cases/spam", desk_many.cases_spam, name="desk_cases_spam"),
    path("s/members/<slug:code>", desk_page.colleagues, name="desk_colleagues"),
    re_path(rf"^s/letter/{_ID}$", desk.letter, name="desk_letter"),
    re_path(rf"^s/blob/{_ID}$", desk.blob, name="desk_blob"),
    re_path(rf"^s/blob/{_PART}$", desk.blob_part, name="desk_part"),
    re_path(rf"{_CASE}$", desk.case, name="desk_case"),
    re_path(rf"{_CASE}/letter$", desk.case_letter, name="desk_case_letter"),
    re_path(rf"{_CASE}/blob/{_PART}$", desk.case_part, name="desk_case_part"),
    re_path(rf"{_CASE}/wrap$", desk.case_wrap, name="desk_case_wrap"),
    re_path(rf"{_CASE}/epoch$", desk.case_epoch, name="desk_case_epoch"),
    re_path(rf"{_CASE}/acknowledge$", desk.case_acknowledge, name="desk_case_acknowledge"),
    re_path(rf"{_CASE}/close$", desk.case_close, name="desk_case_close"),
    *rosters.addresses("desk"),
    *materials.addresses(served_paths),
]
handler404 = "ambasada.casework.views.unknown"
handler500 = "ambasada.casework.views.busy"
