"""A page that was there and is not: gone, until it is published again."""

import pytest
from wagtail.models import Page

from ambasada.network.models import Embassy
from ambasada.pages.models import Gone
from ambasada.publishing.models import NewsPage
from tests.factories.pages import DAY, at, drafted, news, translated
from tests.factories.reader import Reader

LANGUAGES = ("en", "be", "ru")


def test_page_is_gone_when_it_is_unpublished_and_back_when_it_is_published_again(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "en")
    path = f"/en/{item.address}"
    seen = [reader_in_britain.get(path).status]

    item.unpublish()
    seen.append(reader_in_britain.get(path).status)
    item.refresh_from_db()
    item.save_revision().publish()
    seen.append(reader_in_britain.get(path).status)

    assert seen == [200, 410, 200]
    assert not Gone.objects.filter(path=item.url_path).exists()


def test_page_is_gone_when_it_is_deleted(britain: Embassy, reader_in_britain: Reader) -> None:
    item = news(britain, "en")

    Page.objects.get(pk=item.pk).delete()

    assert reader_in_britain.get(f"/en/{item.address}").status == 410


def test_address_answers_again_when_another_page_takes_it(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "en")
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
def test_pages_below_a_section_are_gone_when_it_is_unpublished_in_every_language(
    britain: Embassy, reader_in_britain: Reader, asked: str
) -> None:
    item = news(britain, "en")
    translated(item, britain, "be")
    for language in LANGUAGES:
        at(britain, language, "news/").unpublish()

    shown = [reader_in_britain.get(f"/{asked}/{path}") for path in ("news/", item.address)]

    assert [each.status for each in shown] == [410, 410]


def test_pages_below_a_section_are_gone_when_it_is_deleted(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "en")

    for language in LANGUAGES:
        at(britain, language, "news/").delete()

    assert reader_in_britain.get(f"/en/{item.address}").status == 410


def test_translation_is_read_when_the_originals_section_is_unpublished(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "en")
    translated(item, britain, "be")
    at(britain, "en", "news/").unpublish()

    shown = reader_in_britain.get(f"/en/{item.address}")

    assert (shown.status, shown.text_language) == (200, "be")
