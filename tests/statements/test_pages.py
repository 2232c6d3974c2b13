"""A statement as readers see it: points, functions, support, sources, versions, corrections."""

from datetime import date

import pytest

from ambasada.network.models import Embassy
from ambasada.statements.models import versions_of_words
from tests.factories.pages import approve_at_once, at, statement, translated
from tests.factories.reader import Reader, said, sentence
from tests.statements.test_actions import example, imported

pytestmark = pytest.mark.screens

LANGUAGES = ("en", "be", "ru")


def test_points_and_functions_are_numbered_and_can_be_linked_to(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    parsed = example("en")
    page = imported(parsed, embassy=britain, language="en").page

    main = reader_in_britain.get(f"/en/{page.address}").main

    for prefix, wanted in (("point", parsed.declarations), ("function", parsed.functions)):
        points = [main.one("li", id=f"{prefix}-{number}") for number in (1, 2, 3)]
        assert [point.text for point in points] == [
            f"{number} {text}" for number, text in enumerate(wanted, start=1)
        ]
        assert main.all("li", id=f"{prefix}-4") == []


@pytest.mark.parametrize("asked", LANGUAGES)
def test_statement_shows_date_issuers_supporters_and_the_missing_address_of_a_source(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    parsed = example("en")
    page = imported(parsed, embassy=britain, language="en").page

    shown = reader_in_britain.get(f"/{asked}/{page.address}")

    text = shown.main.text
    assert (shown.interface_language, shown.text_language) == (asked, "en")
    assert {each.attributes["datetime"] for each in shown.main.all("time")} >= {"2031-03-07"}
    assert [part in text for part in (parsed.issuer_line, *parsed.supporters)] == [True] * 3
    assert said("The address of this source is missing.", asked) in text
    assert parsed.sources[0].title in text
    assert (sentence("shown in English", asked) in text) == (asked != "en")


def test_words_of_the_text_stand_in_its_language_and_ours_in_the_readers(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    page = imported(example("en"), embassy=britain, language="en").page

    shown = reader_in_britain.get(f"/ru/{page.address}")

    versions = shown.main.one("section", **{"aria-labelledby": "versions"})
    assert shown.main.attributes["lang"] == "en"
    assert versions.attributes["lang"] == "ru"
    assert shown.page.one("html").attributes["lang"] == "ru"


def test_version_is_shown_with_its_number_and_hash(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    page = statement(britain, "en")
    page.declarations = [("paragraph", "We declare a loud day.")]
    page.save_revision()
    approve_at_once(page)

    versions = reader_in_britain.get(f"/en/{page.address}").main.one(
        "section", **{"aria-labelledby": "versions"}
    )

    assert [item.text.split(",")[0] for item in versions.all("li")] == ["Version 2", "Version 1"]
    told = versions_of_words(page)
    assert len({each.text_sha256 for each in told}) == 2
    assert [each.text_sha256 in versions.text for each in told] == [True, True]


def test_correction_is_shown_with_its_date(britain: Embassy, reader_in_britain: Reader) -> None:
    page = statement(
        britain,
        "be",
        corrections=[("correction", {"corrected_on": date(2026, 5, 2), "text": "Была памылка."})],
    )

    shown = reader_in_britain.get(f"/be/{page.address}")

    section = shown.main.one("section", **{"aria-labelledby": "corrections"})
    assert section.one("time").attributes["datetime"] == "2026-05-02"
    assert "Была памылка." in section.text


def test_source_leads_to_the_original_and_to_our_stored_copy(
    norland: Embassy, reader_in_norland: Reader
) -> None:
    copy = norland.mandate.resolution_document
    page = statement(
        norland,
        "en",
        sources=[
            (
                "source",
                {
                    "title": "Resolution",
                    "address": "https://example.org/resolution",
                    "dated_on": date(2021, 2, 14),
                    "archived": copy,
                },
            )
        ],
    )

    main = reader_in_norland.get(f"/en/{page.address}").main

    assert copy is not None
    assert "https://example.org/resolution" in main.hrefs
    assert f"/documents/{copy.sha256}.txt" in main.hrefs
    assert copy.sha256 in main.text
    assert "The address of this source is missing." not in main.text


@pytest.mark.parametrize("asked", LANGUAGES)
def test_list_of_statements_is_newest_first_and_names_each_once(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    older = statement(britain, "en", issued_on=date(2025, 5, 1))
    newer = statement(britain, "en", issued_on=date(2026, 5, 1))
    translated(newer, britain, "be")

    hrefs = reader_in_britain.get(f"/{asked}/statements/").main.hrefs

    listed = [href for href in hrefs if "quiet-day" in href]
    assert listed == [f"/{asked}/{newer.address}", f"/{asked}/{older.address}"]


@pytest.mark.parametrize("asked", LANGUAGES)
def test_list_of_statements_says_what_will_stand_here_when_there_is_none(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    text = (
        "Our statements will stand here, newest first. "
        "Until then, read where our mandate comes from."
    )

    assert not at(britain, asked, "statements/").get_children().exists()
    assert said(text, asked) in reader_in_britain.get(f"/{asked}/statements/").main.text
