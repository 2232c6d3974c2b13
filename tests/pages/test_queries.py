"""Which language a reader is shown, and how it is labelled when it is not the one asked for."""

import pytest

from ambasada.network.models import Embassy
from tests.factories.pages import approve_at_once, news, statement, translated, withdraw_at_once
from tests.factories.reader import Reader, sentence

LANGUAGES = ("en", "be", "ru")


@pytest.mark.parametrize("asked", ["be", "ru"])
def test_page_is_shown_in_english_under_the_asked_prefix_when_it_has_no_translation(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    item = news(britain, "en")

    shown = reader_in_britain.get(f"/{asked}/{item.address}")

    assert shown.status == 200
    assert (shown.interface_language, shown.text_language) == (asked, "en")
    assert sentence("shown in English", asked) in shown.main.one("header").text
    assert shown.canonical == f"http://gb.localhost:8000/en/{item.address}"
    assert shown.alternates == {}


def test_page_has_no_label_when_it_is_in_the_language_asked_for(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "be", title="Ціхі дзень")

    shown = reader_in_britain.get(f"/be/{item.address}")

    labels = [sentence(f"shown in {name}", "be") for name in ("English", "Belarusian", "Russian")]
    assert (shown.interface_language, shown.text_language) == ("be", "be")
    assert [label for label in labels if label in shown.body] == []


@pytest.mark.parametrize(
    ("asked", "written_in", "shown_in"),
    [
        ("be", ("en", "ru"), "ru"),
        ("be", ("en",), "en"),
        ("ru", ("en", "be"), "be"),
        ("ru", ("en",), "en"),
        ("en", ("be", "ru"), "be"),
        ("en", ("ru",), "ru"),
        ("ru", ("en", "be", "ru"), "ru"),
    ],
)
def test_page_is_shown_in_the_nearest_language_when_several_have_it(
    britain: Embassy,
    reader_in_britain: Reader,
    asked: str,
    *,
    written_in: tuple[str, ...],
    shown_in: str,
) -> None:
    first, *others = written_in
    item = news(britain, first)
    for language in others:
        translated(item, britain, language)

    shown = reader_in_britain.get(f"/{asked}/{item.address}")

    assert (shown.status, shown.text_language) == (200, shown_in)
    assert shown.canonical == f"http://gb.localhost:8000/{shown_in}/{item.address}"


def test_language_switch_leads_to_the_address_a_translation_has_when_its_slug_differs(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "en", title="A quiet day")
    other = translated(item, britain, "be", title="Ціхі дзень")

    shown = reader_in_britain.get(f"/en/{item.address}")

    switch = {
        each.attributes["hreflang"]: each.attributes["href"]
        for each in shown.page.all("a")
        if "hreflang" in each.attributes and each.attributes["href"].endswith("/")
    }
    assert switch == {
        "en": f"/en/{item.address}",
        "be": f"/be/{other.address}",
        "ru": f"/ru/{item.address}",
    }


def test_translations_name_one_another_when_both_are_published(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "en")
    other = translated(item, britain, "be", title="Ціхі дзень")

    here = reader_in_britain.get(f"/en/{item.address}").alternates
    there = reader_in_britain.get(f"/be/{other.address}").alternates

    assert here == there
    assert here == {
        "en": f"http://gb.localhost:8000/en/{item.address}",
        "be": f"http://gb.localhost:8000/be/{other.address}",
        "x-default": f"http://gb.localhost:8000/en/{item.address}",
    }


@pytest.mark.parametrize(
    ("asked", "slug", "leads_to"),
    [
        ("be", "a-quiet-day", "be/news/2026-05-01-cichi-dzien"),
        ("en", "cichi-dzien", "en/news/2026-05-01-a-quiet-day"),
        ("ru", "a-quiet-day", "ru/news/2026-05-01-cichi-dzien"),
    ],
)
def test_address_of_another_language_redirects_when_the_slug_was_translated(
    britain: Embassy, reader_in_britain: Reader, asked: str, *, slug: str, leads_to: str
) -> None:
    item = news(britain, "en")
    translated(item, britain, "be", title="Ціхі дзень")

    moved = reader_in_britain.get(f"/{asked}/news/2026-05-01-{slug}/")
    arrived = reader_in_britain.get(moved.location)

    assert (moved.status, moved.location) == (301, f"/{leads_to}/")
    assert arrived.status == 200


def test_original_is_shown_again_when_its_translation_is_taken_back(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "en")
    other = translated(item, britain, "be")
    before = reader_in_britain.get(f"/be/{item.address}").text_language

    other.unpublish()  # the workbench decides nothing
    unapproved = reader_in_britain.get(f"/be/{item.address}").text_language
    withdraw_at_once(other)
    shown = reader_in_britain.get(f"/be/{item.address}")

    assert (before, unapproved) == ("be", "be")
    assert (shown.status, shown.text_language) == (200, "en")


def test_statement_is_shown_in_english_when_nobody_has_translated_it(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    text = statement(britain, "en")

    shown = [reader_in_britain.get(f"/{asked}/{text.address}") for asked in LANGUAGES]

    assert [(each.status, each.text_language) for each in shown] == [(200, "en")] * 3


def test_list_names_an_item_once_and_labels_it_when_it_is_in_another_language(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "en", title="Only in English")
    both = news(britain, "en", title="In two languages")
    other = translated(both, britain, "be", title="На дзвюх мовах")

    shown = reader_in_britain.get("/be/news/")

    links = [href for href in shown.main.hrefs if "2026-05-01" in href]
    assert sorted(links) == sorted([f"/be/{item.address}", f"/be/{other.address}"])
    (entry,) = [each for each in shown.main.all("li") if "Only in English" in each.text]
    assert entry.one("div").attributes["lang"] == "en"
    assert sentence("shown in English", "be") in entry.text


def test_first_page_is_in_the_embassys_first_language_when_the_browser_wants_another(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    britain.languages = ["be", "en", "ru"]
    britain.save()
    unapproved = reader_in_britain.get("/").interface_language
    approve_at_once(britain)

    shown = [
        reader_in_britain.get("/", **{"accept-language": wanted}) for wanted in ("ru", "en", "be")
    ]

    assert unapproved == "en"
    assert [each.status for each in shown] == [200] * 3
    assert [each.interface_language for each in shown] == ["be"] * 3
    assert [each.canonical for each in shown] == ["http://gb.localhost:8000/be/"] * 3
    assert [each.headers["Vary"] for each in shown] == ["Accept-Encoding"] * 3


def test_page_is_not_there_when_the_embassy_does_not_speak_the_language(
    reader_in_norland: Reader,
) -> None:
    assert reader_in_norland.get("/be/about/").status == 404
    assert reader_in_norland.get("/ru/about/").status == 200
