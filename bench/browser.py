"""What a real browser asks of whom, and whether a page says the same without scripts."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as BrowserError

from bench.figures import Figure, Unmeasured
from bench.network import Network
from bench.reading import reading_pages
from bench.serving import Serving

_CHROMIUM = "/usr/bin/chromium"
_FLAGS = (
    "--no-sandbox",  # cannot start for root, as whom containers run
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # Errands of the browser itself, to its maker's hosts.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # What a page asks of another host is counted and goes nowhere.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_DEADLINE = 20_000  # milliseconds, for each step of a page


def measure_browser(site: Serving) -> list[Figure]:
    """Read every page in Chromium with scripts on and off, and count what it asked for.

    Counted is Chromium's own record of its network, which holds what no script of a page could
    see: icons, look-aheads, names looked up, requests that came to nothing.
    """
    paths = reading_pages(site)
    record = site.home.with_suffix(".network.json")
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=_CHROMIUM,
                args=[*_FLAGS, f"--log-net-log={record}"],
                timeout=_DEADLINE,
            )
            with_scripts = _texts(browser, site, paths, scripts=True)
            without = _texts(browser, site, paths, scripts=False)
            browser.close()
    except BrowserError as error:
        message = f"Chromium could not read the pages: {error.message.splitlines()[0]}"
        raise Unmeasured(message) from None
    network = Network.read(record, site.address)
    different = [path for path in paths if with_scripts[path] != without[path]]
    return [
        _none_of("Requests to another host", network.elsewhere, network.described),
        _none_of("Look-ups of another host's name", network.looked_up, network.described),
        _none_of("Pages that say something else without scripts", different, f"of {len(paths)}"),
    ]


def _none_of(name: str, found: list[str], otherwise: str) -> Figure:
    note = ", ".join(found[:3]) or otherwise
    return Figure(name, len(found), "", limit=0, note=note, places=0)


def _texts(browser: Browser, site: Serving, paths: list[str], *, scripts: bool) -> dict[str, str]:
    """Return the visible text of each page, read by one reader with an empty cache."""
    context = browser.new_context(java_script_enabled=scripts)
    context.set_default_timeout(_DEADLINE)
    page = context.new_page()
    texts = {}
    for path in paths:
        page.goto(site.address + path, wait_until="load")
        if urlsplit(page.url).netloc != urlsplit(site.address).netloc:
            message = f"{path} leads away from the site: mend that first."
            raise Unmeasured(message)
        texts[path] = page.locator("body").inner_text()
    context.close()
    return texts
