"""Every kind of page in every language: looked at, measured by axe, walked without scripts."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.running_site import REPOSITORY, RunningSite

# Where a person looks at what a run has seen: one picture for each page, language and width.
SCREENSHOTS = REPOSITORY / "build" / "screenshots"
LANGUAGES = ("en", "be", "ru")
PAGES = (
    "",
    "news/",
    "statements/",
    "about/",
    "contact/",
    "emergency/",
    "verify/",
    "help/",
    "guides/",
    "partners/",
    "prisoners/",
    "situation/",
    "situation/timeline/",
    "situation/held-over-time/",
    "safety/",
    "privacy/",
    "accessibility/",
    "events/",
    "press/",
    "reports/",
    "a-z/",
    "search/",
    "there-is-no-such-page/",
)
_PHONE = {"width": 360, "height": 740}
_DESK = {"width": 1280, "height": 900}


@pytest.fixture
def every_page(site: RunningSite, kinds: list[str]) -> list[str]:
    """Return the paths below a language: each kind of page, one of each in a list too."""
    news = site.first_below("/gb-en/news/")
    statement = site.first_below("/gb-en/statements/")
    guide = site.first_below("/gb-en/guides/")
    first = [f"news/{news}/", f"statements/{statement}/", f"guides/{guide}/"]
    return [*PAGES, *first, *kinds]


def picture(page: Page, language: str, path: str, *, kind: str) -> None:
    name = path.strip("/").replace("/", "_") or "home"
    page.screenshot(path=SCREENSHOTS / f"{name}-{language}-{kind}.png", full_page=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(
    site: RunningSite,
    open_page: Callable[..., Page],
    every_page: list[str],
    *,
    language: str,
    scheme: str,
) -> None:
    page = open_page(viewport=_DESK, color_scheme=scheme, bypass_csp=True)
    found = {}
    for path in every_page:
        page.goto(f"{site.public}/{language}/{path}")
        violations = Axe().run(page).response["violations"]
        picture(page, language, path, kind=f"desk-{scheme}")
        if violations:
            found[path] = [(each["id"], each["nodes"][0]["html"]) for each in violations]

    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_fits_a_phone_without_scripts(
    site: RunningSite, open_page: Callable[..., Page], every_page: list[str], *, language: str
) -> None:
    page = open_page(viewport=_PHONE, java_script_enabled=False)
    too_wide = []
    for path in every_page:
        page.goto(f"{site.public}/{language}/{path}")
        picture(page, language, path, kind="phone")
        widest = page.evaluate("document.documentElement.scrollWidth")
        if widest > _PHONE["width"]:
            too_wide.append((path, widest))

    assert too_wide == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_prints_without_navigation(
    site: RunningSite, open_page: Callable[..., Page], every_page: list[str], *, language: str
) -> None:
    page = open_page(viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    for path in every_page:
        page.goto(f"{site.public}/{language}/{path}")
        picture(page, language, path, kind="print")

        assert page.get_by_role("link", name="English", exact=True).count() == 0
        assert page.locator("a.exit").is_hidden()


def test_every_link_inside_the_site_leads_somewhere(
    site: RunningSite, open_page: Callable[..., Page]
) -> None:
    page = open_page(java_script_enabled=False)
    seen: set[str] = set()
    waiting = [f"/{language}/" for language in LANGUAGES]
    broken = []
    while waiting:
        path = waiting.pop()
        response = page.request.get(f"{site.public}{path}", max_redirects=0)
        if response.status not in {200, 301}:
            broken.append((path, response.status))
            continue
        if "text/html" not in response.headers["content-type"] or path == "/exit/":
            continue
        page.goto(f"{site.public}{path}")
        hrefs = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        inside = {href.partition("#")[0] for href in hrefs if href.startswith("/")}
        waiting += sorted(inside - seen)
        seen |= inside

    assert broken == []
    assert len(seen) > 40


def test_quick_exit_without_scripts_goes_on_to_the_harmless_page(
    site: RunningSite, open_page: Callable[..., Page], requests_elsewhere: list[str]
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{site.public}/en/help/")

    with page.expect_request(lambda request: "bbc.co.uk" in request.url):
        page.get_by_role("link", name="Quick exit").click()

    assert all("bbc.co.uk" in address for address in requests_elsewhere)
    requests_elsewhere.clear()


def test_quick_exit_with_scripts_leaves_no_way_back(
    site: RunningSite, open_page: Callable[..., Page], requests_elsewhere: list[str]
) -> None:
    page = open_page()
    page.goto(f"{site.public}/en/")
    page.goto(f"{site.public}/en/help/")

    with page.expect_request(lambda request: "bbc.co.uk" in request.url):
        page.get_by_role("link", name="Quick exit").click()
    page.wait_for_timeout(500)
    page.go_back()

    assert not page.url.endswith("/help/")
    requests_elsewhere.clear()


def test_reader_gets_no_cookie_and_asks_no_other_host(
    site: RunningSite,
    open_page: Callable[..., Page],
    every_page: list[str],
    *,
    requests_elsewhere: list[str],
) -> None:
    page = open_page()
    for language in LANGUAGES:
        for path in every_page:
            page.goto(f"{site.public}/{language}/{path}")

    assert page.context.cookies() == []
    assert requests_elsewhere == []


def test_second_nation_is_read_beside_the_first(
    site: RunningSite, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport=_DESK)
    for language in ("en", "ru"):
        for path in PAGES:
            page.goto(f"http://norland.localhost:{site.port}/{language}/{path}")
            picture(page, f"norland-{language}", path, kind="desk-light")
            words = page.content().casefold()

            assert "belarus" not in words
            assert "беларус" not in words
            assert "белорус" not in words
