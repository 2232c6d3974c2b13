"""What stands on the pages about an embassy."""

from datetime import date, timedelta

import pytest
from django.test import override_settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override
from wagtail.models import Page

from ambasada.network.models import Channel, Embassy, Office, SealedHelp, Term
from tests.factories.packs import LANGUAGES, words
from tests.factories.pages import (
    approve_at_once,
    at,
    hide,
    news,
    statement,
    translated,
    withdraw_all,
)
from tests.factories.reader import Reader, said
from tests.factories.reading import Answer

pytestmark = pytest.mark.screens

DAY = timedelta(days=1)
_REVEALS = (
    "What a visit there reveals: your internet provider sees the address of that page, the time "
    "and the amount of data, and not what you write. Tor Browser hides this as well. We see "
    "nothing that names you: our software keeps no address of your device, sets no cookie and "
    "counts no visits. On your device the address of that page can stay in the history."
)


def office(embassy: Embassy, **term: object) -> Office:
    """Give the embassy one office only, which may sign, with one term or none."""
    hide(embassy, Office)
    made = Office.objects.create(embassy=embassy, title=words("office"), signs=True)
    if term:
        Term.objects.create(
            office=made, holder="Ingrid-Test", basis=words("basis"), sort_order=0, **term
        )
    approve_at_once(made)
    return made


def offices_on(shown: Answer) -> str:
    """Return the words of the mandate, where the offices and their terms stand."""
    return shown.main.one("section", **{"aria-labelledby": "mandate"}).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_holder_of_an_office_may_sign_when_the_term_runs(
    britain: Embassy, reader_in_britain: Reader, language: str
) -> None:
    today = timezone.localdate()
    office(britain, starts_on=today, ends_on=today)

    text = offices_on(reader_in_britain.get(f"/{language}/about/"))

    assert "Ingrid-Test" in text
    assert words("basis")[language] in text
    assert said("May sign for the embassy.", language) in text
    assert said("Vacant", language) not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_may_sign_and_the_office_is_vacant_when_the_term_has_expired(
    britain: Embassy, reader_in_britain: Reader, language: str
) -> None:
    yesterday = timezone.localdate() - DAY
    office(britain, starts_on=date(2020, 1, 1), ends_on=yesterday)

    text = offices_on(reader_in_britain.get(f"/{language}/about/"))

    with override(language):
        last_day = date_format(yesterday)
    assert said("Vacant", language) in text
    assert last_day in text
    assert "Ingrid-Test" not in text
    assert said("May sign for the embassy.", language) not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_may_sign_when_the_term_has_not_begun(
    britain: Embassy, reader_in_britain: Reader, language: str
) -> None:
    tomorrow = timezone.localdate() + DAY
    office(britain, starts_on=tomorrow, ends_on=tomorrow + 365 * DAY)

    text = offices_on(reader_in_britain.get(f"/{language}/about/"))

    assert said("Vacant", language) in text
    assert "Ingrid-Test" not in text
    assert said("May sign for the embassy.", language) not in text


