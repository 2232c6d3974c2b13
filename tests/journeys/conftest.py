import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from ambasada.casework.intake_page import OtherEmbassy, intake_page
from ambasada.network.queries import Facts
from tests.conftest import separate_pages
from tests.factories.facts import facts_from_pack
from tests.journeys.desk import Desk, Reader
from tests.journeys.duty_room import Room, new_desk
from tests.journeys.faked_desk import served as desk_served
from tests.journeys.help_origin import HelpOrigin, serving
from tests.journeys.joining import join_as_founder, join_as_second
from tests.journeys.on_duty import OnDuty
from tests.running_site import REPOSITORY, RunningSite, free_port, raised, served


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """Serve the British pack with an imported statement, and Norland beside it."""
    running = raised(tmp_path_factory, "site", port=free_port())
    with served(running):
        norland = str(REPOSITORY / "content" / "norland")
        added = running.command("embassy", "add", norland, "--host", "norland.localhost")
        assert added.returncode == 0, added.stderr
        statement = str(REPOSITORY / "tests" / "statements" / "examples" / "en-pasted-page.txt")
        imported = running.command("import", "statement", statement, "--embassy", "gb")
        assert imported.returncode == 0, imported.stderr
        running.wait_until_baked()
        yield running


@pytest.fixture(scope="session")
def kinds(site: RunningSite) -> list[str]:
    """Publish one of each kind of page that the pack lacks; return their paths."""
    settings = {"DJANGO_SETTINGS_MODULE": "ambasada.config.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.every_kind"],
        env=site.environment | settings,
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    site.wait_until_baked()
    return done.stdout.split()


@dataclass(frozen=True)
class Embassy:
    """A site with two members at their desks; each journey adds its own texts to it."""

    site: RunningSite
    writer: Desk
    approver: Desk


@pytest.fixture(scope="session")
def embassy(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Embassy]:
    """Serve the British pack with two members, who have a passkey each."""
    running, elsewhere = raised(tmp_path_factory, "embassy", port=free_port()), list[str]()
    with served(running), separate_pages(browser, elsewhere) as open_one:
        first, second = open_one(), open_one()
        join_as_founder(first, running)
        join_as_second(second, running, invited_by=first)
        yield Embassy(running, Desk(first, running), Desk(second, running))
    assert elsewhere == []


@pytest.fixture
def reader(embassy: Embassy, open_page: Callable[..., Page]) -> Reader:
    """Return somebody without scripts before the site of two members."""
    return Reader.at(open_page(java_script_enabled=False), embassy.site)


@pytest.fixture
def help_origin() -> Iterator[HelpOrigin]:
    """Serve the pages of the British embassy and of Testland, with somebody on duty at each."""
    duties = OnDuty(), OnDuty("xt", "4444333322221111" * 2)

    def made(port: int) -> HelpOrigin:
        own, other = (
            OtherEmbassy(facts, each.instance, each.root.public.line)
            for each, facts in zip(duties, both_facts(port), strict=True)
        )
        pages = {
            f"/{one.facts.embassy.code}/{language}/": intake_page(
                one.facts, language, instance=one.instance, root=one.root, others=[another]
            )
            for one, another in ((own, other), (other, own))
            for language in ("en", "be", "ru")
        }
        pages["/exit/"] = b"<title>Continue</title>"
        return HelpOrigin(duties[0], port, pages=pages, neighbour=duties[1])

    with serving(made) as origin:
        for duty in duties:
            origin.put_roster(duty=duty)
        yield origin


def both_facts(port: int) -> tuple[Facts, Facts]:
    """Return the facts of the British embassy, and the same of one in Testland."""
    british, testland = (facts_from_pack("gb", port=port) for _each in range(2))
    testland.embassy.code = "xt"
    testland.embassy.name = {"en": "People’s Embassy in Testland"}
    return british, testland


@pytest.fixture
def room(open_page: Callable[..., Page]) -> Iterator[Room]:
    """Serve the desk from memory, with three members; no browser may complain of anything."""
    port = free_port()
    desk, first, second, press = new_desk()
    with desk_served(desk, port):
        there = Room(desk, port, open_page, first, second, press)
        yield there
    assert there.complaints == []
