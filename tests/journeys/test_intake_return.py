"""Somebody comes back with their code, to a server that is honest, and to one that is not."""

import secrets
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import FilePayload, expect

from ambasada.lib.sealing.attachments import joined, open_file
from ambasada.lib.sealing.letters import Kind
from tests.journeys.help_origin import HelpOrigin
from tests.journeys.person import PHONE, Opening, Person

TEXT = "What now?"
Code = tuple[list[str], list[str]]  # words, groups of digits
PHOTO = FilePayload(name="note.txt", mimeType="text/plain", buffer=b"a note")


@pytest.fixture
def code(help_origin: HelpOrigin, open_page: Opening) -> Code:
    """Write an appeal; return its words and its digits."""
    person = Person(open_page())
    person.goes_to_the_text(help_origin)
    person.writes(TEXT)
    return person.writes_down()


def answers(origin: HelpOrigin, text: str, letter: str = "a") -> None:
    origin.case.letters[letter * 32] = origin.duty.answer(origin.case, text=text)


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_answer_is_read_at_the_width_of_a_telephone(
    help_origin: HelpOrigin, open_page: Opening, code: Code, *, language: str
) -> None:
    case, duty = help_origin.case, help_origin.duty
    guide = duty.attach(case, "guide.txt", b"step by step")
    case.letters["a" * 32] = duty.answer(case, text="Look at\nthe guide.", attachments=[guide])
    person = Person(open_page(viewport=PHONE), language, pictures="phone")
    person.comes_back(help_origin, code[1])
    person.sees("read.heading")
    expect(person.page.locator(".message--member")).to_contain_text("Look at\nthe guide.")
    person.reads("read.verified")
    with person.page.expect_download() as downloading:
        person.page.get_by_role("button", name="guide.txt").click()
    person.reads("read.download.saved", file="information-1.txt")
    assert person.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    person.presses("read.finish")
    person.sees("done.heading")

    assert downloading.value.suggested_filename == "information-1.txt"
    assert downloading.value.path().read_bytes() == b"step by step"
    assert "the guide" not in person.page.content()


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_escrow_is_told_once_by_the_server_or_by_a_member(
    help_origin: HelpOrigin, open_page: Opening, code: Code, *, language: str
) -> None:
    case, duty = help_origin.case, help_origin.duty
    case.escrowed = "2026-12-01"
    person = Person(open_page(viewport=PHONE), language, pictures="phone-escrow")
    sentence = person.says("read.escrow").partition("{day}")[2].strip()[:40]
    for told in (".notice", ".message--member"):
        person.comes_back(help_origin, code[1])
        person.sees("read.heading")
        expect(person.page.locator(told, has_text=sentence)).to_be_visible()
        expect(person.page.get_by_text(sentence)).to_have_count(1)
        case.letters["a" * 32] = duty.answer(case, kind=Kind.ACK, escrow="2026-12-01")


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_answer_is_given_with_a_file(
    help_origin: HelpOrigin, open_page: Opening, code: Code, *, language: str
) -> None:
    person = Person(open_page(viewport=PHONE), language, pictures="phone")
    person.comes_back(help_origin, code[1])
    person.sees("read.heading")
    person.presses("read.answer")
    person.sees("answer.heading")
    person.types("answer", "Thank you")
    person.adds(PHOTO)
    person.presses("answer.send")
    person.reads("sending.files.done")
    person.sees("read.heading")

    case, duty = help_origin.case, help_origin.duty
    _form, answer, files = duty.opened(case)
    assert (answer.content.body, answer.content.kind) == ({"text": "Thank you"}, Kind.TEXT)
    (note,) = files.content.attachments
    assert case.bound == [note.blob]
    opened = open_file(joined(case.blobs[note.blob]), stream=duty.stream(case), named=note)
    assert opened == PHOTO["buffer"]


def _capitals(words: list[str], _digits: list[str]) -> str:
    return "-".join(word.upper()[:4] for word in words)


def _in_lines(words: list[str], _digits: list[str]) -> str:
    return "\n".join(f"{word}," for word in words)


def _in_one_run(_words: list[str], digits: list[str]) -> str:
    return "".join(digits)


def _as_numbers(_words: list[str], digits: list[str]) -> str:
    return " / ".join(digits)


@pytest.mark.parametrize("typed", [_capitals, _in_lines, _in_one_run, _as_numbers])
def test_code_is_read_however_it_is_typed(
    help_origin: HelpOrigin,
    open_page: Opening,
    code: Code,
    *,
    typed: Callable[[list[str], list[str]], str],
) -> None:
    person = Person(open_page())
    person.comes_back(help_origin, [typed(*code)])

    person.sees("read.heading")


def test_mistyped_code_is_told_without_asking(
    help_origin: HelpOrigin, open_page: Opening, code: Code
) -> None:
    words, digits = code
    first = str((int(digits[0][0]) + 1) % 10)
    person = Person(open_page(viewport=PHONE), pictures="phone-mistyped")
    for typed, key, values in (
        ("", "enter.empty", {}),
        (" ".join(words[:7]), "enter.count", {}),
        (" ".join([*words[:4], "qqqq", *words[5:]]), "enter.word", {"number": 5}),
        (" ".join([first + digits[0][1:], *digits[1:]]), "enter.wrong", {}),
    ):
        help_origin.asked.clear()
        person.comes_back(help_origin, [typed])
        expect(person.page.get_by_role("alert")).to_have_text(person.says(key, **values))
        assert [each for each in help_origin.asked if "/i/" in each] == []
    person.sees("enter.heading")


