"""Leaving the page: on purpose, by mistake, in a hurry; and what is left of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from tests.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.journeys.help_origin import HelpOrigin
from tests.journeys.person import PHONE, Opening, Person

TEXT = "Зязюлькацэ пад вокнамі"
BEFORE = b"<!doctype html><title>Before</title><p>The page before"
# The page of the table in the design: what is typed, and how it is left.
LEFT = b"""<!doctype html><title>Left</title><textarea id=text></textarea>
<script src=/table/leaving.js></script>"""
LEAVING = b"addEventListener('keyup', (e) => { if (e.key === 'F2') %s; });"


def at_the_text(page: Page, origin: HelpOrigin) -> Person:
    """Come from another page, and type something."""
    origin.pages["/before/"] = BEFORE
    page.goto(f"{origin.address}/before/")
    person = Person(page)
    person.goes_to_the_text(origin)
    person.types("text", TEXT)
    return person


def gone_to(page: Page) -> str:
    page.wait_for_url("**/exit/")
    return page.title()


@pytest.mark.parametrize("how", ["click", "shift"])
def test_exit_leaves_no_way_back(help_origin: HelpOrigin, open_page: Opening, how: str) -> None:
    page = open_page()
    entries = at_the_text(page, help_origin).page.evaluate("history.length")
    if how == "click":
        page.get_by_role("link", name="Quick exit").click()
    else:
        for _press in range(3):
            page.keyboard.press("Shift")
    assert gone_to(page) == "Continue"
    assert page.evaluate("history.length") == entries

    page.go_back()
    assert page.title() == "Before"
    page.go_forward()
    assert page.title() == "Continue"


@pytest.mark.parametrize(
    ("left_by", "is_kept", "back_at"),
    [
        ("location.href = '/exit/'", True, "Left"),
        ("location.href = '/exit/'", False, "Left"),
        ("location.replace('/exit/')", True, "Before"),
        ("location.replace('/exit/')", False, "Before"),
    ],
)
def test_table_of_the_back_button(
    help_origin: HelpOrigin, open_page: Opening, *, left_by: str, is_kept: bool, back_at: str
) -> None:
    """Why the exit takes the place of the page: what a browser shows after “Back” otherwise.

    Whether it shows the text as well differs between browsers, and between http and https.
    """
    help_origin.pages |= {"/before/": BEFORE, "/table/": LEFT}
    help_origin.files["/table/leaving.js"] = LEAVING % left_by.encode()
    help_origin.plain |= {"/exit/", "/table/"} if is_kept else {"/exit/"}
    page = open_page()
    page.goto(f"{help_origin.address}/before/")
    page.goto(f"{help_origin.address}/table/")
    page.locator("#text").fill(TEXT)
    page.keyboard.press("F2")
    page.wait_for_url("**/exit/")

    page.go_back()

    assert page.title() == back_at


def test_page_one_comes_back_to_by_another_road_is_empty(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    page = open_page()
    person = at_the_text(page, help_origin)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{help_origin.address}/before/")
    page.go_back()
    person.sees("start.heading")
    person.goes_on_to_the_text()

    expect(page.locator("#text")).to_have_value("")


def test_visit_is_one_entry_without_a_step_in_its_address(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    page = open_page()
    page.goto(f"{help_origin.address}/gb/en/")
    before = page.evaluate("history.length")
    person = Person(page)
    person.goes_to_the_text(help_origin)
    person.writes(TEXT)
    person.writes_down()
    person.sees("done.heading")

    assert page.evaluate("history.length") - before <= 1  # the second time it was opened
    assert (page.url, page.title()) == (f"{help_origin.address}/gb/en/", "Information")


def test_another_language_takes_the_place_of_the_page(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    page = open_page()
    Person(page).comes_to(help_origin)
    before = page.evaluate("history.length")
    page.get_by_role("link", name="Беларуская").click()
    Person(page, "be").sees("start.heading")

    assert page.evaluate("history.length") == before


def test_back_of_the_browser_asks_before_a_text_is_lost(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    page = open_page()
    at_the_text(page, help_origin)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.evaluate("history.back()")
    page.wait_for_timeout(500)

    assert asked == ["beforeunload"]
    expect(page.locator("#text")).to_have_value(TEXT)


def test_nothing_is_asked_before_something_was_typed(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    help_origin.pages["/before/"] = BEFORE
    page = open_page()
    page.goto(f"{help_origin.address}/before/")
    Person(page).goes_to_the_text(help_origin)
    page.on("dialog", lambda dialog: pytest.fail(dialog.type))
    page.go_back()

    assert page.title() == "Before"


def test_call_to_an_emergency_number_is_not_asked_about(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    page = open_page()
    at_the_text(page, help_origin)
    page.on("dialog", lambda dialog: pytest.fail(dialog.type))
    page.get_by_role("link", name="999").first.click()
    page.wait_for_timeout(300)

    expect(page.locator("#text")).to_have_value(TEXT)


def test_exit_is_the_first_thing_one_comes_to(help_origin: HelpOrigin, open_page: Opening) -> None:
    page = open_page()
    Person(page).comes_to(help_origin)
    page.keyboard.press("Tab")

    expect(page.get_by_role("link", name="Quick exit")).to_be_focused()


def test_presses_of_shift_are_told_and_forgotten(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    page = open_page(viewport=PHONE)
    person = at_the_text(page, help_origin)
    page.clock.install()
    told = page.locator("[data-exit-told]")
    page.keyboard.press("Shift")
    expect(told).to_have_text(person.says("exit.once"))
    page.keyboard.press("Shift")
    expect(told).to_have_text(person.says("exit.twice"))
    page.clock.fast_forward(6000)
    expect(told).to_have_text("")
    page.keyboard.press("Shift")
    page.keyboard.press("a")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")

    expect(page.locator("#text")).to_be_visible()


def test_page_taken_back_from_memory_knows_nothing(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    """As where a browser keeps a page that asked not to be kept."""
    page = open_page()
    person = at_the_text(page, help_origin)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    person.sees("start.heading")
    assert TEXT not in page.content()
    person.goes_on_to_the_text()

    expect(page.locator("#text")).to_have_value("")


@pytest.fixture
def kept(browser: Browser, tmp_path: Path) -> Iterator[BrowserContext]:
    """Return a browser that keeps a history on its disk, as a person's does."""
    context = browser.browser_type.launch_persistent_context(
        str(tmp_path / "profile"), executable_path=CHROMIUM, args=CHROMIUM_FLAGS
    )
    yield context
    context.close()


def test_nothing_on_the_disk_has_the_text_or_the_code(
    help_origin: HelpOrigin, kept: BrowserContext, tmp_path: Path
) -> None:
    person = Person(kept.pages[0])
    person.goes_to_the_text(help_origin)
    person.writes(TEXT)
    _words, digits = person.writes_down()
    person.sees("done.heading")
    person.page.goto(f"{help_origin.address}/exit/")
    kept.close()

    secret = [
        TEXT,
        TEXT.partition(" ")[0],
        *digits,
        *(each.replace("\u00a0", "") for each in digits),
    ]
    wanted = [each.encode(code) for each in secret for code in ("utf-8", "utf-16-le")]
    files = [each for each in (tmp_path / "profile").rglob("*") if each.is_file()]
    holding = [each.name for each in files for word in wanted if word in each.read_bytes()]
    assert files
    assert holding == []
