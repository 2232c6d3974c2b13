"""Somebody moves to Testland, and their request goes along. Domain.md, scenario A7 (4)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.duty_room import answer, open_case, said
from tests.journeys.help_on_site import HelpOnSite, holding, pack_of_testland
from tests.journeys.person import PHONE, Opening, Person
from tests.running_site import RunningSite, raised, served

TEXT = "Зязюлькацэ переезжает в Тестландию."
ANSWER = "Мы прочитали: вот памятка."
THERE = "Здесь вас тоже прочитали."


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSite]:
    """Serve London, and an embassy of the same nation in Testland beside it."""
    running = raised(tmp_path_factory, "moving")
    with served(running):
        pack = pack_of_testland(tmp_path_factory.mktemp("packs"))
        added = running.command("embassy", "add", str(pack), "--host", "xt.localhost")
        assert added.returncode == 0, added.stderr
        running.wait_until_baked()
        yield running


def test_yanina_moves_and_only_testland_reads_her_request(
    site: RunningSite, open_page: Opening
) -> None:
    london, testland = HelpOnSite(site), HelpOnSite(site, "xt")
    london.put_on_duty(london=["help"])
    testland.put_on_duty(testland=["help"])
    code = writes(london, open_page)
    answers(london, open_page)
    takes_it_along(london, code, open_page)

    member = london.sits_down(open_page, "london")
    expect(member.get_by_text("Nothing is sealed to you.")).to_be_visible()
    assert TEXT not in member.content()
    answers_there(testland, open_page)
    yanina = Person(open_page(viewport=PHONE), "ru")
    yanina.comes_back(testland, code, "xt")
    yanina.sees("read.heading")
    expect(yanina.page.locator(".message--member")).to_contain_text(THERE)

    counts = london.kept("SELECT embassy, matter, outcome, count FROM casework_tally")
    assert counts == [("gb", "other", "transferred", 1)]
    assert london.kept("SELECT embassy FROM casework_case") == [("xt",)]
    secret = [TEXT, "Зязюлькацэ", ANSWER, THERE, *code]
    assert holding(site.home, secret) == set()
    assert not [each for each in secret if each in site.log.read_text()]


def writes(london: HelpOnSite, open_page: Opening) -> list[str]:
    yanina = Person(open_page(viewport=PHONE), "ru")
    yanina.goes_to_the_text(london)
    yanina.writes(TEXT)
    _words, digits = yanina.writes_down()
    yanina.sees("done.heading")
    return digits


def answers(london: HelpOnSite, open_page: Opening) -> None:
    member = london.sits_down(open_page, "london")
    open_case(member, "No type given")
    answer(member, ANSWER)
    expect(said(member)).to_contain_text("Sent.")


def takes_it_along(london: HelpOnSite, code: list[str], open_page: Opening) -> None:
    yanina = Person(open_page(viewport=PHONE), "ru", pictures="moving")
    yanina.comes_back(london, code)
    yanina.sees("read.heading")
    yanina.presses("read.transfer")
    yanina.sees("transfer.heading")
    yanina.page.get_by_role("radio").check()
    yanina.presses("transfer.go")
    yanina.sees("transfer.done.heading")


def answers_there(testland: HelpOnSite, open_page: Opening) -> None:
    member = testland.sits_down(open_page, "testland")
    open_case(member, "No type given")
    form = member.locator(".letter").first
    for words in ("wrote to the embassy “gb” first", TEXT, ANSWER):
        expect(form).to_contain_text(words)
    answer(member, THERE)
    expect(said(member)).to_contain_text("Sent.")
