"""Members who may be on duty, and shifts of theirs."""

from datetime import UTC, date, datetime, time
from typing import Any

from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.casework.actions import Plan, add_shifts
from ambasada.casework.models import Shift, StaffKey
from ambasada.casework.queries import salt_sha256
from ambasada.lib.sealing.keys import MemberKeys
from ambasada.lib.sealing.rosters import new_kid
from ambasada.network.models import Embassy
from tests.factories.staff import seat

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = date(2027, 3, 8)


def desk_key_of(member: Member, *, confirmed: tuple[str, ...] = ("paper", "phrase")) -> StaffKey:
    """Give a member a desk key, as the desk does once it was made in a browser."""
    keys = MemberKeys.new()
    return StaffKey.objects.create(
        member=member.pk,
        kid=new_kid(),
        recipient=keys.recipient,
        verify=keys.verify_key,
        bundles={"phrase": "AAAA", "passkey": "", "paper": "AAAA"},
        confirmed=list(confirmed),
        salt_sha256=salt_sha256(member),
        made_on=timezone.now().date(),
    )


def helper(name: str, embassy: Embassy) -> Member:
    """Return a new member who may be on duty."""
    member = seat(name, embassy)
    desk_key_of(member)
    return member


def plan(embassy: Embassy, member: Member, **others: Any) -> Plan:
    values: dict[str, Any] = {
        "embassy": embassy,
        "member": member,
        "desk": "help",
        "turn": Shift.Turn.FIRST,
        "day": DAY,
        "begins": time(9),
        "ends": time(17),
        "zone": "Europe/London",
    }
    return Plan(**{**values, **others})


def shift(embassy: Embassy, member: Member, *, by: Member, **others: Any) -> Shift:
    """Return one shift of a member, which a coordinator put on the rota."""
    return add_shifts(plan(embassy, member, **others), by=by, now=NOW)[0]
