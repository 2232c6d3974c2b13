"""A statement read from plain text becomes a page: once, in its words, version by version."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ambasada.accounts.models import Actor
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.statements.actions import Imported, import_statement
from ambasada.statements.models import StatementPage, versions_of_words
from ambasada.statements.plaintext import ParsedStatement, parse
from tests.factories.pages import NOW, approve_at_once, statement, withdraw_at_once
from tests.factories.reader import Reader
from tests.factories.rows import counts

EXAMPLES = Path(__file__).parent / "examples"


def example(language: str, change: Callable[[str], str] = str) -> ParsedStatement:
    """Return an invented statement as a page saved it, with a change to its text."""
    text = (EXAMPLES / f"{language}-pasted-page.txt").read_text(encoding="utf-8")
    return parse(change(text).encode(), language=language)


def versions_of(page: StatementPage) -> list[tuple[int, str]]:
    return [(each.number, each.text_sha256) for each in reversed(versions_of_words(page))]


def imported(parsed: ParsedStatement, *, embassy: Embassy, language: str) -> Imported:
    """Import as the founder does, whose request is done at once."""
    return import_statement(parsed, embassy=embassy, language=language, by=Actor.FOUNDER, now=NOW)


def texts(stream: object) -> list[str]:
    return [str(block.value) for block in stream]  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_page_has_every_word_of_the_statement(britain: Embassy, language: str) -> None:
    parsed = example(language)

    done = imported(parsed, embassy=britain, language=language)

    page = StatementPage.objects.get(pk=done.page.pk)
    assert done.is_changed
    assert page.live
    assert page.get_parent().url_path == f"/gb-{language}/statements/"
    assert (page.title, page.issued_on, page.issuers) == (
        parsed.title,
        parsed.issued_on,
        parsed.issuer_line,
    )
    assert tuple(texts(page.declarations)) == parsed.declarations
    assert tuple(texts(page.announcement)) == parsed.body
    assert page.functions_heading == parsed.functions_heading
    assert tuple(texts(page.functions)) == parsed.functions
    assert page.supported_by == parsed.supported_by
    assert tuple(texts(page.supporters)) == parsed.supporters
    assert [
        (block.value["title"], block.value["address"] or None, block.value["dated_on"])
        for block in page.sources
    ] == [(each.title, each.address, each.dated_on) for each in parsed.sources]


def test_nothing_is_changed_when_the_same_text_is_imported_again(britain: Embassy) -> None:
    first = imported(example("en"), embassy=britain, language="en")
    before = counts()

    second = imported(example("en"), embassy=britain, language="en")

    assert (second.page, second.is_changed) == (first.page, False)
    assert counts() == before


def test_versions_are_numbered_when_the_words_change_and_then_only(britain: Embassy) -> None:
    page = imported(example("en"), embassy=britain, language="en").page
    changed = example("en", lambda text: text.replace("walked in silence", "walked and sang"))

    once = versions_of(page)
    page.save_revision()
    with pytest.raises(Refused, match="Nothing has changed"):
        approve_at_once(page)
    asked_again = versions_of(page)
    done = imported(changed, embassy=britain, language="en")
    twice = versions_of(page)

    assert [number for number, _sha in once] == [1]
    assert asked_again == once
    assert (done.page, done.is_changed) == (page, True)
    assert [number for number, _sha in twice] == [1, 2]
    assert twice[1][1] == StatementPage.objects.get(pk=page.pk).text_sha256()
    assert len({sha for _number, sha in twice}) == 2


def test_correction_makes_no_version(britain: Embassy) -> None:
    page = statement(britain, "en")

    page.corrections = [
        ("correction", {"corrected_on": date(2026, 5, 2), "text": "A comma was missing."})
    ]
    page.save_revision()
    approve_at_once(page)

    assert [number for number, _sha in versions_of(page)] == [1]


def test_draft_makes_no_version_until_it_is_approved(britain: Embassy) -> None:
    page = statement(britain, "en")

    page.declarations = [("paragraph", "We declare a loud day.")]
    page.save_revision()
    in_draft = versions_of(page)
    page.get_latest_revision().publish()  # the workbench decides nothing
    on_the_workbench = versions_of(page)
    approve_at_once(page)

    assert [number for number, _sha in on_the_workbench] == [1]
    assert [number for number, _sha in in_draft] == [1]
    assert [number for number, _sha in versions_of(page)] == [1, 2]


def test_statement_is_read_again_when_it_returns_to_its_first_words(britain: Embassy) -> None:
    changed = example("en", lambda text: text.replace("walked in silence", "walked and sang"))
    for parsed in (example("en"), changed, example("en")):
        page = imported(parsed, embassy=britain, language="en").page

    numbered = versions_of(page)
    assert [number for number, _sha in numbered] == [1, 2, 3]
    assert numbered[0][1] == numbered[2][1]


def test_language_is_refused_when_the_embassy_does_not_speak_it(norland: Embassy) -> None:
    before = counts()

    with pytest.raises(Refused) as refused:
        imported(example("be"), embassy=norland, language="be")

    assert str(refused.value) == (
        "This embassy has no pages in the language “be”. Name one of these with --language: en, ru."
    )
    assert counts() == before


def test_statement_of_one_embassy_leaves_the_other_as_it_was(
    britain: Embassy, norland: Embassy, reader_in_britain: Reader, *, reader_in_norland: Reader
) -> None:
    ours = imported(example("en"), embassy=britain, language="en").page
    theirs = imported(example("en"), embassy=norland, language="en").page

    assert ours.pk != theirs.pk
    assert [page.get_parent().url_path for page in (ours, theirs)] == [
        "/gb-en/statements/",
        "/norland-en/statements/",
    ]
    withdraw_at_once(ours)
    assert reader_in_britain.get(f"/en/{ours.address}").status == 410
    assert reader_in_norland.get(f"/en/{theirs.address}").status == 200


def test_two_statements_of_one_day_are_two_pages_when_their_titles_differ(
    britain: Embassy,
) -> None:
    other = example("en", lambda text: text.replace("People's Embassies statement", "Statement"))

    pages = [
        imported(parsed, embassy=britain, language="en").page for parsed in (example("en"), other)
    ]

    assert pages[0].issued_on == pages[1].issued_on
    assert pages[0].slug != pages[1].slug


def test_what_an_editor_found_out_about_a_source_stays(britain: Embassy) -> None:
    page = imported(example("en"), embassy=britain, language="en").page
    (source,) = page.sources
    found = {
        **source.value,
        "address": "https://example.org/found",
        "accessed_on": date(2031, 4, 1),
    }
    own = {**source.value, "title": "Minutes", "address": "", "dated_on": None}
    page.sources = [("source", found), ("source", own)]
    page.save_revision()
    approve_at_once(page)

    same = imported(example("en"), embassy=britain, language="en")
    changed = imported(
        example("en", lambda text: text.replace("condemn", "deplore")),
        embassy=britain,
        language="en",
    )

    kept = StatementPage.objects.get(pk=page.pk).sources
    assert (same.is_changed, changed.is_changed) == (False, True)
    assert [(each.value["title"], each.value["address"]) for each in kept] == [
        (source.value["title"], "https://example.org/found"),
        ("Minutes", ""),
    ]
    assert kept[0].value["accessed_on"] == date(2031, 4, 1)
