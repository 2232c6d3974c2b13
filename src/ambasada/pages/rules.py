"""Who may say yes to an approval: pure answers from what is known of the member and of it."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ambasada.network.models import Approval


@dataclass(frozen=True)
class Standing:
    """What decides whether one member may approve one thing."""

    is_alone: bool  # nobody else has ever joined
    is_coordinator: bool
    is_author: bool
    has_asked: bool
    has_consented: bool
    acts_from: date
    today: date


def needed(*, members_ever: int, is_asked_by_member: bool) -> int:
    """Return how many members must say yes.

    None while there is none: the founder acts alone at the command line. One while there is one.
    From the second on two members stand behind everything: who asked and who approved, or two
    who approved what a command asked for.
    """
    if members_ever < 2:  # noqa: PLR2004 -- two members
        return members_ever
    return 1 if is_asked_by_member else 2


def reason_against(standing: Standing, status: str) -> str:
    """Return the sentence that tells why this member does not approve it; empty if they may."""
    if status != Approval.Status.WAITING:
        return _("This has been decided already.")
    if not standing.is_coordinator:
        return _("Coordinators of this embassy approve.")
    if standing.is_alone:
        return ""
    return _reason_against_one_of_several(standing)


def _reason_against_one_of_several(standing: Standing) -> str:
    day = date_format(standing.acts_from)
    reasons = {
        _("You wrote a part of this. Somebody else approves it."): standing.is_author,
        _("You asked for this. Somebody else approves it."): standing.has_asked,
        _("You approved this. It waits for one more member."): standing.has_consented,
        _("You may approve from %(day)s on.") % {"day": day}: standing.acts_from > standing.today,
    }
    return next((sentence for sentence, holds in reasons.items() if holds), "")
