"""When something is: a day and an hour as clocks show them at the place, and their time zone."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_MIDNIGHT = time()


@dataclass(frozen=True)
class When:
    """From when until when, in the time of a place. Without an hour it is the whole day."""

    zone_name: str
    starts_on: date
    starts_at: time | None
    ends_on: date
    ends_at: time | None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name)

    @property
    def is_whole_day(self) -> bool:
        return self.starts_at is None

    @property
    def is_one_day(self) -> bool:
        return self.ends_on == self.starts_on

    @property
    def starts(self) -> datetime:
        return datetime.combine(self.starts_on, self.starts_at or _MIDNIGHT, self.zone)

    @property
    def ends(self) -> datetime:
        """The moment it is over; at midnight, where no hour is told."""
        if self.ends_at is None:
            return datetime.combine(self.ends_on + timedelta(days=1), _MIDNIGHT, self.zone)
        return datetime.combine(self.ends_on, self.ends_at, self.zone)

    @property
    def offset(self) -> str:
        """How far its clocks are from UTC when it starts: “UTC+1”, “UTC−3:30”, “UTC”."""
        minutes = round((self.starts.utcoffset() or timedelta()).total_seconds() / 60)
        if not minutes:
            return "UTC"
        hours, rest = divmod(abs(minutes), 60)
        sign = "+" if minutes > 0 else "−"
        return f"UTC{sign}{hours}{f':{rest:02}' if rest else ''}"

    @property
    def zone_words(self) -> str:
        """The time zone in words: “London time, UTC+1”."""
        city = place_of(self.zone_name)
        if not city:
            return self.offset
        return _("%(city)s time, %(offset)s") % {"city": city, "offset": self.offset}


def place_of(zone_name: str) -> str:
    """Return the place that a time zone is named after, in the language in use; "" for UTC."""
    known = {
        "Europe/London": _("London"),
        "Europe/Warsaw": _("Warsaw"),
        "Europe/Vilnius": _("Vilnius"),
        "Europe/Brussels": _("Brussels"),
        "Europe/Paris": _("Paris"),
        "Europe/Berlin": _("Berlin"),
        "Europe/Kyiv": _("Kyiv"),
    }
    area, _slash, city = zone_name.partition("/")
    if area == "Etc" or not city:
        return ""
    return known.get(zone_name, city.rpartition("/")[2].replace("_", " "))


def is_zone(name: str) -> bool:
    """Tell whether a name is one of the IANA list."""
    return name in available_timezones()


def check_hour(when: When, *, starts: str = "starts_at") -> None:
    """Refuse an hour that the clocks of the place leave out. Raises ValidationError.

    `starts` is the name of the field that says when it starts.
    """
    for field, moment in ((starts, when.starts), ("ends_at", when.ends)):
        there = moment.astimezone(UTC).astimezone(when.zone)
        if there.replace(tzinfo=None) != moment.replace(tzinfo=None):
            message = gettext_lazy("There is no such hour on this day: the clocks go forward.")
            raise ValidationError({field: message})


def check_order(when: When) -> None:
    """Refuse an end that comes before the beginning. Raises ValidationError."""
    if when.ends_on < when.starts_on:
        message = gettext_lazy("It ends before it starts: name the day it starts, or a later one.")
        raise ValidationError({"ends_on": message})
    if when.ends_at is not None and when.ends <= when.starts:
        message = gettext_lazy(
            "It ends before it starts: name a later hour, or the day on which it ends."
        )
        raise ValidationError({"ends_at": message})
