"""A lost device, and a member whom nobody is left to vouch for."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append, lock_out, lose_devices, make_invite
from ambasada.accounts.models import Actor, Member, Verb
from ambasada.accounts.queries import commanding, has_passkey, may_act
from ambasada.lib.refused import Refused
from ambasada.network.models import Seat
from ambasada.network.rules import embassies_of, open_seats, share_an_embassy

_CAN_VOUCH = 2  # this many others can let a member back in without an operator


@transaction.atomic
def device_lost(member: Member, *, by: Member, now: datetime) -> None:
    """End everything a member's lost device could open, at once.

    Whoever has a seat in the same embassy may report it: the one who lost the device may not be
    able to. The member's recovery codes stay.
    """
    if by != member and not share_an_embassy(by, member, today=now.date()):
        raise Refused(_("This member has no seat in an embassy of yours."))
    lose_devices(member)
    append(Verb.DEVICE_LOST, by=by, subject=f"member:{member.pk}", now=now)


def recover(username: str, *, host: str, now: datetime) -> str:
    """Lock a member out of everything they had, and return the token that lets them back in.

    It is asked for from the command line of the machine itself, names the member exactly and the
    public host name of one of their embassies exactly, and is refused while two others could
    vouch. Others are told for 30 days. A refused attempt leaves a line in the ledger.
    """
    member = Member.objects.filter(username=username, is_active=True).first()
    reason = _why_not_recover(member, host, now.date())
    if member is None or reason:
        subject = f"member:{member.pk if member else 'unknown'}"
        append(Verb.RECOVERY_REFUSED, by=commanding(), subject=subject, now=now)
        raise Refused(reason)
    with transaction.atomic():
        member.recovered_on = now.date()
        lock_out(member)
        _invite, token = make_invite(now=now, for_member=member, is_recovery=True)
        append(Verb.RECOVERED, by=Actor.OPERATOR, subject=f"member:{member.pk}", now=now)
    return token


def _why_not_recover(member: Member | None, host: str, today: date) -> str:
    if member is None:
        return "No active member has this user name. Type it exactly; `--help` says more."
    hosts = {each.site.hostname for each in embassies_of(member, today=today)}
    if not hosts:
        return "This member has no seat any more. Invite them anew with `ambasada member invite`."
    if host not in hosts:
        return (
            "That is not the host name of an embassy of this member. Check that this is the "
            "right installation, and type the name readers use with --host."
        )
    coordinators = open_seats(today).filter(role=Seat.Role.COORDINATOR).exclude(member=member)
    others = Member.objects.filter(seats__in=coordinators).distinct()
    if sum(may_act(each, today=today) and has_passkey(each) for each in others) >= _CAN_VOUCH:
        return (
            "Two other members can vouch for this one. Ask them for a way back, on the page "
            "“Members” of the admin."
        )
    return ""
