"""Signing in by password and code, as the staff origin's own pages do it."""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from ambasada.accounts.actions import lose_devices, make_invite
from ambasada.accounts.models import Member

pytestmark = [pytest.mark.django_db, pytest.mark.screens]
_PASSWORD = "a sentence only I would write"  # noqa: S105 -- of an invented member
_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 -- likewise
_LOGIN = "/account/login/"
_CODE = "/account/keys/authenticate/"


@pytest.fixture(autouse=True)
def _no_earlier_attempts() -> Iterator[None]:
    """Forget the attempts that other tests made: limits are global."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def staff() -> Client:
    return Client(headers={"host": "admin.localhost"})


@pytest.fixture
def member() -> Member:
    found = Member.objects.create_member("press", _PASSWORD)
    TOTP.activate(found, _SECRET)
    RecoveryCodes.activate(found)
    return found


def code_now() -> str:
    digest = hmac.new(
        base64.b32decode(_SECRET), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1
    ).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def enter(client: Client, **extra: str) -> HttpResponse:
    client.post(_LOGIN, {"login": "press", "password": _PASSWORD, **extra})
    response: HttpResponse = client.post(_CODE, {"code": code_now()})  # type: ignore[assignment]
    return response


@pytest.mark.usefixtures("member")
def test_password_alone_opens_nothing(staff: Client) -> None:
    answer = staff.post(_LOGIN, {"login": "press", "password": _PASSWORD})

    assert answer.headers["Location"] == _CODE
    assert staff.get("/admin/").headers["Location"].startswith(_LOGIN)


@pytest.mark.usefixtures("member")
def test_code_opens_the_admin(staff: Client) -> None:
    answer = enter(staff)

    assert answer.headers["Location"] == "/admin/"
    assert "_auth_user_id" in staff.session


@pytest.mark.usefixtures("member")
def test_wrong_code_opens_nothing_and_guessing_ends_soon(staff: Client) -> None:
    staff.post(_LOGIN, {"login": "press", "password": _PASSWORD})
    wrong = f"{(int(code_now()) + 500_000) % 1_000_000:06d}"

    for _ in range(20):
        staff.post(_CODE, {"code": wrong})
    staff.post(_CODE, {"code": code_now()})

    assert "_auth_user_id" not in staff.session


@pytest.mark.usefixtures("member")
def test_code_is_not_used_twice(staff: Client) -> None:
    code = code_now()
    staff.post(_LOGIN, {"login": "press", "password": _PASSWORD})
    staff.post(_CODE, {"code": code})
    second = Client(headers={"host": "admin.localhost"})
    second.post(_LOGIN, {"login": "press", "password": _PASSWORD})
    second.post(_CODE, {"code": code})

    assert "_auth_user_id" not in second.session


@pytest.mark.parametrize("host", ["admin.localhost", "admin.localhost.", "ADMIN.LOCALHOST"])
def test_member_without_second_factor_is_kept_out_by_every_spelling(host: str) -> None:
    Member.objects.create_member("press", _PASSWORD)
    staff = Client(headers={"host": host})
    staff.post(_LOGIN, {"login": "press", "password": _PASSWORD})

    assert staff.get("/admin/").headers.get("Location") == "/account/keys/"


@pytest.mark.usefixtures("member")
def test_hour_of_signing_in_is_kept_nowhere_but_in_the_session(staff: Client) -> None:
    enter(staff)

    assert "last_login" not in Member.objects.values().get()
    assert set(Authenticator.objects.values_list("last_used_at", flat=True)) == {None}


@pytest.mark.usefixtures("member")
def test_session_ends_after_12_hours(staff: Client) -> None:
    enter(staff)
    left = Session.objects.get(session_key=staff.session.session_key).expire_date - timezone.now()

    Session.objects.update(expire_date=timezone.now())

    assert timedelta(hours=11, minutes=59) < left <= timedelta(hours=12)
    assert staff.get("/admin/").headers["Location"].startswith(_LOGIN)


@pytest.mark.usefixtures("member")
def test_cookies_are_of_this_host_alone_and_end_with_the_browser(staff: Client) -> None:
    enter(staff)

    cookie = staff.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["domain"], cookie["samesite"], cookie["httponly"]) == ("", "Strict", True)
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize("path", [_LOGIN, "/account/join/", "/account/logout/", _CODE])
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://admin.localhost.evil"])
def test_form_of_another_site_is_refused(path: str, origin: str) -> None:
    staff = Client(headers={"host": "admin.localhost"}, enforce_csrf_checks=True)
    staff.get(_LOGIN)
    token = staff.cookies[settings.CSRF_COOKIE_NAME].value

    without = staff.post(path, {"login": "press", "password": _PASSWORD})
    foreign = staff.post(
        path,
        {"login": "press", "password": _PASSWORD, "csrfmiddlewaretoken": token},
        headers={"origin": origin},
    )

    assert (without.status_code, foreign.status_code) == (403, 403)


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)"],
)
def test_signing_in_leads_to_no_other_site(staff: Client, address: str) -> None:
    answer = enter(staff, next=address)

    assert "evil" not in answer.headers["Location"]
    assert "javascript" not in answer.headers["Location"]


@pytest.mark.usefixtures("member")
def test_limits_hold_for_everybody_together_and_keep_no_address(staff: Client) -> None:
    wrong = {"login": "press", "password": "guess"}
    for number in range(6):
        staff.post(_LOGIN, wrong, REMOTE_ADDR=f"203.0.113.{number}")

    other = Client(headers={"host": "admin.localhost"}, REMOTE_ADDR="198.51.100.1")
    other.post(_LOGIN, {"login": "press", "password": _PASSWORD})

    assert other.get(_CODE).headers["Location"] == _LOGIN
    kept = repr(vars(cache)) + repr(getattr(cache, "_cache", ""))
    assert "203.0.113" not in kept
    assert "198.51.100" not in kept


@pytest.mark.usefixtures("member")
def test_unknown_name_and_wrong_password_are_the_same_answer(staff: Client) -> None:
    texts = []
    for login in ("press", "nobody"):
        answer = staff.post(_LOGIN, {"login": login, "password": "wrong"})
        texts.append((answer.status_code, answer.content.decode().replace(login, "")))

    assert [status for status, _text in texts] == [200, 200]
    assert len({_without_tokens(text) for _status, text in texts}) == 1


def _without_tokens(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)


@pytest.mark.usefixtures("member")
def test_deactivated_member_is_out_at_once(staff: Client) -> None:
    enter(staff)
    Member.objects.update(is_active=False)

    assert staff.get("/admin/").headers["Location"].startswith(_LOGIN)


def test_joining_works_while_strangers_try_passwords(staff: Client) -> None:
    for number in range(61):  # more than anybody may try in a minute
        staff.post(_LOGIN, {"login": f"stranger-{number}", "password": "guess"})
    _invite, token = make_invite(now=timezone.now())

    answer = Client(headers={"host": "admin.localhost"}).post(
        "/account/join/", {"token": token, "username": "newcomer", "password": _PASSWORD}
    )

    assert answer.status_code == 302
    assert Member.objects.filter(username="newcomer").exists()


def test_after_a_lost_device_the_password_needs_a_recovery_code(
    staff: Client, member: Member
) -> None:
    (code, *_others) = RecoveryCodes.activate(member).get_unused_codes()
    lose_devices(member)

    staff.post(_LOGIN, {"login": "press", "password": _PASSWORD})
    before = staff.get("/account/keys/")
    staff.post(_CODE, {"code": code})

    assert before.headers["Location"].startswith(_LOGIN)
    assert staff.get("/account/keys/").status_code == 200
    assert staff.get("/admin/").headers["Location"] == "/account/keys/"


def test_after_a_lost_device_a_code_of_that_device_opens_nothing(
    staff: Client, member: Member
) -> None:
    lose_devices(member)

    staff.post(_LOGIN, {"login": "press", "password": _PASSWORD})
    staff.post(_CODE, {"code": code_now()})

    assert "_auth_user_id" not in staff.session


def test_sign_in_that_was_under_way_ends_with_a_lost_device(staff: Client, member: Member) -> None:
    staff.post(_LOGIN, {"login": "press", "password": _PASSWORD})
    assert staff.get(_CODE).status_code == 200

    lose_devices(member)

    assert staff.get(_CODE).headers["Location"] == _LOGIN


def test_member_without_recovery_codes_is_not_let_in_by_the_password_after_a_loss(
    staff: Client, member: Member
) -> None:
    Authenticator.objects.filter(type=Authenticator.Type.RECOVERY_CODES).delete()
    lose_devices(member)

    staff.post(_LOGIN, {"login": "press", "password": _PASSWORD})

    assert "_auth_user_id" not in staff.session
