"""A contact officer records whom the embassy met and what was promised, and is held to it."""

from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.conftest import Embassy
from tests.journeys.contact_officer import (
    PRISONER,
    SOURCES,
    add,
    approve_all,
    below,
    joins_as_officer,
    publish_for_brief,
)
from tests.journeys.desk import Desk, Reader
from tests.journeys.joining import join_as_founder, join_as_second
from tests.running_site import REPOSITORY, free_port, raised, served

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
# The last February of which the quarter is long over, whenever this runs.
YEAR = (timezone.now().date() - timedelta(days=200)).year

# Sends a form beside the page: browsers differ in whether they show a PDF or save it.
SEND = """async form => {
    const answer = await fetch(location.href, { method: "POST", body: new FormData(form) })
    const bytes = new Uint8Array(await answer.arrayBuffer())
    return [answer.headers.get("content-type"), btoa(bytes.reduce(
        (text, byte) => text + String.fromCharCode(byte), ""))]
}"""


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
    add(
        desk,
        f"{below(parliament)}/places",
        person_find="hartley",
        office="Staff of the Member for Test Vale",
    )
    add(desk, f"{below(union)}/places", person_find="pugh", role="officer", since="2024")
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
    due = _LAST_WEEK.isoformat()
    add(desk, f"{below(met)}/promises", side="theirs", text="Written question by then", due_on=due)
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


def test_list_finds_as_somebody_types(embassy: Embassy, recorded: dict[str, str]) -> None:
    desk = embassy.writer
    desk.go(recorded["people"])
    expect(desk.page.get_by_text("Gareth Pugh-Test")).to_be_visible()

    desk.page.get_by_role("searchbox").press_sequentially("хартл")

    expect(desk.page.get_by_text("Gareth Pugh-Test")).to_be_hidden()
    expect(desk.page.get_by_text("Imogen Hartley-Test")).to_be_visible()
    assert desk.page.url.endswith("/people/"), "what is typed stands in no address of the page"


def test_officer_is_held_to_a_promise_and_readers_are_told_by_circle(
    tmp_path_factory: pytest.TempPathFactory, open_page: Callable[..., Page]
) -> None:
    site = raised(tmp_path_factory, "officer", port=free_port())
    with served(site):
        first, second = Desk(open_page(), site), Desk(open_page(), site)
        reader = Reader.at(open_page(java_script_enabled=False), site)
        join_as_founder(first.page, site)
        join_as_second(second.page, site, invited_by=first.page)
        publish_for_brief(site)
        piotr = joins_as_officer(open_page(), "piotr", first=first, second=second)

        met = record_the_meeting(piotr)
        is_overdue_until_it_is_settled(piotr)
        waits_for_advice(piotr, coordinator=second)
        makes_a_brief(piotr)
        puts_on_register(piotr, met, approvers=(first, second))
        readers_are_told_by_circle(reader)
        opens_no_help_request(piotr)


def record_the_meeting(piotr: Desk) -> str:
    """Record Hartley, Pugh, and a meeting with both; return where the meeting is shown."""
    parliament = add(piotr, "organisations", name="Test Parliament", circle="government")
    union = add(piotr, "organisations", name="Test Workers' Union", circle="unions")
    hartley = {"name": "Imogen Hartley-Test", "standing": "public", "source": "A list"}
    add(piotr, "people", **hartley, office="Member for Test Vale")
    pugh = {"name": "Gareth Pugh-Test", "standing": "private", "in_danger": "no"}
    add(piotr, "people", **pugh, purpose="To work together", source="He wrote to us")
    held = {"person_find": "hartley", "office": "Member for Test Vale"}
    add(piotr, f"{below(parliament)}/places", **held)
    add(piotr, f"{below(union)}/places", person_find="pugh", role="officer")
    met = add(
        piotr,
        "meetings",
        kind="meeting",
        status="held",
        title="Hartley and Pugh on a question",
        organisations_find="Test Parliament\nTest Workers",
        people_find="hartley\npugh",
        on=f"{YEAR}-02-03",
        directed="no",
        note="Pugh hesitates.",
    )
    piotr.says("this embassy’s")
    promised = {"side": "theirs", "text": "Written question by 1 March"}
    add(piotr, f"{below(met)}/promises", **promised, due_on=f"{YEAR}-03-01")
    return met


def is_overdue_until_it_is_settled(piotr: Desk) -> None:
    overdue = piotr.page.get_by_role("heading", name="Overdue")
    piotr.go("relations/gb/")
    expect(overdue).to_be_visible()
    piotr.says("Written question by 1 March")

    piotr.page.get_by_role("link", name="Settle").first.click()
    piotr.page.get_by_label("not kept").check()
    piotr.page.locator("[name='evidence']").fill("None was asked")
    piotr.press("Save")

    piotr.go("relations/gb/")
    expect(overdue).to_be_hidden()


