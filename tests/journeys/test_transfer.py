"""Somebody takes their case to another embassy with their code; a cut leaves both, never none."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, expect

from ambasada.lib.minisign import SecretKey
from ambasada.lib.sealing.attachments import joined, open_file
from ambasada.lib.sealing.files import CannotBeOpened
from ambasada.lib.sealing.letters import Kind
from tests.journeys.help_origin import HelpOrigin
from tests.journeys.on_duty import Case
from tests.journeys.person import PHONE, Opening, Person

TEXT = "My passport ends in twelve days."
NOTE = FilePayload(name="note.txt", mimeType="text/plain", buffer=b"a note")
Code = list[str]


@pytest.fixture
def code(help_origin: HelpOrigin, open_page: Opening) -> Code:
    """Write an appeal with a file, which is answered; return the digits of its code."""
    person = Person(open_page())
    person.goes_to_the_text(help_origin)
    person.writes(TEXT, NOTE)
    person.reads("sending.files.done")
    _words, digits = person.writes_down()
    person.sees("done.heading")
    answered(help_origin, "Look at\nthe guide.")
    return digits


def answered(origin: HelpOrigin, text: str) -> None:
    (case,) = origin.cases_of("gb")
    case.letters[f"{len(case.letters):032x}"] = origin.duty.answer(case, text=text)


def comes_to_the_choice(person: Person, origin: HelpOrigin, code: Code) -> None:
    person.comes_back(origin, code)
    person.sees("read.heading")
    person.presses("read.transfer")
    person.sees("transfer.heading")


def passes_on(person: Person, origin: HelpOrigin, code: Code) -> None:
    comes_to_the_choice(person, origin, code)
    person.page.get_by_label("People’s Embassy in Testland").check()
    person.presses("transfer.go")


def there(origin: HelpOrigin) -> Case:
    (case,) = origin.cases_of("xt")
    return case


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_case_is_passed_on_with_its_code(
    help_origin: HelpOrigin, open_page: Opening, code: Code, *, language: str
) -> None:
    page = open_page(viewport=PHONE)
    person = Person(page, language, pictures="phone", looks_with_axe=True)
    passes_on(person, help_origin, code)
    person.sees("transfer.done.heading")
    entries = page.evaluate("history.length")
    person.presses("transfer.done.open")
    page.wait_for_url(f"**/xt/{language}/")
    assert page.evaluate("history.length") == entries
    person.comes_back(help_origin, code, "xt")
    person.sees("read.heading")
    expect(page.locator(".message--person").first).to_contain_text(TEXT)

    assert person.found == {}
    assert help_origin.cases_of("gb") == []
    assert [json.loads(each) for each in help_origin.reasons] == [{"outcome": "transferred"}]
    form, files = help_origin.neighbour.opened(there(help_origin))
    assert form.content.body["passed"] == {"embassy": "gb", "seq": 3}
    text = form.content.body["text"]
    you, they = person.says("read.you"), person.says("read.member")
    parts = [f"\n{you}, ", TEXT, "note.txt", f"\n{they}, ", "Look at\nthe"]
    places = [text.index(each) for each in parts]
    assert places == sorted(places)
    (note,) = files.content.attachments
    opened = open_file(
        joined(there(help_origin).blobs[note.blob]),
        stream=help_origin.neighbour.stream(there(help_origin)),
        named=note,
    )
    assert (note.name, opened) == ("note.txt", NOTE["buffer"])


def test_who_read_it_here_opens_nothing_there(
    help_origin: HelpOrigin, open_page: Opening, code: Code
) -> None:
    passes_on(person := Person(open_page()), help_origin, code)
    person.sees("transfer.done.heading")
    own, wraps = help_origin.duty, there(help_origin).wraps

    assert own.kid not in wraps
    for sealed in wraps.values():
        with pytest.raises(CannotBeOpened):
            own.opened(Case("", "", {}, {own.kid: sealed}, letters=there(help_origin).letters))


@pytest.mark.parametrize("class_", ["normal", "danger"])
def test_class_is_asked_for_anew(
    help_origin: HelpOrigin, open_page: Opening, code: Code, *, class_: str
) -> None:
    person = Person(open_page())
    comes_to_the_choice(person, help_origin, code)
    person.presses("transfer.go")
    person.reads("transfer.choose")
    person.page.get_by_label("People’s Embassy in Testland").check()
    if class_ == "danger":
        person.chooses("transfer.danger")
    person.presses("transfer.go")
    person.sees("transfer.done.heading")

    assert there(help_origin).told["class"] == class_


def test_nothing_readable_leaves_the_page_on_the_way(
    help_origin: HelpOrigin, open_page: Opening, code: Code
) -> None:
    passes_on(person := Person(open_page()), help_origin, code)
    person.sees("transfer.done.heading")

    whole = b"".join(help_origin.received)
    for word in (TEXT, "Look at", "note.txt", "a note"):
        assert word.encode() not in whole
    assert TEXT not in person.page.content()
    lookups = set(re.findall(rb'"lookup": ?"(\w+)"', whole))
    assert len(lookups) == 2  # nothing that the server has of the two is the same


def test_cut_before_it_arrives_leaves_it_here(
    help_origin: HelpOrigin, open_page: Opening, code: Code
) -> None:
    help_origin.refusals["POST /i/case"] = "full"
    passes_on(person := Person(open_page()), help_origin, code)
    person.reads("transfer.failed")
    assert (len(help_origin.cases_of("gb")), help_origin.cases_of("xt")) == (1, [])
    help_origin.refusals.clear()
    person.presses("button.again")
    person.sees("transfer.done.heading")

    assert (help_origin.cases_of("gb"), len(help_origin.cases_of("xt"))) == ([], 1)


def test_answer_that_was_lost_makes_no_second_one(
    help_origin: HelpOrigin, open_page: Opening, code: Code
) -> None:
    help_origin.lost["POST /i/case"] = 100
    page = open_page()
    page.clock.install()
    passes_on(person := Person(page), help_origin, code)
    for _wait in range(20):
        page.clock.run_for(2000)
        page.wait_for_timeout(200)
        if person.says("transfer.failed") in page.locator("main").inner_text():
            break
    person.reads("transfer.failed")
    assert (len(help_origin.cases_of("gb")), len(help_origin.cases_of("xt"))) == (1, 1)
    help_origin.lost.clear()
    person.presses("button.again")
    person.sees("transfer.done.heading")

    assert (help_origin.cases_of("gb"), len(help_origin.cases_of("xt"))) == ([], 1)
    assert [each.content.kind for each in help_origin.neighbour.opened(there(help_origin))] == [
        Kind.FORM,
        Kind.FILES,
    ]


def test_what_came_in_between_follows_it(
    help_origin: HelpOrigin, open_page: Opening, code: Code
) -> None:
    help_origin.refusals["DELETE /i/box"] = "closed"
    passes_on(person := Person(open_page()), help_origin, code)
    person.reads("transfer.both")
    assert (len(help_origin.cases_of("gb")), len(help_origin.cases_of("xt"))) == (1, 1)
    answered(help_origin, "One word more.")
    help_origin.refusals.clear()
    passes_on(person := Person(open_page()), help_origin, code)
    person.sees("transfer.done.heading")

    form, files, text = help_origin.neighbour.opened(there(help_origin))
    assert (form.content.kind, files.content.kind) == (Kind.FORM, Kind.FILES)
    assert text.content.body["passed"] == {"embassy": "gb", "seq": 4}
    assert "One word more." in text.content.body["text"]
    assert TEXT not in text.content.body["text"]


def test_case_that_is_gone_already_is_gone(
    help_origin: HelpOrigin, open_page: Opening, code: Code
) -> None:
    help_origin.lost["DELETE /i/box"] = 1
    passes_on(person := Person(open_page()), help_origin, code)
    person.sees("transfer.done.heading")

    assert (help_origin.cases_of("gb"), len(help_origin.reasons)) == ([], 1)


def test_file_that_cannot_be_opened_stays_behind_if_its_person_wants_that(
    help_origin: HelpOrigin, open_page: Opening, code: Code
) -> None:
    (case,) = help_origin.cases_of("gb")
    case.blobs = {blob: {0: parts[0][:-1]} for blob, parts in case.blobs.items()}
    person = Person(open_page(viewport=PHONE), pictures="phone")
    passes_on(person, help_origin, code)
    person.sees("transfer.behind.heading")
    expect(person.page.locator("main")).to_contain_text("note.txt")
    person.presses("button.cancel")
    person.sees("read.heading")
    assert len(help_origin.cases) == 2
    passes_on(person, help_origin, code)
    person.sees("transfer.behind.heading")
    person.presses("transfer.behind.go")
    person.sees("transfer.done.heading")

    assert help_origin.cases_of("gb") == []
    assert len(help_origin.neighbour.opened(there(help_origin))) == 1


def _of_another_root(origin: HelpOrigin) -> None:
    content = origin.files["/xt/roster.json"]
    origin.files["/xt/roster.json.minisig"] = SecretKey.make().sign(content, "no root").encode()


def _gone(origin: HelpOrigin) -> None:
    del origin.files["/xt/roster.json"]


def _of_the_own_embassy(origin: HelpOrigin) -> None:
    for each in ("", ".minisig"):
        origin.files[f"/xt/roster.json{each}"] = origin.files[f"/gb/roster.json{each}"]


@pytest.mark.parametrize("meddle", [_of_another_root, _gone, _of_the_own_embassy])
def test_nothing_is_sealed_to_a_roster_that_the_root_of_that_embassy_did_not_sign(
    help_origin: HelpOrigin,
    open_page: Opening,
    code: Code,
    *,
    meddle: Callable[[HelpOrigin], None],
) -> None:
    meddle(help_origin)
    passes_on(person := Person(open_page()), help_origin, code)
    person.reads("transfer.failed")

    assert [each.told["embassy"] for each in help_origin.cases.values()] == ["gb"]


def test_text_is_taken_along_to_an_embassy_of_another_server(
    help_origin: HelpOrigin, open_page: Opening, code: Code
) -> None:
    person = Person(open_page())
    comes_to_the_choice(person, help_origin, code)
    person.reads("transfer.else.warn")
    with person.page.expect_download() as downloading:
        person.presses("transfer.else.save")

    text = downloading.value.path().read_text("utf-8")
    assert downloading.value.suggested_filename == "notes.txt"
    assert [TEXT in text, "Look at\nthe guide." in text] == [True, True]
