"""The passkey that vouching and approving need, asked of the client's own session."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.test import Client

from ambasada.accounts.actions import lose_devices
from ambasada.accounts.models import Invite, LedgerLine, Member
from ambasada.network.models import Embassy
from tests.factories.staff import (
    confirm_passkey,
    coordinator_of,
    give_passkey,
    member_in,
    seat,
    signed_in,
)

INVITE = "/admin/members/invite/"
CONFIRM = "/account/keys/webauthn/reauthenticate/?next="


def ask(browser: Client, embassy: Embassy) -> str:
    """Invite somebody; return where that led, "" if it was done."""
    answer = browser.post(INVITE, {"role": "editor", "embassy": embassy.pk})
    return answer.headers.get("Location", "")


def test_confirmed_passkey_lets_a_post_through(britain: Embassy) -> None:
    assert ask(coordinator_of(britain), britain) == ""
    assert Invite.objects.count() == 1


def test_passkey_that_was_not_confirmed_is_asked_for_and_nothing_is_done(britain: Embassy) -> None:
    member = seat("press", britain)
    give_passkey(member)

    assert ask(signed_in(member), britain).startswith(CONFIRM)
    assert not Invite.objects.exists()


def test_confirmation_of_five_minutes_ago_is_asked_for_again(britain: Embassy) -> None:
    browser = coordinator_of(britain)

    confirm_passkey(browser, seconds_ago=301)
    assert ask(browser, britain).startswith(CONFIRM)
    confirm_passkey(browser, seconds_ago=280)
    assert ask(browser, britain) == ""


def test_member_without_a_passkey_is_sent_to_add_one(britain: Embassy) -> None:
    browser = signed_in(seat("press", britain))

    assert ask(browser, britain) == "/account/keys/"
    said = browser.get("/account/keys/").content.decode()
    assert "This needs a passkey. Add one here first." in said


def test_looking_at_a_page_asks_for_nothing(britain: Embassy) -> None:
    assert signed_in(seat("press", britain)).get(INVITE).status_code == 200


def test_confirmation_of_another_member_or_a_removed_key_counts_for_nothing(
    britain: Embassy,
) -> None:
    browser, other = coordinator_of(britain), seat("other", britain)
    give_passkey(other)
    key = Authenticator.objects.get(user=other, type=Authenticator.Type.WEBAUTHN)
    session = browser.session
    session["account_authentication_methods"][0]["id"] = key.pk
    session.save()
    assert ask(browser, britain).startswith(CONFIRM)

    confirm_passkey(browser)
    Authenticator.objects.filter(user=member_in(browser)).filter(type="webauthn").delete()
    assert ask(browser, britain) == "/account/keys/"


@pytest.mark.parametrize("record", [{"type": "totp"}, {"method": "password"}, {"at": 0}])
def test_other_confirmations_count_for_nothing(
    britain: Embassy, record: dict[str, str | int]
) -> None:
    browser = coordinator_of(britain)
    session = browser.session
    session["account_authentication_methods"][0] |= record
    session.save()

    assert ask(browser, britain).startswith(CONFIRM)


def test_password_at_the_confirmation_page_does_not_stand_in_for_a_passkey(
    britain: Embassy,
) -> None:
    member = seat("press", britain)
    give_passkey(member)
    browser = signed_in(member)
    ask(browser, britain)

    browser.post(
        f"/account/reauthenticate/?next={INVITE}", {"password": "a sentence only I would write"}
    )

    assert not Invite.objects.exists()


@pytest.mark.django_db
def test_keys_that_come_and_go_leave_a_line() -> None:
    member = Member.objects.create_member("press", "-")
    key = give_passkey(member)

    for signal in (authenticator_added, authenticator_reset, authenticator_removed):
        signal.send(Authenticator, request=None, user=member, authenticator=key)

    lines = LedgerLine.objects.order_by("number").values_list("verb", "actor", "subject")
    me = f"member:{member.pk}"
    assert list(lines) == [("key_added", me, me), ("key_added", me, me), ("key_removed", me, me)]


def test_lost_device_ends_every_session_and_key_of_this_member_alone(britain: Embassy) -> None:
    browser, other = coordinator_of(britain), coordinator_of(britain, "other")
    member = member_in(browser)
    key, salt = browser.session.session_key, member.session_salt

    lose_devices(member)

    kinds = Authenticator.objects.filter(user=member).values_list("type", flat=True)
    assert list(kinds) == [Authenticator.Type.RECOVERY_CODES]
    assert browser.get("/admin/").headers["Location"].startswith("/account/login/")
    assert other.get("/admin/").status_code == 200
    assert not browser.session.exists(str(key))
    assert Member.objects.get(pk=member.pk).session_salt != salt
