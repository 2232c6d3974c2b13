import hashlib
import hmac

from django.db.models import QuerySet

from ambasada.accounts.models import Member
from ambasada.casework.models import StaffKey

LEAST_WAYS = 2  # of the three to keep a key


def counting_keys() -> QuerySet[StaffKey]:
    """Return the keys at the desk that count: neither suspended nor revoked."""
    return StaffKey.objects.filter(suspended_on=None, revoked_on=None)


def key_of(member: Member) -> StaffKey | None:
    """Return a member's key at the desk; None without one that counts."""
    return counting_keys().filter(member=member.pk).first()


def suspended_keys() -> QuerySet[StaffKey]:
    """Return the keys whose loss was reported, and that have not ended for good."""
    return StaffKey.objects.filter(suspended_on__isnull=False, revoked_on=None)


def is_held(key: StaffKey, member: Member | None) -> bool:
    """Tell whether a key is still its member’s: a new session salt means a lost device."""
    if member is None or not member.is_active or key.suspended_on or key.revoked_on:
        return False
    return hmac.compare_digest(key.salt_sha256, salt_sha256(member))


def is_usable(key: StaffKey, member: Member | None) -> bool:
    """Tell whether a member can be relied on to open with a key: two ways to keep it were tried."""
    return is_held(key, member) and len(set(key.confirmed)) >= LEAST_WAYS


def salt_sha256(member: Member) -> str:
    """Return what a key remembers of its member’s account."""
    return hashlib.sha256(member.session_salt.encode()).hexdigest()
