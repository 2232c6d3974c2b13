"""A bad line, a busy server, a closed form: nothing is lost, nothing is sent twice."""

import threading
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, expect

from ambasada.lib.refused import Refused
from ambasada.lib.sealing.attachments import joined, open_file
from ambasada.lib.sealing.keys import MemberKeys
from ambasada.lib.sealing.rosters import new_kid
from ambasada.lib.sealing.wraps import unwrap
from tests.journeys.help_origin import Answer, Asked, HelpOrigin
from tests.journeys.person import PHONE, Opening, Person

TEXT = "What now?"
_COUNT_DERIVATIONS = """
window.derivations = 0;
const derive = crypto.subtle.deriveBits.bind(crypto.subtle);
crypto.subtle.deriveBits = (rules, ...others) => {
  if (rules.name === "PBKDF2") window.derivations += 1;
  return derive(rules, ...others);
};
"""
# A card that is pulled out while a file is read from it.
_LOSE_THE_FILE = """
window.isLost = true;
const whole = Blob.prototype.stream;
Blob.prototype.stream = function () {
  let left = 600_000;
  return whole.call(this).pipeThrough(new TransformStream({
    transform(bytes, to) {
      left -= bytes.length;
      if (isLost && left < 0) to.error(new Error("lost"));
      else to.enqueue(bytes);
    },
  }));
};
"""
LONG = FilePayload(name="long.txt", mimeType="text/plain", buffer=b"word " * 200_000)


def sends(origin: HelpOrigin, person: Person, *files: FilePayload) -> None:
    person.goes_to_the_text(origin)
    person.writes(TEXT, *files)


