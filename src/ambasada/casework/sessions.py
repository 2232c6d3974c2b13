"""Signing in at the desk: a password, then the proof of a key, then a token in a page’s memory.

Nothing of it is kept on the server, so that two web processes know the same. A token names the
member, the key and the state of the account; it is good for fifteen minutes, every answer brings a
new one until twelve hours after the proof, and it ends at once with a lost device, a new password
or a revoked key.
"""

import hashlib
import hmac
import secrets
import threading
import time
from dataclasses import dataclass

from django.core import signing

from ambasada.accounts.models import Member
from ambasada.casework.metering import Meter
from ambasada.casework.models import StaffKey
from ambasada.casework.queries import is_held, key_of
from ambasada.casework.refusing import NotTaken, Word
from ambasada.lib.sealing.keys import is_proved

TOKEN_LASTS = 15 * 60  # seconds
_TICKET_LASTS = 2 * 60
_RENEWED_FOR = 12 * 60 * 60  # as a session of the staff admin lasts
_TOKEN, _TICKET = "ambasada.desk.token", "ambasada.desk.ticket"
# As for signing in to the staff admin: wide for everybody together, narrow for one name.
_MOST_TRIES, _MOST_FAILURES = 120, 60  # in a minute
_MOST_FAILURES_OF_A_NAME, _OF_A_NAME_WITHIN = 5, 300.0
_DAMAGED = (signing.BadSignature, KeyError, TypeError, ValueError)

tries, failures = Meter(), Meter()
failures_of: dict[str, Meter] = {}
_counting = threading.Lock()


@dataclass(frozen=True)
class OnDuty:
    """Who asks at the desk, and the key they proved."""

    member: Member
    key: StaffKey
    since: int  # the second of the proof, in the token alone


def member_by_password(name: str, password: str) -> Member:
    """Return the member with this name and password; raises NotTaken, after the same work.

    Both wrong and unknown are `unknown`; too many tries are `busy`. User names are small letters,
    and are looked up as that, so that no other way to write one has a count of its own.
    """
    name = name.lower()
    _begin(name)
    member = Member.objects.filter(username=name, is_active=True).first()
    if member is None:
        Member().set_password(password)  # the time a known name takes
    if member is None or not member.check_password(password):
        raise NotTaken(Word.UNKNOWN)
    _take_back(name)
    return member


def ticket_for(member: Member, key: StaffKey) -> tuple[str, str]:
    """Return a ticket and the challenge in it, which the key answers within two minutes."""
    challenge = secrets.token_urlsafe(32)
    return signing.dumps(_about(member, key) | {"c": challenge}, salt=_TICKET), challenge


def proved(ticket: str, proof: str) -> OnDuty:
    """Return who a ticket was for, if their key answered its challenge. Raises NotTaken."""
    values = _loaded(ticket, _TICKET, _TICKET_LASTS)
    on_duty = _on_duty(values, since=int(time.time()))
    if not is_proved(proof, challenge=str(values.get("c", "")), verify_key=on_duty.key.verify):
        raise NotTaken(Word.UNKNOWN)
    return on_duty


def token_of(on_duty: OnDuty) -> str:
    """Return a token that is good for fifteen minutes from now."""
    about = _about(on_duty.member, on_duty.key) | {"t": on_duty.since}
    return signing.dumps(about, salt=_TOKEN)


def signed_in(token: str) -> OnDuty:
    """Return who a token was given to. Raises NotTaken."""
    values = _loaded(token, _TOKEN, TOKEN_LASTS)
    since = values.get("t")
    if not isinstance(since, int) or time.time() - since > _RENEWED_FOR:
        raise NotTaken(Word.UNKNOWN)
    return _on_duty(values, since=since)


def _about(member: Member, key: StaffKey) -> dict[str, object]:
    return {"m": member.pk, "k": key.kid, "s": _state_of(member)}


def _loaded(text: str, salt: str, lasts: int) -> dict[str, object]:
    try:
        return dict(signing.loads(text, salt=salt, max_age=lasts))
    except _DAMAGED:
        raise NotTaken(Word.UNKNOWN) from None


def _on_duty(values: dict[str, object], *, since: int) -> OnDuty:
    member = Member.objects.filter(pk=str(values.get("m", 0)), is_active=True).first()
    key = key_of(member) if member else None
    if member is None or key is None or key.kid != values.get("k"):
        raise NotTaken(Word.UNKNOWN)
    is_same = hmac.compare_digest(str(values.get("s", "")), _state_of(member))
    if not is_same or not is_held(key, member):
        raise NotTaken(Word.UNKNOWN)
    return OnDuty(member, key, since)


def _state_of(member: Member) -> str:
    return hashlib.sha256(member.get_session_auth_hash().encode()).hexdigest()[:32]


def _begin(name: str) -> None:
    """Count a try as a failure before it is looked at: many at once are counted one by one."""
    with _counting:
        for each in [other for other, meter in failures_of.items() if not meter.count]:
            del failures_of[each]  # long ago: it is not kept who was guessed at
        of_name = failures_of.get(name, Meter(_OF_A_NAME_WITHIN))
        limits = (
            (tries, _MOST_TRIES),
            (failures, _MOST_FAILURES),
            (of_name, _MOST_FAILURES_OF_A_NAME),
        )
        if any(meter.count >= most for meter, most in limits):
            raise NotTaken(Word.BUSY)
        failures_of[name] = of_name
        for meter, _most in limits:
            meter.note()


def _take_back(name: str) -> None:
    with _counting:
        failures.take_back()
        if name in failures_of:
            failures_of[name].take_back()
