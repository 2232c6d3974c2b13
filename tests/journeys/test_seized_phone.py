"""An emergency, an impostor, and a phone that was taken at a border. Domain.md, scenario A6.

A fake is reported on the page on which people write: no other form stores words.
"""

import json
from datetime import timedelta
from email import message_from_string
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ambasada.config.notices import SENTENCE
from ambasada.lib.minisign import PublicKey
from ambasada.lib.sealing.files import CannotBeOpened
from ambasada.lib.sealing.wraps import unwrap
from tests.asking import Asker
from tests.factories.backups import holder
from tests.factories.mail_server import mail_server
from tests.journeys.desk import Desk, Reader
from tests.journeys.duty_room import answer, open_case, said
from tests.journeys.help_on_site import HelpOnSite, at, holding
from tests.journeys.joining import (
    ask,
    follow,
    join_as_founder,
    join_as_second,
    printed_link,
    with_passkey,
)
from tests.journeys.person import PHONE, Opening, Person
from tests.journeys.site_clock import FIRST, SECOND
from tests.journeys.test_members import vouch
from tests.journeys.test_mirror import done
from tests.running_site import RunningSite, raised, served

DANGER = "Зязюлькацэ: men stand outside, they threaten my parents."
FAKE = "Зязюлькавы bot writes to people in your name."
AFTER = "Written after the phone was taken, зязюлькамі."
BANNER = {
    "en": "A bot that calls itself our help desk is false. We never write first.",
    "be": "Бот, які выдае сябе за нашу дапамогу, фальшывы. Мы ніколі не пішам першымі.",
    "ru": "Бот, который выдаёт себя за нашу помощь, фальшивый. Мы никогда не пишем первыми.",
}
THREATS = "No type given"


def test_danger_is_answered_an_impostor_is_warned_of_and_a_lost_phone_reads_no_more(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, open_page: Opening
) -> None:
    site = raised(tmp_path_factory, "seized")
    with served(site):
        founder, second = Desk(open_page(), site), Desk(open_page(), site)
        join_as_founder(founder.page, site)
        join_as_second(second.page, site, invited_by=founder.page)
        help_desk = HelpOnSite(site)
        help_desk.put_on_duty(**{"duty-2": ["help"], "duty-3": ["help"]})
        code = somebody_writes(help_desk, open_page)
        those_on_duty_are_called(help_desk)
        phone = help_desk.sits_down(open_page, "duty-3")
        first_is_read(phone)

        somebody_reports_a_fake(help_desk, open_page)
        readers_are_warned(founder, second, open_page)
        mirrors_warn(site, tmp_path / "mirror")
        newcomer_reads_nothing_older(help_desk, (founder, second), open_page)

        phone_is_lost(founder, phone, help_desk)
        others_make_new_keys(help_desk, open_page, code)
        breach_is_told(founder, help_desk)
        old_invitation_is_dead(help_desk, second, open_page)
        stolen_backup_says_nothing(help_desk, tmp_path, code)


def somebody_writes(help_desk: HelpOnSite, open_page: Opening) -> list[str]:
    """Write in danger: the numbers to call stand above all there is to press."""
    page = open_page(viewport=PHONE)
    person = Person(page)
    person.comes_to(help_desk)
    for number in ("999", "101"):
        call = page.locator(f"[data-numbers] a[href='tel:{number}']").bounding_box()
        form = page.locator("h1").bounding_box()
        assert call
        assert form
        assert call["y"] < form["y"]
    person.presses("start.write")
    person.presses("before.next")
    person.presses("button.next")
    person.chooses("class.danger")
    person.presses("button.next")
    person.presses("danger.next")
    person.writes(DANGER)
    _words, digits = person.writes_down()
    person.sees("done.heading")
    assert help_desk.kept("SELECT urgency FROM casework_case") == [("danger",)]
    return digits


def those_on_duty_are_called(help_desk: HelpOnSite) -> None:
    """Expect one sentence to the first at once, and to the second after fifteen minutes."""
    with mail_server() as server:
        at(help_desk.site, "call", "duty-2", str(server.port))
        mails = [message_from_string(each) for each in server.mails]
    assert {each.get_payload() for each in mails} == {f"{SENTENCE}\r\n"}
    told = {
        mailbox: min(parsedate_to_datetime(each["Date"]) for each in mails if each["To"] == mailbox)
        for mailbox in (FIRST, SECOND)
    }
    assert told[SECOND] - told[FIRST] >= timedelta(minutes=15)


def first_is_read(phone: Page) -> None:
    phone.get_by_role("button", name="I have it").click()
    open_case(phone, THREATS)
    expect(phone.locator(".letter").first).to_contain_text(DANGER)
    answer(phone, "Call 999 now. Do not open.")
    expect(said(phone)).to_contain_text("Sent.")


def somebody_reports_a_fake(help_desk: HelpOnSite, open_page: Opening) -> None:
    person = Person(open_page(viewport=PHONE))
    person.comes_to(help_desk)
    person.presses("start.write")
    person.presses("before.next")
    person.walks(("desk", ""), ("class", "normal"), ("type", "fake"))
    person.sees("country.heading")
    person.presses("button.next")
    person.walks(("language", ""), ("refer", ""))
    person.writes(FAKE)
    person.sees("code.heading")