def test_line_that_breaks_now_and_then_is_no_trouble(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    help_origin.broken = {"POST /i/case": 1, "PUT /i/blob": 2, "POST /i/box": 1}
    help_origin.lost = {"POST /i/case": 1, "PUT /i/blob": 2, "POST /i/box": 1}
    person = Person(open_page())
    sends(help_origin, person, LONG)
    person.sees("code.heading")
    person.reads("sending.files.done")

    duty, case = help_origin.duty, help_origin.case
    form, files = duty.opened(case)
    assert (form.content.body["text"], files.content.seq) == (TEXT, 2)
    assert opened_file(help_origin) == LONG["buffer"]


def test_two_parts_of_a_file_are_on_their_way_at_once(
    help_origin: HelpOrigin, open_page: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    together, answer = threading.Barrier(2, timeout=60), help_origin.answer

    def when_both_came(asked: Asked) -> Answer:
        if asked.method == "PUT" and asked.path.endswith(("/1", "/2")):
            together.wait()
        return answer(asked)

    monkeypatch.setattr(help_origin, "answer", when_both_came)
    person = Person(open_page())
    sends(help_origin, person, LONG)
    person.sees("code.heading")
    person.reads("sending.files.done")

    (parts,) = help_origin.case.blobs.values()
    assert sorted(parts) == [0, 1, 2, 3]


def test_part_that_is_refused_beside_another_is_all_that_is_sent_again(
    help_origin: HelpOrigin, open_page: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    together, answer = threading.Barrier(2, timeout=60), help_origin.answer
    refuses = [True]

    def when_both_came(asked: Asked) -> Answer:
        if refuses and asked.method == "PUT" and asked.path.endswith(("/1", "/2")):
            together.wait()
            if asked.path.endswith("/2"):
                return Answer.refusal("unknown")
        return answer(asked)

    monkeypatch.setattr(help_origin, "answer", when_both_came)
    person = Person(open_page())
    sends(help_origin, person, LONG)
    person.sees("code.heading")
    person.reads("sending.files.failed")
    refuses.clear()
    person.presses("button.again")
    person.reads("sending.files.done")

    sent = [each[-1] for each in help_origin.asked if each.startswith("PUT /i/blob/")]
    assert sorted(sent) == ["0", "1", "2", "3"]
    assert opened_file(help_origin) == LONG["buffer"]


def test_file_that_could_not_be_read_to_its_end_is_sealed_and_sent_anew(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    person = Person(open_page())
    person.page.add_init_script(_LOSE_THE_FILE)
    sends(help_origin, person, LONG)
    person.sees("code.heading")
    person.reads("sending.files.failed")
    person.page.evaluate("isLost = false")
    person.presses("button.again")
    person.reads("sending.files.done")

    assert opened_file(help_origin) == LONG["buffer"]


def opened_file(origin: HelpOrigin) -> bytes:
    """Return the one file that the case names, opened."""
    _form, files = origin.duty.opened(origin.case)
    (named,) = files.content.attachments
    parts = joined(origin.case.blobs[named.blob])
    return open_file(parts, stream=origin.duty.stream(origin.case), named=named)


def test_text_stays_where_nobody_answers(help_origin: HelpOrigin, open_page: Opening) -> None:
    help_origin.broken["POST /i/case"] = 100
    person = Person(open_page(viewport=PHONE), pictures="phone-offline")
    sends(help_origin, person)
    person.sees("sending.failed")
    person.reads("sending.offline")
    help_origin.broken.clear()
    person.presses("button.again")
    person.sees("code.heading")

    assert len(help_origin.cases) == 1


def test_text_that_was_changed_after_a_lost_receipt_is_there_once(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    help_origin.lost["POST /i/case"] = 100
    person = Person(open_page())
    sends(help_origin, person)
    person.sees("sending.failed")
    help_origin.lost.clear()
    person.presses("button.back")
    person.sees("check.heading")
    person.page.locator(".answers__row").filter(has_text=TEXT).get_by_role("button").click()
    person.sees("text.heading")
    person.writes("Another text")
    person.sees("code.heading")

    (form,) = help_origin.duty.opened(help_origin.case)
    assert form.content.body["text"] == "Another text"


def test_files_that_did_not_arrive_are_sent_once_more(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    help_origin.broken["PUT /i/blob"] = 100
    person = Person(open_page(viewport=PHONE), pictures="phone-files")
    sends(help_origin, person, LONG)
    person.sees("code.heading")
    person.reads("sending.files.failed")
    person.sees("code.heading")
    help_origin.broken.clear()
    person.presses("button.again")
    person.reads("sending.files.done")

    assert [each.content.seq for each in help_origin.duty.opened(help_origin.case)] == [1, 2]


def test_who_cannot_wait_for_files_goes_on_without_them(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    help_origin.broken["PUT /i/blob"] = 100
    person = Person(open_page(viewport=PHONE), pictures="phone")
    sends(help_origin, person, LONG)
    person.sees("code.heading")
    person.presses("code.never")
    person.sees("never.heading")
    person.presses("never.yes")
    person.sees("waiting.heading")
    person.presses("waiting.go")
    person.sees("done.heading")
    person.reads("done.never")

    assert len(help_origin.duty.opened(help_origin.case)) == 1


def _new_roster(origin: HelpOrigin) -> None:
    origin.duty.number += 1
    origin.put_roster()


def _spent(origin: HelpOrigin) -> None:
    del origin


@pytest.mark.parametrize(("word", "mend"), [("behind", _new_roster), ("proof", _spent)])
def test_what_changed_meanwhile_is_made_anew(
    help_origin: HelpOrigin,
    open_page: Opening,
    word: str,
    *,
    mend: Callable[[HelpOrigin], None],
) -> None:
    person = Person(open_page())
    help_origin.refused_once = {"POST /i/case": word}
    mend(help_origin)
    sends(help_origin, person)
    person.sees("code.heading")

    (form,) = help_origin.duty.opened(help_origin.case)
    assert (form.content.body["text"], help_origin.case.told["roster"]) == (
        TEXT,
        help_origin.duty.number,
    )


def test_closed_form_says_so_and_keeps_the_text(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    help_origin.refusals["POST /i/case"] = "closed"
    person = Person(open_page(viewport=PHONE), pictures="phone")
    sends(help_origin, person)
    person.sees("closed.heading")
    person.reads("nobody.kept")
    person.presses("button.back")
    person.sees("check.heading")

    expect(person.page.locator(".answers")).to_contain_text(TEXT)


def test_wrong_answer_in_the_confirmation_shows_the_code_again(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    person = Person(open_page())
    sends(help_origin, person)
    person.sees("code.heading")
    code = person.page.locator("ol.code").all_inner_texts()
    person.presses("code.written")
    person.types("confirm", "something else")
    person.presses("confirm.check")
    expect(person.page.get_by_role("alert")).to_have_text(person.says("confirm.wrong"))
    person.presses("confirm.again")
    person.sees("code.heading")

    assert person.page.locator("ol.code").all_inner_texts() == code


def _is_for(keys: MemberKeys, sealed: bytes) -> bool:
    try:
        unwrap(sealed, by=keys.identity)
    except Refused:
        return False
    return True


def test_who_left_while_somebody_typed_is_not_sealed_to(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    """What was made ahead is for those who were there then, and is thrown away."""
    person, duty = Person(open_page()), help_origin.duty
    person.goes_to_the_text(help_origin)
    before, duty.keys, duty.kid = duty.keys, MemberKeys.new(), new_kid()
    _new_roster(help_origin)
    person.writes(TEXT)
    person.sees("code.heading")

    (form,) = duty.opened(help_origin.case)
    assert form.content.body["text"] == TEXT
    assert [each for each in help_origin.case.wraps.values() if _is_for(before, each)] == []


def test_nothing_but_the_text_is_left_to_seal_when_it_is_sent(
    help_origin: HelpOrigin, open_page: Opening
) -> None:
    person = Person(open_page())
    person.page.add_init_script(_COUNT_DERIVATIONS)
    person.goes_to_the_text(help_origin)
    person.page.wait_for_function("derivations === 1")
    person.writes(TEXT)
    person.sees("code.heading")

    assert person.page.evaluate("derivations") == 1
