"""The rota: shifts planned in local time, stand-ins, and where notices of duty go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.models import Member
from ambasada.casework.models import Rota, Shift
from ambasada.casework.queries import may_be_on_duty
from ambasada.casework.rules import require_leads
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy

FURTHEST = timedelta(weeks=26)
_WEEK = timedelta(weeks=1)
_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Plan:
    """A shift as it is planned: in the hours of a place, once or every week until a day."""

    embassy: Embassy
    member: Member
    desk: str
    turn: int
    day: date
    begins: time
    ends: time  # on the next day, unless it is later than `begins`
    zone: str
    weekly_until: date | None = None

    def spans(self) -> Iterator[tuple[datetime, datetime]]:
        """Yield when each shift begins and ends: nine o'clock stays nine o'clock all year.

        An hour that is left out in spring is taken as the one after it, one that comes twice in
        autumn as the first of the two: whoever takes over at that hour begins as the other ends.
        """
        days = timedelta(days=0 if self.ends > self.begins else 1)
        day = self.day
        while day <= (self.weekly_until or self.day):
            yield self._moment(day, self.begins), self._moment(day + days, self.ends)
            day += _WEEK

    def _moment(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, ZoneInfo(self.zone)).astimezone(UTC)


@transaction.atomic
def add_shifts(plan: Plan, *, by: Member, now: datetime) -> list[Shift]:
    """Put a member on the rota, and return their shifts.

    Raises Refused unless a coordinator of the embassy does it, if the member has no seat there or
    no desk key they can open in two ways, if it is over or half a year away, or if somebody has
    that turn at that time.
    """
    _require_leads(by, plan.embassy.code, now)
    _require_may_be_on_duty(plan.member, plan.embassy, now)
    last = plan.weekly_until or plan.day
    if plan.zone not in available_timezones():
        raise Refused(_("There is no such time zone. Name it as Europe/London is named."))
    if last < plan.day or last > now.date() + FURTHEST:
        raise Refused(_("Plan shifts for half a year at most."))
    # An hour that spring leaves out may leave nothing of a short shift.
    spans = [(start, end) for start, end in plan.spans() if start < end and end > now]
    if not spans:
        raise Refused(_("This shift is over already."))
    shifts = [_shift(plan, start, end) for start, end in spans]
    for each in shifts:
        _require_free(each)
    return Shift.objects.bulk_create(shifts)


@transaction.atomic
def stand_in(shift: Shift, member: Member, *, by: Member, now: datetime) -> Shift:
    """Put a member in the place of another for one shift, or for what is left of it.

    Raises Refused as `add_shifts` does, or if somebody stands in for it already.
    """
    embassy = _require_leads(by, shift.embassy, now)
    held = Shift.objects.select_for_update().filter(pk=shift.pk, ends_at__gt=now).first()
    if held is None:
        raise Refused(_("This shift is over already."))
    _require_may_be_on_duty(member, embassy, now)
    if member.pk == held.member or held.stand_ins.filter(ends_at__gt=now).exists():
        raise Refused(_("Somebody stands in for this shift already, or it is their own."))
    return Shift.objects.create(
        embassy=held.embassy,
        member=member.pk,
        desk=held.desk,
        turn=held.turn,
        starts_at=held.starts_at,
        ends_at=held.ends_at,
        zone=held.zone,
        instead_of=held,
    )


@transaction.atomic
def end_shift(shift: Shift, *, by: Member, now: datetime) -> None:
    """Take a shift off the rota; of one that runs, what is left of it.

    Raises Refused unless a coordinator of the embassy does it.
    """
    _require_leads(by, shift.embassy, now)
    if shift.starts_at < now < shift.ends_at:
        Shift.objects.filter(pk=shift.pk).update(ends_at=now)
        Shift.objects.filter(instead_of=shift, starts_at__lt=now).update(ends_at=now)
    else:
        Shift.objects.filter(pk=shift.pk).delete()


@transaction.atomic
def name_mailboxes(embassy: Embassy, *, first: str, second: str, by: Member, now: datetime) -> Rota:
    """Say where the notices of an embassy’s duty go.

    Raises Refused unless a coordinator of the embassy does it, or if one is no address.
    """
    _require_leads(by, embassy.code, now)
    rota = Rota.objects.filter(embassy=embassy.code).first() or Rota(embassy=embassy.code)
    rota.first, rota.second = first, second
    try:
        rota.clean_fields()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
    rota.save()
    return rota


def forget_shifts(*, now: datetime) -> None:
    """Delete the shifts that ended a day ago: who worked when is nobody’s business later."""
    Shift.objects.filter(ends_at__lt=now - _KEPT).delete()


def _shift(plan: Plan, start: datetime, end: datetime) -> Shift:
    return Shift(
        embassy=plan.embassy.code,
        member=plan.member.pk,
        desk=plan.desk,
        turn=plan.turn,
        starts_at=start,
        ends_at=end,
        zone=plan.zone,
    )


def _require_free(shift: Shift) -> None:
    taken = Shift.objects.filter(
        embassy=shift.embassy,
        desk=shift.desk,
        turn=shift.turn,
        starts_at__lt=shift.ends_at,
        ends_at__gt=shift.starts_at,
        instead_of=None,
    )
    if taken.exists():
        raise Refused(_("Somebody has this turn at that time. Let another one stand in for them."))


def _require_may_be_on_duty(member: Member, embassy: Embassy, now: datetime) -> None:
    if not may_be_on_duty(member, embassy, today=now.date()):
        message = _(
            "They cannot be on duty yet: it takes a seat in this embassy, and a desk key that they "
            "can open in two ways."
        )
        raise Refused(message)


def _require_leads(by: Member, code: str, now: datetime) -> Embassy:
    return require_leads(by, Embassy.objects.filter(code=code).first(), today=now.date())
