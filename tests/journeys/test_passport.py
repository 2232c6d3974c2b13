"""A passport that expires in twelve days, from the guide to the last byte. Domain.md, A5."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ambasada.lib.sealing.codes import CaseCode
from ambasada.lib.sealing.files import unseal
from ambasada.lib.sealing.keys import Identity
from tests.factories.backups import holder
from tests.journeys.duty_room import answer, confirm, open_case, said, unfold
from tests.journeys.help_on_site import HelpOnSite, at, holding
from tests.journeys.on_duty import today
from tests.journeys.person import PHONE, Opening, Person
from tests.journeys.test_intake import photograph
from tests.running_site import RunningSite, raised, served

TEXT = "Зязюлькацэ: паспорт истекает, ребёнок родился здесь."
ANSWER = "Памятка лежит на сайте. Это сведения, а не совет."
THANKS = "Спасибо, зязюлькавы."
SECRET = [TEXT, "Зязюлькацэ", ANSWER, THANKS, "photo.jpg", "Spyglass"]
GUIDE = "Do not go back for a passport"
EVIDENCE = "Put the evidence together"  # what belongs in the pack, as a file to keep


@pytest.fixture
def help_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HelpOnSite]:
    """Serve an embassy with two on duty, each at a desk of their own."""
    site = raised(tmp_path_factory, "passport")
    with served(site):
        site.wait_until_baked()
        there = HelpOnSite(site)
        there.put_on_duty(**{"duty-2": ["help"], "duty-5": ["press"]})
        yield there


def test_guide_is_three_taps_away_and_is_saved_under_a_neutral_name(
    help_desk: HelpOnSite, open_page: Opening
) -> None:
    page = open_page(viewport=PHONE, java_script_enabled=False, accept_downloads=True)
    page.goto(f"{help_desk.site.public}/en/")
    page.locator("main").get_by_role("link", name="Find a guide").first.click()
    page.get_by_role("link", name=GUIDE).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(GUIDE)
    expect(page.locator("main").get_by_text("Checked on").first).to_be_visible()
    expect(page.get_by_text("This is information, not advice.").first).to_be_visible()

    forms = page.locator(".forms a").evaluate_all("all => all.map(each => each.href)")
    names = {each.rpartition("/")[2] for each in forms}
    assert names <= {"information.txt", "information.pdf"}
    text = page.request.get(f"{page.url}information.txt").text()
    assert GUIDE in text

    page.goto(f"{help_desk.site.public}/en/guides/travel-documents/")
    assert EVIDENCE in page.request.get(f"{page.url}information.txt").text()


def test_request_is_written_answered_closed_and_gone(
    help_desk: HelpOnSite, open_page: Opening, tmp_path: Path
) -> None:
    code = writes(help_desk, open_page)
    blind(help_desk.site, tmp_path / "backup", code)
    colleague = help_desk.sits_down(open_page, "duty-5")
    expect(colleague.get_by_text("Nothing is sealed to you.")).to_be_visible()
    member = help_desk.sits_down(open_page, "duty-2")
    is_told_the_age_and_no_word(member)
    open_case(member, "Expired passport")
    informs(member)
    refers(member, tmp_path)

    comes_back(help_desk, open_page, code)
    closes(member, help_desk)
    expect_kept(help_desk, days=29, cases=1)
    expect_kept(help_desk, days=30, cases=0)
    counted = help_desk.kept("SELECT matter, outcome, count FROM casework_tally")
    assert counted == [("passport", "referred", 1)]
    says_the_same_of(help_desk, open_page, code)


def writes(help_desk: HelpOnSite, open_page: Opening) -> list[str]:
    """Send a request in Russian from a phone: a deadline, a yes to referral, one photograph."""
    yanina = Person(open_page(viewport=PHONE), "ru")
    yanina.comes_to(help_desk)
    yanina.presses("start.write")
    yanina.presses("before.next")
    yanina.walks(("desk", ""), ("class", "deadline"))
    yanina.names_a_day(today() + timedelta(days=12))
    yanina.walks(("type", "passport"))
    yanina.sees("country.heading")
    yanina.presses("button.next")
    yanina.walks(("language", ""), ("refer", "yes"))
    yanina.writes(TEXT, photograph())
    yanina.reads("sending.files.done")
    _words, digits = yanina.writes_down()
    yanina.sees("done.heading")
    assert not [each for each in digits if each in yanina.page.content()]  # shown once
    return digits


def blind(site: RunningSite, folder: Path, code: list[str]) -> None:
    """Expect no readable word in stores, files, log and backup; an old backup goes."""
    by = holder(folder.parent)
    folder.mkdir()
    old = (folder / "rest-2026-01-01.age", folder / "keys-2026-01-01.age")
    for each in old:
        each.write_bytes(b"")
    done = site.command("backup", str(folder), "--to", by.recipient)
    assert done.returncode == 0, done.stderr
    assert not [each for each in old if each.exists()]
    assert len(list(folder.glob("*.age"))) == 2
    for place in (site.home, folder, site.log.parent):
        assert holding(place, [*SECRET, *code]) == set()


def is_told_the_age_and_no_word(member: Page) -> None:
    row = member.locator(".cases__item")
    expect(row).to_contain_text("Russian")
    expect(row.locator(".cases__deadline")).to_contain_text("12 days")
    assert TEXT not in member.content()


def informs(member: Page) -> None:
    """Begin with what advises, are warned, and send a template without it."""
    expect(member.locator(".letter").first).to_contain_text(TEXT)
    member.get_by_label("Your answer").fill("Вам следует подать заявление.")
    expect(member.locator(".advice")).to_contain_text("Вам следует")
    member.get_by_label("Your answer").fill("")
    unfold(member, "Templates and guides")
    member.get_by_label("Template").select_option("Проездной документ: информация")
    member.get_by_role("button", name="Put it in", exact=True).click()
    text = member.get_by_label("Your answer").input_value()
    expect(member.locator(".advice")).to_be_empty()
    answer(member, f"{text}\n{ANSWER}")
    expect(said(member)).to_contain_text("Sent.")


def refers(member: Page, folder: Path) -> None:
    """Make a packet for a partner whose key is on paper; the person has agreed in the form."""
    centre = Identity.new()
    unfold(member, "Refer to a specialist")
    member.get_by_label("Name", exact=True).fill("Test Law Centre")
    member.get_by_label("Registration").fill("T-0000")
    member.get_by_label("Their key").fill(centre.recipient)
    member.get_by_label("What they wrote, whole").check()
    member.get_by_role("button", name="Make the packet").click()
    with member.expect_download() as saved:
        confirm(member, "Make the packet")
    saved.value.save_as(folder / "packet")
    assert TEXT in unseal((folder / "packet").read_bytes(), by=centre).decode()


def comes_back(help_desk: HelpOnSite, open_page: Opening, code: list[str]) -> None:
    """Read on another phone, where the pictures the member sees lost their history, and answer."""
    yanina = Person(open_page(viewport=PHONE), "ru")
    yanina.comes_back(help_desk, code)
    yanina.sees("read.heading")
    expect(yanina.page.locator(".message--member").first).to_contain_text(ANSWER)
    with yanina.page.expect_download() as saved:
        yanina.page.get_by_role("button", name="photo.jpg").click()
    assert b"Spyglass" not in saved.value.path().read_bytes()
    yanina.presses("read.answer")
    yanina.types("answer", THANKS)
    yanina.presses("answer.send")
    yanina.reads("answer.sent")


def closes(member: Page, help_desk: HelpOnSite) -> None:
    member.get_by_role("button", name="Back to the queue").click()
    open_case(member, "Expired passport")
    expect(member.get_by_text(THANKS)).to_be_visible()
    unfold(member, "Close")
    member.get_by_label("How it ended").select_option("Referred to a specialist")
    member.get_by_role("button", name="Close the appeal").click()
    confirm(member, "Close the appeal")
    expect(said(member)).to_contain_text("It is deleted after 30 days.")
    assert help_desk.kept("SELECT state FROM casework_case") == [("closed",)]


def expect_kept(help_desk: HelpOnSite, *, days: int, cases: int) -> None:
    """Expect what is left so many days on: ciphertexts, files, wraps and notices of a case."""
    at(help_desk.site, "forget", str(days))
    home = help_desk.site.home
    blobs = [each for each in (home / "sealed" / "blobs").rglob("*") if each.is_file()]
    with closing(sqlite3.connect(home / "keys.sqlite3", timeout=20)) as keys:
        wraps = keys.execute("SELECT count(*) FROM casework_wrap").fetchone()
    tables = ("case", "letter", "blob", "part", "presence")
    rows = [help_desk.kept(f"SELECT count(*) FROM casework_{each}")[0][0] for each in tables]  # noqa: S608
    assert rows[0] == cases
    if not cases:
        assert (rows, blobs, wraps) == ([0] * len(tables), [], (0,))


def says_the_same_of(help_desk: HelpOnSite, open_page: Opening, gone: list[str]) -> None:
    """Type the code of what is gone and ten that nobody has: one answer, and no hint."""
    page = open_page(viewport=PHONE)
    person, told = Person(page, "ru"), set()
    codes = [gone, *([CaseCode.new().digits] for _time in range(10))]
    for code in codes:
        person.comes_back(help_desk, code)
        expect(page.get_by_role("alert")).to_have_text(person.says("enter.unknown"))
        told.add(page.locator("main").inner_text())
    assert len(told) == 1
