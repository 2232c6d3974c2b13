"""What the pages “Help desk” of the admin show: people by user name, which is an office."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ambasada.accounts.models import Member
from ambasada.casework.models import Breach, Case, Pause, PlainPath, Rota, Shift, StaffKey, Wiping
from ambasada.casework.queries.duty import RosterHealth, roster_health, sees_rota
from ambasada.casework.queries.keys import is_held, suspended_keys
from ambasada.casework.queries.rosters import current_roster
from ambasada.casework.queries.rota import may_be_on_duty, on_duty_at, shifts_from
from ambasada.casework.rules import leads, why_not_end_key, why_not_reinstate
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
class SuspendedKey:
    """A desk key whose loss was reported, as a coordinator decides on it."""

    key: StaffKey
    name: str
    why_not: str  # let it count again; "" if whoever looks may
    why_not_end: str  # end it for good; likewise


@dataclass(frozen=True)
class DeskRow:
    """The help desk of one of the embassies of whoever looks."""

    embassy: Embassy
    leads: bool
    health: RosterHealth
    sees_rota: bool
    on_duty: dict[str, list[str]]  # names by desk
    is_paused: bool
    is_read_only: bool
    is_plain: bool  # those without scripts can write, and the server seals
    is_forgotten: bool  # an appeal that nobody opened is soon to be deleted
    is_late: bool  # one of somebody in danger was to be acknowledged by now
    rota: Rota
    wiping: Wiping | None
    breaches: list[Breach]
    suspended: list[SuspendedKey]

    @property
    def needs_coordinators(self) -> bool:
        """Whether whoever looks should do something about it."""
        is_amiss = self.health.is_alarming or self.is_late or self.is_forgotten
        is_asked = self.wiping is not None or bool(self.breaches) or bool(self.suspended)
        return self.leads and (is_amiss or is_asked)


@dataclass(frozen=True)
class OwnKey:
    """The desk key of whoever looks, suspended or not."""

    key: StaffKey | None
    is_held: bool


def own_key(member: Member) -> OwnKey:
    key = StaffKey.objects.filter(member=member.pk, revoked_on=None).first()
    return OwnKey(key, key is not None and is_held(key, member))


def desks_beside(member: Member, *, now: datetime) -> list[DeskRow]:
    """Return the help desks of a member's embassies."""
    embassies = embassies_of(member, today=now.date()).order_by("code")
    return [_desk_row(each, member, now) for each in embassies]


def desks_in_need(member: Member, *, now: datetime) -> list[str]:
    """Return the codes of the embassies whose help desk needs a member who coordinates them."""
    own = embassies_of(member, today=now.date()).order_by("code")
    led = [each for each in own if leads(member, each, today=now.date())]
    return [each.code for each in led if _desk_row(each, member, now).needs_coordinators]


def _desk_row(embassy: Embassy, member: Member, now: datetime) -> DeskRow:
    code, today = embassy.code, now.date()
    is_leading = leads(member, embassy, today=today)
    is_shown = sees_rota(member, embassy, today=today)
    cases = Case.objects.filter(embassy=code)
    pause = Pause.objects.filter(embassy=code).first()
    return DeskRow(
        embassy=embassy,
        leads=is_leading,
        health=roster_health(code, today=today),
        sees_rota=is_shown,
        on_duty=_on_duty_now(embassy, now) if is_shown else {},
        is_paused=pause is not None,
        is_read_only=pause is not None and pause.is_read_only,
        is_plain=PlainPath.objects.filter(embassy=code).exists(),
        is_forgotten=cases.filter(state=Case.State.NEW, alarms__gt=0).exists(),
        is_late=cases.filter(due_at__lte=now).exists(),
        rota=Rota.objects.filter(embassy=code).first() or Rota(embassy=code),
        wiping=Wiping.objects.filter(embassy=code).first(),
        breaches=list(Breach.objects.filter(embassy=code).order_by("known_at")),
        suspended=_suspended(embassy, member, today) if is_leading else [],
    )


def _on_duty_now(embassy: Embassy, now: datetime) -> dict[str, list[str]]:
    return {
        desk: [each.username for each in on_duty_at(embassy, desk, now)]
        for desk in desks_of(embassy, today=now.date())
    }


def _suspended(embassy: Embassy, by: Member, today: date) -> list[SuspendedKey]:
    seats = open_seats(today).filter(embassy=embassy)
    members = {each.pk: each for each in Member.objects.filter(seats__in=seats)}
    keys = suspended_keys().filter(member__in=list(members))
    rows = [
        SuspendedKey(
            key=each,
            name=members[each.member].username,
            why_not=why_not_reinstate(by, members[each.member], today=today),
            why_not_end=why_not_end_key(by, members[each.member], each, today=today),
        )
        for each in keys
    ]
    return sorted(rows, key=lambda each: each.name)


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