def test_office_is_vacant_when_nobody_has_held_it(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    office(britain)

    text = offices_on(reader_in_britain.get("/en/about/"))

    assert "Vacant" in text
    assert "May sign for the embassy." not in text


def test_mandate_shows_our_copy_of_the_resolution_with_its_date_and_hash(
    norland: Embassy, reader_in_norland: Reader
) -> None:
    document = norland.mandate.resolution_document

    shown = reader_in_norland.get("/ru/about/")

    assert document is not None
    path = f"/documents/{document.sha256}.txt"
    assert path in shown.main.hrefs
    assert document.sha256 in shown.main.text
    assert "14 февраля 2021" in shown.main.text
    assert "https://example.org/norland/congress-2021/resolution" in shown.main.hrefs
    assert reader_in_norland.get(path).status == 200


def test_address_of_the_resolution_is_shown_as_missing_when_there_is_none(
    norland: Embassy, reader_in_norland: Reader
) -> None:
    norland.mandate.resolution_address = ""
    norland.mandate.save()
    approve_at_once(norland.mandate)

    assert (
        "The address of the original is missing." in reader_in_norland.get("/en/about/").main.text
    )


@pytest.mark.parametrize("path", ["contact", "verify"])
def test_retired_channel_stays_listed_as_not_ours_and_is_no_link(
    norland: Embassy, reader_in_norland: Reader, path: str
) -> None:
    gone = Channel.objects.get(embassy=norland, address="@norland@social.example.org")
    before = reader_in_norland.get(f"/ru/{path}/").main
    gone.retired_on = date(2026, 11, 1)
    gone.retired_note = {"en": "We left.", "ru": "Мы ушли."}
    gone.save()
    unapproved = reader_in_norland.get(f"/ru/{path}/").body
    approve_at_once(gone)

    after = reader_in_norland.get(f"/ru/{path}/").main

    (section,) = after.all("section", **{"aria-labelledby": "retired"})
    (listed,) = before.all("section", **{"aria-labelledby": "retired"})
    assert gone.address not in listed.text
    assert gone.address in before.text
    assert [text in section.text for text in (gone.address, "Мы ушли.", "1 ноября 2026")] == [
        True
    ] * 3
    assert gone.url not in after.hrefs
    assert "Мы ушли." not in unapproved


@pytest.mark.parametrize("path", ["contact", "verify"])
def test_address_may_be_broken_behind_a_slash_and_a_box_number_not_at_all(
    reader_in_britain: Reader, path: str
) -> None:
    body = reader_in_britain.get(f"/en/{path}/").body

    assert "t.example.org/<wbr>peoples_embassy_test<" in body
    assert "PO\u00a0Box\u00a0000, London" in body


@pytest.mark.parametrize("language", LANGUAGES)
def test_true_address_is_not_called_this_site_since_mirrors_carry_the_page(
    britain: Embassy, reader_in_britain: Reader, language: str
) -> None:
    text = reader_in_britain.get(f"/{language}/verify/").main.text

    assert f"{said('Our own site', language)} {britain.origin}/" in text


@pytest.mark.parametrize(
    ("language", "claims"),
    [("en", "Our mirrors"), ("be", "Нашы люстэркі"), ("ru", "Наши зеркала")],
)
def test_page_without_mirrors_does_not_say_that_it_names_any(
    reader_in_britain: Reader, *, language: str, claims: str
) -> None:
    shown = reader_in_britain.get(f"/{language}/verify/").main

    assert not shown.all("section", **{"aria-labelledby": "mirrors"})
    assert claims not in shown.one("div", **{"class": "prose"}).text


def test_contact_page_says_what_each_channel_reveals(
    norland: Embassy, reader_in_norland: Reader
) -> None:
    shown = reader_in_norland.get("/en/contact/").main.text

    in_use = norland.channels.filter(retired_on=None)
    assert [each.reveals["en"] in shown for each in in_use] == [True] * 3


def test_contact_page_says_so_when_there_is_no_channel(
    norland: Embassy, reader_in_norland: Reader
) -> None:
    hide(norland, Channel)

    shown = reader_in_norland.get("/en/contact/")

    assert "Until then nobody writes or answers in our name." in shown.main.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_emergency_page_has_local_numbers_first_then_our_channel_then_advice_from_inside(
    britain: Embassy, reader_in_britain: Reader, language: str
) -> None:
    block = britain.emergency_block

    text = reader_in_britain.get(f"/{language}/emergency/").main.text

    numbers = [f"{each.number} {each.when[language]}" for each in block.numbers.all()]
    said_there = [block.channel, block.response_time, block.inside_country]
    wanted = [*numbers, *(each[language] for each in said_there)]
    places = [text.find(each) for each in wanted]
    assert len(numbers) >= 2
    assert -1 not in places
    assert places == sorted(places)
    assert (
        f"mailto:{block.channel_address}"
        in reader_in_britain.get(f"/{language}/emergency/").main.hrefs
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_emergency_number_and_quick_exit_stand_on_every_page(
    britain: Embassy, reader_in_britain: Reader, language: str
) -> None:
    statement(britain, "en")
    pages = Page.objects.filter(url_path__startswith="/gb-").specific()
    paths = {f"/{language}/{page.address}" for page in pages} | {f"/{language}/nowhere/"}
    number = britain.emergency_block.numbers.first()

    for path in sorted(paths):
        shown = reader_in_britain.get(path)
        if shown.status == 301:
            shown = reader_in_britain.get(shown.location)
        (line,) = shown.page.one("body").all("aside")[:1]
        assert line.hrefs == [f"tel:{number.number}", f"/{language}/emergency/"], path
        assert "/exit/" in shown.page.hrefs, path


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("key", ["help"])
def test_yellow_page_leaves_no_copy_and_says_no_name_in_its_title(
    norland: Embassy, reader_in_norland: Reader, key: str, *, language: str
) -> None:
    page = at(norland, language, f"{key}/")

    shown = reader_in_norland.get(f"/{language}/{key}/")

    assert (page.page_class, page.neutral_title) == (
        "yellow",
        {"en": "Information", "ru": "Информация"}[language],
    )
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.title == page.neutral_title
    assert shown.page.all("meta", name="description") == []
    assert shown.page.all("svg") == []
    header = shown.page.one("body").all("header")[0].text
    names = [norland.name[language], norland.short_name[language]]
    assert [name for name in names if name in header] == []


def test_green_page_may_be_kept_for_a_minute_and_names_us(
    norland: Embassy, reader_in_norland: Reader
) -> None:
    shown = reader_in_norland.get("/en/privacy/")

    assert shown.headers["Cache-Control"] == "public, max-age=60"
    assert shown.title.endswith(" · People’s Embassy")
    assert norland.name["en"] in shown.page.one("body").all("header")[0].text


def test_yellow_page_is_neutral_when_it_is_shown_in_another_language(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(
        britain, "en", title="If they came to you", page_class="yellow", neutral_title="Reading"
    )

    shown = reader_in_britain.get(f"/ru/{item.address}")

    assert (shown.status, shown.title) == (200, "Reading")
    assert shown.headers["Cache-Control"] == "no-store"


def test_home_page_has_the_latest_five_news_and_the_latest_statement(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    for code in LANGUAGES:
        withdraw_all(at(britain, code, "news/"))
    items = [news(britain, "en", published_on=date(2026, 5, day)) for day in range(1, 8)]
    texts = [statement(britain, "en", issued_on=date(2026, 5, day)) for day in (1, 2)]
    for original in items:
        translated(original, britain, "be", title="Ціхі дзень")

    english = reader_in_britain.get("/en/").main.hrefs
    russian = reader_in_britain.get("/ru/").main.hrefs

    newest = items[:1:-1]
    assert [href for href in english if "/news/2026" in href] == [
        f"/en/{each.address}" for each in newest
    ]
    assert [href for href in russian if "/news/2026" in href] == [
        f"/ru/news/{each.published_on}-cichi-dzien/" for each in newest
    ]
    assert [href for href in english if "/statements/2026" in href] == [f"/en/{texts[1].address}"]


def test_home_page_says_what_will_stand_here_when_nothing_is_published(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    for code in LANGUAGES:
        withdraw_all(at(britain, code, "news/"))
        withdraw_all(at(britain, code, "statements/"))

    assert "News and statements will stand here" in reader_in_britain.get("/en/").main.text


@pytest.mark.usefixtures("britain")
def test_three_functions_lead_the_navigation_in_every_language(reader_in_britain: Reader) -> None:
    for language in LANGUAGES:
        shown = reader_in_britain.get(f"/{language}/help/")
        (links,) = [
            nav.hrefs
            for nav in shown.page.one("body").all("header")[0].all("nav")
            if nav.attributes["aria-label"] == said("What we do", language)
        ]
        assert links == [f"/{language}/{key}/" for key in ("news", "partners", "help")]


def test_page_of_help_leads_to_where_one_writes_and_says_what_that_reveals(
    britain: Embassy,
    reader_in_britain: Reader,
) -> None:
    SealedHelp.objects.create(embassy=britain, is_served=True, is_attended=True)
    with override_settings(HELP_ORIGIN="https://help.example.org"):
        for language in LANGUAGES:
            shown = reader_in_britain.get(f"/{language}/help/").main
            assert f"https://help.example.org/gb/{language}/" in shown.hrefs
            assert said("Write to us without your name", language) in shown.text
            assert said(_REVEALS, language) in shown.text
            elsewhere = reader_in_britain.get(f"/{language}/safety/").main
            assert not any("help.example.org" in href for href in elsewhere.hrefs)
