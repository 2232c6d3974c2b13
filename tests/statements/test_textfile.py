from datetime import date
from pathlib import Path

import pytest

from ambasada.statements.plaintext import ParsedStatement, parse

EXAMPLES = Path(__file__).parent / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.txt"))

TITLE = "Statement of 10 December 2020"


def example(name: str) -> bytes:
    return (EXAMPLES / f"{name}.txt").read_bytes()


def parsed(name: str) -> ParsedStatement:
    return parse(example(name), language=name[:2])


def parsed_lines(*lines: str, language: str = "en") -> ParsedStatement:
    return parse("\n\n".join(lines).encode(), language=language)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings_and_line_ends_change_nothing(name: str, encoding: str) -> None:
    text = example(name).decode().replace("\n", "\r\n")

    assert parse(text.encode(encoding), language=name[:2]) == parsed(name)


def test_big_endian_utf16_is_read() -> None:
    text = "\ufeff" + example("be-pasted-page").decode()

    assert parse(text.encode("utf-16-be"), language="be") == parsed("be-pasted-page")


def test_letters_in_two_pieces_and_invisible_characters_are_mended() -> None:
    statement = parsed_lines(
        "За\u00adява ад\u00a010\u2009жні\u0443\u0306ня\t2020",
        "•\u200b Мы\u202e тут.",
        language="be",
    )

    assert statement.issued_on == date(2020, 8, 10)
    assert statement.title == "Заява ад 10 жніўня 2020"
    assert statement.declarations == ("Мы тут.",)


@pytest.mark.parametrize("mark", ["•", "• ", "– ", "— ", "- ", "* ", "1. ", "12) ", "3.", "•\n"])
def test_marks_of_points(mark: str) -> None:
    assert parsed_lines(TITLE, f"{mark}Eels.").declarations == ("Eels.",)


@pytest.mark.parametrize("line", ["-eels.", "2020. Eels.", "10.12.2020 eels.", "– – –", "***"])
def test_what_is_no_mark_of_a_point(line: str) -> None:
    assert parsed_lines(TITLE, line, "• Eels.").declarations == ("Eels.",)
