"""iCalendar files (RFC 5545) of events and recurring days: the same bytes whenever they are made.

A file says nothing of who made it, and when it was last changed to the minute alone. Whoever writes
one loads this when it does: the library it leans on is slow to load.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from icalendar import Calendar, Event, Timezone, vRecur

from ambasada.publishing.happenings import Happening, Yearly
from ambasada.publishing.when import When

_PRODUCT = "-//Ambasada//Events//EN"
# Numbers of versions count minutes from here, so that a later approval has a higher one.
_COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)


def written(
    happenings: Iterable[Happening],
    days: Iterable[Yearly] = (),
    *,
    title: str,
    language: str,
) -> bytes:
    """Return a calendar: time zones first, then the events that lean on them, then the days."""
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", title, {"language": language})  # RFC 7986
    made.add("x-wr-calname", title)  # what calendars looked for before it
    happenings = sorted(happenings, key=lambda each: (each.when.starts, each.uid))
    for zone in _zones([each.when for each in happenings]):
        made.add_component(zone)
    for happening in happenings:
        made.add_component(_event(happening))
    for day in days:
        made.add_component(_day(day))
    return bytes(made.to_ical())


def _zones(times: Sequence[When]) -> list[Timezone]:
    """Return each zone once, with the changes of its clocks in the years that are asked for."""
    years: dict[str, list[int]] = {}
    for each in times:
        if not each.is_whole_day and each.zone_name != "UTC":
            years.setdefault(each.zone_name, []).extend((each.starts_on.year, each.ends_on.year))
    return [
        Timezone.from_tzid(
            name, first_date=date(min(found) - 1, 1, 1), last_date=date(max(found) + 2, 1, 1)
        )
        for name, found in sorted(years.items())
    ]


def _event(happening: Happening) -> Event:
    made, when = Event(), happening.when
    said = {"language": happening.language}
    made.add("uid", happening.uid)
    _date(made, happening.approved)
    made.add("dtstart", when.starts_on if when.is_whole_day else when.starts)
    made.add("dtend", when.ends.date() if when.is_whole_day else when.ends)
    made.add("summary", happening.title, said)
    if happening.place:
        made.add("location", happening.place, said)
    if happening.text:
        made.add("description", happening.text, said)
    made.add("status", "CANCELLED" if happening.is_cancelled else "CONFIRMED")
    made.add("url", happening.address)
    return made


def _day(day: Yearly) -> Event:
    made = Event()
    made.add("uid", day.uid)
    _date(made, day.approved)
    made.add("dtstart", day.first)
    made.add("rrule", vRecur(freq="yearly"))
    made.add("summary", day.title.text, {"language": day.title.language})
    if day.text.text:
        made.add("description", day.text.text, {"language": day.text.language})
    made.add("transp", "TRANSPARENT")
    return made


def _date(made: Event, approved: datetime) -> None:
    made.add("dtstamp", approved)
    made.add("last-modified", approved)
    made.add("sequence", int((approved - _COUNTED_FROM).total_seconds()) // 60)
