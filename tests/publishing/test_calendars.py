"""Calendar files as a calendar program reads them."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from ambasada.network.models import Embassy
from tests.factories.editions import baked, header, text_at, visitor_of
from tests.factories.events import event, recurring_day
from tests.factories.pages import approve_at_once, translated, withdraw_at_once
from tests.factories.reader import Reader

LANGUAGES = ("en", "be", "ru")


def read_strictly(text: str) -> icalendar.Calendar:
    """Return a calendar; fails at what RFC 5545 does not allow."""
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert "\n" not in "".join(lines)
    assert max(len(each.encode()) for each in lines) <= 75
    calendar = icalendar.Calendar.from_ical(text)
    assert [each.errors for each in calendar.walk() if each.errors] == []
    for each in calendar.walk("VEVENT"):
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(each)
    known = {str(each["TZID"]) for each in calendar.walk("VTIMEZONE")}
    for each in calendar.walk("VEVENT"):
        for name in ("DTSTART", "DTEND"):
            zone = each[name].params.get("TZID") if name in each else None
            assert zone is None or zone in known
    return calendar


def test_event_is_a_file_for_calendars(britain: Embassy, reader_in_britain: Reader) -> None:
    item = event(britain, introduction="Come with a candle, a friend; and a song.")

    answer = reader_in_britain.get(f"/en/{item.address}event.ics")
    (found,) = read_strictly(answer.body).walk("VEVENT")

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    london = ZoneInfo("Europe/London")
    assert found.start == datetime(2027, 5, 21, 14, tzinfo=london)
    assert found.start.utcoffset() == timedelta(hours=1)
    assert found.end == datetime(2027, 5, 21, 16, tzinfo=london)
    assert found["SUMMARY"] == "Day of solidarity"
    assert found["SUMMARY"].params["LANGUAGE"] == "en"
    assert found["LOCATION"] == "Test Square, London"
    assert found["DESCRIPTION"] == "Come with a candle, a friend; and a song."
    assert found["STATUS"] == "CONFIRMED"
    assert found["URL"] == f"{britain.origin}/en/{item.address}"
    assert found["LAST-MODIFIED"].dt.second == 0


@pytest.mark.usefixtures("edition")
def test_approved_event_is_baked_with_its_page_and_its_calendars(britain: Embassy) -> None:
    item = event(britain)
    translated_item = translated(
        item,
        britain,
        "be",
        title="Дзень салідарнасці",
        starts_on=item.starts_on,
        place="Тэставая плошча",
    )

    made = baked(britain, later=timedelta(minutes=1))

    assert made.faults == {}
    assert "Day of solidarity" in text_at(britain, f"/en/{item.address}")
    single = text_at(britain, f"/en/{item.address}event.ics")
    assert "Day of solidarity" in single
    assert "Дзень салідарнасці" in text_at(britain, f"/be/{translated_item.address}event.ics")
    for language, title in (("en", "Day of"), ("be", "Дзень"), ("ru", "Day of")):
        assert title in text_at(britain, f"/{language}/events/calendar.ics")
    answer = visitor_of(britain).ask(f"/en/{item.address}event.ics")
    assert header(answer, "content-type") == "text/calendar; charset=utf-8"
    again = baked(britain, is_full=True, later=timedelta(minutes=2))
    assert (again.edition, again.missed) == (None, frozenset())
