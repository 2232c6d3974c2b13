"""Keys of members at the desk: leave to make one, keeping it, and letting go of it."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Member, Verb
from ambasada.casework.actions.losses import note_breach
from ambasada.casework.actions.opening import whole_minute
from ambasada.casework.actions.removals import take_off
from ambasada.casework.models import SEALED, Enrolment, SignedRoster, StaffKey
from ambasada.casework.queries import is_held, key_of, salt_sha256
from ambasada.casework.refusing import NotTaken, Word
from ambasada.lib.sealing.keys import NotAKey, decoded, require_recipient
from ambasada.lib.sealing.rosters import new_kid
from ambasada.network.rules import embassies_of

ENROL_WITHIN = timedelta(minutes=10)
BUNDLES = ("phrase", "passkey", "paper")
_LEAST_CONFIRMED = 2
_LARGEST_BUNDLE = 16_000  # characters of base64
_CODE_DIGITS = 10


@dataclass(frozen=True)
class NewKey:
    """A key as a member’s browser made it: public halves, and sealed private ones."""

    recipient: str
    verify: str
    bundles: dict[str, Any]
    confirmed: list[str]


def allow_enrolment(member: Member, *, now: datetime) -> str:
    """Return a code with which a member makes a key at the desk within ten minutes, once.

    Whoever calls it has made sure that a passkey was confirmed just now. A new code takes the place
    of the one before; only its hash is kept.
    """
    code = f"{secrets.randbelow(10**_CODE_DIGITS):0{_CODE_DIGITS}}"
    defaults = {"code_sha256": _sha256(code), "expires_at": whole_minute(now + ENROL_WITHIN)}
    Enrolment.objects.update_or_create(member=member.pk, defaults=defaults)
    return code


def enrol(member: Member, key: NewKey, *, code: str, now: datetime) -> StaffKey:
    """Keep a member’s new key; one they had is revoked. The code is spent, right or wrong.

    It is put on duty by the next roster. Raises NotTaken if the code is not theirs or too old, or
    if fewer than two ways to keep the key were tried out.
    """
    _spend_code(member, code, now)
    _require_sound(key)
    with transaction.atomic(using=SEALED):
        before = key_of(member)
        if before is not None:
            revoke_key(before, by=member, now=now)
        made = StaffKey.objects.create(
            member=member.pk,
            kid=new_kid(),
            recipient=key.recipient,
            verify=key.verify,
            bundles=key.bundles,
            confirmed=sorted(key.confirmed),
            salt_sha256=salt_sha256(member),
            made_on=now.astimezone(UTC).date(),
        )
    append(Verb.KEY_ADDED, by=member, subject=f"desk_key:{made.pk}", now=now)
    return made


def revoke_key(key: StaffKey, *, by: Member | Actor, now: datetime) -> None:
    """Let nothing more be sealed to a key, from now on; what it could open stays known.

    It stands in removed.json of every embassy whose roster names it.
    """
    with transaction.atomic(using=SEALED):
        today = now.astimezone(UTC).date()
        if not StaffKey.objects.filter(pk=key.pk, revoked_on=None).update(revoked_on=today):
            return
        for embassy in SignedRoster.objects.values_list("embassy", flat=True).distinct():
            take_off(embassy, key.kid)
    append(Verb.KEY_REMOVED, by=by, subject=f"desk_key:{key.pk}", now=now)


def withdraw_lost_keys(*, now: datetime) -> int:
    """Revoke the keys of members whose device was lost, or who have no seat any more.

    Done at once where sessions end, and by the clock on each beat: within a minute of “device
    lost” nothing is sealed to it. Of a device the breach is noted. Returns how many they were.
    """
    today = now.astimezone(UTC).date()
    members = Member.objects.in_bulk(
        StaffKey.objects.filter(revoked_on=None).values_list("member", flat=True)
    )
    lost = [
        key
        for key in StaffKey.objects.filter(revoked_on=None)
        if not is_held(key, members.get(key.member))
        or not embassies_of(members[key.member], today=today).exists()
    ]
    for key in lost:
        if _is_with_a_device(key, members.get(key.member), today=today):
            note_breach(key, now=now)
        revoke_key(key, by=Actor.CLOCK, now=now)
    return len(lost)


def _is_with_a_device(key: StaffKey, member: Member | None, *, today: date) -> bool:
    """Tell whether a key was lost by somebody who still has a seat, not by giving the seat up."""
    if member is None or not embassies_of(member, today=today).exists():
        return False
    return not is_held(key, member)


def _spend_code(member: Member, code: str, now: datetime) -> None:
    leave = Enrolment.objects.filter(member=member.pk).first()
    Enrolment.objects.filter(member=member.pk).delete()
    kept = leave.code_sha256 if leave and leave.expires_at > now else ""
    if not hmac.compare_digest(kept, _sha256(code)):
        raise NotTaken(Word.UNKNOWN)


def _require_sound(key: NewKey) -> None:
    try:
        require_recipient(key.recipient)
        decoded(key.verify, length=32)
    except NotAKey:
        raise NotTaken(Word.MALFORMED) from None
    is_known = set(key.bundles) == set(BUNDLES) and set(key.confirmed) <= set(BUNDLES)
    if not is_known or len(set(key.confirmed)) < _LEAST_CONFIRMED:
        raise NotTaken(Word.MALFORMED)
    for name, bundle in key.bundles.items():
        if not isinstance(bundle, str) or len(bundle) > _LARGEST_BUNDLE:
            raise NotTaken(Word.MALFORMED)
        if name in key.confirmed and not bundle:
            raise NotTaken(Word.MALFORMED)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
