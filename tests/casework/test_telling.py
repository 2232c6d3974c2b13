"""What the page of help says of sealed help: baked anew when somebody is on duty, or nobody."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ambasada.accounts.models import Actor, Member
from ambasada.casework.actions import pause_forms, remove_from_roster, tell_readers
from ambasada.casework.models import Matter, Outcome, Tally
from ambasada.config.intakes import settle_intakes
from ambasada.network.models import Embassy, SealedHelp
from tests.factories.duty import ALL, key_of, kid_of, put_in_force
from tests.factories.editions import baked, text_at
from tests.factories.staff import seat

pytestmark = pytest.mark.django_db(databases=ALL)

NOW = timezone.now()
NOBODY = "Nobody is on duty now who could read it"
CODE = "I have a code: read our answer"
WRITE = "Write to us, or read our answer"


def page(britain: Embassy, *, minutes: int, language: str = "en") -> str:
    """Return the page of help as it is baked once the clock has told."""
    tell_readers(now=NOW)
    baked(britain, later=timedelta(minutes=minutes))
    return text_at(britain, f"/{language}/help/")


@pytest.fixture
def attended(britain: Embassy) -> Embassy:
    """Return Britain with somebody on duty and a page that the root key signed."""
    key_of(seat("helper", britain, days_ago=30))
    put_in_force(britain, now=NOW)
    settle_intakes(now=NOW)
    return britain


def test_page_leads_to_where_one_writes_while_somebody_is_on_duty(attended: Embassy) -> None:
    text = page(attended, minutes=0)

    assert f'href="{settings.HELP_ORIGIN}/gb/en/"' in text
    assert WRITE in text
    assert NOBODY not in text


def test_without_a_signed_page_or_a_roster_it_gives_numbers_instead(britain: Embassy) -> None:
    text = page(britain, minutes=0)

    assert NOBODY in text
    assert 'href="tel:999"' in text
    assert settings.HELP_ORIGIN not in text


def test_page_is_baked_anew_when_nobody_is_left_and_those_with_a_code_still_read(
    attended: Embassy,
) -> None:
    assert WRITE in page(attended, minutes=0)
    helper = Member.objects.get(username="helper")
    remove_from_roster(attended, kid_of(helper), by=Actor.OPERATOR, now=NOW)

    text = page(attended, minutes=1)

    assert NOBODY in text
    assert 'href="tel:999"' in text
    assert CODE in text
    assert WRITE not in text


def test_roster_that_expires_and_a_pause_are_told(attended: Embassy) -> None:
    later = NOW + timedelta(days=31)
    tell_readers(now=later)
    assert not SealedHelp.objects.get(embassy=attended).is_attended

    tell_readers(now=NOW)
    assert SealedHelp.objects.get(embassy=attended).is_attended
    pause_forms(attended, by=seat("boris", attended), now=NOW)
    tell_readers(now=NOW)

    assert not SealedHelp.objects.get(embassy=attended).is_attended


def test_counts_of_past_years_are_told_from_ten_on_and_nine_appears_nowhere(
    attended: Embassy,
) -> None:
    year = NOW.year - 1
    counts = [(Matter.PASSPORT, 47), (Matter.ASYLUM, 9), (Matter.BORDER, 13)]
    for matter, count in counts:
        Tally.objects.create(
            embassy="gb", year=year, matter=matter, outcome=Outcome.INFORMED, count=count
        )
    Tally.objects.create(
        embassy="gb", year=NOW.year, matter=Matter.WORK, outcome=Outcome.SILENCE, count=50
    )

    text = page(attended, minutes=0)

    table = text.partition('aria-labelledby="helped"')[2].partition("</section>")[0]
    assert re.findall(r"<caption>(.*?)</caption>", table) == [str(year)]
    assert re.findall(r'scope="row">(.*?)</th><td[^>]*>(.*?)</td>', table) == [
        ("Expired passport", "47"),
        ("Border check or refused exit", "13"),
    ]
    assert "Asylum" not in table
    assert SealedHelp.objects.get(embassy=attended).counts == {
        str(year): {"matters": {"passport": 47, "border": 13}, "outcomes": {}, "total": None}
    }


def test_nothing_is_written_while_nothing_changes(attended: Embassy) -> None:
    tell_readers(now=NOW)

    with CaptureQueriesContext(connection) as asked:
        tell_readers(now=NOW)

    assert {each["sql"].split()[0] for each in asked.captured_queries} == {"SELECT"}
    assert SealedHelp.objects.get(embassy=attended).is_served
