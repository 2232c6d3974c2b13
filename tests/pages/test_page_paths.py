"""In which languages a page keeps the addresses it was ever read under."""

from datetime import timedelta

import pytest

from ambasada.network.models import Approval, Embassy, FairCopy
from ambasada.pages.queries import page_paths
from tests.factories.pages import NOW, approve_at_once, news, translated, withdraw_at_once

pytestmark = pytest.mark.django_db


def languages_at(embassy: Embassy, path: str) -> set[str]:
    return {code for each, codes in page_paths(embassy) if each == path for code in codes}


def test_languages_that_went_out_together_keep_their_own_address_alone(britain: Embassy) -> None:
    item = news(britain)
    other = translated(item, britain, "be", title="Ціхі дзень")

    assert languages_at(britain, item.address) == {"en", "ru"}
    assert languages_at(britain, other.address) == {"be", "ru"}


def test_language_that_came_later_keeps_the_address_it_was_missing_under(britain: Embassy) -> None:
    item = news(britain)
    other = translated(item, britain, "be", title="Ціхі дзень")
    later = Approval.objects.filter(copies__in=FairCopy.objects.of_thing(other))
    later.update(decided_at=NOW + timedelta(minutes=1))

    assert languages_at(britain, item.address) == {"en", "be", "ru"}
    assert languages_at(britain, other.address) == {"be", "ru"}


def test_page_taken_back_in_one_language_is_read_again_under_every_address(
    britain: Embassy,
) -> None:
    item = news(britain)
    other = translated(item, britain, "be", title="Ціхі дзень")

    withdraw_at_once(other)

    assert languages_at(britain, item.address) == {"en", "be", "ru"}
    assert languages_at(britain, other.address) == {"en", "be", "ru"}


def test_page_that_moved_keeps_both_addresses(britain: Embassy) -> None:
    item = news(britain)
    was = item.address
    translated(item, britain, "be", title="Ціхі дзень")
    item.slug = "2026-05-01-a-loud-day"
    item.save_revision()
    approve_at_once(item)

    assert item.address != was
    assert languages_at(britain, was) == {"en", "ru"}
    assert languages_at(britain, item.address) == {"en", "ru"}
