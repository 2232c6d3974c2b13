"""Every address of both tables, asked in every way a stranger can think of."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.urls import NoReverseMatch, reverse

from tests.asking import Answer, Asker
from tests.drills.addresses import LANGUAGES, NOWHERE, READERS, SITE_WIDE, addresses_of
from tests.drills.conftest import Drill
from tests.drills.planting import NORLAND_HOST

# What answers where is the same on every database.
pytestmark = pytest.mark.sqlite_only

STAFF = addresses_of("ambasada.config.urls_staff")
ADMIN = [path for path in STAFF if path.startswith("/admin/") and path != "/admin//"]
CLOSED = ("login", "password_reset", "users", "groups", "api", "test404", "failwhale")
SHARED = {"/", "/healthz"}  # each origin has its own
# Wagtail's translated words and icons, the same in every installation.
OPEN = {"/admin/jsi18n/", "/admin/sprite/"}
# Wagtail's own view fails when it is asked by GET, which nothing does.
POST_ALONE = {"/admin/pages/1/set_position/"}
METHODS = ("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
NO_NAME = b"There is no site under this name.\n"
STYLE = "/static/ambasada/site.css"


def is_closed(path: str) -> bool:
    return path.split("/")[2] in CLOSED


def faults(answer: Answer) -> Iterator[str]:
    """Name what an answer to a reader does wrong."""
    if answer.header("Set-Cookie"):
        yield "sets a cookie"
    if "cookie" in answer.header("Vary").lower():
        yield "varies by cookie"
    if answer.header("Server") not in {"", "granian"} or answer.header("X-Powered-By"):
        yield "names its software"
    policy = answer.header("Content-Security-Policy")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield f"has the policy {policy!r}"
    if answer.header("Referrer-Policy") != "no-referrer":
        yield "lets the browser name the page"
    if answer.header("X-Content-Type-Options") != "nosniff":
        yield "lets the browser guess the type"
    if answer.status >= 500:
        yield "fails"


def ask_all(asker: Asker, paths: list[str], method: str = "GET") -> dict[str, Answer]:
    with ThreadPoolExecutor(4) as pool:
        return dict(zip(paths, pool.map(partial(asker.ask, method=method), paths), strict=True))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", NORLAND_HOST])
def test_answers_to_readers_carry_no_cookie_and_a_strict_policy(drill: Drill, host: str) -> None:
    paths = [
        *READERS,
        *NOWHERE,
        STYLE,
        drill.planted["twice"],
        drill.planted["unused"],
        "/en/news",
        "/static/nope.css",
    ]

    answers = ask_all(Asker(drill.site.port, host=host), paths)

    assert {path: found for path in paths if (found := list(faults(answers[path])))} == {}


def test_pages_are_there_and_errors_are_not_kept(drill: Drill) -> None:
    answers = ask_all(drill.reader, [*READERS, *NOWHERE])

    assert {path for path in READERS if answers[path].status != 200} == set()
    assert {path for path in NOWHERE if answers[path].status != 404} == set()
    assert {answers[path].header("Cache-Control") for path in NOWHERE} == {"no-store"}


@pytest.mark.parametrize("method", METHODS)
def test_every_other_method_is_refused_with_the_same_headers(drill: Drill, method: str) -> None:
    paths = ["/", "/en/", "/en/help/", "/exit/", "/sitemap.xml", "/en/nope/", STYLE]
    allowed = {200, 404} if method == "HEAD" else {404, 405}

    answers = ask_all(drill.reader, paths, method)

    assert {path: found for path in paths if (found := list(faults(answers[path])))} == {}
    assert {path: each.status for path, each in answers.items() if each.status not in allowed} == {}


@pytest.mark.parametrize(
    "path",
    [
        "//en/",
        "/en//news/",
        "/En/news/",
        "/en/News/",
        "/en/news/index.html",
        "/en/%00/",
        "/%ff/",
        "/en/%ff%fe/",
        "/en/%2e%2e/ru/",
        "/en/..%2f..%2fsecret_key",
        "/static/../secret_key",
        "/static/%2e%2e/main.sqlite3",
        "/static/collected",
        "/unrouted-media/",
        "/media/documents/resolution.txt",
        "/gb-en/",
        "/norland-en/",
        "/en/norland-en/",
        "/en/" + "a" * 5000 + "/",
        "/en/" + "a/" * 2000,
    ],
)
def test_odd_addresses_are_not_found(drill: Drill, path: str) -> None:
    answer = drill.reader.ask(path)

    assert answer.status == 404
    assert list(faults(answer)) == []


def test_a_request_for_the_server_itself_does_not_make_it_fail(drill: Drill) -> None:
    answer = drill.reader.ask("*", method="OPTIONS")

    assert answer.status < 500
    assert list(faults(answer)) == []


def test_slash_is_added_only_where_there_is_a_page(drill: Drill) -> None:
    moved = drill.reader.ask("/be/news")

    assert (moved.status, moved.header("Location")) == (301, "/be/news/")
    assert list(faults(moved)) == []
    assert drill.reader.ask("/be/nope").status == 404


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "0.0.0.0"])  # noqa: S104
def test_name_of_nobody_is_told_nothing(drill: Drill, host: str) -> None:
    paths = [*READERS, *STAFF[:20], STYLE, "/static/wagtailadmin/css/core.css"]

    answers = ask_all(Asker(drill.site.port, host=host), paths)

    told = {path for path, each in answers.items() if (each.status, each.body) != (404, NO_NAME)}
    assert told == set()
    assert {path: found for path in paths if (found := list(faults(answers[path])))} == {}


@pytest.mark.parametrize("host", ["[::1", "127.0.0.1:x", "127.0.0.1@evil", "a b"])
def test_broken_name_is_refused_calmly(drill: Drill, host: str) -> None:
    answer = Asker(drill.site.port, host=host).ask("/en/")

    assert answer.status in {400, 404}
    assert list(faults(answer)) == []


def test_staff_addresses_are_not_on_the_public_origin(drill: Drill) -> None:
    paths = [path for path in STAFF if path not in SHARED]

    answers = ask_all(drill.reader, paths)

    assert {path: each.status for path, each in answers.items() if each.status != 404} == {}


def test_public_addresses_are_not_on_the_staff_origin(drill: Drill) -> None:
    paths = [path for path in (*READERS, drill.planted["twice"]) if path not in SHARED]

    answers = ask_all(drill.staff, paths)

    assert {path: each.status for path, each in answers.items() if each.status != 404} == {}


def test_stranger_in_the_admin_is_sent_to_sign_in(drill: Drill) -> None:
    answers = ask_all(drill.staff, ADMIN)

    open_to_all = {
        path: answer.status
        for path, answer in answers.items()
        if not is_closed(path)
        and path not in OPEN
        and not answer.header("Location").startswith("/account/login/")
        and answer.status != 404
    }
    assert open_to_all == {}
    assert {path for path in ADMIN if is_closed(path) and answers[path].status != 404} == set()


def test_stranger_reads_no_document_on_the_staff_origin(drill: Drill) -> None:
    answer = drill.staff.ask(drill.planted["unused_by_number"])

    assert answer.header("Location").startswith("/account/login/") or answer.status == 404


@pytest.mark.parametrize("host", ["admin.localhost", "admin.localhost.", "ADMIN.localhost"])
def test_member_without_second_factor_is_sent_to_set_one_up(drill: Drill, host: str) -> None:
    paths = ADMIN[:12] + ADMIN[12::10]

    answers = ask_all(drill.signed_in("halfway", host=host), paths)

    inside = {
        path: answer.status
        for path, answer in answers.items()
        if answer.header("Location") != "/account/keys/" and answer.status not in {400, 404}
    }
    assert inside == {}


def test_member_meets_no_failure_anywhere(drill: Drill) -> None:
    paths = [path for path in STAFF if "logout" not in path and path not in POST_ALONE]

    answers = ask_all(drill.signed_in("seated"), paths)

    assert answers["/admin/"].status == 200
    assert {path for path, each in answers.items() if each.status >= 500} == set()
    assert {path for path in ADMIN if is_closed(path) and answers[path].status != 404} == set()


@pytest.mark.parametrize(
    "path",
    [
        "/admin/sites/",
        "/admin/redirects/",
        "/admin/settings/",
        "/admin/users",
        "/admin/groups",
        "/admin/api",
        "/admin/login",
        "/admin/password_reset",
        "/admin/USERS/",
        "/admin//users/",
        "/account/signup/",
        "/account/email/",
        "/account/password/reset/",
        "/account/password/reset/done/",
        "/account/confirm-email/",
        "/account/keys/webauthn/signup/",
        "/account/sessions/",
        "/accounts/login/",
        "/api/v2/pages/",
    ],
)
def test_what_is_closed_is_closed_to_members_too(drill: Drill, path: str) -> None:
    assert drill.staff.ask(path).status in {302, 404}
    assert drill.signed_in("seated").ask(path).status in {301, 302, 404}
    followed = drill.signed_in("seated").ask(path.rstrip("/") + "/")
    assert followed.status == 404 or followed.header("Location") == "/admin/"


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reset_password", "mfa_signup_webauthn"]
)
def test_there_is_no_address_for_mail_or_signing_up(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name, "ambasada.config.urls_staff")


def test_robots_and_site_map_speak_of_their_own_host_alone(drill: Drill) -> None:
    for path in SITE_WIDE[3:]:
        body = drill.reader.ask(path).body.decode()

        assert NORLAND_HOST not in body
        assert "admin" not in body


def test_each_embassy_serves_its_own_languages_alone(drill: Drill) -> None:
    norland = Asker(drill.site.port, host=NORLAND_HOST)

    assert {code: norland.ask(f"/{code}/").status for code in LANGUAGES} == {
        "en": 200,
        "be": 404,
        "ru": 200,
    }
