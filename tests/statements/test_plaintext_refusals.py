import hashlib
import re
from pathlib import Path

import pytest

from ambasada.lib.refused import Refused
from ambasada.statements import parts, plaintext, textfile
from ambasada.statements.phrases import PHRASES
from ambasada.statements.plaintext import NotAStatement, parse, summary

EXAMPLES = Path(__file__).parent / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.txt"))

TITLE = "Statement of 10 December 2020"


def example(name: str) -> bytes:
    return (EXAMPLES / f"{name}.txt").read_bytes()


def refusal_of(data: bytes, language: str = "en") -> str:
    with pytest.raises(NotAStatement) as caught:
        parse(data, language=language)
    return str(caught.value)


POINT = b"\n\n1. One."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", textfile.EMPTY),
        (b"\xef\xbb\xbf \r\n\t", textfile.EMPTY),
        (b"a" * (plaintext.MAX_BYTES + 1), textfile.TOO_LARGE),
        (TITLE.encode() + b"\0" + POINT, textfile.NOT_TEXT),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", textfile.NOT_TEXT),
        (TITLE.encode("utf-16-le"), textfile.NOT_TEXT),
        (TITLE.encode("utf-16") + b"x", textfile.NOT_TEXT),
        (TITLE.encode() + b"\x1b[31m" + POINT, textfile.NOT_TEXT),
        ("Déclaration".encode("cp1252"), textfile.NOT_UTF8),
        ("Заявление от 10 декабря 2020".encode("cp1251"), textfile.OLD_CYRILLIC),
        ("Заявление".encode()[:-1], textfile.NOT_UTF8),
        (b"Statement" + POINT, parts.NO_TITLE.format(example=TITLE)),
        (b"10 December 2020" + POINT, parts.NO_TITLE.format(example=TITLE)),
        (TITLE.encode(), parts.NO_POINTS),
        (b"1. One.\n\n" + TITLE.encode(), parts.NO_POINTS),
        (
            b"Statement of 1 May 2020, changed on 2 May 2020" + POINT,
            plaintext.TWO_DATES.format(words="1 May 2020, 2 May 2020"),
        ),
        (
            b"Statement of 1-2 May 2020" + POINT,
            plaintext.TWO_DATES.format(words="1-2 May 2020"),
        ),
        (
            b"Statement of 31 June 2020" + POINT,
            plaintext.NO_SUCH_DAY.format(words="31 June 2020"),
        ),
        (
            "Заява ад 10 снежня 2020".encode() + POINT,
            parts.OTHER_LANGUAGE.format(found="be"),
        ),
    ],
)
def test_refusals(data: bytes, sentence: str) -> None:
    assert refusal_of(data) == sentence


def test_an_unknown_language_is_refused() -> None:
    assert refusal_of(TITLE.encode() + POINT, "fr") == (
        "Statements are read in en, be, ru: name one of these languages."
    )


def test_a_refusal_is_one_every_command_understands() -> None:
    assert issubclass(NotAStatement, Refused)
    assert issubclass(NotAStatement, ValueError)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_cut_file_is_read_or_refused(name: str, encoding: str) -> None:
    data = example(name).decode().encode(encoding)

    outcomes = {_outcome(data[:end], name[:2]) for end in range(0, len(data), 97)}

    assert outcomes == {"read", "refused"}


def test_random_bytes_are_refused() -> None:
    noise = [hashlib.shake_256(b"%d" % seed).digest(seed % 600) for seed in range(2000)]

    assert {_outcome(data, "en") for data in noise} == {"refused"}


@pytest.mark.parametrize("name", NAMES)
def test_lines_in_any_order_are_read_or_refused(name: str) -> None:
    lines = example(name).split(b"\n")

    for seed in range(200):
        shuffled = sorted(lines, key=lambda line: hashlib.sha256(b"%d" % seed + line).digest())
        for language in PHRASES:
            assert _outcome(b"\n".join(shuffled), language) in {"read", "refused"}


@pytest.mark.parametrize(
    "piece", ["a", "a\n", "• a\n", "«", "(", "(https://", "1 May ", "It. ", "and ", ", ", "10 "]
)
def test_a_file_as_large_as_may_be_is_read(piece: str) -> None:
    """Quadratic time would show here as minutes."""
    start = f"{TITLE}\n\n• One.\n\nThis resolution is supported by "
    room = plaintext.MAX_BYTES - len(start.encode())
    text = start + piece * (room // len(piece.encode()))

    assert _outcome(text.encode(), "en") == "read"


def _outcome(data: bytes, language: str) -> str:
    try:
        rows = summary(parse(data, language=language))
    except NotAStatement as refusal:
        sentence = str(refusal)
    else:
        assert all(label and text for label, text in rows)
        return "read"
    assert re.fullmatch(r"[A-Z][^\n]+\.", sentence)
    return "refused"
