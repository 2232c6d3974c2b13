"""A rally is announced, its photographs hide who stands there, and one of them is taken away.

Domain.md, scenario A2. The forms for the press and for complaints are not there yet: no form
stores words in clear.
"""

from collections.abc import Callable
from pathlib import Path

import icalendar
import pytest
from playwright.sync_api import Page, expect

from ambasada.lib.minisign import PublicKey
from tests.factories.photographs import CANARY
from tests.journeys.desk import Desk, Reader
from tests.journeys.joining import join_as_founder, join_as_second
from tests.journeys.photographing import FACES, RIGHTS, choose_file, choose_in_text, keep, masks
from tests.running_site import REPOSITORY, RunningSite, raised, served

SCREENSHOTS = REPOSITORY / "build" / "screenshots"
EVENT = "Day of Solidarity"
RELEASE = "Two hundred people on the square"
CROWD = {"en": "A crowd.", "be": "Натоўп.", "ru": "Толпа."}
SPEAKER = {"en": "A speaker.", "be": "Прамоўца.", "ru": "Оратор."}
CONSENT = "They consented, and there is a record of it."


def test_rally_is_announced_photographed_and_a_picture_is_taken_away(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    site, mirror = raised(tmp_path_factory, "rally"), tmp_path / "mirror"
    root = PublicKey.read((site.home / "keys" / "gb" / "root.pub").read_text())
    with served(site):
        maryla, lew = Desk(open_page(), site), Desk(open_page(), site)
        join_as_founder(maryla.page, site)
        join_as_second(lew.page, site, invited_by=maryla.page)
        ruth = Reader.at(open_page(java_script_enabled=False), site)
        lew.approve(announce(maryla))
        expect_announced(ruth)

        photograph(maryla, CROWD)
        photograph(maryla, SPEAKER, is_speaker=True)
        assert holding(site.home, CANARY) == set()
        lew.approve(tell_the_press(maryla))
        crowd, speaker = expect_told(ruth)
        pull(site, mirror, "--root", root.line)
        assert {crowd, speaker} <= {each.name for each in mirror.rglob("*")}

        take_away(maryla, CROWD["en"])
        assert ruth.status(f"pictures/{crowd}") == 404
        assert ruth.status(f"pictures/{speaker}") == 200
        pull(site, mirror)
        names = {each.name for each in mirror.rglob("*")}
        assert crowd not in names
        assert speaker in names


def announce(member: Desk) -> str:
    """Write the event and ask for it; return the address of the approval."""
    member.add("publishing/eventpage", below="/gb-en/events/")
    member.page.locator("[name=kind]").select_option("rally")
    member.fill(title=EVENT, starts_on="2027-05-21", ends_on="2027-05-21", place="Test Square")
    member.fill(starts_at="14:00", ends_at="16:00")
    member.save_and_ask()
    return member.ask()


def expect_announced(reader: Reader) -> None:
    """Expect the day and the hour on the page and in the file for a calendar."""
    path = reader.link_to(EVENT, on="en/events/")
    reader.reads(f"en/{path}", "14:00")
    reader.reads(f"be/{path}", "Test Square")
    answer = reader.page.request.get(f"{reader.site.public}/en/{path}event.ics")
    [event] = icalendar.Calendar.from_ical(answer.body()).walk("VEVENT")
    assert event["SUMMARY"] == EVENT
    assert f"{event.decoded('DTSTART'):%Y-%m-%d %H:%M %Z}" == "2027-05-21 14:00 BST"
    assert f"{event.decoded('DTEND'):%H:%M}" == "16:00"


def photograph(member: Desk, words: dict[str, str], *, is_speaker: bool = False) -> None:
    """Take a photograph in; the mask of one speaker is lifted, and why is written down."""
    choose_file(member.page, member.site.staff)
    assert len(masks(member.page)) >= len(FACES)
    if is_speaker:
        member.page.locator("[name=mask]").first.fill("")
        member.page.get_by_label(CONSENT).check()
        member.page.locator("[name=note]").fill("Consent no. 7, in the locked drawer")
    keep(member.page, words)


def tell_the_press(member: Desk) -> str:
    """Write the release with both pictures and ask for it; return the address of the approval."""
    member.add("publishing/pressreleasepage", below="/gb-en/press/")
    member.fill(title=RELEASE, place="London", released_on="2027-05-21", released_at="18:00")
    member.fill(embargo="Not before 21 May, 18:00 in London.")
    member.page.locator("[name=contact]").select_option(label="press@example.org")
    for words in (CROWD, SPEAKER):
        choose_in_text(member, words["en"])
    member.save_and_ask()
    return member.ask()


def expect_told(reader: Reader) -> tuple[str, str]:
    """Expect the release with what the press needs; return the names of both pictures’ files."""
    path = reader.link_to(RELEASE, on="en/press/")
    reader.reads(f"en/{path}", "Not before 21 May, 18:00 in London.")
    expect(reader.page.locator("main a[href='mailto:press@example.org']")).to_have_count(1)
    expect(reader.page.get_by_text(RIGHTS)).to_have_count(2)
    reader.page.screenshot(path=SCREENSHOTS / "release-with-pictures.png", full_page=True)
    text = reader.page.request.get(f"{reader.site.public}/en/{path}information.txt")
    assert RELEASE in text.text()
    names = []
    for words in (CROWD, SPEAKER):
        shown = reader.page.get_by_role("img", name=words["en"]).get_attribute("src") or ""
        body = reader.page.request.get(f"{reader.site.public}{shown}").body()
        assert body
        assert CANARY.encode() not in body
        names.append(shown.rpartition("/")[2])
    return names[0], names[1]


def take_away(member: Desk, words: str) -> None:
    """Erase a picture at once, as somebody in it asked."""
    member.go("pictures/")
    item = member.page.locator(".pictures__item").filter(has_text=words)
    item.get_by_role("link", name="Erase it for somebody’s safety").click()
    member.page.get_by_role("checkbox").check()
    member.press("Erase")
    member.use_passkey_if_asked()
    member.says("Erased. Readers do not get it any more.")


def pull(site: RunningSite, mirror: Path, *known: str) -> None:
    site.wait_until_baked()
    done = site.command("mirror", "pull", site.public, str(mirror), *known)
    assert done.returncode == 0, done.stderr


def holding(folder: Path, words: str) -> set[str]:
    """Return which files below a folder hold some words."""
    files = [each for each in folder.rglob("*") if each.is_file()]
    return {each.name for each in files if words.encode() in each.read_bytes()}
