from ambasada.statements import parts
from ambasada.statements.plaintext import LeftOut, ParsedStatement, parse

TITLE = "Statement of 10 December 2020"


def parsed_lines(*lines: str) -> ParsedStatement:
    return parse("\n\n".join(lines).encode(), language="en")


def test_a_second_list_of_sentences_is_declared_too() -> None:
    statement = parsed_lines(TITLE, "• One;", "We ask:", "• Two;", "• Three.", "• Four.")

    assert statement.declarations == ("One;", "Two;", "Three.", "Four.")
    assert statement.body == ("We ask:",)


def test_headings_between_points_stay() -> None:
    statement = parsed_lines(TITLE, "We, eels", "On bridges", "• One.", "On ferries", "• Two.")

    assert statement.body == ("On bridges", "On ferries")
    assert statement.left_out == ()


def test_a_sentence_naming_another_statement_is_no_title() -> None:
    statement = parsed_lines(
        TITLE,
        "We, signatories of the statement of 3 May 2019,",
        "• One.",
        "Our statement of 3 May 2019 stands.",
        "In our statement of 3 May 2019 we asked:",
        "• Two.",
    )

    assert statement.title == TITLE
    assert statement.declarations == ("One.", "Two.")
    assert len(statement.body) == 2


def test_page_notices_do_not_hide_sentences_within() -> None:
    statement = parsed_lines(TITLE, "• One.", "We spoke of cookies.", "• Two.", "Log in here.")

    assert statement.body == ("We spoke of cookies.",)
    assert statement.left_out == (LeftOut("Log in here.", parts.NOTICE),)


def test_lines_too_long_for_a_heading_or_an_issuer_stay_in_the_body() -> None:
    long = "and eels " * 30
    statement = parsed_lines(
        TITLE, f"We, {long}.", "• One.", f"Our main functions {long}", "• Two."
    )

    assert (statement.issuers, statement.functions) == ((), ())
    assert len(statement.body) == 2


def test_a_resolution_without_the_place_of_a_link_stays_in_the_body() -> None:
    statement = parsed_lines(TITLE, "• One.", "It rests on the resolution (of all of us).")

    assert statement.sources == ()
    assert statement.body == ("It rests on the resolution (of all of us).",)
