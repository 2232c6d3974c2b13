"""Who has a seat where, and what may come of it."""

from collections.abc import Callable
from datetime import date

from django.db.models import Exists, Q, QuerySet

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy, Seat


def open_seats(today: date) -> QuerySet[Seat]:
    """Return the seats that have started and not ended, of members who are not switched off."""
    return Seat.objects.filter(
        Q(ends_on=None) | Q(ends_on__gt=today), starts_on__lte=today, member__is_active=True
    )


def seated(member: Member, *, today: date) -> QuerySet[Seat]:
    """Return the open seats of a member."""
    return open_seats(today).filter(member=member)


def embassies_of(member: Member, *, today: date) -> QuerySet[Embassy]:
    return Embassy.objects.filter(seats__in=seated(member, today=today)).distinct()


def coordinators_of(embassy: Embassy, *, today: date) -> QuerySet[Member]:
    seats = open_seats(today).filter(embassy=embassy, role=Seat.Role.COORDINATOR)
    return Member.objects.filter(seats__in=seats)


def is_coordinator(member: Member, embassy: Embassy, today: date) -> bool:
    return coordinators_of(embassy, today=today).filter(pk=member.pk).exists()


def coordinates_any(member: Member, today: date) -> bool:
    """Tell whether a member is a coordinator of some embassy of this installation."""
    return seated(member, today=today).filter(role=Seat.Role.COORDINATOR).exists()


def is_seated(member: Member, embassy: Embassy, today: date) -> bool:
    return seated(member, today=today).filter(embassy=embassy).exists()


def answered_by(member: Member, *, today: date) -> QuerySet[Embassy]:
    """Return the embassies whose approvals a member sees.

    Those of their seats, and those that nobody coordinates yet: a new embassy waits for the
    coordinators of the others.
    """
    led = open_seats(today).filter(role=Seat.Role.COORDINATOR).values("embassy")
    own = seated(member, today=today)
    mine = Q(pk__in=own.values("embassy"))
    nobodys = ~Q(pk__in=led) & Exists(own.filter(role=Seat.Role.COORDINATOR))
    return Embassy.objects.filter(mine | nobodys)


def may_approve_for(member: Member, *, today: date) -> Callable[[int], bool]:
    """Return what tells, by an embassy's number, whether a member may approve for it; one query.

    Its coordinators may. For an embassy that nobody coordinates, coordinators of others may.
    """
    seats = open_seats(today).filter(role=Seat.Role.COORDINATOR)
    pairs = set(seats.values_list("embassy_id", "member_id"))
    led = {embassy for embassy, _member in pairs}
    own = {embassy for embassy, holder in pairs if holder == member.pk}
    return lambda embassy: embassy in own or (bool(own) and embassy not in led)


def keeps_contacts(member: Member, *, today: date) -> QuerySet[Embassy]:
    """Return the embassies for which a member keeps contacts: where a seat says so, or leads."""
    seats = seated(member, today=today)
    kept = seats.filter(Q(role=Seat.Role.COORDINATOR) | Q(keeps_contacts=True))
    return Embassy.objects.filter(seats__in=kept).distinct()


def keepers_of(embassy: Embassy, *, today: date) -> QuerySet[Member]:
    """Return the members who keep contacts for an embassy."""
    seats = open_seats(today).filter(embassy=embassy)
    kept = seats.filter(Q(role=Seat.Role.COORDINATOR) | Q(keeps_contacts=True))
    return Member.objects.filter(seats__in=kept).distinct()


def share_an_embassy(one: Member, other: Member, *, today: date) -> bool:
    theirs = seated(other, today=today).values("embassy")
    return seated(one, today=today).filter(embassy__in=theirs).exists()
