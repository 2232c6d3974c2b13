"""What an address answers when its page was taken back, put back, moved or thrown away."""

import pytest
from wagtail.models import Page

from ambasada.network.models import Embassy
from ambasada.publishing.models import NewsPage
from tests.factories.pages import (
    DAY,
    approve_at_once,
    at,
    drafted,
    news,
    translated,
    withdraw_all,
    withdraw_at_once,
)
from tests.factories.reader import Reader

LANGUAGES = ("en", "be", "ru")


def test_page_is_gone_when_it_is_taken_back_and_back_when_it_is_approved_again(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "en")
    path = f"/en/{item.address}"
    seen = [reader_in_britain.get(path).status]

    withdraw_at_once(item)
    seen.append(reader_in_britain.get(path).status)
    approve_at_once(item)
    seen.append(reader_in_britain.get(path).status)

    assert seen == [200, 410, 200]


def test_page_is_read_when_it_is_unpublished_or_deleted_without_approval(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "en")
    path = f"/en/{item.address}"
    before = reader_in_britain.get(path).body

    item.unpublish()
    unpublished = reader_in_britain.get(path).body
    Page.objects.get(pk=item.pk).delete()
    deleted = reader_in_britain.get(path).body

    assert before == unpublished == deleted


def test_address_answers_again_when_another_page_takes_it(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "en")
    withdraw_at_once(item)
    item.delete()

    again = news(britain, "en", introduction="Told better.")

    shown = reader_in_britain.get(f"/en/{item.address}")
    assert again.url_path == item.url_path
    assert shown.status == 200
    assert "Told better." in shown.main.text


def test_page_leaves_no_trace_when_a_draft_is_deleted(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    draft = drafted(NewsPage(title="Unsaid", published_on=DAY), at(britain, "en", "news/"))

    draft.delete()

    assert reader_in_britain.get(f"/en/{draft.address}").status == 404


@pytest.mark.parametrize("asked", LANGUAGES)
def test_section_and_its_pages_are_gone_when_all_are_taken_back_in_every_language(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    item = news(britain, "en")
    translated(item, britain, "be")
    for language in LANGUAGES:
        section = at(britain, language, "news/")
        withdraw_all(section)
        withdraw_at_once(section)

    shown = [reader_in_britain.get(f"/{asked}/{path}") for path in ("news/", item.address)]

    assert [each.status for each in shown] == [410, 410]


def test_pages_below_a_section_are_read_when_its_row_is_deleted(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "en")

    for language in LANGUAGES:
        at(britain, language, "news/").delete()

    assert reader_in_britain.get(f"/en/{item.address}").status == 200


def test_translation_is_read_when_the_original_is_taken_back(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "en")
    translated(item, britain, "be")
    withdraw_at_once(item)

    shown = reader_in_britain.get(f"/en/{item.address}")

    assert (shown.status, shown.text_language) == (200, "be")


@pytest.mark.parametrize("asked", LANGUAGES)
def test_earlier_address_leads_to_the_new_one_when_a_move_is_approved(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    item = news(britain, "en")
    earlier = item.address

    item.slug = "2026-05-01-another-address"
    item.save_revision()
    unapproved = [
        reader_in_britain.get(f"/{asked}/{path}").status
        for path in (earlier, "news/2026-05-01-another-address/")
    ]
    approve_at_once(item)
    moved = reader_in_britain.get(f"/{asked}/{earlier}")

    assert unapproved == [200, 404]
    assert (moved.status, moved.location) == (301, f"/{asked}/news/2026-05-01-another-address/")
    assert reader_in_britain.get(moved.location).status == 200


def test_earlier_address_is_gone_when_the_moved_page_is_taken_back(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "en")
    earlier = item.address
    item.slug = "2026-05-01-another-address"
    item.save_revision()
    approve_at_once(item)

    withdraw_at_once(item)

    shown = [reader_in_britain.get(f"/en/{path}").status for path in (earlier, item.address)]
    assert shown == [410, 410]
