"""Texts in three languages: asked for together, public at once, corrected in the open."""

from playwright.sync_api import expect

from tests.journeys.conftest import Embassy
from tests.journeys.desk import Desk, Reader, in_language

TITLES = {
    "en": "Six years of the People’s Embassies",
    "be": "Шэсць гадоў народных амбасад",
    "ru": "Шесть лет народных посольств",
}
ISSUERS = {"en": "The People’s Embassy", "be": "Народная амбасада", "ru": "Народное посольство"}
WRONG = {
    "en": "They answered 412 letters.",
    "be": "Яны адказалі на 412 лістоў.",
    "ru": "Они ответили на 412 писем.",
}
RIGHT = {language: text.replace("412", "421") for language, text in WRONG.items()}
CORRECTIONS = {
    "en": "There were 421 letters, not 412.",
    "be": "Лістоў было 421, а не 412.",
    "ru": "Писем было 421, а не 412.",
}
SOURCES = {
    "en": ("Founding statement", "Yearly report"),
    "be": ("Заснавальная заява", "Гадавая справаздача"),
    "ru": ("Учредительное заявление", "Годовой отчёт"),
}
DATES = ("2020-12-10", "2026-11-01")
SECOND_TAB = "Sources and safety"
_PATH = "statements/2026-12-10-six-years-of-the-peoples-embassies/"


def test_statement_goes_public_in_three_languages_at_once_and_is_corrected_in_all(
    embassy: Embassy, reader: Reader
) -> None:
    writer, approver = embassy.writer, embassy.approver
    page = write_statement(writer)
    translations = writer.send_to_translation(page, _PATH)
    for language, number in translations.items():
        writer.translate(number, TITLES[language], ISSUERS[language], WRONG[language])
        writer.translate(number, *SOURCES[language], tab=SECOND_TAB)

    address = writer.ask_in_all_languages(page)
    writer.says("Somebody else approves it.")
    expect(writer.approve_button).to_have_count(0)
    assert [reader.status(f"{language}/{_PATH}") for language in TITLES] == [404, 404, 404]
    approver.approve(address)
    for language, title in TITLES.items():
        reader.reads(f"{language}/statements/", title)
        for text in (WRONG[language], *SOURCES[language]):
            reader.reads(f"{language}/{_PATH}", text)

    correct(writer, page)
    address = writer.ask()
    reader.reads(f"en/{_PATH}", WRONG["en"])
    approver.approve(address)
    correct_translations(writer, page, translations)
    address = writer.ask_in_all_languages(page)
    reader.reads(f"be/{_PATH}", WRONG["be"])
    approver.approve(address)
    expect_corrected(reader)


def expect_corrected(reader: Reader) -> None:
    """Expect the right number, the correction line, and the wrong one in the history."""
    for language in TITLES:
        for text in (RIGHT[language], CORRECTIONS[language]):
            reader.reads(f"{language}/{_PATH}", text)
        history = reader.page.locator("section[aria-labelledby=versions]")
        history.get_by_text(in_language("Read this version", language)).click()
        expect(history.get_by_text(WRONG[language])).to_be_visible()


def write_statement(member: Desk) -> int:
    """Write it in English with two sources, and save it; return the page's number."""
    member.add("statements/statementpage", below="/gb-en/statements/")
    member.fill(title=TITLES["en"], issued_on="2026-12-10", issuers=ISSUERS["en"])
    member.block("declarations")
    member.fill(**{"declarations-0-value": WRONG["en"]})
    member.page.get_by_role("tab", name=SECOND_TAB).click()
    for number, (title, day) in enumerate(zip(SOURCES["en"], DATES, strict=True)):
        member.block("sources")
        source = f"sources-{number}-value"
        member.fill(**{f"{source}-title": title, f"{source}-dated_on": day})
    return member.save_and_ask()


def correct(member: Desk, page: int) -> None:
    """Put the number right in English, and say so."""
    member.edit(page)
    member.fill(**{"declarations-0-value": RIGHT["en"]})
    member.page.get_by_role("tab", name=SECOND_TAB).click()
    member.block("corrections")
    correction = "corrections-0-value"
    day = "2026-12-11"
    member.fill(**{f"{correction}-corrected_on": day, f"{correction}-text": CORRECTIONS["en"]})
    member.save_and_ask()


def correct_translations(member: Desk, page: int, translations: dict[str, int]) -> None:
    """Put it right in the others, which begin from what is public in English."""
    member.edit(page)
    member.press("Actions")
    member.page.get_by_role("link", name="Sync translated pages").click()
    member.press("Submit")
    member.says("Successfully updated translations")
    for language, number in translations.items():
        member.translate(number, RIGHT[language])
        member.translate(number, CORRECTIONS[language], tab=SECOND_TAB)


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
