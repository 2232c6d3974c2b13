"""After thirty days: translations nobody approved, and what translators were given."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationSource,
)

from ambasada.network.models import Embassy, FairCopy
from ambasada.pages.actions import clean_up
from ambasada.publishing.models import NewsPage
from tests.factories.pages import (
    DAY,
    approve_at_once,
    at,
    drafted,
    news,
    translated,
    withdraw_at_once,
)
from tests.factories.searching import found_in

CANARY = "Qanary word"


def in_days(days: int) -> datetime:
    return timezone.now() + timedelta(days=days, hours=1)


def source_of(page: Page) -> TranslationSource:
    source, _made = TranslationSource.update_or_create_from_instance(page)
    return source


def translate(source: TranslationSource, language: str, words: str) -> StringTranslation:
    """Write the translation of the first string of a page, as a translator does."""
    segment = StringSegment.objects.filter(source=source).order_by("pk").first()
    assert segment is not None
    Translation.objects.get_or_create(
        source=source, target_locale=Locale.objects.get(language_code=language)
    )
    made: StringTranslation = StringTranslation.objects.create(
        translation_of=segment.string,
        locale=Locale.objects.get(language_code=language),
        context=segment.context,
        data=words,
    )
    return made


@pytest.fixture
def item(britain: Embassy) -> NewsPage:
    """Return a public page that is public in Russian too; both were approved a while ago."""
    original = news(britain, introduction="In English.")
    translated(original, britain, "ru", introduction="По-русски.")
    for copy in FairCopy.objects.filter(translation_key=original.translation_key):
        copy.approval.decided_at = timezone.now() - timedelta(hours=1)
        copy.approval.save()
    return original


def test_translation_that_was_never_approved_goes(item: NewsPage) -> None:
    translate(source_of(item), "ru", CANARY)

    clean_up(in_days(29))
    assert found_in(CANARY) > {"wagtail_localize_stringtranslation.data"}
    clean_up(in_days(30))

    assert found_in(CANARY) == set()


def test_translation_that_was_approved_stays(item: NewsPage) -> None:
    kept = translate(source_of(item), "ru", "По-русски.")
    FairCopy.objects.get(translation_key=item.translation_key, language="ru")
    for copy in FairCopy.objects.filter(translation_key=item.translation_key):
        copy.approval.decided_at = timezone.now()
        copy.approval.save()

    clean_up(in_days(400))

    assert StringTranslation.objects.filter(pk=kept.pk).exists()


def test_translation_of_a_page_that_is_gone_goes_at_once(item: NewsPage) -> None:
    translate(source_of(item), "be", CANARY)  # in which there is no such page

    clean_up(timezone.now())

    assert found_in(CANARY) == set()


def test_everything_of_a_page_that_goes_whole_goes(britain: Embassy) -> None:
    draft = drafted(
        NewsPage(title=CANARY, introduction=CANARY, published_on=DAY), at(britain, "en", "news/")
    )
    translate(source_of(draft), "be", CANARY)

    clean_up(in_days(30))

    assert found_in(CANARY) == set()
    assert not TranslatableObject.objects.exists()
    assert not String.objects.exists()


def test_page_whose_translation_is_being_written_stays(britain: Embassy, item: NewsPage) -> None:
    draft = NewsPage(title="Be", published_on=DAY, translation_key=item.translation_key)
    drafted(draft, at(britain, "be", "news/"))
    written = translate(source_of(item), "be", "Yesterday")
    StringTranslation.objects.filter(pk=written.pk).update(
        updated_at=timezone.now() + timedelta(days=29)
    )

    clean_up(in_days(30))

    assert Page.objects.filter(pk=draft.pk).exists()


def test_early_draft_that_translators_were_given_goes(britain: Embassy) -> None:
    draft = drafted(
        NewsPage(title="A title", introduction=CANARY, published_on=DAY),
        at(britain, "en", "news/"),
    )
    source = source_of(draft)
    TranslationSource.objects.filter(pk=source.pk).update(
        last_updated_at=timezone.now() - timedelta(days=400)
    )
    draft.introduction = "As approved."
    draft.save_revision()
    approve_at_once(draft)

    clean_up(in_days(30))

    assert found_in(CANARY) == set()
    assert found_in("As approved.") >= {"wagtail_localize_translationsource.content_json"}


def test_translators_start_from_what_a_page_taken_back_goes_back_to(
    item: NewsPage,
) -> None:
    withdraw_at_once(item)
    item.introduction = CANARY
    item.save()
    item.save_revision()
    source_of(item)
    assert "wagtail_localize_string.data" in found_in(CANARY)

    clean_up(in_days(30))

    assert found_in(CANARY) == set()
    assert TranslationSource.objects.filter(object_id=item.translation_key).exists()
