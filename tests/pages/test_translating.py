"""A translation made with wagtail-localize: asked for, approved, corrected; its address stays."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from ambasada.accounts.models import Actor, Member
from ambasada.network.models import Approval, Embassy, FairCopy
from ambasada.pages.actions import approve, ask, take_in_translation
from ambasada.pages.actions.publication import finish
from ambasada.pages.comparing import differences
from ambasada.pages.queries import behind_of
from ambasada.pages.translating import text_sha256
from ambasada.publishing.models import NewsPage
from tests.factories.pages import approve_at_once, news
from tests.factories.reader import Reader, said
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


BEHIND = "This translation is older than the English text of"


def approved(
    translation: Translation, translator: Member, neighbour: Member, *, day: int
) -> Approval:
    asked = ask_for(translation, translator)
    then = NOW + timedelta(days=day)
    return approve(asked, by=neighbour, looked_at=asked.sha256, now=then)


def original_says(translation: Translation, **fields: str) -> None:
    """Change what is public in English, two days after everything else."""
    original = translation.source.get_source_instance()
    for name, value in fields.items():
        setattr(original, name, value)
    original.save_revision()
    then = NOW + timedelta(days=2)
    asked = ask([original], by=Actor.OPERATOR, now=then)
    finish(asked, by=Actor.OPERATOR, now=then)


def test_translation_holds_the_hash_of_the_text_it_was_made_from(
    translation: Translation, translator: Member
) -> None:
    seat("neighbour", Embassy.objects.get(code="gb"))
    write(translation, "A quiet day", "Тихий день")

    asked = ask_for(translation, translator)

    original = FairCopy.objects.get(object_id=translation.source.get_source_instance().pk)
    (copy,) = asked.copies.all()
    said = text_sha256(NewsPage, original.content["fields"])
    assert copy.content["made_from"] == {"language": "en", "sha256": said}
    assert "made_from" not in original.content
    labels = [each.label for each in differences(None, copy)]
    assert "Translated from the text" in labels


def test_reader_and_editor_are_told_that_a_translation_is_behind(
    translation: Translation,
    translator: Member,
    *,
    neighbour: Member,
    reader_in_britain: Reader,
) -> None:
    write(translation, "A quiet day", "Тихий день")
    approved(translation, translator, neighbour, day=1)
    path = f"/ru/{path_of(translation)}"
    english = f"/en/{translation.source.get_source_instance().specific.address}"
    sentence = said(BEHIND.replace(" of", " of %(day)s."), "ru").partition("%")[0]
    before = reader_in_britain.get(path).body
    nothing = behind_of(neighbour, now=NOW)

    original_says(translation, introduction="Fifty letters.")

    bar = reader_in_britain.get(path).body
    assert (sentence in before, sentence in bar) == (False, True)
    assert f'href="{english}" hreflang="en"' in bar
    assert sentence not in reader_in_britain.get(english).body
    assert nothing == []
    assert [(each.language, each.ahead) for each in behind_of(neighbour, now=NOW)] == [("ru", "en")]


def test_translation_is_not_behind_what_is_no_text(
    translation: Translation,
    translator: Member,
    *,
    neighbour: Member,
    reader_in_britain: Reader,
) -> None:
    write(translation, "A quiet day", "Тихий день")
    approved(translation, translator, neighbour, day=1)

    original_says(translation, checked_on="2026-05-09")

    assert "hreflang" not in str(reader_in_britain.get(f"/ru/{path_of(translation)}").main.hrefs)
    assert behind_of(neighbour, now=NOW) == []


def test_translation_that_is_brought_up_to_the_original_is_behind_no_more(
    translation: Translation,
    translator: Member,
    *,
    neighbour: Member,
    reader_in_britain: Reader,
) -> None:
    write(translation, "A quiet day", "Тихий день")
    write(translation, "Forty letters.", "Сорок писем.")
    approved(translation, translator, neighbour, day=1)
    original_says(translation, introduction="Forty  letters.")  # which needs no other words
    assert len(behind_of(neighbour, now=NOW)) == 1
    translation.source.update_from_db()
    write(translation, "Forty  letters.", "Сорок писем.")

    approved(translation, translator, neighbour, day=3)

    assert behind_of(neighbour, now=NOW) == []
    sentence = said(BEHIND.replace(" of", " of %(day)s."), "ru").partition("%")[0]
    assert sentence not in reader_in_britain.get(f"/ru/{path_of(translation)}").body
