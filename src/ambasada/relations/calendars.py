"""Meetings and what is due, as iCalendar files (RFC 5545).

A calendar that is not to say what says that somebody is busy from when until when: its numbers are
its own, so that no two of them, and no page, can be laid side by side.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid5

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Todo

from ambasada.relations.models import CalendarFeed, Commitment, Entry, Interaction

_PRODUCT = "-//Ambasada//Calendar//EN"
_LASTS = timedelta(hours=1)  # nobody says until when


def written(
    feed: CalendarFeed,
    meetings: Sequence[Interaction],
    promises: Sequence[Commitment],
    *,
    today: date,
) -> bytes:
    """Return a calendar, as much of it as its address may say. The same all day long."""
    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    stamp = datetime.combine(today, time(), UTC)
    for meeting in meetings:
        made.add_component(_event(feed, meeting, stamp))
    for promise in promises:
        made.add_component(_due(feed, promise, stamp))
    return bytes(made.to_ical())


def _event(feed: CalendarFeed, meeting: Interaction, stamp: datetime) -> Event:
    made, starts = Event(), meeting.starts_at
    made.add("uid", _number(feed, meeting))
    made.add("dtstamp", stamp)
    day = date.fromisoformat(meeting.on)
    made.add("dtstart", starts.astimezone(UTC) if starts else day)
    made.add("dtend", starts.astimezone(UTC) + _LASTS if starts else day + timedelta(days=1))
    if not feed.is_full:
        made.add("summary", _("Busy"))
        return made
    made.add("summary", meeting.title)
    if meeting.place:
        made.add("location", meeting.place)
    with_whom = ", ".join(str(each) for each in meeting.organisations.all())
    if with_whom:
        made.add("description", with_whom)
    return made


def _due(feed: CalendarFeed, promise: Commitment, stamp: datetime) -> Todo:
    made = Todo()
    made.add("uid", _number(feed, promise))
    made.add("dtstamp", stamp)
    made.add("due", promise.due_on)
    made.add("summary", promise.text)
    made.add("status", "NEEDS-ACTION")
    return made


def _number(feed: CalendarFeed, entry: Entry) -> str:
    return str(uuid5(feed.ref, str(entry.ref)))
