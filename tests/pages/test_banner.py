"""A banner as a part of a page: its words, its languages, its time; and in the approval screens."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from ambasada.network.models import Banner, Embassy
from ambasada.network.queries import Facts, facts_of
from ambasada.pages.actions import ask, clean_up
from ambasada.pages.banner import banner_in
from ambasada.pages.queries import what_changes
from tests.factories.pages import ALERT, NOW, banner, draft_banner
from tests.factories.reading import Element, read
from tests.factories.staff import coordinator_of, seat

UNTIL = NOW + timedelta(hours=1)


def approved(embassy: Embassy) -> Facts:
    facts = facts_of(embassy)
    assert facts is not None
    return facts


def shown(facts: Facts, language: str, **fields: object) -> Element:
    """Return a banner of these fields as a reader of a language has it."""
    values = {"level": "notice", "text": ALERT, "until": UNTIL, **fields}
    made = Banner(embassy=facts.embassy, **values)
    return read(banner_in(replace(facts, banner=made), language, now=NOW).decode()).one("aside")


@pytest.mark.parametrize(
    ("level", "words"),
    [
        ("notice", {"en": "Notice", "be": "Да ведама", "ru": "К сведению"}),
        ("warning", {"en": "Warning", "be": "Увага", "ru": "Внимание"}),
        ("danger", {"en": "Danger", "be": "Небяспека", "ru": "Опасность"}),
    ],
)
def test_level_is_said_in_words(britain: Embassy, level: str, words: dict[str, str]) -> None:
    facts = approved(britain)

    asides = {code: shown(facts, code, level=level) for code in words}

    assert {code: each.one("strong").text for code, each in asides.items()} == words
    assert {code: each.attributes["aria-label"] for code, each in asides.items()} == words
    assert {each.attributes["class"] for each in asides.values()} == {f"banner banner--{level}"}


def test_time_is_that_of_the_embassy(britain: Embassy) -> None:
    summer = shown(approved(britain), "en", until=NOW.replace(month=12, day=1))
    moment = summer.one("time")

    assert moment.text == "until 1 December 2026, 12:00 GMT"
    assert moment.attributes == {"datetime": "2026-12-01T12:00+00:00"}
    facts = approved(britain)
    facts.embassy.time_zone = "Europe/Warsaw"
    assert shown(facts, "be").one("time").text == "да 24 лістапада 2026, 14:00 CET"


def test_link_leads_on_in_the_language_of_the_page(britain: Embassy) -> None:
    facts = approved(britain)

    assert shown(facts, "be", link="emergency/").hrefs == ["/be/emergency/"]
    assert shown(facts, "be").hrefs == []


def test_text_that_is_missing_in_a_language_says_which_one_it_is_in(britain: Embassy) -> None:
    facts = approved(britain)

    own = shown(facts, "be").one("span")
    other = shown(facts, "be", text={"ru": "Уходите.", "en": "Go."}).one("span")

    assert (own.attributes, own.text) == ({}, ALERT["be"])
    assert (other.attributes, other.text) == ({"lang": "ru"}, "Уходите.")


def test_text_stays_text(britain: Embassy) -> None:
    said = shown(approved(britain), "en", text={"en": '<a href="//x">Go</a> & see'})

    assert said.all("a") == []
    assert '<a href="//x">Go</a> & see' in said.text


def test_nothing_is_shown_once_its_time_is_over(britain: Embassy) -> None:
    banner(britain)
    facts = approved(britain)

    assert banner_in(facts, "en", now=UNTIL - timedelta(seconds=1)) != b""
    assert banner_in(facts, "en", now=UNTIL) == b""


def test_whoever_approves_sees_it_on_the_first_page_and_reads_when_it_goes(
    britain: Embassy,
) -> None:
    now = timezone.now()
    until = (now + timedelta(days=1)).replace(hour=18, minute=30, second=0, microsecond=0)
    written = draft_banner(britain, until=until)
    approval = ask([written], by=seat("asker", britain), now=now)

    page = coordinator_of(britain).get(
        f"/admin/approvals/{approval.pk}/look/{approval.copies.get().pk}/"
    )
    told = {
        each.label: [line.text for line in each.lines]
        for each in what_changes(approval)[0].differences
    }

    assert page.content.decode().count(ALERT["en"]) == 1
    assert told["Until"] == [f"{until.day} {until:%B %Y}, 18:30 UTC"]
    assert told["Level"] == ["Danger"]


def test_banner_nobody_asked_for_goes_after_thirty_days(britain: Embassy) -> None:
    draft_banner(britain)

    clean_up(timezone.now() + timedelta(days=29))
    assert Banner.objects.exists()
    clean_up(timezone.now() + timedelta(days=31))

    assert not Banner.objects.exists()
