"""Every screen of the desk: measured by axe, on a phone, by keyboard, in each language."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ambasada.casework.desk_page import Office, desk_page
from ambasada.lib.sealing.contents import Kind
from tests.journeys.duty_room import PHONE, Room, enter, guide, in_days, unlock
from tests.journeys.sealed_people import Said
from tests.journeys.test_pages import SCREENSHOTS
from tests.running_site import REPOSITORY

LANGUAGES = ("en", "be", "ru")
TEXTS = REPOSITORY / "frontend" / "desk" / "texts"
LONG = "Мой паспорт истекает через двенадцать дней, ребёнок родился здесь. " * 6


@pytest.fixture
def busy(room: Room) -> Room:
    """Return a desk where a danger, a deadline, an old case and a closed one wait."""
    room.asks(Said("Пад домам стаяць людзі.", type="threats", language="be", urgency="danger"))
    urgent = Said(LONG, type="papers", urgency="deadline", deadline=in_days(3), days_ago=4)
    case = room.asks(urgent)
    case.write(Kind.FILES, {"text": "Фото"}, attachments=[case.attach("a.txt", "text/plain", b"a")])
    case.write_as(room.second, "Мы прочитали, что вы написали.")
    case.rows.pop(1)
    room.asks(Said("Diploma", type="released", language="en", days_ago=31)).state = "closed"
    room.desk.guides = [guide("ru", "Паспорт")]
    return room


def screens(room: Room, page: Page) -> Iterator[str]:
    """Walk through every screen, and yield the name of each."""
    yield from locked_screens(page)
    enter(page, room.first.name)
    expect(page.locator("textarea")).to_be_visible()
    yield "unlock"
    unlock(page, room.first)
    expect(page.locator(".cases__title").nth(1)).to_be_visible()
    yield "queue"
    yield from case_screens(page)
    page.locator(".bar__ways button").nth(1).click()
    page.get_by_role("searchbox").fill("паспорты")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".cases__item")).to_be_visible()
    yield "search"


def locked_screens(page: Page) -> Iterator[str]:
    """Walk through what is seen without keys; ends where one signs in."""
    yield "sign-in"
    page.locator(".others button").nth(0).click()
    yield "enrol"
    page.locator(".button--main").click()
    expect(page.locator(".phrase li")).to_have_count(6)
    yield "enrol-phrase"
    page.locator(".buttons button").nth(1).click()
    expect(page.locator(".sheet__key li")).to_have_count(10)
    yield "enrol-paper"
    page.locator(".buttons button").nth(1).click()
    yield "enrol-paper-again"
    page.reload()
    page.locator(".others button").nth(1).click()
    yield "lost"
    page.reload()


def case_screens(page: Page) -> Iterator[str]:
    """Walk through an appeal, from the queue."""
    page.locator(".cases__title").nth(1).click()
    expect(page.locator(".letter").first).to_be_visible()
    yield "case"
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    page.locator(".case__main textarea").first.fill("Вам следует подождать.")
    expect(page.locator(".advice")).not_to_be_empty()
    yield "case-unfolded"
    page.locator(".case__main form .button--main").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    yield "preview"
    page.keyboard.press("Escape")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_screen_of_the_desk(
    busy: Room, *, language: str, scheme: str
) -> None:
    page = busy.at(language, color_scheme=scheme, bypass_csp=True)
    found = {}
    for name in screens(busy, page):
        page.screenshot(path=SCREENSHOTS / f"desk-{name}-{language}-{scheme}.png", full_page=True)
        violations = Axe().run(page).response["violations"]
        if violations:
            found[name] = [(each["id"], each["nodes"][0]["html"]) for each in violations]

    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_of_the_desk_fits_a_phone(busy: Room, *, language: str) -> None:
    page = busy.at(language, viewport=PHONE)
    too_wide = []
    for name in screens(busy, page):
        page.screenshot(path=SCREENSHOTS / f"desk-{name}-{language}-phone.png", full_page=True)
        widest = page.evaluate("document.documentElement.scrollWidth")
        if widest > PHONE["width"]:
            too_wide.append((name, widest))

    assert too_wide == []


NAME_OF_FOCUSED = (
    "(each => each.labels?.[0]?.textContent ?? each.textContent)(document.activeElement)"
)


def tab_to(page: Page, name: str) -> None:
    """Go on with Tab until what has this name has the focus, which is to be seen."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if str(page.evaluate(NAME_OF_FOCUSED)).startswith(name):
            outline = "getComputedStyle(document.activeElement).outlineStyle"
            assert page.evaluate(outline) == "solid"
            return
    pytest.fail(f"{name} was not reached")