def readers_are_warned(founder: Desk, second: Desk, open_page: Opening) -> None:
    founder.go("snippets/network/banner/add/")
    founder.page.locator("[name=level]").select_option("warning")
    until = timezone.now() + timedelta(days=2)
    founder.fill(**{f"text_{language}": text for language, text in BANNER.items()})
    founder.fill(link="verify/", until=until.strftime("%Y-%m-%d %H:%M"))
    founder.page.keyboard.press("Tab")  # the calendar of the field would lie above the buttons
    founder.save_and_ask()
    second.approve(founder.ask())
    reader = Reader.at(open_page(java_script_enabled=False), founder.site)
    reader.reads("en/verify/", "checked on")
    for language, text in BANNER.items():
        for path in ("", "help/", "verify/"):
            reader.reads(f"{language}/{path}", text, within=".banner")
        for form in ("atom", "json"):
            path = f"/{language}/news/feed.{form}"
            assert text in Asker(founder.site.port).ask(path).body.decode(), path


def mirrors_warn(site: RunningSite, folder: Path) -> None:
    """Pull once, as whoever keeps a mirror does every few minutes."""
    root = PublicKey.read((site.home / "keys" / "gb" / "root.pub").read_text())
    for stale in (site.home / "editions" / "gb").glob("information.zip*"):
        stale.unlink()  # made while the site had another port, which is part of its address
    done(site.command("mirror", "pull", site.public, str(folder), "--root", root.line))
    for language, text in BANNER.items():
        for path in ("green/{}/index.html", "yellow/{}/help/index.html", "green/{}/news/feed.atom"):
            page = folder / "current" / path.format(language)
            assert text in page.read_text(), path


def newcomer_reads_nothing_older(
    help_desk: HelpOnSite, both: tuple[Desk, Desk], open_page: Opening
) -> None:
    """Two vouch for the one who wanted in “urgently”; without the second nothing opens."""
    site, (founder, second), page = help_desk.site, both, open_page()
    ask(founder.page, site)
    link = founder.page.locator("#link").inner_text()
    follow(page, link, "mikalai-test")
    expect(page.get_by_text("This invitation cannot be used as you typed it.")).to_be_visible()
    follow(page, link, "mikalai-test", word=vouch(second.page, site))
    with_passkey(page, site)
    help_desk.put_on_duty(**{"mikalai-test": ["help"]})
    newcomer = help_desk.sits_down(open_page, "mikalai-test")
    expect(newcomer.get_by_text("Nothing is sealed to you.")).to_be_visible()


def phone_is_lost(founder: Desk, phone: Page, help_desk: HelpOnSite) -> None:
    """Press once: the open desk ends, and nothing more is sealed to the key."""
    founder.go("members/")
    row = founder.page.get_by_role("listitem").filter(has_text="duty-3")
    row.get_by_role("link", name="Report a lost device").click()
    founder.press("End everything")
    founder.use_passkey_if_asked()
    phone.get_by_role("button", name="Back to the queue").click()
    expect(phone.get_by_role("heading", level=1, name="Sign in")).to_be_visible(timeout=60_000)
    assert DANGER not in phone.content()
    gone = Asker(help_desk.site.port, host="help.localhost").ask("/gb/removed.json").body
    assert help_desk.people["duty-3"].kid in json.loads(gone)["kids"]


def others_make_new_keys(help_desk: HelpOnSite, open_page: Opening, code: list[str]) -> None:
    """Seal what is open anew, to the others: what is written from now on stays closed."""
    member = help_desk.sits_down(open_page, "duty-2")
    member.get_by_role("button", name="Make new keys").click()
    expect(said(member)).to_contain_text("new key")
    person = Person(open_page(viewport=PHONE))
    person.comes_back(help_desk, code)
    person.sees("read.heading")
    person.presses("read.answer")
    person.types("answer", AFTER)
    person.presses("answer.send")
    person.reads("answer.sent")
    open_case(member, THREATS)
    expect(member.get_by_text(AFTER)).to_be_visible()

    lost = help_desk.people["duty-3"]
    query = f"SELECT wrap FROM casework_wrap WHERE epoch = 2 AND kid = '{lost.kid}'"  # noqa: S608
    wraps = help_desk.kept(query, "keys.sqlite3")
    assert wraps
    for (sealed,) in wraps:
        assert isinstance(sealed, bytes)
        with pytest.raises(CannotBeOpened):
            unwrap(sealed, by=lost.keys.identity)


def breach_is_told(founder: Desk, help_desk: HelpOnSite) -> None:
    ((number,),) = help_desk.kept("SELECT id FROM casework_breach", "main.sqlite3")
    founder.go(f"help-desk/breaches/{number}/")
    founder.says("Within 72 hours the authority is told")
    ((ref,),) = help_desk.kept("SELECT ref FROM casework_case WHERE urgency = 'danger'")
    expect(founder.page.locator(".duty__refs")).to_contain_text(str(ref))
    drafts = founder.page.locator(".duty__draft textarea")
    languages = drafts.evaluate_all("all => all.map(each => each.lang)")
    assert sorted(languages) == ["be", "be", "en", "en", "ru", "ru"]
    assert "" not in drafts.evaluate_all("all => all.map(each => each.value.trim())")


def old_invitation_is_dead(help_desk: HelpOnSite, second: Desk, open_page: Opening) -> None:
    """Expect nothing but a refusal for whoever tries, and an alarm where members look first."""
    page = open_page()
    follow(page, printed_link(help_desk.site), "nobody-test")
    expect(page.get_by_text("This invitation cannot be used as you typed it.")).to_be_visible()
    second.go("")
    second.says("An invitation that cannot be used was tried")


def stolen_backup_says_nothing(help_desk: HelpOnSite, folder: Path, code: list[str]) -> None:
    by, archives = holder(folder), folder / "archives"
    done = help_desk.site.command("backup", str(archives), "--to", by.recipient)
    assert done.returncode == 0, done.stderr
    assert list(archives.glob("*.age"))
    secret = [DANGER, FAKE, AFTER, "Зязюльк", "threaten my parents", "Do not open.", *code]
    for place in (archives, help_desk.site.home, help_desk.site.log.parent):
        assert holding(place, secret) == set()
