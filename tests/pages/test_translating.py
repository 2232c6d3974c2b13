"""A translation made with wagtail-localize: asked for, approved, corrected; its address stays."""

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from ambasada.accounts.models import Member
from ambasada.network.models import Approval, Embassy, FairCopy
from ambasada.pages.actions import approve, ask, take_in_translation
from tests.factories.pages import approve_at_once, news
from tests.factories.staff import seat

NOW = timezone.now()


@pytest.fixture
def translator(britain: Embassy) -> Member:
    return seat("translator", britain)


@pytest.fixture
def neighbour(britain: Embassy) -> Member:
    return seat("neighbour", britain)


@pytest.fixture
def translation(britain: Embassy) -> Translation:
    """Return what a public news item in English is translated into Russian by."""
    item = news(britain, title="A quiet day", introduction="Forty letters.")
    source, _made = TranslationSource.update_or_create_from_instance(item)
    made = Translation.objects.create(
        source=source, target_locale=Locale.objects.get(language_code="ru")
    )
    made.save_target(publish=False)
    return made


def write(translation: Translation, original: str, words: str) -> None:
    segment = StringSegment.objects.get(source=translation.source, string__data=original)
    StringTranslation.objects.create(
        translation_of=segment.string,
        locale=translation.target_locale,
        context=segment.context,
        data=words,
    )


def page_of(translation: Translation) -> Page:
    page: Page = translation.get_target_instance()
    return page.specific


def ask_for(translation: Translation, translator: Member) -> Approval:
    page = page_of(translation)
    take_in_translation(page, by=translator)
    return ask([page], by=translator, now=NOW)


def path_of(translation: Translation) -> str | None:
    return FairCopy.objects.get(object_id=page_of(translation).pk, is_public=True).path


def test_translation_with_a_title_of_its_own_is_approved_as_it_was_asked_for(
    translation: Translation, translator: Member, neighbour: Member
) -> None:
    write(translation, "A quiet day", "Тихий день")
    asked = ask_for(translation, translator)

    done = approve(asked, by=neighbour, looked_at=asked.sha256, now=NOW)

    assert done.status == Approval.Status.APPROVED
    assert (path_of(translation) or "").endswith("-tikhiy-den/")


def test_translation_keeps_its_address_when_the_original_is_corrected(
    translation: Translation, translator: Member, neighbour: Member
) -> None:
    write(translation, "A quiet day", "Тихий день")
    asked = ask_for(translation, translator)
    approve(asked, by=neighbour, looked_at=asked.sha256, now=NOW)
    first = path_of(translation)
    original = translation.source.get_source_instance()
    original.introduction = "Fifty letters."
    original.save_revision()
    approve_at_once(original)
    translation.source.update_from_db()
    write(translation, "Fifty letters.", "Пятьдесят писем.")

    asked = ask_for(translation, translator)
    done = approve(asked, by=neighbour, looked_at=asked.sha256, now=NOW)

    assert done.status == Approval.Status.APPROVED
    assert path_of(translation) == first
