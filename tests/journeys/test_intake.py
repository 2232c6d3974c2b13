"""Somebody in danger writes to those on duty."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, expect

from ambasada.lib.sealing.attachments import joined, open_file
from ambasada.lib.sealing.keys import Identity
from ambasada.lib.sealing.letters import Kind
from tests.journeys.help_origin import HelpOrigin
from tests.journeys.on_duty import OnDuty, today
from tests.journeys.person import PHONE, Opening, Person

TEXT = "Men stand outside. Зязюлькацэ, што рабіць?"
LETTER = FilePayload(name="letter.txt", mimeType="text/plain", buffer=b"Dear Sir or Madam")


def photograph() -> FilePayload:
    """Return a picture that tells where and with what it was taken."""
    told = Image.Exif()
    told[0x010F] = "Spyglass"
    told.get_ifd(0x8825)[1] = "N"
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "grey").save(file, "JPEG", exif=told)
    return FilePayload(name="photo.jpg", mimeType="image/jpeg", buffer=file.getvalue())


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_whole_appeal_at_the_width_of_a_telephone(
    help_origin: HelpOrigin, open_page: Opening, language: str
) -> None:
    soon = today() + timedelta(days=12)
    person = Person(open_page(viewport=PHONE), language, pictures="phone")
    person.comes_to(help_origin)
    person.presses("start.write")
    person.sees("before.heading")
    person.presses("before.next")
    person.walks(("desk", ""), ("class", "deadline"))
    person.names_a_day(soon)
    person.walks(("type", "passport"))
    person.sees("country.heading")
    person.chooses("country.other")
    person.types("country-name", "Testland")
    person.walks(("country", ""), ("language", ""), ("refer", "yes"))
    person.writes(TEXT, photograph(), LETTER)
    person.writes_down()
    person.sees("done.heading")

    (form, files), told = help_origin.duty.opened(help_origin.case), help_origin.case.told
    expected = {
        "text": TEXT,
        "country": "Testland",
        "type": "passport",
        "language": language,
        "deadline": soon.isoformat(),
        "refer": True,
        "answers": {},
    }
    assert {key: form.content.body[key] for key in expected} == expected
    assert [form.is_proved(), files.is_proved()] == [True, True]
    assert (files.content.kind, files.content.prev) == (Kind.FILES, form.sha256)
    assert (told["desk"], told["class"]) == ("help", "deadline")
    assert len(help_origin.case.wraps) == 18


def test_picture_arrives_without_what_it_tells(help_origin: HelpOrigin, open_page: Opening) -> None:
    person = Person(open_page())
    person.goes_to_the_text(help_origin)
    person.writes(TEXT, photograph(), LETTER)
    person.reads("sending.files.done")

    duty, case = help_origin.duty, help_origin.case
    picture, letter = (
        open_file(joined(case.blobs[each.blob]), stream=duty.stream(case), named=each)
        for each in duty.opened(case)[1].content.attachments
    )
    assert b"Spyglass" in photograph()["buffer"]
    assert b"Spyglass" not in picture
    assert Image.open(io.BytesIO(picture)).size == (60, 40)
    assert letter == LETTER["buffer"]


def test_nothing_readable_leaves_the_page(help_origin: HelpOrigin, open_page: Opening) -> None:
    person = Person(open_page())
    person.goes_to_the_text(help_origin)
    person.writes(TEXT, LETTER)
    person.writes_down()
    person.sees("done.heading")

    whole = b"".join(help_origin.received)
    for word in (TEXT, "Зязюлькацэ", "letter.txt", "Dear Sir"):
        assert word.encode() not in whole
        assert word.encode("utf-16-le") not in whole
    assert person.page.context.cookies() == []
    assert person.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert person.page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert TEXT not in person.page.content()


def test_danger_goes_past_the_questions(help_origin: HelpOrigin, open_page: Opening) -> None:
    person = Person(open_page(viewport=PHONE), pictures="phone")
    person.comes_to(help_origin)
    person.presses("start.write")
    person.presses("before.next")
    person.presses("button.next")
    person.chooses("class.danger")
    person.presses("button.next")
    person.sees("danger.heading")
    expect(person.page.locator("main .numbers__number").first).to_have_attribute("href", "tel:999")
    person.presses("danger.next")
    person.sees("text.heading")
    person.writes(TEXT)
    person.writes_down()
    person.sees("done.heading")

    (form,) = help_origin.duty.opened(help_origin.case)
    assert help_origin.case.told["class"] == "danger"
    assert (form.content.body["type"], form.content.body["refer"]) == ("", False)


def test_press_is_a_desk_of_its_own(help_origin: HelpOrigin, open_page: Opening) -> None:
    person = Person(open_page())
    person.comes_to(help_origin)
    person.presses("start.write")
    person.presses("before.next")
    person.chooses("desk.press")
    person.presses("button.next")
    person.sees("class.heading")
    assert person.page.get_by_label(person.says("class.danger"), exact=True).count() == 0
    person.presses("button.skip")
    person.sees("language.heading")
    person.presses("button.next")
    person.sees("text.heading.press")
    person.types("text", "What is the number?")
    person.presses("button.next")
    person.presses("button.next")
    person.presses("check.send")
    person.sees("code.heading")

    assert help_origin.case.told["desk"] == "press"


def test_back_keeps_what_was_answered(help_origin: HelpOrigin, open_page: Opening) -> None:
    person = Person(open_page())
    person.goes_to_the_text(help_origin)
    person.types("text", TEXT)
    for heading in ("refer", "language", "country", "type", "class", "desk", "before", "start"):
        person.presses("button.back")
        person.sees(f"{heading}.heading")
    person.presses("start.write")
    person.presses("before.next")
    person.presses("button.next")
    person.presses("button.straight")

    expect(person.page.locator("#text")).to_have_value(TEXT)


def test_somebody_inside_the_country_is_told_once_more(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    person = Person(open_page(viewport=PHONE), pictures="phone")
    person.comes_to(help_origin)
    person.presses("start.write")
    person.presses("before.next")
    for _question in ("desk", "class", "type"):
        person.presses("button.next")
    person.sees("country.heading")
    person.page.get_by_label("Belarus", exact=True).check()
    person.presses("button.next")

    person.sees("inside.heading", nation="Belarus")
    expect(person.page.locator("main")).to_contain_text("do not write to us from your own phone")


def test_only_the_text_cannot_be_left_empty(help_origin: HelpOrigin, open_page: Opening) -> None:
    person = Person(open_page())
    person.goes_to_the_text(help_origin)
    person.presses("button.next")

    expect(person.page.get_by_role("alert")).to_have_text(person.says("text.empty"))
    expect(person.page.locator("#text")).to_be_focused()
    expect(person.page.locator("#text")).to_have_attribute("aria-invalid", "true")


def test_kind_of_file_we_cannot_look_into_is_decided_about(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    person = Person(open_page(viewport=PHONE), pictures="phone")
    person.goes_to_the_text(help_origin)
    person.types("text", TEXT)
    person.presses("button.next")
    paper = FilePayload(name="paper.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4 ...")
    person.adds(paper)
    person.reads("files.raw")
    person.presses("button.next")
    person.reads("files.undecided")
    person.chooses("files.raw.keep")
    person.presses("button.next")
    person.sees("check.heading")
    person.presses("check.send")
    person.reads("sending.files.done")

    _form, files = help_origin.duty.opened(help_origin.case)
    assert [each.name for each in files.content.attachments] == ["paper.pdf"]


def test_evidence_is_sent_as_it_is_where_somebody_wants_that(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    person = Person(open_page())
    person.goes_to_the_text(help_origin)
    person.types("text", TEXT)
    person.presses("button.next")
    person.adds(photograph())
    person.chooses("files.original")
    person.presses("button.next")
    person.presses("check.send")
    person.reads("sending.files.done")

    duty, case = help_origin.duty, help_origin.case
    (picture,) = duty.opened(case)[1].content.attachments
    opened = open_file(joined(case.blobs[picture.blob]), stream=duty.stream(case), named=picture)
    assert opened == photograph()["buffer"]


@pytest.mark.parametrize("why", ["expired", "missing", "removed", "other root"])
def test_where_nobody_can_open_it_other_help_is_named(
    help_origin: HelpOrigin, open_page: Opening, why: str
) -> None:
    if why == "expired":
        help_origin.put_roster(help_origin.duty.roster(until=today() - timedelta(days=1)))
    elif why == "missing":
        help_origin.files.clear()
    elif why == "removed":
        kids = ",".join(f'"{each.kid}"' for each in help_origin.roster().entries)
        help_origin.files["/gb/removed.json"] = f'{{"kids":[{kids}]}}'.encode()
    else:
        _content, signature = OnDuty().signed(help_origin.roster())
        help_origin.files["/gb/roster.json.minisig"] = signature.encode()
    person = Person(open_page(viewport=PHONE), pictures=f"phone-{why.replace(' ', '-')}")
    person.comes_to(help_origin)
    person.presses("start.write")
    person.presses("before.next")
    person.presses("button.next")

    person.sees("forged.heading" if why == "other root" else "nobody.heading")
    expect(person.page.locator("main .numbers__number").first).to_have_text("999")
    guides = person.page.get_by_role("link", name=person.says("links.guides"))
    expect(guides).to_have_attribute("href", f"http://127.0.0.1:{help_origin.port}/en/guides/")
    assert help_origin.cases == {}


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_reserve_key_is_told_of_before_the_first_word_where_there_is_one(
    help_origin: HelpOrigin, open_page: Opening, language: str
) -> None:
    person = Person(open_page(viewport=PHONE), language, pictures="phone-reserve")
    told = person.page.get_by_text(person.says("text.escrow"))
    person.goes_to_the_text(help_origin)
    expect(told).to_have_count(0)

    duty = help_origin.duty
    duty.number, duty.escrow = duty.number + 1, Identity.new().recipient
    help_origin.put_roster()
    person.goes_to_the_text(help_origin)
    expect(told).to_be_visible()
