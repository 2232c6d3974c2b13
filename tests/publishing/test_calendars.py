"""Calendar files as a calendar program reads them."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from ambasada.network.models import Embassy
from tests.factories.editions import baked, header, text_at, visitor_of
from tests.factories.events import event, recurring_day
from tests.factories.pages import approve_at_once, translated, withdraw_at_once
from tests.factories.reader import Reader, said

LANGUAGES = ("en", "be", "ru")
LONDON = ZoneInfo("Europe/London")
MINUTE = timedelta(minutes=1)


def read_strictly(text: str) -> Any:  # noqa: ANN401 -- whose values have thirty types
    """Return a calendar; fails at what RFC 5545 does not allow."""
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert "\n" not in "".join(lines)
    assert max(len(each.encode()) for each in lines) <= 75
    calendar: Any = icalendar.Calendar.from_ical(text)
    assert [each.errors for each in calendar.walk() if each.errors] == []
    assert {"PRODID", "VERSION"} <= set(calendar)
    known = {str(each["TZID"]) for each in calendar.walk("VTIMEZONE")}
    for each in calendar.walk("VEVENT"):
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(each)
        zones = {each[name].params.get("TZID") for name in ("DTSTART", "DTEND") if name in each}
        assert zones - {None} <= known
    return calendar


def events_in(reader: Reader, path: str) -> list[Any]:
    answer = reader.get(path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    found: list[Any] = read_strictly(answer.body).events
    return found


def test_event_is_a_file_for_calendars(britain: Embassy, reader_in_britain: Reader) -> None:
    item = event(britain, introduction="Come with a candle, a friend; and a song.")

    (found,) = events_in(reader_in_britain, f"/en/{item.address}event.ics")

    assert found.start == datetime(2027, 5, 21, 14, tzinfo=LONDON)
    assert found.start.utcoffset() == timedelta(hours=1)
    assert found.end == datetime(2027, 5, 21, 16, tzinfo=LONDON)
    assert found["SUMMARY"] == "Walk with letters"
    assert found["SUMMARY"].params["LANGUAGE"] == "en"
    assert found["LOCATION"] == "Test Square, London"
    assert found["DESCRIPTION"] == "Come with a candle, a friend; and a song."
    assert found["STATUS"] == "CONFIRMED"
    assert found["URL"] == f"{britain.origin}/en/{item.address}"
    assert found["LAST-MODIFIED"].dt.second == 0


def test_event_keeps_its_number_in_calendars_and_is_cancelled_there(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = event(britain)
    (before,) = events_in(reader_in_britain, f"/en/{item.address}event.ics")
    item.is_cancelled, item.cancelled_note = True, "The square is closed."
    item.save_revision()
    approve_at_once(item)

    (after,) = events_in(reader_in_britain, f"/en/{item.address}event.ics")

    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] >= before["SEQUENCE"]
    assert after["STATUS"] == "CANCELLED"
    assert after["DESCRIPTION"].endswith("The square is closed.")


def test_events_of_two_places_bring_both_time_zones_with_them(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    event(britain)
    event(britain, title="In Vilnius", time_zone="Europe/Vilnius", starts_on=date(2027, 1, 9))

    found = read_strictly(reader_in_britain.get("/en/events/calendar.ics").body)

    zones = [str(each["TZID"]) for each in found.walk("VTIMEZONE")]
    assert zones == ["Europe/London", "Europe/Vilnius"]
    starts = {each["SUMMARY"]: each.start for each in found.events if "RRULE" not in each}
    assert starts["In Vilnius"].utcoffset() == timedelta(hours=2)
    assert starts["Walk with letters"].utcoffset() == timedelta(hours=1)


def test_whole_days_have_no_hour_and_end_with_the_last(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = event(britain, starts_at=None, ends_at=None, ends_on=date(2027, 5, 23))

    (found,) = events_in(reader_in_britain, f"/en/{item.address}event.ics")

    assert (found.start, found.end) == (date(2027, 5, 21), date(2027, 5, 24))


@pytest.mark.parametrize("asked", LANGUAGES)
def test_calendar_of_a_language_has_the_days_of_every_year_in_it(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    recurring_day(britain)

    days = events_in(reader_in_britain, f"/{asked}/events/calendar.ics")

    (rare,) = [each for each in days if each["SUMMARY"] == f"A rare day ({asked})"]
    assert rare.start == date(1904, 2, 29)  # 1897, the year it remembers, had no such day
    assert rare["RRULE"]["FREQ"] == ["YEARLY"]
    assert rare["SUMMARY"].params["LANGUAGE"] == asked
    assert len({str(each["UID"]) for each in days}) == len(days) == 6


@pytest.mark.parametrize("asked", LANGUAGES)
def test_warning_stands_before_the_file_to_follow(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    text = reader_in_britain.get(f"/{asked}/events/").main
    body = reader_in_britain.get(f"/{asked}/events/").body

    warning = britain.wordings.get(key="inside_country").text[asked]
    assert f"/{asked}/events/calendar.ics" in text.hrefs
    assert body.index(warning) < body.index(f"/{asked}/events/calendar.ics")


def test_yellow_event_is_in_no_calendar(britain: Embassy, reader_in_britain: Reader) -> None:
    item = event(britain, page_class="yellow", neutral_title="Reading")

    shown = reader_in_britain.get(f"/en/{item.address}")

    assert reader_in_britain.get(f"/en/{item.address}event.ics").status == 404
    assert "Walk with letters" not in reader_in_britain.get("/en/events/calendar.ics").body
    assert all(not each.endswith(".ics") for each in shown.main.hrefs)


def test_place_that_is_told_later_is_in_no_file(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = event(britain, place="", place_is_told_later=True)

    (found,) = events_in(reader_in_britain, f"/en/{item.address}event.ics")

    assert found["LOCATION"] == said("The place is told to those who ask.", "en")


def test_draft_is_in_no_calendar(britain: Embassy, reader_in_britain: Reader) -> None:
    item = event(britain)
    item.title = "Not yet approved"
    item.save_revision()
    gone = event(britain, title="Taken back")
    withdraw_at_once(gone)

    text = reader_in_britain.get("/en/events/calendar.ics").body

    assert "Walk with letters" in text
    assert "Not yet approved" not in text
    assert "Taken back" not in text


@pytest.mark.usefixtures("edition")
def test_approved_event_is_baked_with_its_page_and_its_calendars(britain: Embassy) -> None:
    item = event(britain)
    belarusian = translated(
        item, britain, "be", title="Дзень", starts_on=item.starts_on, place="Плошча"
    )

    made = baked(britain, later=MINUTE)

    assert made.faults == {}
    assert "Walk with letters" in text_at(britain, f"/en/{item.address}")
    assert "SUMMARY;LANGUAGE=en:Walk" in text_at(britain, f"/en/{item.address}event.ics")
    assert "SUMMARY;LANGUAGE=be:Дзень" in text_at(britain, f"/be/{belarusian.address}event.ics")
    for language, title in (("en", "Walk with"), ("be", "Дзень"), ("ru", "Дзень")):
        assert title in text_at(britain, f"/{language}/events/calendar.ics")
    answer = visitor_of(britain).ask(f"/en/{item.address}event.ics")
    assert header(answer, "content-type") == "text/calendar; charset=utf-8"
    again = baked(britain, is_full=True, later=2 * MINUTE)
    assert (again.edition, again.missed) == (None, frozenset())


@pytest.mark.usefixtures("edition")
def test_event_that_is_taken_back_leaves_the_calendar_and_its_file_goes(britain: Embassy) -> None:
    item = event(britain)
    baked(britain, later=MINUTE)
    withdraw_at_once(item)

    baked(britain, later=2 * MINUTE)

    assert text_at(britain, f"/en/{item.address}event.ics") == ""
    assert "Walk with letters" not in text_at(britain, "/en/events/calendar.ics")
    assert baked(britain, is_full=True, later=3 * MINUTE).missed == frozenset()


@pytest.mark.usefixtures("edition")
def test_day_that_is_changed_changes_the_calendar_and_the_page_of_events(britain: Embassy) -> None:
    day = recurring_day(britain)
    baked(britain, later=MINUTE)
    day.title = dict.fromkeys(britain.languages, "Another name")
    day.save_revision()
    approve_at_once(day)

    made = baked(britain, later=2 * MINUTE)

    assert "Another name" in text_at(britain, "/ru/events/")
    assert "Another name" in text_at(britain, "/ru/events/calendar.ics")
    assert {each for each in made.changed if "/events/" not in each} == set()
