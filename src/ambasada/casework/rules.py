"""Who may do what at the desk, besides seeing a case at all, which is `queries.case_for`."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ambasada.accounts.models import Member
from ambasada.accounts.queries import acts_from, has_passkey
from ambasada.casework.models import StaffKey, Wiping
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.network.rules import embassies_of, is_coordinator

_SUSPENDED_FOR = timedelta(days=7)


def leads(member: Member, embassy: Embassy, *, today: date) -> bool:
    """Tell whether a member keeps the rota of an embassy, and decides on all its appeals."""
    return is_coordinator(member, embassy, today)


def require_leads(member: Member, embassy: Embassy | None, *, today: date) -> Embassy:
    """Return the embassy; raise Refused unless a member keeps its rota and decides on appeals."""
    if embassy is None or not leads(member, embassy, today=today):
        raise Refused(_not_leading())
    return embassy


def leads_colleague(member: Member, other: Member, *, today: date) -> bool:
    """Tell whether a member is a coordinator of an embassy where another has a seat."""
    return any(leads(member, each, today=today) for each in embassies_of(other, today=today))


def why_not_end_key(member: Member, holder: Member | None, key: StaffKey, *, today: date) -> str:
    """Return why a member may not end the suspended key of another for good; "" if they may.

    It waits a week: one account in wrong hands could else report every colleague, and end all keys
    before anybody is back.
    """
    if holder is None or not leads_colleague(member, holder, today=today):
        return _not_leading()
    start = (key.suspended_on or today) + _SUSPENDED_FOR
    if start > today:
        sentence = _("It can be ended from %(day)s on. Until then a false report is taken back.")
        return sentence % {"day": date_format(start)}
    return ""


def why_not_reinstate(member: Member, holder: Member | None, *, today: date) -> str:
    """Return why a member may not let the suspended key of another count again; "" if they may."""
    if holder is None or not leads_colleague(member, holder, today=today):
        return _not_leading()
    if member == holder:
        return _("This key is your own. Another coordinator lets it count again.")
    if not has_passkey(holder):
        return _("They are not back in their account yet. They sign in and add a passkey first.")
    return ""


def why_not_confirm_wiping(member: Member, wiping: Wiping, embassy: Embassy, *, today: date) -> str:
    """Return why a member may not confirm that every appeal is deleted; "" if they may."""
    if not leads(member, embassy, today=today):
        return _not_leading()
    if member.pk == wiping.asked_by:
        return _("You asked for this. Another coordinator confirms it.")
    start = acts_from(member, today=today)
    if start > today:
        return _("You may invite, vouch and approve from %(day)s.") % {"day": date_format(start)}
    return ""


def _not_leading() -> str:
    return _("Only a coordinator of the same embassy can do this.")
