"""A contact officer records whom the embassy met and what was promised, and is held to it."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Embassy
from tests.journeys.desk import Desk
from tests.running_site import REPOSITORY

SCREENSHOTS = REPOSITORY / "build" / "screenshots"
_PHONE = {"width": 360, "height": 740}
_DESK = {"width": 1280, "height": 900}
_TABLE = (
    "Who,Where to write,Works at\n"
    "Gareth Pugh-Test,gareth@example.org,Test Workers' Union\n"
    "Vasil Kanarejka-Test,vasil@example.org,\n"
    "Anna Pugh-Test,anna@example.org,Nobody Ltd\n"
)
_LAST_WEEK = timezone.now().date() - timedelta(days=7)


def add(desk: Desk, what: str, **fields: str) -> str:
    """Add something on a page of contacts; return where it is shown."""
    desk.go(f"relations/gb/{what}/add/")
    for name, value in fields.items():
        box = desk.page.locator(f"[name='{name}']").first
        kind = box.evaluate("each => each.type")
        if kind == "radio":
            desk.page.locator(f"[name='{name}'][value='{value}']").check()
        elif kind == "select-one":
            box.select_option(value)
        else:
            box.fill(value)
    desk.press("Save")
    desk.page.wait_for_url(lambda url: not url.endswith("/add/"))
    return desk.page.url.partition("/admin/")[2]


def tried(desk: Desk) -> str:
    """Send a table, say which column is which, and return where one sees what it would become."""
    desk.go("relations/gb/imports/")
    page = desk.page
    page.locator("[name='file']").set_input_files(
        {"name": "people.csv", "mimeType": "text/csv", "buffer": _TABLE.encode()}
    )
    page.locator("[name='standing'][value='interest']").check()
    page.locator("[name='purpose']").fill("To invite them")
    page.locator("[name='source']").fill("A congress")
    desk.press("Show what it would become")
    page.locator("[name='column_0']").select_option("name")
    page.locator("[name='column_1']").select_option("email")
    page.locator("[name='column_2']").select_option("organisation")
    desk.press("Show what it would become")
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_visible()
    return page.url.partition("/admin/")[2].partition("?")[0]


@pytest.fixture(scope="module")
def recorded(embassy: Embassy) -> dict[str, str]:
    """Record two institutions, their people, and what was promised; return where it is shown."""
    desk = embassy.writer
    parliament = add(
        desk,
        "organisations",
        name="Test Parliament",
        circle="government",
        name_be="Тэставы парламент",
        area="Test Vale",
    )
    vale = desk.page.get_by_role("link", name="Test Vale").get_attribute("href") or ""
    union = add(desk, "organisations", name="Test Workers' Union", circle="unions", spellings="TWU")
    hartley = add(
        desk, "people", name="Imogen Hartley-Test", standing="public", office="MP", source="list"
    )
    pugh = add(
        desk,
        "people",
        name="Gareth Pugh-Test",
        standing="private",
        in_danger="no",
        purpose="To work together",
        source="He wrote to us",
    )
    below = parliament.removeprefix("relations/gb/").strip("/")
    add(desk, f"{below}/places", person_find="hartley", office="Staff of the Member for Test Vale")
    below = union.removeprefix("relations/gb/").strip("/")
    add(desk, f"{below}/places", person_find="pugh", role="officer", since="2024")
    met = add(
        desk,
        "meetings",
        kind="meeting",
        status="held",
        title="A written question",
        organisations_find="парламент",
        people_find="hartley",
        on="2026-11-03",
        time="14:30",
        directed="no",
        note="She will ask if the text is short.",
    )
    below = met.removeprefix("relations/gb/").strip("/")
    due = _LAST_WEEK.isoformat()
    add(desk, f"{below}/promises", side="theirs", text="Written question by then", due_on=due)
    return {
        "home": "relations/gb/",
        "organisations": "relations/gb/organisations/?circle=government",
        "people": "relations/gb/people/",
        "meetings": "relations/gb/meetings/",
        "organisation": parliament,
        "person": pugh,
        "public-person": hartley,
        "meeting": met,
        "organisation-form": f"{union}edit/",
        "person-form": "relations/gb/people/add/",
        "meeting-form": "relations/gb/meetings/add/",
        "anonymise": f"{pugh}anonymise/",
        "hand-over": "relations/gb/hand-over/",
        "imports": "relations/gb/imports/",
        "import": (file := tried(desk)),
        "import-columns": f"{file}?map=1",
        "export": "relations/gb/exports/people/",
        "areas": "relations/gb/areas/",
        "area": vale.partition("/admin/")[2],
        "area-form": "relations/gb/areas/add/",
        "postcode": "relations/gb/postcode/",
        "reports": "relations/gb/reports/",
        "report": "relations/gb/reports/meetings/",
        "coverage": "relations/gb/reports/coverage/",
        "picture": "relations/gb/picture/?circle=government",
        "calendars": "relations/gb/calendars/",
        "standing": f"{pugh}standing/",
        "public-standing": f"{hartley}standing/",
        "duplicates": "relations/gb/duplicates/people/",
        "merges": "relations/gb/merges/",
        "segments": "relations/gb/segments/",
        "segment-form": "relations/gb/segments/add/",
        "letters": "relations/gb/letters/",
        "letter-form": "relations/gb/letters/add/",
        "template-form": "relations/gb/letters/templates/add/",
        "brief": "relations/gb/brief/",
        "register": "relations/gb/register/",
        "meeting-register": f"{met}register/",
    }


def test_what_was_promised_is_found_when_its_day_has_passed(
    embassy: Embassy, recorded: dict[str, str]
) -> None:
    desk = embassy.writer
    desk.go("relations/gb/")
    expect(desk.page.get_by_role("heading", name="Overdue")).to_be_visible()
    desk.says("Written question by then")

    desk.page.get_by_role("link", name="Settle").first.click()
    desk.page.get_by_label("not kept").check()
    desk.page.locator("[name='evidence']").fill("None was asked")
    desk.press("Save")

    desk.go(recorded["meeting"])
    desk.says("not kept")
    desk.go(recorded["home"])
    expect(desk.page.get_by_role("heading", name="Overdue")).to_be_hidden()


def test_list_finds_as_somebody_types(embassy: Embassy, recorded: dict[str, str]) -> None:
    desk = embassy.writer
    desk.go(recorded["people"])
    expect(desk.page.get_by_text("Gareth Pugh-Test")).to_be_visible()

    desk.page.get_by_role("searchbox").press_sequentially("хартл")

    expect(desk.page.get_by_text("Gareth Pugh-Test")).to_be_hidden()
    expect(desk.page.get_by_text("Imogen Hartley-Test")).to_be_visible()
    assert desk.page.url.endswith("/people/"), "what is typed stands in no address of the page"


def test_second_meeting_asked_for_by_a_ministry_waits_for_advice(
    embassy: Embassy, recorded: dict[str, str]
) -> None:
    desk = embassy.writer
    assert recorded

    add(
        desk,
        "meetings",
        kind="meeting",
        status="planned",
        title="Asked for by a ministry",
        organisations_find="union",
        on="2027-02",
        on_behalf_of="A foreign ministry",
        directed="yes",
    )

    desk.says("Nothing may be sent")
    desk.page.get_by_role("link", name="Note legal advice").click()
    desk.page.locator("[name='advice']").fill("A lawyer: register first. Kept in the safe.")
    desk.press("Save")
    expect(desk.page.get_by_text("Nothing may be sent")).to_be_hidden()
    desk.says("register first")


@pytest.fixture
def in_language(embassy: Embassy) -> Iterator[Callable[[str], None]]:
    """Return what changes the language of the writer’s admin; it is English again afterwards."""

    def change(code: str) -> None:
        desk = embassy.writer
        desk.go("account/")
        desk.page.locator("[name$='preferred_language']").select_option(code)
        desk.page.locator("main form button[type=submit]").first.click()
        desk.page.wait_for_load_state()

    yield change
    change("en")


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_pages_of_contacts_fit_a_phone_and_axe_finds_nothing(
    embassy: Embassy,
    open_page: Callable[..., Page],
    in_language: Callable[[str], None],
    *,
    recorded: dict[str, str],
    language: str,
) -> None:
    in_language(language)
    signed_in = embassy.writer.page.context.storage_state()
    found, too_wide = {}, []
    for width, size in (("desk", _DESK), ("phone", _PHONE)):
        page = open_page(storage_state=signed_in, viewport=size, bypass_csp=True)
        for name, path in recorded.items():
            page.goto(f"{embassy.site.staff}/admin/{path}")
            picture = SCREENSHOTS / f"contacts-{name}-{width}-{language}.png"
            page.screenshot(path=picture, full_page=True)
            widths = [
                page.locator(each).evaluate("each => each.scrollWidth") for each in ("html", "main")
            ]
            if max(widths) > size["width"]:
                too_wide.append((name, width, max(widths)))
            if language == "en" and width == "desk":
                violations = Axe().run(page, "main .nice-padding").response["violations"]
                if violations:
                    found[name] = [(each["id"], each["nodes"][0]["html"]) for each in violations]

    assert (found, too_wide) == ({}, [])
