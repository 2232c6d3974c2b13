"""A hostile script runs in the admin, with a member signed in, and reaches neither desk nor intake.

The policy of the admin is switched off: whatever holds here is a guard of the other two origins.
Each way is tried on a site without guards first, where it has to work.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.asking import Asker
from tests.casework.client import JSON, Person, Published
from tests.journeys.conftest import Embassy
from tests.journeys.help_on_site import HelpOnSite
from tests.journeys.unguarded import Unguarded, unguarded

# Each returns whether it got something; what throws did not.
ASKING = {
    "a page is read": "at => fetch(at.page, {credentials: 'include'}).then(a => a.text())",
    "a page is asked for without reading": "at => fetch(at.page, {mode: 'no-cors'})",
    "a script is asked for without reading": "at => fetch(at.script, {mode: 'no-cors'})",
    "a wire is asked with the headers of a case": """at => fetch(at.wire, {
        headers: {'Case-Lookup': '0'.repeat(32), 'Case-Auth': '0'.repeat(64)}})""",
    "a wire is asked with a token": "at => fetch(at.wire, {headers: {Authorization: 'Bearer x'}})",
    "something is deleted": "at => fetch(at.wire, {method: 'DELETE', credentials: 'include'})",
    "something is put": "at => fetch(at.wire, {method: 'PUT', body: 'x'})",
    "JSON is posted": """at => fetch(at.wire, {method: 'POST', body: '{}',
        headers: {'Content-Type': 'application/json'}})""",
    "a text is posted and the answer read": """at => fetch(at.wire, {method: 'POST', body: '{}'})
        .then(a => a.text())""",
    "an older way of asking": """at => new Promise((yes, no) => {
        const asked = new XMLHttpRequest(); asked.open('GET', at.page);
        asked.withCredentials = true; asked.onload = yes; asked.onerror = no; asked.send() })""",
    "a stream of events": """at => new Promise((yes, no) => {
        const stream = new EventSource(at.events, {withCredentials: true});
        stream.onmessage = yes; stream.onerror = no })""",
    "a script is loaded": """at => new Promise((yes, no) => document.head.append(Object.assign(
        document.createElement('script'), {src: at.script, onload: yes, onerror: no})))""",
    "a module is loaded": "at => import(at.script)",
    "a style sheet is loaded": """at => new Promise((yes, no) => document.head.append(Object.assign(
        document.createElement('link'),
        {rel: 'stylesheet', href: at.style, onload: yes, onerror: no})))""",
}
FRAMING = {
    "a frame": "Object.assign(document.createElement('iframe'), {src: at.page})",
    "a frame in a sandbox": """Object.assign(document.createElement('iframe'),
        {src: at.page, sandbox: 'allow-scripts allow-same-origin'})""",
    "an object": "Object.assign(document.createElement('object'), {data: at.page})",
    "an embedding": "Object.assign(document.createElement('embed'), {src: at.page})",
}


@dataclass(frozen=True)
class Place:
    """An origin, and the addresses on it that are attacked."""

    origin: str
    page: str
    script: str
    style: str
    wire: str

    def told(self) -> dict[str, str]:
        paths = {name: f"{self.origin}{path}" for name, path in vars(self).items()}
        return paths | {"origin": self.origin, "events": f"{self.origin}/s/queue.events"}


@dataclass(frozen=True)
class Hostile:
    """The admin in which the script runs, and where it wants to get to."""

    browser_page: Page
    control: Place
    beside: Place  # another name without guards
    guarded: list[Place]
    open_site: Unguarded
    help: HelpOnSite


@pytest.fixture(scope="module")
def hostile(embassy: Embassy, browser: Browser) -> Iterator[Hostile]:
    """Take the session of a member over into a browser whose policy of the admin is off."""
    help_desk = HelpOnSite(embassy.site)
    help_desk.put_on_duty(hunted=["help"])
    state = embassy.writer.page.context.storage_state()
    context = browser.new_context(bypass_csp=True, storage_state=state)
    page = context.new_page()
    with unguarded() as there:
        paths = ("/assets/intake.js", "/assets/intake.css", "/i/box")
        yield Hostile(
            page,
            Place(there.address, "/", *paths),
            Place(there.address.replace("open.", "beside."), "/", *paths),
            [
                Place(help_desk.address, "/gb/en/", *paths),
                Place(help_desk.desk, "/gb/en/", "/assets/desk.js", "/assets/desk.css", "/s/queue"),
            ],
            there,
            help_desk,
        )
    context.close()


@pytest.fixture
def admin(hostile: Hostile, embassy: Embassy) -> Page:
    """Return the first page of the admin, as somebody who is signed in sees it."""
    page = hostile.browser_page
    page.goto(f"{embassy.site.staff}/admin/")
    expect(page).to_have_url(f"{embassy.site.staff}/admin/")
    return page


def gets(page: Page, way: str, place: Place) -> bool:
    """Run a way in a page, and tell whether it got something within some seconds."""
    return all_that_get(page, {"way": way}, [place])["way"] == [True]


def all_that_get(page: Page, ways: dict[str, str], places: list[Place]) -> dict[str, list[bool]]:
    """Run ways at once in a page; tell for each at which places it got something in time."""
    each = ", ".join(f"{json.dumps(name)}: {way}" for name, way in ways.items())
    script = f"""async places => {{
        const ways = {{{each}}};
        const tried = (way, at) => Promise.race([(async () => way(at))(), late()])
            .then(() => true, () => false);
        const late = () => new Promise((_yes, no) => setTimeout(no, 5000));
        const all = Object.entries(ways).map(async ([name, way]) =>
            [name, await Promise.all(places.map(at => tried(way, at)))]);
        return Object.fromEntries(await Promise.all(all)) }}"""
    found: dict[str, list[bool]] = page.evaluate(script, [place.told() for place in places])
    return found


def test_nothing_is_asked_or_loaded_across(hostile: Hostile, admin: Page) -> None:
    found = all_that_get(admin, ASKING, [hostile.control, *hostile.guarded])

    assert found == {way: [True, False, False] for way in ASKING}


def test_nothing_is_framed(hostile: Hostile, admin: Page) -> None:
    found: dict[str, list[bool]] = {}
    for way, element in FRAMING.items():
        found[way] = []
        for place in (hostile.control, *hostile.guarded):
            admin.evaluate(f"at => document.body.append({element})", place.told())
            admin.wait_for_timeout(700)
            found[way].append(any(each.url.startswith(place.origin) for each in admin.frames))
        admin.evaluate(
            "document.querySelectorAll('iframe, object, embed').forEach(e => e.remove())"
        )

    assert found == {way: [True, False, False] for way in FRAMING}


def opened(admin: Page, place: Place, name: str = "") -> Page:
    """Open a window from the script, which keeps its handle."""
    with admin.expect_popup() as opening:
        admin.evaluate(
            "([page, name]) => { self.handle = open(page, name) }", [place.told()["page"], name]
        )
    popup = opening.value
    popup.wait_for_url(lambda at: at.startswith(place.origin))  # it is empty at first
    popup.evaluate("addEventListener('message', event => { self.heard = event.data })")
    return popup


WINDOWS = {
    "the handle stays": ("0", "_popup => true", "!handle.closed"),
    "the opened page knows who opened it": ("0", "_popup => opener !== null", "true"),
    "a message arrives": ("handle.postMessage('x', '*')", "_popup => self.heard === 'x'", "true"),
    "frames are counted": ("0", "_popup => true", "!handle.closed && handle.length === 0"),
}


@pytest.fixture
def loose(hostile: Hostile) -> Page:
    """Return a page that holds what it opens: the admin lets go of it by itself."""
    page = hostile.browser_page
    page.goto(hostile.control.told()["page"])
    return page


@pytest.mark.parametrize("way", WINDOWS)
@pytest.mark.parametrize("is_admin", [True, False])
def test_no_window_is_held(
    hostile: Hostile, request: pytest.FixtureRequest, *, way: str, is_admin: bool
) -> None:
    page = request.getfixturevalue("admin" if is_admin else "loose")
    act, there, here = WINDOWS[way]
    found = []
    for place in (hostile.beside, *hostile.guarded):
        popup = opened(page, place)
        page.evaluate(act)
        popup.wait_for_timeout(300)
        found.append(bool(popup.evaluate(there)) and bool(page.evaluate(here)))
        popup.close()

    assert found == [not is_admin, False, False]


@pytest.mark.parametrize(
    "act", ["handle.location = 'about:blank#x'", "open('about:blank#x', self.named)"]
)
@pytest.mark.parametrize("is_admin", [True, False])
def test_no_window_is_led_elsewhere(
    hostile: Hostile, request: pytest.FixtureRequest, *, act: str, is_admin: bool
) -> None:
    page = request.getfixturevalue("admin" if is_admin else "loose")
    found = []
    for number, place in enumerate((hostile.beside, *hostile.guarded)):
        popup = opened(page, place, f"window{number}")
        page.evaluate(f"() => {{ self.named = 'window{number}'; {act} }}")
        popup.wait_for_timeout(500)
        found.append(popup.url == "about:blank#x")
        for each in page.context.pages:
            if each != page:
                each.close()

    assert found == [not is_admin, False, False]


SHARED = {
    "storage of the device": (
        "localStorage.setItem('planted', 'x')",
        "localStorage.getItem('planted') === 'x'",
    ),
    "a cookie for every name": (
        "[document.cookie = 'planted=x', document.cookie = 'planted=x; domain=localhost']",
        "document.cookie.includes('planted')",
    ),
    "a database": (
        "new Promise(yes => { indexedDB.open('planted').onsuccess = yes })",
        "indexedDB.databases().then(all => all.some(each => each.name === 'planted'))",
    ),
    "a cache": ("caches.open('planted')", "caches.has('planted')"),
}


def test_nothing_is_left_for_the_other_origins(hostile: Hostile, admin: Page) -> None:
    for plant, _find in SHARED.values():
        admin.evaluate(f"async () => {{ await ({plant}) }}")
    found = {way: [bool(admin.evaluate(find))] for way, (_plant, find) in SHARED.items()}
    for place in hostile.guarded:
        page = admin.context.new_page()
        page.goto(place.told()["page"])
        for way, (_plant, find) in SHARED.items():
            found[way].append(bool(page.evaluate(find)))
        page.close()

    assert found == {way: [True, False, False] for way in SHARED}


def test_no_channel_is_heard(hostile: Hostile, admin: Page, embassy: Embassy) -> None:
    found = []
    for address in (
        f"{embassy.site.staff}/admin/",
        *(each.told()["page"] for each in hostile.guarded),
    ):
        page = admin.context.new_page()
        page.goto(address)
        page.evaluate(
            "() => { self.channel = new BroadcastChannel('x');"
            " channel.onmessage = event => { self.heard = event.data } }"
        )
        admin.evaluate("new BroadcastChannel('x').postMessage('y')")
        page.wait_for_timeout(300)
        found.append(page.evaluate("self.heard === 'y'"))
        page.close()

    assert found == [True, False, False]


def test_no_service_worker_is_put_before_them(hostile: Hostile, admin: Page) -> None:
    """Only a page of the origin can register one, and then with a script of the origin."""
    register = "at => navigator.serviceWorker.register(at.script, {scope: at.origin + '/assets/'})"
    own = admin.context.new_page()
    own.goto(hostile.control.told()["page"])

    assert gets(own, register.replace("{scope", "{type: 'module', scope"), hostile.control)
    assert [gets(admin, register, place) for place in hostile.guarded] == [False, False]
    for place in hostile.guarded:
        own.goto(place.told()["page"])
        assert (
            own.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
        )
    own.close()


POSTS = {
    "a form": """async body => {
        const form = Object.assign(document.createElement('form'),
            {method: 'post', action: self.target, enctype: 'text/plain', target: 'sink'});
        form.append(Object.assign(document.createElement('input'), {type: 'hidden',
            name: '{"trick":"', value: '",' + body.slice(1)}));
        document.body.append(Object.assign(document.createElement('iframe'), {name: 'sink'}), form);
        form.submit(); }""",
    "a request that is not read": """body => fetch(self.target,
        {method: 'POST', mode: 'no-cors', body}).catch(() => 0)""",
    "a beacon": """async body => { navigator.sendBeacon(self.target, body) }""",
    "a beacon that says it is JSON": """async body => { navigator.sendBeacon(self.target,
        new Blob([body], {type: 'application/json'})) }""",
}


@pytest.mark.parametrize("way", POSTS)
def test_no_appeal_is_left_in_somebody_s_name(hostile: Hostile, admin: Page, way: str) -> None:
    """An appeal that is right in everything but where it comes from."""
    desk = hostile.help
    wire = Asker(desk.site.port, host="help.localhost")
    person = Person(Published(wire, "gb", desk.root.public))
    sent = person.prepared("Planted.") | {"proof": person.published.work()}
    found = []
    for address in (hostile.open_site.address, desk.address):
        admin.evaluate("address => { self.target = address + '/i/case' }", address)
        admin.evaluate(POSTS[way], json.dumps(sent))
        admin.wait_for_timeout(1_500)
        query = f"SELECT 1 FROM casework_case WHERE lookup_sha256 = '{sent['lookup']}'"  # noqa: S608
        is_control = address == hostile.open_site.address
        arrived = any(sent["letter"].encode() in each for each in hostile.open_site.sent)
        found.append(arrived if is_control else bool(desk.kept(query)))

    assert found == [True, False]
    answer = wire.ask("/i/case", method="POST", headers=[JSON], body=json.dumps(sent).encode())
    assert answer.status == 201
