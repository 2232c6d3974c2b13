from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append, end_sessions
from ambasada.accounts.models import Actor, Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.actions.rights import editors_of
from ambasada.network.models import Embassy, Seat
from ambasada.network.rules import is_coordinator, seated


@transaction.atomic
def take_seat(member: Member, embassy: Embassy, *, role: str, now: datetime) -> Seat:
    """Seat a member in an embassy from today on; one who sits there already keeps their seat."""
    seat, is_new = Seat.objects.get_or_create(
        member=member,
        embassy=embassy,
        ends_on=None,
        defaults={"starts_on": now.date(), "role": Seat.Role(role)},
    )
    member.groups.add(editors_of(embassy))
    if is_new:
        append(Verb.SEAT_TAKEN, by=member, subject=f"seat:{seat.pk}", now=now)
    return seat


@transaction.atomic
def set_role(seat: Seat, role: str, *, by: Member | Actor, now: datetime) -> None:
    """Give a seat another role. A member who does it is another coordinator of the embassy."""
    _require_other_coordinator(seat, by, now.date())
    if seat.role == Seat.Role(role):
        return
    seat.role = Seat.Role(role)
    seat.save(update_fields=["role"])
    append(Verb.SEAT_CHANGED, by=by, subject=f"seat:{seat.pk}", now=now)


@transaction.atomic
def set_contacts(seat: Seat, *, keeps_contacts: bool, by: Member | Actor, now: datetime) -> None:
    """Let a seat keep contacts, or no more. A member who does it is another coordinator."""
    _require_other_coordinator(seat, by, now.date())
    if seat.keeps_contacts == keeps_contacts:
        return
    seat.keeps_contacts = keeps_contacts
    seat.save(update_fields=["keeps_contacts"])
    append(Verb.SEAT_CHANGED, by=by, subject=f"seat:{seat.pk}", now=now)


@transaction.atomic
def end_seat(seat: Seat, *, by: Member | Actor, now: datetime) -> None:
    """End a seat at once, with the rights that came from it.

    A member whose last seat ended is switched off, and all their sessions end. A member who does
    it gives up their own seat, or is another coordinator of the embassy.
    """
    member = seat.member
    if by != member:
        _require_other_coordinator(seat, by, now.date())
    if seat.ends_on is not None:
        return
    seat.ends_on = now.date()
    seat.save(update_fields=["ends_on"])
    member.groups.remove(editors_of(seat.embassy))
    if not seated(member, today=now.date()).exists():
        member.is_active = False
        end_sessions(member)
    append(Verb.SEAT_ENDED, by=by, subject=f"seat:{seat.pk}", now=now)


def _require_other_coordinator(seat: Seat, by: Member | Actor, today: date) -> None:
    if isinstance(by, Actor):
        return
    if by == seat.member or not is_coordinator(by, seat.embassy, today):
        raise Refused(_("Only another coordinator of the same embassy can do this."))
