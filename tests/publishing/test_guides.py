"""Guides as readers see them, young and old, and as members are told of them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from ambasada.editions.rendering import render
from ambasada.lib.tags import FACT, LIST, PATH
from ambasada.network.models import Embassy, Office
from ambasada.network.queries import facts_of
from ambasada.publishing.ageing import Age, Stage
from ambasada.publishing.models import GuidePage
from ambasada.publishing.queries import Behind, behind_in, has_behind
from tests.factories.pages import (
    approve_at_once,
    at,
    guide,
    published,
    withdraw_all,
    withdraw_at_once,
)
from tests.factories.reader import Reader, said
from tests.factories.staff import editor_of

LANGUAGES = ("en", "be", "ru")
DAY = timedelta(days=1)
WARNING = (
    "This guide was to be checked again by %(day)s, and that has not happened yet. Compare it with "
    "its sources before you act on it."
)
STRONGER = (
    "Nobody has checked this guide since %(day)s, and our lists do not lead here any more. What it "
    "says may be wrong by now. Rely on its sources and on people who may advise, not on it."
)


def today(embassy: Embassy) -> date:
    return timezone.localdate(timezone=ZoneInfo(embassy.time_zone))


def checked(embassy: Embassy, *, days_ago: int) -> date:
    return today(embassy) - days_ago * DAY


def warned(text: str, language: str, day: date) -> str:
    with override(language):
        return said(text, language) % {"day": date_format(day)}


def test_guide_says_for_whom_it_is_where_it_holds_and_who_answers_for_it(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    office = Office.objects.filter(embassy=britain).last()
    assert office is not None
    day = checked(britain, days_ago=3)
    page = guide(britain, checked_by=office, checked_on=day)

    main = reader_in_britain.get(f"/en/{page.address}").main

    assert "For neighbours." in main.text
    assert "This street" in main.text
    assert office.title["en"] in main.text
    assert [each.attributes["datetime"] for each in main.all("time")] == [
        day.isoformat(),
        (day + 90 * DAY).isoformat(),
    ]
    assert main.all("div", role="note") == []


@pytest.mark.parametrize("asked", LANGUAGES)
def test_guide_is_information_and_not_advice_and_leads_to_help_while_there_is_such_a_page(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    page = guide(britain)
    text = said("This is information, not advice.", asked)

    before = reader_in_britain.get(f"/{asked}/{page.address}").main
    for language in LANGUAGES:
        withdraw_at_once(at(britain, language, "help/"))
    after = reader_in_britain.get(f"/{asked}/{page.address}").main

    assert text in before.text
    assert text in after.text
    assert f"/{asked}/help/" in before.hrefs
    assert f"/{asked}/help/" not in after.hrefs


def test_every_step_has_a_number_that_leads_to_it(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    steps = [("step", {"heading": each, "text": f"<p>{each} it.</p>"}) for each in ("Ask", "Wait")]
    page = guide(britain, steps=steps)

    main = reader_in_britain.get(f"/en/{page.address}").main

    items = [each for each in main.all("li") if each.attributes.get("id", "").startswith("step-")]
    assert [each.attributes["id"] for each in items] == ["step-1", "step-2"]
    assert [each.one("h2").text for each in items] == ["Ask", "Wait"]
    assert [each.hrefs for each in items] == [["#step-1"], ["#step-2"]]


def test_yellow_guide_gives_nothing_away_and_is_kept_nowhere(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    page = guide(britain, page_class="yellow", neutral_title="Reading")

    shown = reader_in_britain.get(f"/en/{page.address}")

    assert (shown.title, shown.headers["Cache-Control"]) == ("Reading", "no-store")
    assert britain.wordings.get(key="inside_country").text["en"] in shown.main.text
    assert britain.name["en"] not in shown.body


@pytest.mark.parametrize("asked", LANGUAGES)
def test_reader_is_warned_of_a_guide_that_was_to_be_checked_by_now(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    young = guide(britain, title="Young", checked_on=checked(britain, days_ago=90))
    old = guide(britain, title="Old", checked_on=checked(britain, days_ago=91))
    rest = guide(britain, title="Rest", checked_on=checked(britain, days_ago=91), is_law=False)

    shown = {
        page.title: reader_in_britain.get(f"/{asked}/{page.address}") for page in (young, old, rest)
    }

    text = warned(WARNING, asked, today(britain) - DAY)
    assert {title: text in each.main.text for title, each in shown.items()} == {
        "Young": False,
        "Old": True,
        "Rest": False,
    }
    assert "noindex" not in shown["Old"].body
    assert f"/{asked}/{old.address}" in reader_in_britain.get(f"/{asked}/guides/").main.hrefs


@pytest.mark.parametrize("asked", LANGUAGES)
def test_no_list_leads_to_a_guide_that_nobody_checked_through_the_grace_period(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    last = guide(britain, title="Last", checked_on=checked(britain, days_ago=120))
    day = checked(britain, days_ago=121)
    gone = guide(britain, title="Gone", checked_on=day)

    shown = reader_in_britain.get(f"/{asked}/{gone.address}")
    listed = reader_in_britain.get(f"/{asked}/guides/").main.hrefs
    site_map = reader_in_britain.get("/sitemap.xml").body

    assert (shown.status, shown.heading) == (200, "Gone")
    assert warned(STRONGER, asked, day) in shown.main.text
    assert '<meta name="robots" content="noindex">' in shown.body
    assert f"/{asked}/{last.address}" in listed
    assert f"/{asked}/{gone.address}" not in listed
    assert last.address in site_map
    assert gone.address not in site_map


def test_list_goes_topic_by_topic_in_its_own_order_and_keeps_it_when_one_is_left_out(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    withdraw_all(at(britain, "en", "guides/"))
    withdraw_all(at(britain, "be", "guides/"))
    withdraw_all(at(britain, "ru", "guides/"))
    topics = GuidePage.Topic
    third = guide(britain, title="Third", topic=topics.SAFETY, position=1)
    second = guide(britain, title="Second", topic=topics.SAFETY, position=0)
    first = guide(britain, title="First", topic=topics.HOME, position=9)

    before = reader_in_britain.get("/ru/guides/").main
    second.checked_on = checked(britain, days_ago=121)
    second.save_revision()
    approve_at_once(second)
    after = reader_in_britain.get("/ru/guides/").main

    addresses = [f"/ru/{each.address}" for each in (first, second, third)]
    assert [each for each in before.hrefs if each in addresses] == addresses
    assert [each for each in after.hrefs if each in addresses] == [addresses[0], addresses[2]]
    assert [each.attributes["id"] for each in before.all("h2")][:2] == [
        "topic-home",
        "topic-safety",
    ]


def test_home_page_leads_to_the_guides_while_their_list_is_public(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    before = reader_in_britain.get("/be/").main.hrefs
    for language in LANGUAGES:
        withdraw_all(at(britain, language, "guides/"))
        withdraw_at_once(at(britain, language, "guides/"))
    after = reader_in_britain.get("/be/").main.hrefs

    assert "/be/guides/" in before
    assert "/be/guides/" not in after
    assert len(before) == len(after) + 1


def test_only_a_check_that_was_approved_takes_the_warning_away(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    page = guide(britain, checked_on=checked(britain, days_ago=91))
    text = warned(WARNING, "en", today(britain) - DAY)
    page.checked_on = today(britain)
    page.save_revision()

    drafted = reader_in_britain.get(f"/en/{page.address}").main.text
    approve_at_once(page)
    approved = reader_in_britain.get(f"/en/{page.address}").main.text

    assert text in drafted
    assert text not in approved


def test_pages_note_what_they_read_of_guides_and_when_time_changes_them(britain: Embassy) -> None:
    office = Office.objects.filter(embassy=britain).last()
    assert office is not None
    day = checked(britain, days_ago=80)
    page = guide(britain, checked_by=office, checked_on=day)
    facts = facts_of(britain)
    assert facts is not None

    alone, listing, home, site_map = (
        render(facts, path)
        for path in (f"/en/{page.address}", "/en/guides/", "/en/", "/sitemap.xml")
    )

    zone = ZoneInfo(britain.time_zone)
    midnight = datetime.combine(day + 91 * DAY, time(), zone)
    assert f"{FACT}network.office:{office.pk}" in alone.tags
    assert f"{LIST}publishing.guidepage" in listing.tags & site_map.tags
    assert f"{PATH}guides/" in home.tags
    assert [each.until for each in (alone, listing, site_map)] == [midnight] * 3


def test_members_are_told_once_of_a_guide_that_is_behind_in_several_languages(
    britain: Embassy,
) -> None:
    first = guide(britain, "be", title="Ціхае жыццё", checked_on=date(2026, 1, 1))
    other = GuidePage(
        translation_key=first.translation_key,
        title="A quiet life",
        topic=first.topic,
        for_whom=first.for_whom,
        jurisdiction=first.jurisdiction,
        checked_on=date(2026, 1, 2),
        steps=first.steps,
    )
    published(other, at(britain, "en", "guides/"))
    zone = ZoneInfo(britain.time_zone)
    midnight = datetime(2026, 4, 2, tzinfo=zone)  # 90 days, and the day itself

    assert not has_behind(now=midnight - timedelta(minutes=1))
    assert has_behind(now=midnight.astimezone(UTC))
    assert behind_in([britain], now=midnight + DAY) == [
        Behind(
            number=other.pk,
            title="A quiet life",
            embassy=britain,
            languages=("en", "be"),
            review_by=date(2026, 4, 1),
            is_unlisted=False,
        )
    ]
    assert [each.is_unlisted for each in behind_in([britain], now=midnight + 31 * DAY)] == [True]


def test_first_screen_tells_members_of_that_embassy_alone(
    britain: Embassy, norland: Embassy
) -> None:
    page = guide(britain, title="Old and quiet", checked_on=checked(britain, days_ago=91))
    first_screen = reverse("wagtailadmin_home", urlconf="ambasada.config.urls_staff")
    edited = reverse(
        "wagtailadmin_pages:edit", args=[page.pk], urlconf="ambasada.config.urls_staff"
    )

    ours = editor_of(britain).get(first_screen).content.decode()
    theirs = editor_of(norland, "other").get(first_screen).content.decode()

    assert "Old and quiet" in ours
    assert edited in ours
    assert "Old and quiet" not in theirs


def test_editor_chooses_among_the_offices_of_the_embassy(
    britain: Embassy, norland: Embassy
) -> None:
    page = guide(britain)
    edited = reverse(
        "wagtailadmin_pages:edit", args=[page.pk], urlconf="ambasada.config.urls_staff"
    )

    html = editor_of(britain).get(edited).content.decode()

    choice = html.partition('name="checked_by"')[2].partition("</select>")[0]
    own = list(Office.objects.filter(embassy=britain).values_list("pk", flat=True))
    assert all(f'value="{each}"' in choice for each in own)
    assert choice.count("<option") == len(own) + 1
    assert Office.objects.filter(embassy=norland).exists()


def test_guide_without_the_day_it_was_checked_is_refused(britain: Embassy) -> None:
    page = guide(britain)
    page.checked_on = None

    with pytest.raises(ValidationError, match="Say on which day somebody checked it"):
        page.full_clean()


def test_guide_that_was_approved_with_a_day_without_end_fails_no_list(britain: Embassy) -> None:
    with pytest.raises(ValidationError, match="still to come"):
        GuidePage(title="A guide", checked_on=date.max).clean()

    assert Age.since(date.max, is_law=False).stage_on(today(britain)) is Stage.CURRENT
