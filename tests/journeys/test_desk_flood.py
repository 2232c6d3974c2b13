"""A flood in the queue: found by what it looks like, closed unread, and nobody else with it."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.duty_room import PHONE, Room, confirm, said, unfold
from tests.journeys.sealed_people import Case
from tests.journeys.sealed_people import Said as Wrote
from tests.journeys.test_desk import PASSPORT

BOUGHT = Wrote("Buy it.", type="other", language="en")


@pytest.fixture
def flood(room: Room) -> list[Case]:
    """Let twelve alike come, and somebody who asks for help."""
    room.asks(PASSPORT)
    return [room.asks(BOUGHT) for _each in range(12)]


@pytest.fixture
def page(room: Room, flood: list[Case]) -> Iterator[Page]:  # noqa: ARG001 -- it came before
    opened = room.on_duty(room.first)
    unfold(opened, "Many that look alike")
    yield opened
    assert room.complaints == []


def test_flood_is_closed_unread_and_who_asked_for_help_stays(
    room: Room, flood: list[Case], page: Page
) -> None:
    page.get_by_label(re.compile("English · Help desk · 4 KB: 12 appeals")).check()
    page.get_by_role("button", name="Close as a flood").click()
    expect(page.get_by_role("dialog")).to_contain_text("12 appeals are closed unread")
    confirm(page, "Close as a flood")

    expect(said(page)).to_have_text("12 appeals are closed.")
    expect(page.locator("section .cases__title")).to_have_count(1)
    expect(page.get_by_text("Many that look alike")).to_be_hidden()
    closed = sorted((each.ref, "other", "spam") for each in flood)
    assert sorted(room.desk.closed) == closed
    assert [each for each in room.desk.asked if "/s/letter" in each] == []


def test_nothing_is_closed_before_a_line_is_ticked_and_the_question_answered(
    room: Room, page: Page
) -> None:
    page.get_by_role("button", name="Close as a flood").click()
    expect(page.get_by_role("alert")).to_have_text("Tick a line first.")
    page.get_by_label(re.compile("12 appeals")).check()
    page.get_by_role("button", name="Close as a flood").click()
    confirm(page, "Not yet")

    assert room.desk.closed == []


def test_one_of_a_flood_can_be_looked_at_and_is_no_part_of_it_then(room: Room, page: Page) -> None:
    page.get_by_role("button", name="Open one of them").click()
    expect(page.get_by_text("Buy it.")).to_be_visible()
    page.get_by_role("button", name="Back to the queue").click()

    expect(page.get_by_label(re.compile("11 appeals"))).to_be_attached()
    assert room.desk.closed == []


def test_danger_among_them_is_told_before_they_are_closed(room: Room) -> None:
    for _each in range(10):
        room.asks(replace(BOUGHT, urgency="danger"))
    page = room.on_duty(room.first)
    unfold(page, "Many that look alike")
    page.get_by_label(re.compile("10 appeals")).check()
    page.get_by_role("button", name="Close as a flood").click()

    expect(page.get_by_role("dialog")).to_contain_text("10 of them say that somebody is in danger")


def test_few_that_look_alike_are_no_flood(room: Room) -> None:
    for _each in range(9):
        room.asks(BOUGHT)
    page = room.on_duty(room.first)
    expect(page.locator(".cases__title")).to_have_count(9)

    expect(page.get_by_text("Many that look alike")).to_be_hidden()


def test_long_list_is_cut_and_says_so(room: Room) -> None:
    for _each in range(203):
        room.asks(BOUGHT)
    page = room.on_duty(room.first)

    expect(page.locator(".cases__title")).to_have_count(200)
    expect(page.get_by_text("3 more are not shown.")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_flood_is_read_aloud_and_fits_a_telephone(room: Room, language: str) -> None:
    for _each in range(12):
        room.asks(BOUGHT)
    page = room.on_duty(room.first, language, viewport=PHONE)
    page.locator("details:not([hidden]) summary").last.click()
    expect(page.locator(".list .tick")).to_be_visible()

    widest = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert widest <= 0
    assert Axe().run(page).response["violations"] == []
