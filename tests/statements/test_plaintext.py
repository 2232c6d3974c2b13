import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ambasada.statements import parts
from ambasada.statements.plaintext import (
    LeftOut,
    ParsedSource,
    ParsedStatement,
    parse,
    summary,
)

EXAMPLES = Path(__file__).parent / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.txt"))
# The statement this reader was made for; it is imported and never committed.
REAL = Path(__file__).parents[3] / "shared" / "seed" / "statement-2020-12-10.txt"

TITLE = "Statement of 10 December 2020"


def example(name: str) -> bytes:
    return (EXAMPLES / f"{name}.txt").read_bytes()


def parsed(name: str) -> ParsedStatement:
    return parse(example(name), language=name[:2])


def parsed_lines(*lines: str, language: str = "en") -> ParsedStatement:
    return parse("\n\n".join(lines).encode(), language=language)


def test_a_pasted_page_in_english() -> None:
    statement = parsed("en-pasted-page")

    assert statement.title == "People's Embassies statement of Mar 7, 2031"
    assert statement.issued_on == date(2031, 3, 7)
    assert statement.issuer_line == "We, Fennmoorers abroad"
    assert statement.issuers == ("Fennmoorers abroad",)
    assert [text[:10] for text in statement.declarations] == [
        "We do not ",
        "We condemn",
        "we declare",
    ]
    assert (
        '"victory" announced after it, on the strength of the counts kept by “Open'
        in (statement.declarations[0])
    )
    assert [text[:12] for text in statement.body] == ["We announce ", "The decision"]
    assert statement.functions_heading == "The main functions of the People’s Embassies:"
    assert statement.functions == (
        "Telling the public what happens in Fennmoor.",
        (
            "Meeting and keeping in touch with public bodies, unions, firms, and people of "
            "science and the arts abroad."
        ),
        "Standing up for Fennmoorers, help for those who had to leave.",
    )
    assert statement.supported_by == statement.body[1]
    assert statement.supporters == (
        "Speaker Ada Marsh-Test",
        "People’s Council for Reeds and Rivers",
    )
    assert statement.sources == (
        ParsedSource(
            title="The founding of the People’s Embassies was debated by the Gathering of "
            "Fennmoorers on January 31 — February 1, 2031 and is written down in its Resolution",
            address=None,
            dated_on=date(2031, 2, 1),
        ),
    )
    assert statement.left_out == (
        LeftOut("People's Embassy of Fennmoor In Long Bay", parts.ABOVE),
        LeftOut("Social media and contact information", parts.ABOVE),
        LeftOut(
            "Due to limits of the network, posts older than May 2031 are shown only to those "
            "who have signed up there.⬇️",
            parts.ARROW,
        ),
        LeftOut("In case of emergency, please contact us at", parts.UNFINISHED),
    )


def test_a_pasted_page_in_belarusian() -> None:
    statement = parsed("be-pasted-page")

    assert statement.title == "Заява Народных амбасад Заазер’я ад 3 мая 2031 года"
    assert statement.issued_on == date(2031, 5, 3)
    assert statement.issuers == ("заазерцы за мяжой",)
    assert len(statement.declarations) == 3
    assert len(statement.functions) == 3
    assert statement.functions[0] == "Расказваць людзям пра падзеі ў Заазер’і."
    assert statement.supporters == (
        "старшынёй З’езда Алесяй Чаротавай-Test",
        "Таварыствам «Чаўны і вёслы»",
    )
    (source,) = statement.sources
    assert source.title.endswith("замацавана ў яго Рэзалюцыі")
    assert (source.address, source.dated_on) == (None, date(2031, 4, 1))
    assert [out.reason for out in statement.left_out] == [
        parts.ABOVE,
        parts.ABOVE,
        parts.ARROW,
        parts.UNFINISHED,
    ]


def test_a_pasted_page_in_russian() -> None:
    statement = parsed("ru-pasted-page")

    assert statement.title == "ЗАЯВЛЕНИЕ НАРОДНЫХ ПОСОЛЬСТВ ЗАОЗЁРЬЯ от 12 июня 2032 г."
    assert statement.issued_on == date(2032, 6, 12)
    assert statement.issuer_line == "Мы, заозёрцы за рубежом, заявляем:"
    assert statement.issuers == ("заозёрцы за рубежом",)
    assert len(statement.declarations) == 2
    assert statement.functions_heading == "Основные задачи Народных посольств"
    assert len(statement.functions) == 2
    assert statement.supporters == ("Собранием озёр", "Союзом «Вёсла и лодки»", "хором рыбаков")
    assert statement.body[1:] == ("Да здравствует Заозёрье!",)
    assert statement.sources == (
        ParsedSource(
            title="Создание Народных посольств утверждено Резолюцией Съезда от 4–5 июня 2032 года.",
            address="https://example.org/rezolyutsiya",
            dated_on=date(2032, 6, 5),
        ),
    )
    assert [(out.text, out.reason) for out in statement.left_out[2:]] == [
        ("Опубликовано редакцией", parts.UNFINISHED),
        ("На сайте используются файлы cookie.", parts.NOTICE),
        ("О нас", parts.OTHER_LIST),
        ("Карта сайта", parts.OTHER_LIST),
        ("© Народные посольства Заозёрья", parts.UNFINISHED),
    ]


