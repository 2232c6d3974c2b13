"""From which day a member may approve and vouch."""

from datetime import date, timedelta

from ambasada.accounts.models import Member

FOUNDING_MONTH = timedelta(days=30)
FIRST_DAYS = timedelta(days=14)


def tenure_allows(member: Member, *, founded_on: date, today: date) -> bool:
    """Tell whether a member has been here long enough to approve and vouch.

    Everybody has in the installation's first 30 days; afterwards whoever joined at least 14 days
    ago. Somebody an operator let back in waits 14 days from then on, in the first month too.
    """
    return today >= may_act_from(member, founded_on=founded_on, today=today)


def may_act_from(member: Member, *, founded_on: date, today: date) -> date:
    """Return the day from which a member may approve and vouch; today or before: already."""
    is_founding = today < founded_on + FOUNDING_MONTH
    joined = member.joined_on if is_founding else member.joined_on + FIRST_DAYS
    if member.recovered_on is None:
        return joined
    return max(joined, member.recovered_on + FIRST_DAYS)
