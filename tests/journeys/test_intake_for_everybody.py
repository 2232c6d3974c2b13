"""The page for who cannot see it, has no mouse, no scripts, no workers, or an old machine."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.journeys.help_origin import HelpOrigin
from tests.journeys.person import LOOKED_AT, PHONE, Opening, Person

TEXT = "What now?"


PAPER = FilePayload(name="a.txt", mimeType="text/plain", buffer=b"a note")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_axe_finds_nothing_on_any_screen(
    help_origin: HelpOrigin, open_page: Opening, language: str, *, scheme: str
) -> None:
    page = open_page(color_scheme=scheme, bypass_csp=True, viewport={"width": 800, "height": 900})
    person = Person(page, language, pictures=scheme, looks_with_axe=True)
    person.comes_to(help_origin)
    person.presses("start.write")
    person.sees("before.heading")
    person.presses("before.next")
    asked = ("desk", "class", "type", "country", "language", "refer")
    person.walks(*((each, "") for each in asked))
    person.sees("text.heading")
    person.presses("button.next")  # and is told that it is empty
    person.writes(TEXT, PAPER)
    _words, digits = person.writes_down()
    person.sees("done.heading")
    person.comes_back(help_origin, digits)
    person.sees("read.heading")
    person.presses("read.answer")
    person.sees("answer.heading")
    person.presses("button.back")
    person.presses("read.delete")
    person.sees("delete.heading")

    assert person.found == {}


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_page_without_scripts_says_what_else_can_be_done(
    help_origin: HelpOrigin, open_page: Opening, language: str
) -> None:
    page = open_page(viewport=PHONE, java_script_enabled=False)
    page.goto(f"{help_origin.address}/gb/{language}/")
    page.screenshot(path=LOOKED_AT / f"intake-no-script-{language}-phone.png", full_page=True)

    assert page.locator(".numbers__number").all_inner_texts() == ["999", "101"]
    assert page.locator("input, textarea, button, form").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    exit_link = page.locator("a[data-exit]")
    expect(exit_link).to_have_attribute("href", f"http://127.0.0.1:{help_origin.port}/exit/")
    guides = f"http://127.0.0.1:{help_origin.port}/{language}/guides/"
    assert page.locator(f'a[href="{guides}"]').count() == 1


def test_page_whose_script_is_another_one_runs_nothing(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    page = open_page()
    page.route("**/assets/intake.js", lambda route: route.fulfill(body="document.title = 'x'"))
    page.goto(f"{help_origin.address}/gb/en/")

    expect(page.locator("h1")).to_have_text("This page needs its script")
    assert page.title() == "Information"


def test_axe_finds_nothing_without_scripts(help_origin: HelpOrigin, open_page: Opening) -> None:
    page = open_page(bypass_csp=True)
    page.route("**/assets/intake.js", lambda route: route.abort())
    page.goto(f"{help_origin.address}/gb/en/")

    assert Axe().run(page).response["violations"] == []


def test_keyboard_alone_is_enough(help_origin: HelpOrigin, open_page: Opening) -> None:
    page = open_page()
    person = Person(page)
    person.comes_to(help_origin)
    _press_on(page, person, "start.write")
    expect(person.heading).to_be_focused()
    _press_on(page, person, "before.next")
    expect(person.heading).to_be_focused()
    _press_on(page, person, "button.next")
    person.sees("class.heading")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first choice: danger
    page.keyboard.press("Enter")
    person.sees("danger.heading")
    _press_on(page, person, "danger.next")
    person.sees("text.heading")
    page.keyboard.press("Tab")
    page.keyboard.type(TEXT)
    _press_on(page, person, "button.next")
    person.sees("files.heading")
    _press_on(page, person, "button.next")
    person.sees("check.heading")
    _press_on(page, person, "check.send")
    person.sees("code.heading")

    (form,) = help_origin.duty.opened(help_origin.case)
    assert (form.content.body["text"], help_origin.case.told["class"]) == (TEXT, "danger")


def _press_on(page: Page, person: Person, key: str) -> None:
    """Go to a button with the Tab key, and press it."""
    button = page.get_by_role("button", name=person.says(key), exact=True)
    for _step in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("(element) => element === document.activeElement"):
            page.keyboard.press("Enter")
            return
    pytest.fail(f"{key} cannot be reached")


@pytest.mark.parametrize("missing", ["Worker", "WebAssembly", "indexedDB", "trustedTypes"])
def test_appeal_is_sent_without_what_some_browsers_lack(
    help_origin: HelpOrigin, open_page: Opening, missing: str
) -> None:
    page = open_page()
    page.add_init_script(f"delete window.{missing}")
    person = Person(page)
    person.goes_to_the_text(help_origin)
    person.writes(TEXT)
    person.sees("code.heading")

    assert len(help_origin.cases) == 1


@pytest.fixture
def slow_browser(browser: Browser) -> Iterator[Browser]:
    """Start a browser that compiles nothing, as the level “Safer” of Tor Browser has it."""
    flags = [*CHROMIUM_FLAGS, "--js-flags=--jitless"]
    slow = browser.browser_type.launch(executable_path=CHROMIUM, args=flags)
    yield slow
    slow.close()


def test_appeal_is_sent_by_a_browser_that_compiles_nothing(
    help_origin: HelpOrigin, slow_browser: Browser
) -> None:
    page = slow_browser.new_page()
    page.goto("about:blank")
    assert page.evaluate("typeof WebAssembly") == "undefined"
    person = Person(page)
    person.goes_to_the_text(help_origin)
    person.writes(TEXT)
    _words, digits = person.writes_down()
    person.sees("done.heading")
    person.comes_back(help_origin, digits)
    person.sees("read.heading")

    assert len(help_origin.cases) == 1


def test_colours_of_the_system_are_kept_to(help_origin: HelpOrigin, open_page: Opening) -> None:
    page = open_page(viewport=PHONE, forced_colors="active", bypass_csp=True)
    person = Person(page, pictures="forced", looks_with_axe=True)
    person.goes_to_the_text(help_origin)
    border = page.locator("a.exit").evaluate("(link) => getComputedStyle(link).borderTopWidth")

    assert border == "2px"
    assert person.found == {}
