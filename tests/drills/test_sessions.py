"""There are three ways to a session, and no other address opens one."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from ambasada.accounts.models import Member
from tests.drills.addresses import NOWHERE, READERS, addresses_of
from tests.drills.roles import addresses, close, numbers_of
from tests.drills.standing import CANARY, Standing
from tests.factories.embassies import BRITAIN_HOST
from tests.factories.staff import PASSWORD

# Signing in with a password, with a passkey, and joining; the second step of the first.
WAYS = {
    "/account/login/",
    "/account/keys/webauthn/login/",
    "/account/join/",
    "/account/keys/authenticate/",
}
EVERYTHING = {
    "login": "anna",
    "username": "anna",
    "password": PASSWORD,
    "password1": PASSWORD,
    "password2": PASSWORD,
    "new_password1": PASSWORD,
    "new_password2": PASSWORD,
    "email": "anna@example.org",
    "token": CANARY,
    "code": "000000",
    "credential": "{}",
    "next": "/admin/",
}


@pytest.fixture
def logins() -> Iterator[list[Any]]:
    """Count whoever is signed in, by whichever road of Django or allauth."""
    seen: list[Any] = []

    def note(request: Any, user: Any, *_args: Any, **_kwargs: Any) -> None:  # noqa: ANN401
        seen.append((request.path, user))

    places = [
        name
        for name in (
            "django.contrib.auth",
            "django.contrib.auth.views",
            "allauth.account.adapter",
        )
        if hasattr(import_module(name), "login") or name.endswith("auth")
    ]
    with patch("django.contrib.auth.login", note):
        patches = [patch(f"{place}.login", note, create=True) for place in places[1:]]
        patches += [patch(f"{place}.auth_login", note, create=True) for place in places[1:]]
        for each in patches:
            each.start()
        yield seen
        for each in patches:
            each.stop()


def test_no_other_address_of_the_staff_origin_signs_anybody_in(
    standing: Standing, logins: list[Any]
) -> None:
    stranger = Client(headers={"host": str(settings.STAFF_HOST)}, raise_request_exception=False)
    paths = {each.path for each in addresses(numbers_of(standing))}
    paths |= set(addresses_of(settings.STAFF_URLCONF))
    opened = set()
    for path in sorted(paths - WAYS):
        for method in ("get", "post", "put"):
            answer = getattr(stranger, method)(path, EVERYTHING if method == "post" else {})
            close(answer)
            if (
                settings.SESSION_COOKIE_NAME in answer.cookies
                and "_auth_user_id" in stranger.session
            ):
                opened.add(path)

    assert opened == set()
    assert logins == []


def test_no_public_address_signs_anybody_in_or_sets_a_cookie(
    standing: Standing, logins: list[Any]
) -> None:
    reader = Client(headers={"host": BRITAIN_HOST}, raise_request_exception=False)
    paths = [*READERS, *NOWHERE, *WAYS, *addresses_of("ambasada.config.urls_public")]
    cookies = {path: reader.post(path, EVERYTHING).cookies.output() for path in paths}
    cookies |= {f"GET {path}": reader.get(path).cookies.output() for path in paths}

    assert standing.answers
    assert {path: cookie for path, cookie in cookies.items() if cookie} == {}
    assert logins == []


def test_name_and_password_alone_open_nothing(standing: Standing) -> None:
    browser = Client(headers={"host": str(settings.STAFF_HOST)})

    browser.post("/account/login/", {"login": "anna", "password": PASSWORD})

    assert standing.member("anna").is_active
    assert "_auth_user_id" not in browser.session
    assert browser.get("/admin/").headers["Location"].startswith("/account/login/")


@pytest.mark.django_db
@pytest.mark.parametrize("command", ["createsuperuser", "changepassword"])
def test_command_that_would_make_or_open_an_account_is_gone(command: str) -> None:
    Member.objects.create_member("press", PASSWORD)

    with pytest.raises((CommandError, SystemExit, Exception)):
        call_command(command, "press")

    assert Member.objects.count() == 1
    assert Member.objects.get().check_password(PASSWORD)
