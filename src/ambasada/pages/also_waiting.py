"""What waits for a member besides publications: the apps above tell of it, and lists show it."""

from dataclasses import dataclass
from datetime import datetime

from wagtail import hooks

from ambasada.accounts.models import Member

# Registered with it: a function of a member and `now` that returns AlsoWaiting.
ALSO_WAITING = "ambasada_also_waiting"


@dataclass(frozen=True)
class AlsoWaiting:
    """One decision that a member can take; `address` is the screen where it is taken."""

    title: str
    detail: str
    address: str


def also_waiting_for(member: Member, *, now: datetime) -> list[AlsoWaiting]:
    """Return what else this member may approve."""
    return [each for tell in hooks.get_hooks(ALSO_WAITING) for each in tell(member, now=now)]