def test_an_appeal_is_answered_with_the_keyboard_alone(room: Room) -> None:
    case = room.asks(Said("Мой паспорт истекает."))
    page = room.at()
    page.keyboard.type(room.first.name)
    page.keyboard.press("Tab")
    page.keyboard.type("a sentence only I would write")
    page.keyboard.press("Enter")
    expect(page.get_by_label("The key on your recovery sheet")).to_be_focused()
    page.keyboard.insert_text(room.first.paper.text)
    tab_to(page, "Unlock")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Queue")).to_be_focused()
    tab_to(page, "Expired passport")
    page.keyboard.press("Enter")
    expect(page.locator(".letter")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    tab_to(page, "Your answer")
    page.keyboard.insert_text("В памятке сказано всё.")
    tab_to(page, "Look at it before sending")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    tab_to(page, "Send")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Signed with a key on the roster")).to_be_visible()
    assert case.read().body == {"text": "В памятке сказано всё."}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("паспорт", ["passport"]),
        ("ПАСПОРТА", ["passport"]),
        ("ребенок", ["passport"]),  # written with ё
        ("сямі", ["family"]),  # another case of «сям’я»
        ("сям'я", ["family"]),  # with the apostrophe of a keyboard
        ("zurich", ["family"]),
        ("дом 12", ["family"]),
        ("дом 123", []),
        ("паспорт зурых", []),
        ("letter.txt", ["passport"]),
        ("закрытый", []),  # of an appeal that nobody has opened
    ],
)
def test_search_finds_in_any_spelling_what_this_member_can_open(
    room: Room, typed: str, found: list[str]
) -> None:
    passport = room.asks(Said("Мой паспорт истекает, ребёнок родился здесь."))
    named = passport.attach("letter.txt", "text/plain", b"-")
    passport.write(Kind.FILES, {}, attachments=[named])
    family = room.asks(Said("Уся мая сям’я ў Zürich, Зурых, дом 12.", type="family", language="be"))
    passport.state = family.state = "open"
    room.asks(Said("Закрытый"))
    page = room.on_duty(room.first)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("searchbox").fill(typed)
    page.get_by_role("searchbox").press("Enter")
    names = {"passport": "Expired passport · Russian", "family": "Family reunion · Belarusian"}

    expect(page.locator(".cases__title")).to_have_text([names[each] for each in found])
    asked = [path for path in room.desk.asked if typed in path]
    assert asked == []


def test_texts_of_the_desk_say_the_same_in_each_language() -> None:
    shapes = [set(_shape(json.loads(_file(language).read_text("utf-8")))) for language in LANGUAGES]

    assert shapes[0] == shapes[1] == shapes[2]


def test_page_of_the_desk_is_the_same_bytes_and_holds_no_script_of_its_own() -> None:
    office = Office("gb", "Test <embassy>", "RWQtest")
    page = desk_page("en", office, languages=LANGUAGES).decode()

    assert desk_page("en", office, languages=LANGUAGES).decode() == page
    assert "Test &lt;embassy&gt;" in page
    assert re.findall(r"<script[^>]*>(.*?)</script>", page) == [""]
    assert page.count('integrity="sha384-') == 2
    assert " style=" not in page


def _file(language: str) -> Path:
    return TEXTS / f"{language}.json"


def _shape(value: object, place: str = "") -> Iterator[tuple[str, object]]:
    """Yield each place of a text, with what is filled into it."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _shape(each, f"{place}.{name}")
    elif isinstance(value, list):
        yield place, 0 if place == ".advice" else len(value)
    else:
        yield place, tuple(sorted(re.findall(r"\{\w+\}", str(value))))
