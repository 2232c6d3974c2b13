"""Somebody in a browser without scripts: writes, is answered, comes back, answers, deletes.

The browser is told where the onion address is; nothing here needs Tor.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.asking import Asker
from tests.casework.client import Helper
from tests.casework.desks import Desk
from tests.casework.plain_site import HERE, ONION, PlainSite, plain_served
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.running_site import REPOSITORY, free_port, raised

LOOKED_AT = REPOSITORY / "build" / "screenshots"
PHONE = {"width": 360, "height": 740}


@dataclass(frozen=True)
class Place:
    """A site where the server seals, and its desk."""

    site: PlainSite
    desk: Desk


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    first = raised(tmp_path_factory, "without-script")
    site = PlainSite(first.home, first.port, plain_port=free_port())
    with plain_served(site, "duty-without-script") as (_server, desk):
        wait_until_signed(site)
        yield Place(site, desk)


def wait_until_signed(site: PlainSite) -> None:
    """Wait for the development root, which signs the page with the link when the clock beats."""
    asker, deadline = Asker(site.port, host="help.localhost"), time.monotonic() + 150
    while b"/plain/" not in asker.ask("/gb/en/").body:
        assert time.monotonic() < deadline, "the page was not signed anew"
        time.sleep(1)


@pytest.fixture(scope="module")
def open_onion(browser: Browser, place: Place) -> Iterator[Callable[..., Page]]:
    """Open pages without scripts in a browser that finds the onion address."""
    onion = ONION.removeprefix("http://")
    rules = f"--host-resolver-rules=MAP {onion}:80 127.0.0.1:{place.site.plain_port}"
    own = browser.browser_type.launch(executable_path=CHROMIUM, args=[*CHROMIUM_FLAGS, rules])

    def open_one(**options: Any) -> Page:
        given: dict[str, Any] = {"java_script_enabled": False, "viewport": PHONE} | options
        return own.new_context(**given).new_page()

    yield open_one
    own.close()


def writes(page: Page, text: str) -> str:
    """Write for the first time; return the code."""
    page.goto(f"{ONION}{HERE}")
    page.get_by_label("Neither of these").check()
    page.get_by_label("What happened, and what do you need?").fill(text)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("h1")).to_have_text("Your text has arrived. This is your code")
    return " ".join(page.locator("ol.code").first.locator("li").all_text_contents())


def refs(helper: Helper) -> set[str]:
    return {str(each["ref"]) for each in helper.queue()}


def opens(page: Page, code: str) -> None:
    page.get_by_role("link", name="I have a code").click()
    page.get_by_label("Your code").fill(code)
    page.get_by_role("button", name="Open").click()


def test_conversation_without_scripts(place: Place, open_onion: Callable[..., Page]) -> None:
    page, helper = open_onion(), place.desk.helper
    before = refs(helper)
    code = writes(page, "Help me.")
    (ref,) = refs(helper) - before
    helper.write(ref, "We can help.")

    opens(page, code)
    expect(page.locator(".message")).to_have_count(2)
    expect(page.locator(".message").last).to_contain_text("We can help.")
    page.get_by_label("Your text").fill("Thank you.")
    page.locator("#answer-code").fill(code)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("main .told")).to_have_text("Your answer has arrived.")
    assert helper.read(ref).letters[-1].content.body["text"] == "Thank you."
    page.locator("#delete-code").fill(code)
    page.get_by_role("button", name="Delete now").click()
    expect(page.locator("h1")).to_have_text("It is deleted")
    assert refs(helper) == before
    assert page.context.cookies() == []


def test_wrong_code_keeps_what_was_typed(place: Place, open_onion: Callable[..., Page]) -> None:
    page = open_onion()
    code = writes(page, "Help me.")
    opens(page, code)
    page.get_by_label("Your text").fill("One more word.")
    page.locator("#answer-code").fill("not this")
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_role("alert")).to_contain_text("Nothing is here under this code.")
    expect(page.locator("main")).to_contain_text("One more word.")
    person = place.desk.person()
    assert len(person.published.rosters()) == 1


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_pages_fit_a_phone_and_everybody(open_onion: Callable[..., Page], language: str) -> None:
    """Looked at with scripts, which change nothing: the pages have none."""
    page = open_onion(java_script_enabled=True, bypass_csp=True)
    found = {}
    for name in ("", "box/"):
        page.goto(f"{ONION}/gb/{language}/plain/{name}")
        page.screenshot(
            path=LOOKED_AT / f"plain-{name.strip('/') or 'write'}-{language}.png", full_page=True
        )
        widest = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert widest <= 0
        found[name] = [each["id"] for each in Axe().run(page).response["violations"]]

    assert found == {"": [], "box/": []}


def test_page_with_the_script_says_where_to_write_without(
    place: Place, open_onion: Callable[..., Page]
) -> None:
    page = open_onion()
    page.goto(f"http://help.localhost:{place.site.port}/gb/en/")
    link = page.get_by_role("link", name="write without scripts")

    assert page.locator("form").count() == 0
    link.click()
    expect(page.locator("h1")).to_have_text("Write without scripts")


def test_page_with_a_script_never_sends_clear_text_when_something_fails(
    place: Place, open_onion: Callable[..., Page]
) -> None:
    """Whatever the server answers, what leaves the page is sealed, and goes to no form."""
    page, sent = open_onion(java_script_enabled=True), list[bytes]()
    page.on("request", lambda request: sent.append(request.post_data_buffer or b""))
    page.on("request", lambda request: sent.append(request.url.encode()))
    page.route("**/i/case", lambda route: route.abort())
    page.goto(f"http://help.localhost:{place.site.port}/gb/en/")
    for name in ("Write to us", "I have read this, go on", "Next", "Skip the questions and write"):
        page.get_by_role("button", name=name, exact=True).click()
    page.locator("#text").fill("a sentence only I would write")
    for name in ("Next", "Next", "Send"):
        page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator("[role=alert]")).to_be_visible(timeout=60_000)

    assert any(b'"letter"' in each for each in sent)
    assert not any(b"only I" in each or b"only%20I" in each for each in sent)
    assert not any(b".onion" in each for each in sent)
    assert page.locator("form[action]").count() == 0
