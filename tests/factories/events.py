"""Events and recurring days as an editor would publish them."""

from datetime import date, time
from typing import Any

from ambasada.network.models import Embassy
from ambasada.publishing.models import EventIndexPage, EventPage, RecurringDay
from tests.factories.pages import approve_at_once, at, published


def events_page(embassy: Embassy, language: str = "en") -> EventIndexPage:
    """Return the page that lists the events of a language."""
    found: EventIndexPage = at(embassy, language, "events/")
    return found


def event(embassy: Embassy, language: str = "en", **fields: Any) -> EventPage:
    """Write an event of an afternoon in May and have it approved."""
    said = {
        "title": "Walk with letters",
        "starts_on": date(2027, 5, 21),
        "starts_at": time(14),
        "ends_at": time(16),
        "place": "Test Square, London",
        **fields,
    }
    return published(EventPage(**said), events_page(embassy, language))


def recurring_day(embassy: Embassy, **fields: Any) -> RecurringDay:
    """Write a day of every year and have it approved."""
    said = {
        "month": 2,
        "day": 29,
        "since": 1897,
        "title": {code: f"A rare day ({code})" for code in embassy.languages},
        "text": {code: f"It is rare ({code})." for code in embassy.languages},
        **fields,
    }
    day = RecurringDay(embassy=embassy, live=False, **said)
    day.full_clean()
    day.save()
    day.save_revision(clean=False)  # as the admin saves a draft
    approve_at_once(day)
    return day
