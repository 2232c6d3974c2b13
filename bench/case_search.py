"""How long it takes to find a word in 1,000 opened cases, in the browser of who may open them."""

import random
import time

from playwright.sync_api import Page, expect

from bench.figures import Figure
from bench.intakes import send_all
from bench.sealed_desk import (
    MEMBER,
    PASSWORD,
    chromium,
    desk_on,
    inside,
    sealed_case,
    sent_appeal,
)
from bench.serving import Serving
from tests.casework.client import Helper

_CASES = 1_000
_WORDS = 150
_SEED = 20261130
_WANTED = "kestrel"
_WITHIN = 120_000  # milliseconds
_HARD, _OPEN = "bcdfghlmnprstvz", "aeiou"


def measure_case_search(site: Serving) -> list[Figure]:
    """Seal the cases, unlock the desk in a browser, and look for a word that one of them has."""
    desk = desk_on(site)
    chance = random.Random(_SEED)  # noqa: S311 -- nothing secret
    roster = desk.helper.published.roster()
    texts = [_text(chance) for _ in range(_CASES)]
    texts[_CASES // 2] += f" {_WANTED}"
    send_all(site, [sent_appeal(sealed_case(roster, each), roster) for each in texts], cost=1)
    opened = inside(site, "open_all()")
    with chromium() as browser:
        page = browser.new_page()
        listed = _unlock(page, site, desk.helper)
        first, again = (_found(page, _WANTED) for _ in range(2))
    note = f"{opened} cases of {_WORDS} words, all fetched, opened and checked"
    return [
        Figure("Queue of the opened cases, from unlocking on", listed, "s"),
        Figure("Search in opened cases, from the queue to the result", first, "s", 3, note),
        Figure("The next search", again, "s", 3, places=2),
    ]


def _unlock(page: Page, site: Serving, helper: Helper) -> float:
    page.goto(f"http://desk.localhost:{site.port}/en/")
    fields = page.locator("form input")
    fields.nth(0).fill(MEMBER)
    fields.nth(1).fill(PASSWORD)
    fields.nth(1).press("Enter")
    page.locator("textarea").wait_for(state="attached")
    page.locator("details:has(textarea)").evaluate("each => each.open = true")
    page.locator("textarea").fill(helper.paper.text.removeprefix("AGE-SECRET-KEY-1"))
    page.locator("details form button").click()
    expect(page.locator(".bar__ways")).to_be_visible(timeout=_WITHIN)
    begun = time.perf_counter()
    expect(page.locator(".cases__title").first).to_be_visible(timeout=_WITHIN)
    return time.perf_counter() - begun


def _found(page: Page, word: str) -> float:
    page.get_by_role("button", name="Search", exact=True).first.click()
    page.get_by_role("searchbox").fill(word)
    begun = time.perf_counter()
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".cases__title")).to_have_count(1, timeout=_WITHIN)
    return time.perf_counter() - begun


def _text(chance: random.Random) -> str:
    return " ".join(
        "".join(chance.choice(_HARD) + chance.choice(_OPEN) for _ in range(chance.randint(2, 4)))
        for _ in range(_WORDS)
    )
