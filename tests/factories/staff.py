"""Members, seated as their role has it, and signed in at the staff admin."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.network.actions import take_seat
from ambasada.network.models import Embassy, Seat

_AUTHENTICATED = f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"  # whose confirmations these are
PASSWORD = "a sentence only I would write"  # noqa: S105 -- of an invented member
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
_STARTED = timezone.now()  # one day for members and tests, also where a run goes past midnight


def editor_of(embassy: Embassy, username: str = "editor") -> Client:
    """Return a browser in which a member who writes, and has no passkey, is signed in."""
    return signed_in(seat(username, embassy, role=Seat.Role.EDITOR))


def coordinator_of(embassy: Embassy, username: str = "coordinator") -> Client:
    """Return a browser in which a coordinator is signed in who confirmed a passkey just now."""
    member = seat(username, embassy)
    give_passkey(member)
    browser = signed_in(member)
    confirm_passkey(browser)
    return browser


def seat(
    username: str,
    embassy: Embassy,
    *,
    role: str = Seat.Role.COORDINATOR,
    days_ago: int = 0,
) -> Member:
    """Return a new member with a seat, who joined so many days ago and has one-time codes."""
    then = _STARTED - timedelta(days=days_ago)
    member = Member.objects.create_member(username, PASSWORD, joined_on=then.date())
    Authenticator.objects.create(user=member, type=Authenticator.Type.TOTP, data={})
    take_seat(member, embassy, role=role, now=then)
    return member


def signed_in(member: Member) -> Client:
    browser = Client(headers={"host": str(settings.STAFF_HOST)})
    browser.force_login(member)
    return browser


def member_in(browser: Client) -> Member:
    return Member.objects.get(pk=browser.session["_auth_user_id"])


def give_passkey(member: Member) -> Authenticator:
    data = {"name": "A key", "credential": {}}
    key: Authenticator = Authenticator.objects.create(
        user=member, type=Authenticator.Type.WEBAUTHN, data=data
    )
    return key


def confirm_passkey(browser: Client, *, seconds_ago: int = 0) -> None:
    """Put into a session what allauth does once the member's passkey was confirmed."""
    member = member_in(browser)
    key = Authenticator.objects.get(user=member, type=Authenticator.Type.WEBAUTHN)
    record = {"method": "mfa", "type": "webauthn", "id": key.pk, "at": time.time() - seconds_ago}
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [record]
    session[_AUTHENTICATED] = str(member.pk)
    session.save()


def boxes(name: str, text: dict[str, str]) -> dict[str, str]:
    """Return how a text in languages is sent: a box for each language."""
    return {f"{name}_{code}": text.get(code, "") for code in dict(settings.LANGUAGES)}


def rows_sent(prefix: str, rows: list[dict[str, Any]], *, stored: int = 0) -> dict[str, Any]:
    """Return how rows below a form are sent, the stored ones first."""
    counts = {"TOTAL_FORMS": len(rows), "INITIAL_FORMS": stored, "MIN_NUM_FORMS": 0}
    sent: dict[str, Any] = {f"{prefix}-{key}": value for key, value in counts.items()}
    sent[f"{prefix}-MAX_NUM_FORMS"] = 1000
    for place, row in enumerate(rows):
        sent |= {f"{prefix}-{place}-{key}": value for key, value in row.items()}
        sent |= {f"{prefix}-{place}-ORDER": place + 1}
    return sent
