"""Who may do what at the desk, besides seeing a case at all, which is `queries.case_for`."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ambasada.accounts.models import Member
from ambasada.accounts.queries import acts_from
from ambasada.casework.models import Wiping
from ambasada.network.models import Embassy
from ambasada.network.rules import is_coordinator


def leads(member: Member, embassy: Embassy, *, today: date) -> bool:
    """Tell whether a member keeps the rota of an embassy, and decides on all its appeals."""
    return is_coordinator(member, embassy, today)


def why_not_confirm_wiping(member: Member, wiping: Wiping, embassy: Embassy, *, today: date) -> str:
    """Return why a member may not confirm that every appeal is deleted; "" if they may."""
    if not leads(member, embassy, today=today):
        return _("Only a coordinator of the same embassy can do this.")
    if member.pk == wiping.asked_by:
        return _("You asked for this. Another coordinator confirms it.")
    start = acts_from(member, today=today)
    if start > today:
        return _("You may invite, vouch and approve from %(day)s.") % {"day": date_format(start)}
    return ""
