"""A member on a running site: keys are made in the page, and who asked for help is answered.

The server does not hand the page out yet; here the browser is given it in the server's place.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from ambasada.casework.desk_page import Office, desk_asset, desk_page
from ambasada.lib.headers import HeaderClass, headers_for
from ambasada.lib.sealing.contents import Kind
from tests.casework.desks import Desk, desk_of_site
from tests.factories.staff import PASSWORD
from tests.journeys.duty_room import WIDE, answer, confirm, enter, open_case, said, unfold
from tests.running_site import REPOSITORY, RunningSite, raised, served

MEMBER = "duty-2"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    site = raised(tmp_path_factory, "desk")
    with served(site):
        yield site


@pytest.fixture(scope="module")
def desk(running: RunningSite) -> Desk:
    """Return the desk of the site, where one member has keys that no browser made."""
    return desk_of_site(running, names=["duty-3"], password=PASSWORD)


def run_at(site: RunningSite, what: str, values: dict[str, object]) -> dict[str, str]:
    """Do at the site what an administrator does, or the holder of the root key."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.casework.desks", what],
        env=site.environment | {"DJANGO_SETTINGS_MODULE": "ambasada.config.settings"},
        cwd=REPOSITORY,
        input=json.dumps(values),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def give_page(route: Route, desk: Desk) -> None:
    """Answer for the page and its assets; everything else the server answers."""
    path = "/" + route.request.url.split("/", 3)[3]
    headers = headers_for(HeaderClass.DESK)
    if path == f"/{desk.embassy}/en/":
        office = Office(desk.embassy, "Test embassy", desk.root.public.line)
        page = desk_page("en", office, languages=["en", "be", "ru"])
        route.fulfill(body=page, headers=headers | {"Content-Type": "text/html"})
    elif path.startswith("/assets/"):
        content, kind = desk_asset(path.removeprefix("/assets/")) or (b"", "text/plain")
        route.fulfill(body=content, headers=headers | {"Content-Type": kind})
    else:
        route.continue_()


@pytest.fixture
def page(running: RunningSite, desk: Desk, open_page: Callable[..., Page]) -> Page:
    opened = open_page(viewport=WIDE)
    opened.route("**/*", lambda route: give_page(route, desk))
    opened.goto(f"http://desk.localhost:{running.port}/{desk.embassy}/en/")
    return opened


def make_keys(page: Page, code: str) -> str:
    """Make keys in the page and hand them in; return the phrase that keeps them."""
    page.get_by_role("button", name="First time here: make your keys").click()
    page.get_by_role("button", name="Make my keys").click()
    expect(page.locator(".phrase li")).to_have_count(6)
    phrase = " ".join(page.locator(".phrase li").all_inner_texts())
    page.get_by_role("button", name="I have written it down").click()
    page.get_by_label("Type the six words").fill(phrase)
    page.get_by_role("button", name="Check").click()
    page.locator(".sheet__key li").first.wait_for(timeout=60_000)
    groups = page.locator(".sheet__key li").all_inner_texts()
    page.get_by_role("button", name="It is on paper").click()
    page.get_by_label("Type the key").fill(" ".join(groups))
    page.get_by_role("button", name="Check").click()
    page.get_by_role("button", name="Leave this way out").click()
    enter(page, MEMBER, PASSWORD)
    page.get_by_label("One-time code").fill(code)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Read this out")
    return phrase


def begin_duty(page: Page, running: RunningSite, desk: Desk) -> None:
    """Make keys in the page, have them signed, sign in and unlock them with the phrase."""
    code = run_at(running, "allow", {"names": [MEMBER], "password": PASSWORD})[MEMBER]
    phrase = make_keys(page, code)
    desks = {MEMBER: ["help"], "duty-3": ["help"]}
    run_at(running, "sign", {"root": desk.root.file, "desks": desks})
    page.get_by_role("button", name="Go to signing in").click()
    enter(page, MEMBER, PASSWORD)
    page.get_by_label("Your phrase of six words").fill(phrase)
    page.get_by_role("button", name="Unlock", exact=True).first.click()
    expect(page.locator(".bar__ways")).to_be_visible(timeout=60_000)


def test_somebody_in_danger_is_answered_by_a_member_with_keys_of_their_own(
    running: RunningSite, desk: Desk, page: Page
) -> None:
    begin_duty(page, running, desk)
    person = desk.person()
    person.appeal("Men stand before the house.", urgency="danger", type="threats", refer=True)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Queue").click()
    expect(page.get_by_text("then the next on duty is called")).to_be_visible()
    page.get_by_role("button", name="I have it").click()
    open_case(page, "Threats or pressure abroad")
    answer(page, "If you are in danger now, call 999.")
    expect(said(page)).to_contain_text("Sent.")
    keep_note(page, "Nobody else was called.")

    thread = person.read()
    assert thread.problems == ()
    assert thread.letters[-1].content.body == {"text": "If you are in danger now, call 999."}
    person.write("They are gone.", files=[("door.txt", b"a scratch")])
    page.get_by_role("button", name="Back to the queue").click()
    open_case(page, "Threats or pressure abroad")
    page.get_by_role("button", name="Look at it here").click()
    expect(page.frame_locator("iframe").get_by_text("a scratch")).to_be_visible()
    close(page)
    assert person.read().letters[-1].content.kind is Kind.STATUS
    assert person.box()["state"] == "closed"


def keep_note(page: Page, text: str) -> None:
    page.get_by_label("New note").fill(text)
    page.get_by_role("button", name="Keep the note").click()
    expect(said(page)).to_have_text("The note is kept.")


def close(page: Page) -> None:
    """Close the appeal that is open."""
    unfold(page, "Close")
    page.get_by_label("How it ended").select_option("Information was given")
    page.get_by_role("button", name="Close the appeal").click()
    confirm(page, "Close the appeal")
    expect(said(page)).to_contain_text("It is deleted after 30 days.")
