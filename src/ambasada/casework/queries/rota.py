"""Who is on duty."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet

from ambasada.accounts.models import Member
from ambasada.casework.models import Shift
from ambasada.casework.queries.keys import is_usable, key_of
from ambasada.network.models import Embassy
from ambasada.network.rules import is_seated


def may_be_on_duty(member: Member, embassy: Embassy, *, today: date) -> bool:
    """Tell whether a member has an open seat, and a desk key they can open in two ways."""
    key = key_of(member)
    return key is not None and is_usable(key, member) and is_seated(member, embassy, today)


def on_duty_at(embassy: Embassy, desk: str, at: datetime) -> list[Member]:
    """Return who is on duty at a desk at a moment, the first first.

    A shift counts from its first minute to before its last, and not while another one stands
    instead of it. Who lost their key or their seat since is not on duty.
    """
    shifts = list(_running(embassy, at).filter(desk=desk))
    numbers = dict.fromkeys(each.member for each in _uncovered(shifts))
    members = Member.objects.in_bulk(numbers)
    found = [members[each] for each in numbers if each in members]
    return [each for each in found if may_be_on_duty(each, embassy, today=at.date())]


def shifts_from(embassy: Embassy, *, now: datetime) -> QuerySet[Shift]:
    """Return the shifts of an embassy that are not over, in the order they begin."""
    shifts = Shift.objects.filter(embassy=embassy.code, ends_at__gt=now)
    return shifts.order_by("starts_at", "desk", "turn", "pk")


def _running(embassy: Embassy, at: datetime) -> QuerySet[Shift]:
    running = Shift.objects.filter(embassy=embassy.code, starts_at__lte=at, ends_at__gt=at)
    return running.order_by("turn", "starts_at", "pk")


def _uncovered(running: Iterable[Shift]) -> list[Shift]:
    """Return the shifts that no other running one stands instead of."""
    replaced = {each.instead_of_id for each in running}
    return [each for each in running if each.pk not in replaced]
