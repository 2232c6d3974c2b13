"""Somebody looks for something, and afterwards nothing says what it was."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.asking import Asker
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.journeys.test_pages import SCREENSHOTS
from tests.running_site import RunningSite

WORD = "Зязюлькацэ"  # of no page; nothing but the search has it
FORMS = (WORD, WORD.lower())
SITE_WIDE = ("/be/search/", "Пошук")


@pytest.fixture(scope="module", autouse=True)
def searched(site: RunningSite) -> None:
    """Wait until the baker has written down what is searched."""
    reader, deadline = Asker(site.port), time.monotonic() + 60
    while b'class="search__result"' not in reader.ask_form("/en/search/", "q=belarus").body:
        assert time.monotonic() < deadline, "nothing can be searched"
        time.sleep(0.2)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@pytest.fixture
def kept(browser: Browser, profile: Path) -> Iterator[BrowserContext]:
    """Return a browser that keeps a history on its disk, as a person's does."""
    context = browser.browser_type.launch_persistent_context(
        str(profile), executable_path=CHROMIUM, args=CHROMIUM_FLAGS
    )
    yield context
    context.close()


def look_for(page: Page, words: str, language: str = "be") -> None:
    page.goto(urljoin(page.url, f"/{language}/search/"))
    page.locator("#q").fill(words)
    page.locator("#q").press("Enter")
    expect(page.get_by_role("status")).to_be_visible()


def held(folder: Path, *, without: tuple[str, ...] = ()) -> set[str]:
    """Return the files below a folder that have the word, in either way that programs write it."""
    wanted = [each.encode(code) for each in FORMS for code in ("utf-8", "utf-16-le")]
    wanted += [b"".join(b"%%%02X" % byte for byte in each.encode()) for each in FORMS]
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and not str(path.relative_to(folder)).startswith(without)
        if any(each in path.read_bytes() for each in wanted)
    }


@pytest.mark.parametrize("scripts", [True, False])
def test_query_is_in_no_address_title_or_history(
    site: RunningSite, open_page: Callable[..., Page], *, scripts: bool
) -> None:
    page = open_page(java_script_enabled=scripts)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.public}/be/")
    before = page.evaluate("history.length")

    look_for(page, WORD)
    look_for(page, f"{WORD} яшчэ")

    assert (page.url.removeprefix(site.public), page.title()) == SITE_WIDE
    assert page.locator("#q").input_value() == f"{WORD} яшчэ"
    assert page.content().count(WORD) <= 1
    assert {each.partition("?")[2] for each in asked} == {""}
    assert [each for each in asked if WORD in each or "%D0%97" in each] == []
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    steps = page.evaluate("history.length") - before
    for _step in range(steps):
        page.go_back()
        at = page.url.removeprefix(site.public)
        assert (at, page.title()) == SITE_WIDE or at == "/be/"


def test_nothing_on_the_disk_of_reader_or_server_has_the_query(
    site: RunningSite, kept: BrowserContext, profile: Path
) -> None:
    page = kept.pages[0]
    page.goto(f"{site.public}/be/")
    look_for(page, WORD)
    page.goto(f"{site.public}/be/")
    kept.close()

    assert held(profile) == set()
    assert held(site.home) == set()
    assert not any(each.encode() in site.log.read_bytes() for each in FORMS)


def test_without_scripts_the_browser_keeps_it_for_its_open_tabs_alone(
    site: RunningSite, browser: Browser, profile: Path
) -> None:
    """What a form sent is in the files of the session, which no page can keep out."""
    with closing(
        browser.browser_type.launch_persistent_context(
            str(profile),
            executable_path=CHROMIUM,
            args=CHROMIUM_FLAGS,
            java_script_enabled=False,
        )
    ) as context:
        page = context.pages[0]
        page.goto(f"{site.public}/be/")
        look_for(page, WORD)
        page.goto(f"{site.public}/be/")

    assert held(profile, without=("Default/Sessions/",)) == set()
    assert held(site.home) == set()


def test_search_needs_no_script_and_fits_a_phone(
    site: RunningSite, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.goto(f"{site.public}/be/")
    page.get_by_role("link", name="Пошук").first.click()
    look_for(page, "палітвязням беларусаў")
    page.screenshot(path=SCREENSHOTS / "search-be-phone-found.png", full_page=True)

    first = page.locator(".search__result a").first
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert first.get_attribute("href").startswith("/be/")  # type: ignore[union-attr]  # it has one
    first.click()
    expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "be", "ru"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_what_was_found(
    site: RunningSite, open_page: Callable[..., Page], language: str, *, scheme: str
) -> None:
    page = open_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page.goto(f"{site.public}/be/")
    for words, name in (("Беларусь", "found"), (WORD, "nothing")):
        look_for(page, words, language)
        violations = Axe().run(page).response["violations"]
        page.screenshot(path=SCREENSHOTS / f"search-{language}-{scheme}-{name}.png")
        assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []
