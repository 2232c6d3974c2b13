"""How a guide ages: when it is checked again, when readers are warned, when lists leave it out."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from django.utils import timezone

from ambasada.lib.recorder import holds_until
from ambasada.network.models import Embassy

LAW = timedelta(days=90)
REST = timedelta(days=365)
GRACE = timedelta(days=30)
_DAY = timedelta(days=1)
_LAST = date(9990, 1, 1)  # what was approved with a later day ages from this one


class Stage(Enum):
    """What a guide is on a day."""

    CURRENT = "current"
    OVERDUE = "overdue"  # readers are warned, the office is told
    UNLISTED = "unlisted"  # besides, no list leads to it


@dataclass(frozen=True)
class Age:
    """The days of one guide, each of them the last of its stage."""

    review_by: date
    listed_until: date

    @classmethod
    def since(cls, checked_on: date, *, is_law: bool) -> "Age":
        """Return the age of what was checked on a day; law is checked more often."""
        review_by = min(checked_on, _LAST) + (LAW if is_law else REST)
        return cls(review_by, review_by + GRACE)

    def stage_on(self, day: date) -> Stage:
        if day <= self.review_by:
            return Stage.CURRENT
        return Stage.OVERDUE if day <= self.listed_until else Stage.UNLISTED

    def next_change(self, day: date) -> date | None:
        """Return the first day after this one on which the stage is another; None if none is."""
        ends = (self.review_by, self.listed_until)
        return next((each + _DAY for each in ends if each >= day), None)


def stage_today(age: Age, embassy: Embassy) -> Stage:
    """Return what a guide is today where the embassy is; notes until when that holds."""
    zone = ZoneInfo(embassy.time_zone)
    today = timezone.localdate(timezone=zone)
    change = age.next_change(today)
    if change is not None:
        holds_until(datetime.combine(change, time(), zone))
    return age.stage_on(today)