def test_broken_lines_are_made_whole() -> None:
    statement = parsed("en-broken-lines")

    assert statement.title == (
        "Joint declaration of the Assemblies of Lower and Upper Fennmoor of 5 August 2032"
    )
    assert statement.issuers == ("the Assemblies of Lower and Upper Fennmoor",)
    assert statement.declarations == (
        (
            "that the bridge of Eel Street, closed on 3 May 2032, belongs to both banks and to "
            "nobody else;"
        ),
        "that the ferry is no answer.",
    )
    assert statement.supported_by == (
        "It is supported by Ben Reed-Test, warden of the bridge, the Ferry Union and the Choir "
        "of Eel Street."
    )
    assert statement.supporters == (
        "Ben Reed-Test, warden of the bridge",
        "Ferry Union",
        "Choir of Eel Street",
    )
    assert statement.sources == (
        ParsedSource(
            title="Its ground is Resolution 12 of 1 May 2032.",
            address="https://example.org/resolutions/12",
            dated_on=date(2032, 5, 1),
        ),
    )
    assert statement.left_out == (
        LeftOut("Home", parts.ABOVE),
        LeftOut("News", parts.ABOVE),
        LeftOut("Declaration of 5 August 2032", parts.ABOVE),
        LeftOut("Declaration of 1 January 2030", parts.OTHER_STATEMENT),
        LeftOut("Eels are welcome.", parts.OTHER_STATEMENT),
    )


@pytest.mark.skipif(not REAL.exists(), reason="the real statement is not beside the checkout")
def test_the_real_statement() -> None:
    statement = parse(REAL.read_bytes(), language="en")

    assert statement.title.endswith("statement of Dec 10, 2020")
    assert statement.issued_on == date(2020, 12, 10)
    assert len(statement.issuers) == 1
    assert len(statement.declarations) == 3
    assert len(statement.body) == 2
    assert len(statement.functions) == 3
    assert len(statement.supporters) == 2
    (source,) = statement.sources
    assert (source.address, source.dated_on) == (None, date(2020, 11, 1))
    assert source.title.endswith("its Resolution")
    assert [out.reason for out in statement.left_out] == [
        parts.ABOVE,
        parts.ABOVE,
        parts.ARROW,
        parts.UNFINISHED,
    ]


@pytest.mark.parametrize("name", NAMES)
def test_no_word_is_lost_or_added(name: str) -> None:
    statement = parsed(name)

    kept = [
        statement.title,
        statement.issuer_line,
        *statement.declarations,
        *statement.body,
        statement.functions_heading,
        *statement.functions,
        *(f"{source.title} {source.address or ''}" for source in statement.sources),
        *(out.text for out in statement.left_out),
    ]

    # A list mark and the bracket round a link are no words; nor is a full stop.
    text = re.sub(r"(?m)^\s*[0-9][.)]", "", example(name).decode())
    assert Counter(_words(" ".join(kept))) == Counter(_words(text))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\s().•*–—]+", text)


@pytest.mark.parametrize("name", NAMES)
def test_reading_twice_gives_the_same(name: str) -> None:
    assert parsed(name) == parsed(name)
    assert summary(parsed(name)) == summary(parsed(name))


def test_a_statement_of_points_alone() -> None:
    statement = parsed_lines(TITLE, "1. One.", "2. Two.")

    assert statement == ParsedStatement(
        title=TITLE,
        issued_on=date(2020, 12, 10),
        issuer_line="",
        issuers=(),
        declarations=("One.", "Two."),
        body=(),
        functions_heading="",
        functions=(),
        supported_by="",
        supporters=(),
        sources=(),
        left_out=(),
    )


@pytest.mark.parametrize(
    ("sentence", "title", "address"),
    [
        ("See the Resolution (", "See the Resolution", None),
        ("See the Resolution ( .", "See the Resolution.", None),
        ("See the Resolution ().", "See the Resolution.", None),
        ("The Resolution ( ) holds.", "The Resolution holds.", None),
        ("Resolution ( https://example.org/a ).", "Resolution.", "https://example.org/a"),
        (
            "Resolution: https://example.org/a.",
            "Resolution: https://example.org/a.",
            "https://example.org/a",
        ),
    ],
)
def test_sources(sentence: str, title: str, address: str | None) -> None:
    (source,) = parsed_lines(TITLE, "• One.", sentence).sources

    assert source == ParsedSource(title=title, address=address, dated_on=None)


def test_a_source_with_two_days_is_not_dated_by_a_guess() -> None:
    sentence = "The resolution of 1 May 2019 was printed on 2 June 2019 ("
    (source,) = parsed_lines(TITLE, "• One.", sentence).sources

    assert source.dated_on is None


def test_summary_says_what_was_understood_and_what_is_missing() -> None:
    statement = parsed_lines(
        "Menu", TITLE, "• One.", "It is supported by A and B.", "The Resolution ("
    )

    assert summary(statement) == [
        ("Title", TITLE),
        ("Issued on", "10 December 2020"),
        ("Issuer line", "not found in the file"),
        ("Declaration 1", "One."),
        ("Paragraph 1", "It is supported by A and B."),
        ("Functions heading", "not found in the file"),
        ("Supported by", "It is supported by A and B."),
        ("Supporter 1", "A"),
        ("Supporter 2", "B"),
        ("Source 1", "The Resolution"),
        ("Source 1, address", "missing in the file"),
        ("Source 1, date", "not stated"),
        ("Left out", "Menu (It stands above the title.)"),
    ]
