"""News and standing pages as readers see them."""

from datetime import date

import pytest
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import override

from ambasada.network.models import Embassy
from tests.factories.pages import at, news, translated, withdraw_all, withdraw_at_once
from tests.factories.reader import Reader, said

pytestmark = pytest.mark.screens

LANGUAGES = ("en", "be", "ru")


def without_news(embassy: Embassy) -> None:
    for language in embassy.languages:
        withdraw_all(at(embassy, language, "news/"))


@pytest.mark.parametrize("asked", LANGUAGES)
def test_news_is_listed_newest_first_under_its_months(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    without_news(britain)
    days = (date(2026, 5, 2), date(2026, 3, 1), date(2026, 5, 1))
    items = {day: news(britain, "en", published_on=day) for day in days}

    main = reader_in_britain.get(f"/{asked}/news/").main

    with override(asked):
        months = [capfirst(date_format(day, "YEAR_MONTH_FORMAT")) for day in days[:2]]
    assert [each.text for each in main.all("h2")] == months
    assert main.hrefs == [f"/{asked}/{items[day].address}" for day in sorted(days, reverse=True)]


@pytest.mark.parametrize("asked", LANGUAGES)
def test_what_is_too_much_for_one_page_is_read_by_month(
    britain: Embassy,
    reader_in_britain: Reader,
    monkeypatch: pytest.MonkeyPatch,
    *,
    asked: str,
) -> None:
    monkeypatch.setattr("ambasada.publishing.models.months.ON_ONE_PAGE", 2)
    without_news(britain)
    days = (date(2026, 5, 2), date(2026, 5, 1), date(2025, 12, 31))
    items = {day: news(britain, "en", published_on=day) for day in days}

    main = reader_in_britain.get(f"/{asked}/news/").main
    month = reader_in_britain.get(f"/{asked}/news/2025-12/").main

    assert main.hrefs == [
        *(f"/{asked}/{items[day].address}" for day in days[:2]),
        f"/{asked}/news/2026-05/",
        f"/{asked}/news/2025-12/",
    ]
    assert month.hrefs == [f"/{asked}/{items[days[2]].address}", f"/{asked}/news/"]


def test_month_names_its_own_address_and_leads_to_itself_in_other_languages(
    britain: Embassy, reader_in_britain: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ambasada.publishing.models.months.ON_ONE_PAGE", 0)
    news(britain, "en")

    text = reader_in_britain.get("/be/news/2026-05/").body

    assert f'<link rel="canonical" href="{britain.origin}/be/news/2026-05/">' in text
    assert f'hreflang="ru" href="{britain.origin}/ru/news/2026-05/"' in text
    assert 'href="/en/news/2026-05/"' in text


@pytest.mark.parametrize("path", ["news/2019-05/", "news/2026-13/", "about/2026-05/", "2026-05/"])
def test_month_without_news_is_not_there(
    britain: Embassy,
    reader_in_britain: Reader,
    monkeypatch: pytest.MonkeyPatch,
    *,
    path: str,
) -> None:
    monkeypatch.setattr("ambasada.publishing.models.months.ON_ONE_PAGE", 0)
    news(britain, "en")

    assert reader_in_britain.get(f"/en/{path}").status == 404


def test_no_month_has_a_page_while_one_page_holds_all_news(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    news(britain, "en")

    assert reader_in_britain.get("/en/news/2026-05/").status == 404


@pytest.mark.parametrize("asked", LANGUAGES)
def test_list_of_news_says_what_will_stand_here_when_there_is_none(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    without_news(britain)
    text = "Our news will stand here, newest first. Until then, read our statements."

    assert said(text, asked) in reader_in_britain.get(f"/{asked}/news/").main.text


def test_news_is_left_out_of_the_list_when_it_is_taken_back_or_a_draft(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    without_news(britain)
    kept, taken_back = (news(britain, "en", title=title) for title in ("Kept", "Taken back"))
    changed = news(britain, "en", title="As published")
    changed.title = "As drafted"
    changed.save_revision()
    withdraw_at_once(taken_back)

    main = reader_in_britain.get("/en/news/").main

    assert sorted(main.hrefs) == sorted([f"/en/{kept.address}", f"/en/{changed.address}"])
    assert "As published" in main.text
    assert "As drafted" not in main.text


@pytest.mark.usefixtures("norland")
def test_news_of_another_embassy_is_not_listed(britain: Embassy, reader_in_norland: Reader) -> None:
    ours = news(britain, "en", title="Only in Britain")

    hrefs = reader_in_norland.get("/en/news/").main.hrefs

    assert f"/en/{ours.address}" not in hrefs
    assert hrefs == [
        "/en/news/2026-10-05-treasurer-wanted/",
        "/en/news/2026-09-14-evening-of-letters/",
    ]


@pytest.mark.parametrize(
    ("language", "day"),
    [("en", "1 May 2026"), ("be", "1 мая 2026"), ("ru", "1 мая 2026")],
)
def test_news_shows_its_day_in_words(
    britain: Embassy, reader_in_britain: Reader, language: str, *, day: str
) -> None:
    item = news(britain, language)

    times = reader_in_britain.get(f"/{language}/{item.address}").main.all("time")

    assert [(each.attributes["datetime"], each.text) for each in times] == [("2026-05-01", day)]


def test_news_shows_its_text_sources_and_corrections(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    about = at(britain, "en", "about/")
    link = f'<a linktype="page" id="{about.pk}">us</a>'
    item = news(
        britain,
        "en",
        body=[("text", f'<p>Read about {link} and <a href="https://example.org/">them</a>.</p>')],
        sources=[("source", {"title": "A letter", "accessed_on": date(2026, 5, 1)})],
        corrections=[("correction", {"corrected_on": date(2026, 5, 3), "text": "Not Monday."})],
    )

    shown = reader_in_britain.get(f"/ru/{item.address}")

    assert "Read about us and them ." in shown.main.text
    assert "/ru/about/" in shown.main.hrefs
    (outside,) = shown.main.all("a", href="https://example.org/")
    assert set(outside.attributes["rel"].split()) == {"noopener", "noreferrer", "external"}
    assert "A letter" in shown.main.text
    assert said("The address of this source is missing.", "ru") in shown.main.text
    assert "Not Monday." in shown.main.text


def test_link_stays_as_its_words_when_its_page_is_taken_back(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    target = news(britain, "en", title="A target")
    link = f'<p>See <a linktype="page" id="{target.pk}">there</a>.</p>'
    item = news(britain, "en", title="With a link", body=[("text", link)])
    before = reader_in_britain.get(f"/en/{item.address}").main

    withdraw_at_once(target)
    after = reader_in_britain.get(f"/en/{item.address}").main

    assert f"/en/{target.address}" in before.hrefs
    assert f"/en/{target.address}" not in after.hrefs
    assert "See there ." in after.text


def test_link_leads_to_the_text_in_the_readers_language_under_its_own_slug(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    target = news(britain, "en", title="A target")
    other = translated(target, britain, "be", title="Цэль")
    link = f'<p><a linktype="page" id="{target.pk}">There</a></p>'
    item = news(britain, "en", title="With a link", body=[("text", link)])

    shown = {code: reader_in_britain.get(f"/{code}/{item.address}").main for code in LANGUAGES}

    assert f"/be/{other.address}" in shown["be"].hrefs
    assert f"/be/{target.address}" not in shown["be"].hrefs
    assert f"/en/{target.address}" in shown["en"].hrefs
    moved = reader_in_britain.get(f"/ru/{target.address}")
    assert f"/ru/{target.address}" in shown["ru"].hrefs
    assert (moved.status, moved.location) == (301, f"/ru/{other.address}")


@pytest.mark.parametrize("asked", LANGUAGES)
def test_yellow_news_warns_readers_inside_the_country(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    item = news(britain, "en", page_class="yellow", neutral_title="Reading")

    shown = reader_in_britain.get(f"/{asked}/{item.address}")

    assert britain.wordings.get(key="inside_country").text[asked] in shown.main.text
    assert (shown.title, shown.headers["Cache-Control"]) == ("Reading", "no-store")