def test_code_of_nobody_and_of_a_deleted_case_are_the_same(
    help_origin: HelpOrigin, open_page: Opening, code: Code
) -> None:
    help_origin.case.auth = "0" * 64
    said = []
    for _time in range(2):
        person = Person(open_page())
        person.comes_back(help_origin, code[1])
        expect(person.page.get_by_role("alert")).to_have_text(person.says("enter.unknown"))
        said.append(person.page.locator("main").inner_text())
        help_origin.cases.clear()

    assert said[0] == said[1]


def _keep_back(origin: HelpOrigin) -> None:
    answers(origin, "first")
    answers(origin, "second", "b")
    del origin.case.letters["a" * 32]


def _flip(origin: HelpOrigin) -> None:
    answers(origin, "first")
    sealed = bytearray(origin.case.letters["a" * 32])
    sealed[-1] ^= 1
    origin.case.letters["a" * 32] = bytes(sealed)


def _twice(origin: HelpOrigin) -> None:
    answers(origin, "first")
    origin.case.letters["b" * 32] = origin.case.letters["a" * 32]


def _stranger(origin: HelpOrigin) -> None:
    """Let somebody who learned the key of the case write in the name of who is on duty."""
    stranger = replace(origin.duty, keys=replace(origin.duty.keys, seed=secrets.token_bytes(32)))
    letter = stranger.answer(origin.case, text="Come to the square.")
    origin.case.letters["a" * 32] = letter


def _other_key(origin: HelpOrigin) -> None:
    case = origin.case
    case.wraps["person"] = case.wraps[origin.duty.kid]


@pytest.mark.parametrize(
    ("meddle", "key"),
    [
        (_keep_back, "problem.missing"),
        (_flip, "problem.cannot-be-opened"),
        (_twice, "problem.replayed"),
        (_stranger, "problem.wrong-proof"),
        (_other_key, "problem.locked"),
    ],
)
def test_what_a_server_does_to_messages_is_told_in_words(
    help_origin: HelpOrigin,
    open_page: Opening,
    code: Code,
    *,
    meddle: Callable[[HelpOrigin], None],
    key: str,
) -> None:
    meddle(help_origin)
    person = Person(open_page(viewport=PHONE), pictures=f"phone-{key.partition('.')[2]}")
    person.comes_back(help_origin, code[1])
    person.sees("read.heading")

    expect(person.page.get_by_role("alert")).to_contain_text(person.says(key))
    assert "Come to the square." not in person.page.content()


def test_case_is_deleted_at_once(help_origin: HelpOrigin, open_page: Opening, code: Code) -> None:
    person = Person(open_page(viewport=PHONE), pictures="phone")
    person.comes_back(help_origin, code[1])
    person.sees("read.heading")
    expect(person.page.locator("main")).to_contain_text("1\u00a0March 2027")
    person.presses("read.delete")
    person.sees("delete.heading")
    person.presses("button.cancel")
    person.sees("read.heading")
    person.presses("read.delete")
    person.presses("delete.yes")
    person.sees("deleted.heading")

    assert help_origin.cases == {}


def test_paused_writing_says_so_and_keeps_the_answer(
    help_origin: HelpOrigin, open_page: Opening, code: Code
) -> None:
    help_origin.refusals["POST /i/box"] = "closed"
    person = Person(open_page(viewport=PHONE))
    person.comes_back(help_origin, code[0])
    person.sees("read.heading")
    person.presses("read.answer")
    person.types("answer", "One more word.")
    person.presses("answer.send")
    person.sees("closed.heading")
    expect(person.page.locator("main a[href='tel:999']")).to_be_visible()
    person.presses("button.again")
    person.sees("answer.heading")

    expect(person.page.locator("#answer")).to_have_value("One more word.")


def test_answer_goes_behind_one_that_came_meanwhile(
    help_origin: HelpOrigin, open_page: Opening, code: Code
) -> None:
    person = Person(open_page())
    person.comes_back(help_origin, code[1])
    person.sees("read.heading")
    answers(help_origin, "Somebody was faster.")
    person.presses("read.answer")
    person.types("answer", "Thank you")
    person.presses("answer.send")
    person.reads("answer.sent")

    expect(person.page.locator("main")).to_contain_text("Somebody was faster.")
    assert person.page.get_by_role("alert").count() == 0
    assert [each.content.seq for each in help_origin.duty.opened(help_origin.case)] == [1, 2, 3]


def test_answer_whose_receipt_was_lost_is_there_once(
    help_origin: HelpOrigin, open_page: Opening, code: Code
) -> None:
    person = Person(open_page())
    person.comes_back(help_origin, code[1])
    person.sees("read.heading")
    person.presses("read.answer")
    person.types("answer", "Thank you")
    help_origin.lost["POST /i/box"] = 100
    person.presses("answer.send")
    person.reads("sending.failed")
    expect(person.page.locator("#answer")).to_have_value("Thank you")
    help_origin.lost.clear()
    person.presses("answer.send")
    person.reads("answer.sent")

    assert len(help_origin.case.letters) == 2
