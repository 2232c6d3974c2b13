import hashlib
import hmac
from datetime import date

from ambasada.accounts.models import Member
from ambasada.casework.models import StaffKey
from ambasada.casework.queries.rosters import is_on_roster
from ambasada.network.models import Embassy
from ambasada.network.rules import open_seats


def key_of(member: Member) -> StaffKey | None:
    """Return a member's key at the desk; None without one that counts."""
    return StaffKey.objects.filter(member=member.pk, revoked_on=None).first()


def colleagues_in(embassy: Embassy, *, today: date) -> list[tuple[str, str]]:
    """Return the keys on the roster of members with an open seat, each with its user name."""
    seats = open_seats(today).filter(embassy=embassy)
    names = dict(Member.objects.filter(seats__in=seats).values_list("pk", "username"))
    keys = StaffKey.objects.filter(member__in=list(names), revoked_on=None)
    on_roster = [each for each in keys if is_on_roster(embassy.code, each.kid)]
    return sorted((each.kid, names[each.member]) for each in on_roster)


def is_held(key: StaffKey, member: Member | None) -> bool:
    """Tell whether a key is still its member’s: a new session salt means a lost device."""
    if member is None or not member.is_active or key.revoked_on is not None:
        return False
    return hmac.compare_digest(key.salt_sha256, salt_sha256(member))


def salt_sha256(member: Member) -> str:
    """Return what a key remembers of its member’s account."""
    return hashlib.sha256(member.session_salt.encode()).hexdigest()
