"""What the pages “Help desk” of the admin show: people by user name, which is an office."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ambasada.accounts.models import Member
from ambasada.casework.models import Breach, Case, Pause, PlainPath, Rota, Shift, StaffKey, Wiping
from ambasada.casework.queries.keys import is_held, key_of
from ambasada.casework.queries.rosters import current_roster, newest_roster
from ambasada.casework.queries.rota import (
    RosterState,
    may_be_on_duty,
    on_duty_at,
    roster_state,
    shifts_from,
)
from ambasada.casework.rosters import KeptRoster
from ambasada.casework.rules import leads
from ambasada.network.models import Embassy
from ambasada.network.rules import embassies_of, open_seats

TOLD_WITHIN = timedelta(hours=72)
DESKS = ("help",)  # before there is a roster that names others


@dataclass(frozen=True)
class ShiftRow:
    """A shift in the hours of its place."""

    shift: Shift
    name: str
    begins: datetime  # without a zone: as a clock on the wall has it
    ends: datetime
    is_running: bool
    stood_in_for_by: str  # "" if nobody does


@dataclass(frozen=True)
class DeskRow:
    """The help desk of one of the embassies of whoever looks."""

    embassy: Embassy
    leads: bool
    state: RosterState
    roster: KeptRoster | None
    on_duty: dict[str, list[str]]  # names by desk
    is_paused: bool
    is_read_only: bool
    is_plain: bool  # those without scripts can write, and the server seals
    is_forgotten: bool  # an appeal that nobody opened is soon to be deleted
    is_late: bool  # one of somebody in danger was to be acknowledged by now
    rota: Rota
    wiping: Wiping | None
    breaches: list[Breach]

    @property
    def needs_coordinators(self) -> bool:
        """Whether whoever looks should do something about it."""
        is_amiss = self.state not in {RosterState.NONE, RosterState.GOOD}
        is_asked = self.wiping is not None or bool(self.breaches)
        return self.leads and (is_amiss or is_asked or self.is_late or self.is_forgotten)


@dataclass(frozen=True)
class OwnKey:
    """The desk key of whoever looks."""

    key: StaffKey | None
    is_held: bool


def own_key(member: Member) -> OwnKey:
    key = key_of(member)
    return OwnKey(key, key is not None and is_held(key, member))


def desks_beside(member: Member, *, now: datetime) -> list[DeskRow]:
    """Return the help desks of a member's embassies."""
    embassies = embassies_of(member, today=now.date()).order_by("code")
    return [_desk_row(each, member, now) for each in embassies]


def _desk_row(embassy: Embassy, member: Member, now: datetime) -> DeskRow:
    code, today = embassy.code, now.date()
    newest = newest_roster(code)
    cases = Case.objects.filter(embassy=code)
    pause = Pause.objects.filter(embassy=code).first()
    return DeskRow(
        embassy=embassy,
        leads=leads(member, embassy, today=today),
        state=roster_state(code, today=today),
        roster=KeptRoster.read(bytes(newest.content)) if newest else None,
        on_duty={
            desk: [each.username for each in on_duty_at(embassy, desk, now)]
            for desk in desks_of(embassy, today=today)
        },
        is_paused=pause is not None,
        is_read_only=pause is not None and pause.is_read_only,
        is_plain=PlainPath.objects.filter(embassy=code).exists(),
        is_forgotten=cases.filter(state=Case.State.NEW, alarms__gt=0).exists(),
        is_late=cases.filter(due_at__lte=now).exists(),
        rota=Rota.objects.filter(embassy=code).first() or Rota(embassy=code),
        wiping=Wiping.objects.filter(embassy=code).first(),
        breaches=list(Breach.objects.filter(embassy=code).order_by("known_at")),
    )


def desks_of(embassy: Embassy, *, today: date) -> tuple[str, ...]:
    """Return the desks of an embassy, as its roster names them."""
    roster = current_roster(embassy.code, today=today)
    return roster.desks if roster else DESKS


def shift_rows(embassy: Embassy, *, now: datetime, days: int | None = None) -> list[ShiftRow]:
    """Return the shifts of an embassy that are not over, perhaps of some days alone."""
    shifts = list(shifts_from(embassy, now=now))
    members = Member.objects.in_bulk({each.member for each in shifts})
    names = {number: each.username for number, each in members.items()}
    instead = {each.instead_of_id: names.get(each.member, "?") for each in shifts}
    until = now + timedelta(days=days) if days else None
    return [
        ShiftRow(
            shift=each,
            name=names.get(each.member, "?"),
            begins=_local(each.starts_at, each.zone),
            ends=_local(each.ends_at, each.zone),
            is_running=each.starts_at <= now,
            stood_in_for_by=instead.get(each.pk, ""),
        )
        for each in shifts
        if until is None or each.starts_at < until
    ]


def able_members(embassy: Embassy, *, today: date) -> list[Member]:
    """Return who may be on duty at an embassy."""
    seats = open_seats(today).filter(embassy=embassy)
    members = Member.objects.filter(seats__in=seats).order_by("username")
    return [each for each in members if may_be_on_duty(each, embassy, today=today)]


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
