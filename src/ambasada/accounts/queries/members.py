from datetime import date
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from django.db.models import Count, Min, Q

from ambasada.accounts.models import Actor, Member
from ambasada.accounts.rules import may_act_from


def members_ever() -> int:
    """Return how many have ever joined: members are switched off, never deleted."""
    return Member.objects.count()


def commanding() -> Actor:
    """Return as whom the command line acts: the founder while there is no member."""
    return Actor.OPERATOR if members_ever() else Actor.FOUNDER


class Roll(NamedTuple):
    """What one member's rights hang on besides themselves: all who have ever joined."""

    ever: int
    has_others: bool  # somebody else who is not switched off
    acts_from: date  # from when this member may approve and vouch


def roll_for(member: Member, *, today: date) -> Roll:
    """Return the roll as it is for a member, with one query.

    Waiting protects the others: somebody alone, let back in by an operator, need not wait.
    """
    found = Member.objects.aggregate(
        ever=Count("pk"),
        others=Count("pk", filter=Q(is_active=True) & ~Q(pk=member.pk)),
        founded_on=Min("joined_on"),
    )
    start = member.joined_on
    if found["others"]:
        founded_on = found["founded_on"] or today
        start = may_act_from(member, founded_on=founded_on, today=today)
    return Roll(found["ever"], found["others"] > 0, start)


def acts_from(member: Member, *, today: date) -> date:
    """Return the day from which a member may approve and vouch here."""
    return roll_for(member, today=today).acts_from


def may_act(member: Member, *, today: date) -> bool:
    """Tell whether a member may approve and vouch today, as far as time alone decides it."""
    return member.is_active and acts_from(member, today=today) <= today


def has_key(member: Member) -> bool:
    """Tell whether a member has a passkey or one-time codes; recovery codes are no key."""
    keys = Authenticator.objects.filter(user=member)
    return bool(keys.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def has_passkey(member: Member) -> bool:
    return bool(_passkeys_of(member).exists())


def owns_passkey(member: Member, number: object) -> bool:
    """Tell whether a passkey of this number is the member's, now."""
    return isinstance(number, int) and bool(_passkeys_of(member).filter(pk=number).exists())


def _passkeys_of(member: Member) -> Any:  # noqa: ANN401 -- allauth has no types
    return Authenticator.objects.filter(user=member, type=Authenticator.Type.WEBAUTHN)
