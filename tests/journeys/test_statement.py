"""Texts in three languages: asked for together, public at once, corrected in the open."""

from playwright.sync_api import expect

from tests.journeys.conftest import Embassy
from tests.journeys.desk import Reader, in_language
from tests.journeys.six_years import (
    CORRECTIONS,
    PATHS,
    RIGHT,
    SOURCES,
    TITLES,
    WRONG,
    correct,
    correct_translations,
    write_in_all_languages,
)


def test_statement_goes_public_in_three_languages_at_once_and_is_corrected_in_all(
    embassy: Embassy, reader: Reader
) -> None:
    writer, approver = embassy.writer, embassy.approver
    page, translations = write_in_all_languages(writer)

    address = writer.ask_in_all_languages(page)
    writer.says("Somebody else approves it.")
    expect(writer.approve_button).to_have_count(0)
    assert [reader.status(f"{language}/{PATHS[language]}") for language in TITLES] == [404] * 3
    approver.approve(address)
    for language, title in TITLES.items():
        reader.reads(f"{language}/statements/", title)
        for text in (WRONG[language], *SOURCES[language]):
            reader.reads(f"{language}/{PATHS[language]}", text)

    correct(writer, page)
    address = writer.ask()
    reader.reads(f"en/{PATHS['en']}", WRONG["en"])
    approver.approve(address)
    correct_translations(writer, page, translations)
    address = writer.ask_in_all_languages(page)
    reader.reads(f"be/{PATHS['be']}", WRONG["be"])
    approver.approve(address)
    expect_corrected(reader)


def expect_corrected(reader: Reader) -> None:
    """Expect the right number, the correction line, and the wrong one in the history."""
    for language in TITLES:
        for text in (RIGHT[language], CORRECTIONS[language]):
            reader.reads(f"{language}/{PATHS[language]}", text)
        history = reader.page.locator("section[aria-labelledby=versions]")
        history.get_by_text(in_language("Read this version", language)).click()
        expect(history.get_by_text(WRONG[language])).to_be_visible()


def test_translation_is_shown_once_it_is_approved_and_the_page_labelled_until_then(
    embassy: Embassy, reader: Reader
) -> None:
    writer, approver = embassy.writer, embassy.approver
    page = writer.write_news("Books for the library")
    approver.approve(writer.ask())
    path = reader.link_to("Books for the library", on="en/news/")
    number = writer.send_to_translation(page, path)["be"]

    writer.translate(number, "Кнігі для бібліятэкі")
    reader.reads(f"be/{path}", "Books for the library", within="main[lang=en] h1")
    writer.go(f"approvals/ask/page/{number}/")
    address = writer.ask()
    reader.reads(f"be/{path}", "Books for the library", within="main[lang=en] h1")
    approver.approve(address)

    reader.reads(f"be/{path}", "Кнігі для бібліятэкі", within="main[lang=be] h1")
    reader.reads(f"ru/{path}", "Кнігі для бібліятэкі", within="main[lang=be] h1")
