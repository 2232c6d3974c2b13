"""How long an old telephone seals an appeal, from the press of "send" to the request that leaves.

Chromium without a JIT, as Tor Browser runs at its middle level, and slowed down six times.
"""

from statistics import median
from types import SimpleNamespace

from playwright.sync_api import Browser

from bench.figures import Figure
from bench.sealed_desk import chromium, desk_on
from bench.serving import Serving
from tests.journeys.person import Person

_RUNS = 3
_SLOWER = 6
_TYPES_FOR = 20_000  # milliseconds, at least, that somebody is at the box for the text
_TEXT = "My passport ends in three weeks, and I cannot go back to renew it. " * 8
_WATCH = """
const ask = window.fetch;
document.addEventListener("submit", () => (window.pressed = performance.now()), true);
window.fetch = (path, asking) => {
  if (path === "/i/case") window.left ??= performance.now();
  return ask(path, asking);
};
"""


def measure_seal(site: Serving) -> list[Figure]:
    """Write and send an appeal a few times; the list is fetched and checked, the text sealed."""
    desk_on(site)
    with chromium("--js-flags=--jitless") as browser:
        took = [_sealed(browser, site) for _ in range(_RUNS)]
    note = f"Chromium without JIT, {_SLOWER} × slower, {_RUNS} runs, list fetched and checked"
    return [
        Figure("Seal of an appeal in the browser, median", median(took), "s", 0.5, note, 2),
        Figure("Seal of an appeal in the browser, worst", max(took), "s", places=2),
    ]


def _sealed(browser: Browser, site: Serving) -> float:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(_WATCH)
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    person = Person(page)
    person.goes_to_the_text(SimpleNamespace(address=f"http://help.localhost:{site.port}"))
    page.wait_for_timeout(_TYPES_FOR)
    person.writes(_TEXT)
    person.sees("code.heading")
    took = float(page.evaluate("window.left - window.pressed"))
    context.close()
    return took / 1000
