"""Moments at which something goes out: which may be named, and how they are said."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, FairCopy
from ambasada.pages.titles import title_of_copy

# Long enough to be looked at and approved; and no longer than a year, in which all may be other.
_SOONEST = timedelta(minutes=2)
_LATEST = timedelta(days=365)


def moment_of(named: datetime, *, now: datetime) -> datetime:
    """Return a moment to the minute. Raises Refused if it is over, too near or too far."""
    moment = named.astimezone(UTC).replace(second=0, microsecond=0)
    if moment <= now:
        raise Refused(
            _("This moment is over. Name one that is to come, or none: then it goes out at once.")
        )
    if moment < now + _SOONEST:
        raise Refused(_("This moment is too near. Leave two minutes at least, or name none."))
    if moment > now + _LATEST:
        raise Refused(_("This moment is too far. Name one within a year."))
    return moment


def moment_in(day: date, at: time, zone: str) -> datetime:
    """Return the moment that a day and an hour are in a time zone.

    Raises Refused where the clocks are put forward over that hour. Of an hour that there is twice
    it is the first.
    """
    local = datetime.combine(day, at, ZoneInfo(zone))
    if local.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(
        tzinfo=None
    ):
        raise Refused(_("The clocks are put forward over this hour. Name another one."))
    return local


def said_moment(moment: datetime, zone: str) -> str:
    """Say a moment in a time zone and in UTC."""
    local, utc = moment.astimezone(ZoneInfo(zone)), moment.astimezone(UTC)
    said = f"{date_format(local.date())}, {time_format(local.time(), 'H:i')} ({zone})"
    if zone == "UTC":
        return said
    day = "" if local.date() == utc.date() else f"{date_format(utc.date())}, "
    return f"{said}, {day}{time_format(utc.time(), 'H:i')} UTC"


def require_not_scheduled(copy: FairCopy) -> None:
    """Raise Refused if a page or fact is approved already and only waits for its moment.

    Two members stand behind that; one who asks for something else must not undo it in passing.
    """
    scheduled = FairCopy.objects.filter(
        kind=copy.kind, object_id=copy.object_id, approval__status=Approval.Status.SCHEDULED
    )
    held = scheduled.select_related("approval__embassy").first()
    if held is not None and held.approval.release_at is not None:
        moment = said_moment(held.approval.release_at, held.approval.embassy.time_zone)
        raise Refused(
            _("“%(title)s” is approved and goes out on %(moment)s. Take that back, then ask again.")
            % {"title": title_of_copy(held), "moment": moment}
        )
