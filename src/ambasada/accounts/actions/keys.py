from datetime import datetime

from ambasada.accounts.actions.ledger import append
from ambasada.accounts.models import Member, Verb


def note_key_added(member: Member, *, now: datetime) -> None:
    """Write down that a member added a passkey, a one-time code or recovery codes."""
    append(Verb.KEY_ADDED, by=member, subject=f"member:{member.pk}", now=now)


def note_key_removed(member: Member, *, now: datetime) -> None:
    """Write down that a member removed one of their own keys."""
    append(Verb.KEY_REMOVED, by=member, subject=f"member:{member.pk}", now=now)
