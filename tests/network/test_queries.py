"""Whose host it is, what frames a page, and who holds an office on a day."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import translation
from wagtail.models import Page, Site

from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy, Office, Term
from ambasada.network.queries import (
    LOOPBACK_HOSTS,
    Facts,
    OfficeView,
    chrome_for,
    embassy_at,
    embassy_named,
    facts_of,
    is_host_taken,
    offices_of,
)
from tests.factories.embassies import raised_from
from tests.factories.packs import tiny_pack
from tests.factories.pages import approve_at_once, hide

TITLE = {"en": "Secretary", "ru": "Секретарь"}
BASIS = {"en": "Elected", "ru": "Избрание"}
VACANT = OfficeView(
    title="Secretary",
    signs=False,
    holder="",
    starts_on=None,
    ends_on=None,
    basis="",
    last_ended_on=None,
)


@pytest.fixture
def office(norland: Embassy) -> Office:
    """Give Norland one approved office, which may sign and which nobody has held."""
    hide(norland, Office)
    made = Office.objects.create(embassy=norland, title=TITLE, signs=True)
    approve_at_once(made)
    return made


def term(office: Office, holder: str, *days: date) -> Term:
    starts_on, ends_on = days
    made = Term.objects.create(
        office=office, holder=holder, starts_on=starts_on, ends_on=ends_on, basis=BASIS
    )
    approve_at_once(Office.objects.get(pk=office.pk))
    return made


def facts_about(embassy: Embassy) -> Facts:
    facts = facts_of(embassy)
    assert facts is not None
    return facts


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 6, 1), date(2026, 12, 31)])
def test_office_is_held_on_every_day_of_a_term(norland: Embassy, office: Office, day: date) -> None:
    term(office, "Ingrid-Test", date(2026, 1, 1), date(2026, 12, 31))

    assert offices_of(facts_about(norland), "ru", day=day) == [
        OfficeView(
            title="Секретарь",
            signs=True,
            holder="Ingrid-Test",
            starts_on=date(2026, 1, 1),
            ends_on=date(2026, 12, 31),
            basis="Избрание",
            last_ended_on=None,
        )
    ]


def test_holder_does_not_sign_when_the_office_gives_no_such_right(
    norland: Embassy, office: Office
) -> None:
    office.signs = False
    office.save()
    term(office, "Ingrid-Test", date(2026, 1, 1), date(2026, 12, 31))

    (view,) = offices_of(facts_about(norland), "en", day=date(2026, 6, 1))

    assert (view.holder, view.signs) == ("Ingrid-Test", False)


def test_office_is_vacant_and_signs_nothing_when_its_term_has_expired(
    norland: Embassy, office: Office
) -> None:
    term(office, "Ansa-Test", date(2024, 1, 1), date(2024, 12, 31))
    term(office, "Ingrid-Test", date(2025, 1, 1), date(2025, 12, 31))

    assert offices_of(facts_about(norland), "en", day=date(2026, 1, 1)) == [
        OfficeView(**{**VACANT.__dict__, "last_ended_on": date(2025, 12, 31)})
    ]


def test_office_is_vacant_when_its_term_has_not_begun(norland: Embassy, office: Office) -> None:
    term(office, "Ingrid-Test", date(2026, 1, 2), date(2026, 12, 31))

    assert offices_of(facts_about(norland), "en", day=date(2026, 1, 1)) == [VACANT]


def test_office_that_nobody_approved_is_not_told(norland: Embassy) -> None:
    before = offices_of(facts_about(norland), "en")

    Office.objects.create(embassy=norland, title=TITLE, signs=True)

    assert offices_of(facts_about(norland), "en") == before


@pytest.mark.usefixtures("office")
def test_office_is_vacant_when_nobody_has_held_it(norland: Embassy) -> None:
    assert offices_of(facts_about(norland), "en", day=date(2026, 1, 1)) == [VACANT]


def test_office_passes_to_the_next_holder_on_the_day_their_term_begins(
    norland: Embassy, office: Office
) -> None:
    term(office, "Ingrid-Test", date(2026, 7, 1), date(2026, 12, 31))
    term(office, "Ansa-Test", date(2026, 1, 1), date(2026, 6, 30))

    days = (date(2026, 6, 30), date(2026, 7, 1))

    assert [offices_of(facts_about(norland), "en", day=day)[0].holder for day in days] == [
        "Ansa-Test",
        "Ingrid-Test",
    ]


def test_offices_of_norland_are_told_in_order(norland: Embassy) -> None:
    views = offices_of(facts_about(norland), "en", day=date(2026, 11, 24))

    assert [(view.title, view.holder, view.signs, view.last_ended_on) for view in views] == [
        ("Coordinator", "Ansa Fjellby-Test", True, None),
        ("Secretary", "", False, date(2025, 6, 30)),
        ("Treasurer", "", False, None),
    ]


@pytest.mark.parametrize("code", ["en", "be", "ru"])
def test_frame_speaks_one_language(britain: Embassy, code: str) -> None:
    with translation.override(code):
        chrome = chrome_for(facts_about(britain), code, path="news/")

    block = britain.emergency_block
    assert (chrome.name, chrome.short_name) == (britain.name[code], britain.short_name[code])
    assert chrome.wording == {each.key: each.text[code] for each in britain.wordings.all()}
    assert [(each.key, each.href) for each in chrome.functions] == [
        ("inform", f"/{code}/news/"),
        ("contacts", f"/{code}/partners/"),
        ("help", f"/{code}/help/"),
    ]
    assert chrome.emergency.numbers == tuple(
        (each.number, each.when[code]) for each in block.numbers.all()
    )
    assert chrome.emergency.response_time == block.response_time[code]
    assert [(each.code, each.endonym, each.href, each.is_current) for each in chrome.languages] == [
        ("en", "English", "/en/news/", code == "en"),
        ("be", "Беларуская", "/be/news/", code == "be"),
        ("ru", "Русский", "/ru/news/", code == "ru"),
    ]


def test_frame_shows_only_the_languages_the_embassy_speaks(norland: Embassy) -> None:
    assert [each.code for each in chrome_for(facts_about(norland), "ru").languages] == ["en", "ru"]


@pytest.mark.parametrize(
    ("host", "code"),
    [("gb.localhost", "gb"), ("norland.localhost", "norland")]
    + [(host, "gb") for host in sorted(LOOPBACK_HOSTS)],
)
def test_host_leads_to_its_embassy(embassies: dict[str, Embassy], host: str, code: str) -> None:
    assert embassy_at(host) == embassies[code]


@pytest.mark.parametrize("host", ["", "gb.localhost.example.org", "example.org"])
@pytest.mark.usefixtures("britain")
def test_host_leads_nowhere_when_no_embassy_has_it(host: str) -> None:
    assert embassy_at(host) is None


def test_embassy_is_found_by_its_code(embassies: dict[str, Embassy]) -> None:
    assert embassy_named("norland") == embassies["norland"]


@pytest.mark.parametrize("code", [None, "nowhere"])
@pytest.mark.usefixtures("embassies")
def test_code_is_asked_for_when_there_are_several_embassies(code: str | None) -> None:
    with pytest.raises(Refused) as refused:
        embassy_named(code)

    assert str(refused.value) == "Name the embassy with --embassy: gb, norland."


@pytest.mark.django_db
def test_no_code_is_needed_when_there_is_one_embassy(tmp_path: Path) -> None:
    only = raised_from(tiny_pack(tmp_path), "tiny.example.org")

    assert embassy_named(None) == only


@pytest.mark.django_db
def test_next_step_is_told_when_there_is_no_embassy() -> None:
    with pytest.raises(Refused) as refused:
        embassy_named(None)

    assert str(refused.value) == (
        "There is no embassy yet. Run script/serve once, or `ambasada embassy add`."
    )


@pytest.mark.usefixtures("britain")
def test_host_is_taken_when_any_site_has_it() -> None:
    Site.objects.create(hostname="other.example.org", root_page=Page.get_first_root_node())

    taken = {host: is_host_taken(host) for host in ("gb.localhost", "other.example.org", "x.org")}

    assert taken == {"gb.localhost": True, "other.example.org": True, "x.org": False}
