"""Calendars by a secret address: what they say to whoever has it, and until when."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from ambasada.accounts.models import LedgerLine, Member
from ambasada.lib.refused import Refused
from ambasada.network.actions import end_seat, set_contacts, take_seat
from ambasada.network.models import Embassy
from ambasada.relations.actions import close_all_feeds, close_feed, open_feed, widen_feed
from ambasada.relations.models import CalendarFeed
from tests.factories.contacts import meeting, official, organisation, promise
from tests.factories.staff import coordinator_of, member_in

NOW = timezone.now()
TODAY = NOW.date()
HERE = "/admin/relations/gb/calendars/"
Words = Callable[[Any], str]
HIDDEN = ("Qanary", "Test Workers", "Hartley", "piotr", "gb", "GB", "admin")


def subscriber() -> Client:
    """Return a calendar program, which nobody signed in."""
    return Client(headers={"host": str(settings.STAFF_HOST)})


def read(secret: str) -> Any:  # noqa: ANN401 -- the test client's
    return subscriber().get(f"/calendar/{secret}.ics")


def parts(secret: str, kind: str = "VEVENT") -> list[Any]:
    calendar: Any = icalendar.Calendar.from_ical(read(secret).content)
    assert [each.errors for each in calendar.walk() if each.errors] == []
    return list(calendar.walk(kind))


@pytest.fixture
def planted(britain: Embassy, piotr: Member) -> datetime:
    """Plant meetings and a promise of Britain’s; return when the one with an hour begins."""
    starts = datetime.combine(TODAY + timedelta(days=2), datetime.min.time(), UTC)
    starts += timedelta(hours=14)
    there = {"organisations": [organisation(britain, piotr)], "people": [official(britain, piotr)]}
    on = starts.date().isoformat()
    values: dict[str, Any] = {"title": "Qanary", "place": "Qanary Hall", "note": "Qanary", "on": on}
    meeting(
        britain, piotr, status="planned", starts_at=starts, zone="Europe/London", **there, **values
    )
    meeting(britain, piotr, **values)
    for others in ({"kind": "letter"}, {"status": "not_held"}, {"on": on[:7]}):
        meeting(britain, piotr, **{**values, **others})
    meeting(britain, Member.objects.get(username="piotr-lead"), **values)
    promise(britain, piotr, text="Qanary promised")
    return starts


def opened(britain: Embassy, piotr: Member, *, is_own: bool = True) -> str:
    return open_feed(is_own=is_own, embassy=britain, by=piotr, now=NOW)


def test_calendar_says_that_somebody_is_busy_and_nothing_else(
    britain: Embassy, norland: Embassy, piotr: Member, *, nils: Member, planted: datetime
) -> None:
    secret = opened(britain, piotr)
    meeting(norland, nils, title="Qanary of Norland", on=TODAY.isoformat())

    answer, found = read(secret), parts(secret)

    assert [(each.start, each.end) for each in found] == [
        (planted.date(), planted.date() + timedelta(days=1)),
        (planted, planted + timedelta(hours=1)),
    ]
    said = {key for each in found for key in each}
    assert said == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"}
    assert {each["SUMMARY"] for each in found} == {"Busy"}
    assert [each for each in HIDDEN if each in answer.content.decode()] == []
    assert parts(secret, "VTODO") == []
    assert len(parts(opened(britain, piotr, is_own=False))) == 3
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


@pytest.mark.usefixtures("planted")
def test_two_calendars_cannot_be_laid_side_by_side(britain: Embassy, piotr: Member) -> None:
    secrets = [opened(britain, piotr) for _each in range(2)]

    numbers = [{str(each["UID"]) for each in parts(secret)} for secret in secrets]

    assert not numbers[0] & numbers[1]
    assert read(secrets[0]).content == read(secrets[0]).content


def test_secret_is_long_and_not_kept(britain: Embassy, piotr: Member) -> None:
    secret = opened(britain, piotr)

    assert len(secret) >= 32  # six bits a letter
    kept = " ".join(str(each) for each in CalendarFeed.objects.values_list().get())
    assert secret not in kept


def test_coordinator_lets_a_calendar_say_more_and_the_ledger_says_so(
    britain: Embassy, piotr: Member, planted: datetime
) -> None:
    secret, feed = opened(britain, piotr), CalendarFeed.objects.get()
    lead = Member.objects.get(username="piotr-lead")
    with pytest.raises(Refused, match="coordinator"):
        widen_feed(feed, is_full=True, by=piotr, now=NOW)
    before = LedgerLine.objects.count()
    widen_feed(feed, is_full=True, by=lead, now=NOW)

    _held, found = parts(secret)
    (due,) = parts(secret, "VTODO")

    assert (found["SUMMARY"], found["LOCATION"]) == ("Qanary", "Qanary Hall")
    assert (found["DESCRIPTION"], found.start) == ("Test Workers' Union", planted)
    assert due["SUMMARY"] == "Qanary promised"
    assert "Hartley" not in read(secret).content.decode()
    line = LedgerLine.objects.order_by("number")[before]
    assert (line.actor, line.verb) == (f"member:{lead.pk}", "changed")
    assert line.subject == f"relations.calendarfeed:{feed.pk}"


def test_nothing_is_where_an_address_was_revoked_or_never_was(
    britain: Embassy, piotr: Member, nils: Member
) -> None:
    secret, feed = opened(britain, piotr), CalendarFeed.objects.get()
    with pytest.raises(Refused):
        close_feed(feed, by=nils, now=NOW)
    assert read(secret).status_code == 200

    close_feed(feed, by=piotr, now=NOW)
    of_a_backup = opened(britain, piotr)
    close_all_feeds()

    assert read(of_a_backup).status_code == 404
    assert [read(each).status_code for each in (secret, "a" * 32, "1")] == [404, 404, 404]


def test_calendar_dies_with_the_seat_and_does_not_come_back(
    britain: Embassy, piotr: Member
) -> None:
    secret, seat = opened(britain, piotr), piotr.seats.get()
    lead = Member.objects.get(username="piotr-lead")

    set_contacts(seat, keeps_contacts=False, by=lead, now=NOW)
    assert read(secret).status_code == 404
    set_contacts(seat, keeps_contacts=True, by=lead, now=NOW)
    end_seat(seat, by=lead, now=NOW)
    assert read(secret).status_code == 404
    take_seat(piotr, britain, role="coordinator", now=NOW)
    piotr.is_active = True
    piotr.save()
    assert read(secret).status_code == 404


@pytest.mark.screens
def test_address_is_shown_once(browser_of_piotr: Client, said: Words) -> None:
    answer = browser_of_piotr.post(HERE, {"whose": "own"})

    (address,) = re.findall(r'value="(http[^"]+\.ics)"', answer.content.decode())
    assert address.startswith(settings.STAFF_ORIGIN)
    secret = address.partition("/calendar/")[2].removesuffix(".ics")
    assert read(secret).status_code == 200
    later = browser_of_piotr.get(HERE)
    assert secret not in later.content.decode()
    assert "Own meetings says when somebody is busy" in said(later)
    assert "Say more" not in said(later)


@pytest.mark.screens
def test_coordinator_sees_whose_calendars_there_are_and_revokes_one(
    britain: Embassy, piotr: Member, said: Words
) -> None:
    opened(britain, piotr)
    browser = coordinator_of(britain)
    feed = CalendarFeed.objects.get()

    assert "Own meetings · piotr" in said(browser.get(HERE))
    assert "also to those to whom it was given" in said(browser.get(f"{HERE}{feed.ref}/say/"))
    browser.post(f"{HERE}{feed.ref}/say/")
    feed.refresh_from_db()
    assert feed.is_full
    browser.post(f"{HERE}{feed.ref}/revoke/")
    assert not CalendarFeed.objects.exists()
    assert LedgerLine.objects.latest("number").actor == f"member:{member_in(browser).pk}"
