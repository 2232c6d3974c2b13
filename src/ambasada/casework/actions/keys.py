"""Keys of members at the desk: leave to make one, and keeping it."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.casework.actions.opening import whole_minute
from ambasada.casework.actions.withdrawing import revoke_key
from ambasada.casework.models import SEALED, Enrolment, StaffKey
from ambasada.casework.queries import LEAST_WAYS, salt_sha256
from ambasada.casework.refusing import NotTaken, Word
from ambasada.lib.sealing.keys import NotAKey, decoded, require_recipient
from ambasada.lib.sealing.rosters import new_kid

ENROL_WITHIN = timedelta(minutes=10)
BUNDLES = ("phrase", "passkey", "paper")
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
        before = StaffKey.objects.filter(member=member.pk, revoked_on=None).first()
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
    if not is_known or len(set(key.confirmed)) < LEAST_WAYS:
        raise NotTaken(Word.MALFORMED)
    for name, bundle in key.bundles.items():
        if not isinstance(bundle, str) or len(bundle) > _LARGEST_BUNDLE:
            raise NotTaken(Word.MALFORMED)
        if name in key.confirmed and not bundle:
            raise NotTaken(Word.MALFORMED)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
