"""The statement of the journeys, in three languages, with a number that has to be put right."""

from ambasada.lib.slugs import slug_of
from tests.journeys.desk import Desk

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
PATH = "statements/2026-12-10-six-years-of-the-peoples-embassies/"
# Each language has an address of its own, made of its title.
PATHS = {
    language: f"statements/2026-12-10-{slug_of(title, language)}/"
    for language, title in TITLES.items()
}


def write_in_all_languages(writer: Desk) -> tuple[int, dict[str, int]]:
    """Write the statement and its translations; return the numbers of the page and of those."""
    page = write_statement(writer)
    translations = writer.send_to_translation(page, PATH)
    for language, number in translations.items():
        writer.translate(number, TITLES[language], ISSUERS[language], WRONG[language])
        writer.translate(number, *SOURCES[language], tab=SECOND_TAB)
    return page, translations


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
