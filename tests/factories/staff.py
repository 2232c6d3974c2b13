"""A member at the staff admin, signed in with a second factor."""

from datetime import UTC, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client

from ambasada.accounts.models import Member
from ambasada.network.actions import take_seat
from ambasada.network.models import Embassy

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def editor_of(embassy: Embassy, username: str = "editor") -> Client:
    """Return a browser in which a member with a seat in the embassy is signed in."""
    member = Member.objects.create_member(username, "a sentence only I would write")
    Authenticator.objects.create(user=member, type=Authenticator.Type.TOTP, data={})
    take_seat(member, embassy, now=NOW)
    browser = Client(headers={"host": str(settings.STAFF_HOST)})
    browser.force_login(member)
    return browser


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
