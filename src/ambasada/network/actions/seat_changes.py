"""Changing what a seat allows, or ending it: one coordinator asks, another confirms."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.actions.seats import end_seat, set_contacts, set_role
from ambasada.network.models import Seat, SeatChange
from ambasada.network.people import why_not_confirm
from ambasada.network.rules import is_coordinator


@transaction.atomic
def ask_seat_change(
    seat: Seat, role: str, *, by: Member, now: datetime, keeps_contacts: bool = False
) -> SeatChange:
    """Ask that a colleague's seat gets rights, or ends (an empty role); changes nothing yet.

    Raises Refused unless another coordinator of the embassy asks, and if the seat has them.
    """
    if by == seat.member or not is_coordinator(by, seat.embassy, now.date()):
        raise Refused(_("Only another coordinator of the same embassy can do this."))
    if (role, keeps_contacts) == (seat.role, seat.keeps_contacts):
        raise Refused(_("This seat has that role already."))
    # A new row, so that a confirmation of what was asked before finds nothing.
    SeatChange.objects.filter(seat=seat).delete()
    change = SeatChange.objects.create(
        seat=seat,
        role=Seat.Role(role) if role else "",
        keeps_contacts=keeps_contacts,
        asked_by=by,
        asked_at=now,
    )
    append(Verb.ASKED, by=by, subject=f"seat:{seat.pk}", now=now)
    return change


@transaction.atomic
def confirm_seat_change(change: SeatChange, *, by: Member, now: datetime) -> None:
    """Confirm what another coordinator asked, and do it.

    Raises Refused for who asked, for whom it is about, for who is no coordinator of the embassy
    or too new.
    """
    held = SeatChange.objects.select_for_update().filter(pk=change.pk).first()
    if held is None:
        raise Refused(_("This was asked anew or decided meanwhile. Look at it again."))
    reason = why_not_confirm(by, held, today=now.date())
    if reason:
        raise Refused(reason)
    seat, role = held.seat, held.role
    held.delete()
    if role:
        set_role(seat, role, by=by, now=now)
        set_contacts(seat, keeps_contacts=held.keeps_contacts, by=by, now=now)
    else:
        end_seat(seat, by=by, now=now)


@transaction.atomic
def drop_seat_change(change: SeatChange, *, by: Member, now: datetime) -> None:
    """Drop a request; any coordinator of the embassy may. Raises Refused for others."""
    if not is_coordinator(by, change.seat.embassy, now.date()):
        raise Refused(_("Only a coordinator of the same embassy can do this."))
    append(Verb.DECLINED, by=by, subject=f"seat:{change.seat_id}", now=now)
    change.delete()


def let_go_of_seat_changes(oldest: datetime) -> int:
    """Delete what was asked at this moment or before and nobody confirmed; return how many."""
    waiting = SeatChange.objects.filter(asked_at__lte=oldest)
    count = waiting.count()
    waiting.delete()
    return count
