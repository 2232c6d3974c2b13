from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Min

from ambasada.accounts.models import Actor, Member
from ambasada.accounts.rules import may_act_from


def members_ever() -> int:
    """Return how many have ever joined: members are switched off, never deleted."""
    return Member.objects.count()


def commanding() -> Actor:
    """Return as whom the command line acts: the founder while there is no member."""
    return Actor.OPERATOR if members_ever() else Actor.FOUNDER


def founded_on(today: date) -> date:
    """Return the day the first member joined; today, as long as nobody has."""
    first: date | None = Member.objects.aggregate(first=Min("joined_on"))["first"]
    return first or today


def acts_from(member: Member, *, today: date) -> date:
    """Return the day from which a member may approve and vouch here.

    Waiting protects the others: somebody alone, let back in by an operator, need not wait.
    """
    if not Member.objects.filter(is_active=True).exclude(pk=member.pk).exists():
        return member.joined_on
    return may_act_from(member, founded_on=founded_on(today), today=today)


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
