"""Outside links: which are gathered, what is asked of other sites, and what editors are told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import Client

from ambasada.config.clock import jobs_of
from ambasada.config.environment import Environment
from ambasada.lib.connecting import anywhere
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy, Seat
from ambasada.pages.actions import gather_links, look_at_a_link
from ambasada.pages.models import OutgoingLink
from ambasada.pages.queries import broken_for
from tests.factories.pages import NOW, approve_at_once, drafted, news, withdraw_at_once
from tests.factories.pages import at as page_at
from tests.factories.reading import Answer
from tests.factories.staff import editor_of, seat

DAY = timedelta(days=1)
ASKED: list[tuple[str, dict[str, str]]] = []


class _Site(BaseHTTPRequestHandler):
    """Answers what its path says."""

    def do_GET(self) -> None:
        ASKED.append((self.path, dict(self.headers)))
        self.send_response(int(self.path.rpartition("/")[2].partition("?")[0]))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def site() -> Iterator[str]:
    """Serve other people's pages; yield the origin."""
    ASKED.clear()
    server = HTTPServer(("127.0.0.1", 0), _Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


def leading_to(embassy: Embassy, *addresses: str, title: str = "A quiet day") -> None:
    """Publish a page whose text leads to the first address, and which names the others."""
    text = f'<p>See <a href="{addresses[0]}">this</a>.</p>'
    sources = [("source", {"title": "S", "address": each}) for each in addresses[1:]]
    news(embassy, title=title, body=[("text", text)], sources=sources)


def addresses() -> set[str]:
    return set(OutgoingLink.objects.values_list("address", flat=True))


@pytest.fixture
def britain(britain: Embassy) -> Embassy:
    """Return Britain, of whose shipped pages no link is known yet."""
    gather_links()
    OutgoingLink.objects.update(due_at=NOW + 400 * DAY)
    return britain


def test_links_of_public_pages_are_gathered_and_no_others(britain: Embassy) -> None:
    before = addresses()
    leading_to(britain, "https://one.example.org/a#b", "https://two.example.org/?c=d&e=f")
    page = news(
        britain,
        title="Taken back",
        sources=[
            ("source", {"title": "S", "address": "https://three.example.org"}),
        ],
    )
    withdraw_at_once(page)
    draft = drafted(type(page)(title="Draft"), page_at(britain, "en", "news/"))
    draft.sources = [("source", {"title": "S", "address": "https://four.example.org"})]
    draft.save_revision()
    leading_to(britain, f"http://{'a' * 56}.onion/", title="Onion")

    gather_links()

    assert addresses() - before == {
        "https://one.example.org/a",
        "https://two.example.org/?c=d&e=f",
    }
    assert gather_links() == len(addresses())


def test_link_that_no_page_has_any_more_is_forgotten(britain: Embassy) -> None:
    item = news(
        britain,
        sources=[
            ("source", {"title": "S", "address": "https://one.example.org/"}),
        ],
    )
    gather_links()
    item.sources = []
    item.save_revision()
    approve_at_once(item)

    gather_links()

    assert "https://one.example.org/" not in addresses()


@pytest.mark.parametrize(
    ("status", "fault"),
    [(200, ""), (301, ""), (403, ""), (429, ""), (404, "gone"), (410, "gone"), (503, "fails")],
)
def test_what_another_site_answers_decides(britain: Embassy, status: int, fault: str) -> None:
    with site() as origin:
        leading_to(britain, f"{origin}/page/{status}?x=1")
        gather_links()

        link = look_at_a_link(now=NOW, allows=anywhere)

    assert link is not None
    assert link.fault == fault
    ((path, headers),) = ASKED
    assert path == f"/page/{status}?x=1"
    assert set(headers) <= {"Host", "Accept-Encoding"}  # nothing tells who asks, and from where


def test_one_link_is_asked_at_a_time_and_rests_for_a_week(britain: Embassy) -> None:
    with site() as origin:
        leading_to(britain, f"{origin}/200", f"{origin}/a/200")
        gather_links()
        asked = [look_at_a_link(now=NOW, allows=anywhere) for _turn in range(3)]
        later = look_at_a_link(now=NOW + 6 * DAY, allows=anywhere)
        again = look_at_a_link(now=NOW + 7 * DAY, allows=anywhere)

    assert [each is None for each in asked] == [False, False, True]
    assert later is None
    assert again is not None


def test_machine_of_our_own_network_is_not_asked(britain: Embassy) -> None:
    with site() as origin:
        leading_to(britain, f"{origin}/200")
        gather_links()

        link = look_at_a_link(now=NOW)

    assert link is not None
    assert (link.fault, ASKED) == ("unreachable", [])


def test_editors_are_told_of_what_failed_on_two_days(britain: Embassy, norland: Embassy) -> None:
    member = seat("reader", britain, days_ago=9)
    with site() as origin:
        leading_to(britain, f"{origin}/404", title="A page with a link")
        gather_links()
        look_at_a_link(now=NOW, allows=anywhere)
        once = broken_for(member, now=NOW)
        look_at_a_link(now=NOW + DAY, allows=anywhere)
    browser: Client = editor_of(britain)

    (told,) = broken_for(member, now=NOW)
    shown = Answer(browser.get("/admin/approvals/links/")).body

    assert once == []
    assert (told.since, [title for _number, title, _code in told.pages]) == (
        NOW.date(),
        ["A page with a link"],
    )
    assert f"{origin}/404" in shown
    assert "is not there any more" in shown
    assert f'href="{origin}' not in shown  # nobody tells that site who reads it
    assert broken_for(seat("stranger", norland, role=Seat.Role.EDITOR, days_ago=9), now=NOW) == []


def test_nobody_is_asked_unless_the_operator_wants_it(tmp_path: object) -> None:
    quiet, asking = Environment(home=str(tmp_path)), Environment(home=str(tmp_path), links="look")

    assert len(jobs_of(asking)) == len(jobs_of(quiet)) + 2
    with pytest.raises(Refused, match="AMBASADA_LINKS must be look"):
        jobs_of(Environment(home=str(tmp_path), links="yes"))
