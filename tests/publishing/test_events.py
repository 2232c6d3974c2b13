"""Events as readers see them, and what is refused when they are written."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError

from ambasada.network.models import Embassy
from ambasada.publishing.models import EventPage, RecurringDay
from tests.factories.editions import baked, text_at
from tests.factories.events import event, events_page, recurring_day
from tests.factories.reader import Reader, said

LANGUAGES = ("en", "be", "ru")
DAY = date(2027, 5, 21)


def written(embassy: Embassy, **fields: object) -> EventPage:
    """Return an event as a form holds it before it is saved, below the page of events."""
    values = {
        "title": "An evening",
        "starts_on": DAY,
        "starts_at": time(14),
        "place": "Test Square",
        **fields,
    }
    page = EventPage(**values)
    events_page(embassy).add_child(instance=page)
    return page


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"ends_on": date(2027, 5, 20)}, "ends_on", "It ends before it starts"),
        ({"ends_at": time(13)}, "ends_at", "It ends before it starts"),
        ({"ends_at": time(14)}, "ends_at", "It ends before it starts"),
        ({"starts_at": None, "ends_at": time(15)}, "starts_at", "Say at which hour it starts"),
        ({"time_zone": "Europe/Nowhere"}, "time_zone", "Name it as Europe/London is named."),
        ({"place": ""}, "place", "Name the place"),
        ({"starts_on": date(9998, 1, 1)}, "starts_on", "Name a day between"),
        ({"ends_on": date.max}, "starts_on", "Name a day between"),
        ({"place_is_told_later": True}, "place", "Leave the place empty"),
        (
            {"starts_on": date(2027, 3, 28), "starts_at": time(1, 30)},
            "starts_at",
            "There is no such hour",
        ),
    ],
)
def test_event_that_cannot_be_is_refused_in_a_sentence(
    britain: Embassy, fields: dict[str, object], field: str, *, sentence: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        written(britain, **fields)

    assert refused.value.message_dict[field][0].startswith(sentence)


def test_event_may_end_on_the_next_day_and_in_the_hour_that_comes_twice(britain: Embassy) -> None:
    night = written(
        britain,
        starts_on=date(2027, 10, 30),
        starts_at=time(23),
        ends_on=date(2027, 10, 31),
        ends_at=time(1, 30),
    )

    assert night.when.ends - night.when.starts == timedelta(hours=2, minutes=30)


def test_event_without_a_time_zone_takes_that_of_its_embassy(britain: Embassy) -> None:
    assert written(britain).time_zone == "Europe/London"


@pytest.mark.parametrize("asked", LANGUAGES)
def test_event_tells_its_hours_and_whose_clock_that_is(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    item = event(britain, time_zone="Europe/Vilnius")

    text = reader_in_britain.get(f"/{asked}/{item.address}").main.text

    place = said("Vilnius", asked)
    words = said("%(city)s time, %(offset)s", asked) % {"city": place, "offset": "UTC+3"}
    assert f"14:00–16:00, {words}" in text
    assert "Test Square, London" in text


@pytest.mark.parametrize("asked", LANGUAGES)
def test_cancelled_event_says_so_first(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    item = event(britain, is_cancelled=True, cancelled_note="The square is closed.")

    page = reader_in_britain.get(f"/{asked}/{item.address}").main
    (notice,) = [each for each in page.all("div") if "notice--now" in each.classes]

    assert said("This event is cancelled.", asked) in notice.text
    assert "The square is closed." in notice.text
    assert (
        said("This event is cancelled.", asked)
        in reader_in_britain.get(f"/{asked}/events/").main.text
    )


@pytest.mark.parametrize("asked", LANGUAGES)
def test_events_to_come_are_listed_next_first_and_past_ones_newest_first(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    days = (date(2099, 6, 1), date(2099, 5, 1), date(2020, 1, 1), date(2021, 1, 1))
    items = {day: event(britain, starts_on=day) for day in days}

    hrefs = reader_in_britain.get(f"/{asked}/events/").main.hrefs

    shown = [each for each in hrefs if "walk-with-letters" in each]
    in_order = (days[1], days[0], days[3], days[2])
    assert shown == [f"/{asked}/{items[day].address}" for day in in_order]


@pytest.mark.parametrize("asked", LANGUAGES)
def test_page_of_events_says_what_will_stand_there_when_there_is_none(
    reader_in_britain: Reader, asked: str
) -> None:
    text = reader_in_britain.get(f"/{asked}/events/").main.text

    assert said("Events to come will stand here, with place and time.", asked) in text


@pytest.mark.parametrize("asked", LANGUAGES)
def test_days_of_every_year_are_listed_in_the_order_of_the_year(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    recurring_day(britain, month=1, day=1)

    (items,) = [
        each
        for each in reader_in_britain.get(f"/{asked}/events/").main.all("section")
        if each.attributes["aria-labelledby"] == "days"
    ]

    titles = [each.text for each in items.all("p") if "datelist__title" in each.classes]
    assert titles[0] == f"A rare day ({asked})"
    assert len(titles) == 6


def test_day_that_no_month_has_is_refused(britain: Embassy) -> None:
    with pytest.raises(ValidationError) as refused:
        recurring_day(britain, month=6, day=31)

    assert refused.value.message_dict["day"] == ["The month has no such day."]
    assert not RecurringDay.objects.filter(embassy=britain, month=6).exists()


@pytest.fixture
def clock() -> Iterator[list[datetime]]:
    """Set the clock of events: what is in the list is now."""
    now = [datetime(2027, 5, 21, 12, tzinfo=UTC)]
    with patch("ambasada.publishing.models.events.timezone.now", side_effect=lambda: now[0]):
        yield now


@pytest.mark.usefixtures("edition")
def test_event_moves_to_the_past_by_itself_when_it_is_over(
    britain: Embassy, clock: list[datetime]
) -> None:
    item = event(britain)
    before = datetime(2026, 11, 24, 12, tzinfo=UTC)
    baked(britain, later=timedelta(minutes=1))
    assert said("This event is over.", "en") not in text_at(britain, f"/en/{item.address}")

    clock[0] = datetime(2027, 5, 21, 15, tzinfo=UTC)  # 16:00 in London, when it ends
    made = baked(britain, later=clock[0] - before)

    assert said("This event is over.", "en") in text_at(britain, f"/en/{item.address}")
    assert "/en/events/" in made.changed