def waits_for_advice(piotr: Desk, *, coordinator: Desk) -> None:
    """Nothing of the second meeting is sent anywhere until a coordinator noted advice."""
    doubtful = add(
        piotr,
        "meetings",
        kind="meeting",
        status="held",
        title="Asked for by a ministry",
        organisations_find="Test Workers",
        on=f"{YEAR}-02-10",
        on_behalf_of="A foreign ministry",
        directed="yes",
    )
    refused = "Nothing may be sent"
    piotr.says(refused)
    expect(piotr.page.get_by_role("link", name="Note legal advice")).to_have_count(0)
    piotr.go(f"{doubtful}register/")
    piotr.page.locator("[name='subject_en']").fill("Pickets")
    piotr.press("Ask for approval")
    piotr.says("legal advice")
    assert piotr.page.url.endswith("/register/"), "nothing was asked for"

    coordinator.go(doubtful)
    coordinator.page.get_by_role("link", name="Note legal advice").click()
    coordinator.page.locator("[name='advice']").fill("A lawyer: register first.")
    coordinator.press("Save")

    piotr.go(doubtful)
    expect(piotr.page.get_by_text(refused)).to_be_hidden()
    piotr.says("register first")


def makes_a_brief(piotr: Desk) -> None:
    """Make one page of English about a prisoner, of three sources with their days."""
    piotr.go("relations/gb/brief/?q=Bahdan")
    piotr.page.get_by_role("link", name=PRISONER).click()
    piotr.page.locator("[name='language']").select_option("en")
    for words in ("1,374 quiet days", "Something quiet in 2021-03"):
        piotr.page.locator("main label").filter(has_text=words).first.click()
    kind, body = piotr.page.locator("main form[method=post]").evaluate(SEND)
    assert kind == "application/pdf"
    [page] = PdfReader(BytesIO(b64decode(body))).pages
    text = " ".join(page.extract_text().split())
    days = ("1 November 2026", "1 May 2026", "March 2021")
    assert PRISONER in text
    assert [each for each in (*SOURCES, *days) if each not in text] == []


def puts_on_register(piotr: Desk, met: str, *, approvers: tuple[Desk, Desk]) -> None:
    """Ask for the rows of a meeting and for the count of its quarter; others approve both."""
    page = piotr.page
    piotr.go(f"{met}register/")
    page.locator("[name='subject_en']").fill("A written question")
    page.locator("[name='precision'][value='month']").check()
    page.get_by_label("Office at Test Parliament").select_option("Member for Test Vale")
    piotr.press("Ask for approval")
    piotr.says("Asked for. Another member approves it.")
    assert approve_all(approvers[0])
    piotr.go("relations/gb/register/")
    piotr.press("Ask for this count")
    assert approve_all(approvers[1])


def readers_are_told_by_circle(reader: Reader) -> None:
    path = f"en/partners/meetings/{YEAR}-q1/"
    for text in ("government bodies: 1 meeting", "trade unions: 1 meeting", "Rows withheld: 1."):
        reader.reads(path, text)
    reader.reads(path, "Member for Test Vale")
    section = "en/partners/meetings"
    files = [f"{section}/register.{ending}" for ending in ("csv", "json", "atom")]
    for each in (path, *files):
        answer = reader.page.request.get(f"{reader.site.public}/{each}")
        assert answer.ok, each
        told = answer.text()
        names = ("Hartley", "Imogen", "Pugh", "Gareth", "piotr", "hesitates")
        assert [name for name in names if name in told] == [], each


def opens_no_help_request(piotr: Desk) -> None:
    """Whoever is on duty has another account: to this one the desk is shut, and says nothing."""
    desk = f"http://desk.localhost:{piotr.site.port}"
    case, letter = f"{1:016x}", f"{1:032x}"
    sealed = (
        "queue",
        f"letter/{letter}",
        f"blob/{letter}",
        f"case/{case}",
        "search?q=test",
        "count",
    )
    for path in sealed:
        answer = piotr.page.goto(f"{desk}/s/{path}")
        assert answer is not None
        assert answer.status in {401, 403, 404}, path
    for path in ("cases/", "casework/", "help/", "desk/", "help-desk/cases/"):
        answer = piotr.page.goto(f"{piotr.site.staff}/admin/{path}")
        assert answer is not None
        assert answer.status == 404, path


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
