"""Who may invite and vouch, and whether an invite has the vouches it needs."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ambasada.accounts.models import WRONG_WORDS_ALLOWED, Invite, Member
from ambasada.accounts.queries import acts_from, members_ever
from ambasada.network.models import Embassy, Seat
from ambasada.network.rules import coordinates_any, coordinators_of, embassies_of, open_seats

_VOUCHES = 2


def needed_vouches(invite: Invite, *, today: date) -> int:
    """Return how many must vouch, now: nobody for the first member, one for the second, then two.

    Where fewer coordinators are left than that, those who are left vouch for what a command asked:
    an installation of two is not locked for good when one of them leaves.
    """
    if invite.is_recovery:
        return 0
    needed = min(members_ever(), _VOUCHES)
    if invite.asked_by is None:
        left = open_seats(today).filter(role=Seat.Role.COORDINATOR)
        needed = min(needed, left.values("member").distinct().count())
    return needed


def standing_vouchers(invite: Invite, *, today: date) -> QuerySet[Member]:
    """Return who vouched and is still a coordinator here; a voucher who left does not count."""
    seats = open_seats(today).filter(role=Seat.Role.COORDINATOR)
    vouchers = Member.objects.filter(vouches__invite=invite, seats__in=seats)
    if invite.for_member is not None:
        vouchers = vouchers.exclude(pk=invite.for_member.pk)
    return vouchers.distinct()


def is_vouched_for(invite: Invite, *, today: date) -> bool:
    """Tell whether an invite has the vouches it needs at this moment.

    Where an embassy has coordinators, one of them is among those who vouch for somebody there.
    """
    needed = needed_vouches(invite, today=today)
    vouchers = set(standing_vouchers(invite, today=today))
    if len(vouchers) < needed:
        return False
    return needed == 0 or all(
        not near or near & vouchers for near in _who_knows_the_place(invite, today)
    )


def _who_knows_the_place(invite: Invite, today: date) -> Iterator[set[Member]]:
    if invite.for_member is not None:
        of_theirs = (
            set(coordinators_of(each, today=today))
            for each in embassies_of(invite.for_member, today=today)
        )
        yield set().union(*of_theirs) - {invite.for_member}
        return
    for embassy in offered_embassies(invite):
        yield set(coordinators_of(embassy, today=today))


def offered_embassies(invite: Invite) -> QuerySet[Embassy]:
    """Return where an invite seats somebody new: in every embassy, if it names none."""
    offered = Embassy.objects.filter(seat_offers__invite=invite)
    return offered if offered.exists() else Embassy.objects.all()


def why_not_invite(member: Member, *, today: date) -> str:
    """Return why a member may neither invite nor vouch, in a sentence; "" if they may."""
    if not member.is_active or not coordinates_any(member, today):
        return _("Coordinators invite and vouch. Ask one of yours.")
    start = acts_from(member, today=today)
    if start > today:
        day = date_format(start, "DATE_FORMAT")
        return _("You may invite, vouch and approve from %(day)s.") % {"day": day}
    return ""


def why_not_vouch(member: Member, invite: Invite, *, today: date) -> str:
    """Return why a member may not vouch for an invite, in a sentence; "" if they may."""
    if invite.for_member == member:
        return _("Nobody vouches for themselves.")
    if invite.vouches.filter(member=member).exists():
        return _("You have vouched for this.")
    if invite.word_hmac and is_vouched_for(invite, today=today):
        return _("Enough members have vouched for this.")
    return why_not_invite(member, today=today)


def waiting_invites(now: datetime) -> QuerySet[Invite]:
    """Return the invites that somebody could still use or vouch for, the oldest first."""
    return (
        Invite.objects.filter(
            used_at=None,
            expires_at__gt=now,
            is_recovery=False,
            wrong_words__lt=WRONG_WORDS_ALLOWED,
        )
        .select_related("asked_by", "for_member")
        .prefetch_related("seat_offers__embassy", "vouches__member")
        .order_by("expires_at", "pk")
    )
