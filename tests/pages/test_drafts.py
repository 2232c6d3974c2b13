"""Who wrote what since the version that is public: noted by revisions and by translations."""

import pytest
from wagtail.models import Locale
from wagtail_localize.models import (
    String,
    StringTranslation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.strings import StringValue

from ambasada.accounts.models import Actor, Member
from ambasada.network.models import Author, Embassy
from ambasada.pages.actions import ask, note_author
from ambasada.pages.queries import hindrance
from tests.factories.pages import NOW, approve_at_once, news, translated, withdraw_at_once
from tests.factories.rows import counts
from tests.factories.staff import seat


@pytest.fixture
def member(britain: Embassy) -> Member:
    return seat("writer", britain, days_ago=60)


def authors(thing: object) -> list[str]:
    found = Author.objects.filter(kind=thing._meta.label_lower, object_id=thing.pk)  # type: ignore[attr-defined]
    return sorted(found.values_list("member__username", flat=True))


def test_who_saves_a_revision_is_noted_once(britain: Embassy, member: Member) -> None:
    item = news(britain, "en")
    for text in ("One", "Two"):
        item.introduction = text
        item.save_revision(user=member)
    item.save_revision(user=seat("second", britain))

    assert authors(item) == ["second", "writer"]


def test_who_saves_a_revision_of_a_fact_is_noted(britain: Embassy, member: Member) -> None:
    britain.emergency_block.save_revision(user=member)
    britain.save_revision(user=member)

    assert [authors(each) for each in (britain.emergency_block, britain, britain.mandate)] == [
        ["writer"],
        ["writer"],
        [],
    ]


def test_nobody_is_noted_when_nobody_is_signed_in(britain: Embassy) -> None:
    item = news(britain, "en")

    item.save_revision()

    assert authors(item) == []


def translation_of(item: object, language: str, by: Member | None) -> StringTranslation:
    """Write one string of a page's translation, as the translation editor does."""
    source, _is_new = TranslationSource.get_or_create_from_instance(item)
    context = TranslationContext.objects.get_or_create(object=source.object, path="introduction")[0]
    string = String.from_value(source.locale, StringValue.from_plaintext("A quiet introduction"))
    written: StringTranslation = StringTranslation.objects.create(
        translation_of=string,
        locale=Locale.objects.get(language_code=language),
        context=context,
        data="Ціхі ўступ",
        last_translated_by=by,
    )
    return written


def test_who_translates_a_string_is_an_author_of_the_translation_alone(
    britain: Embassy, member: Member
) -> None:
    item = news(britain, "en", introduction="A quiet introduction")
    other = translated(item, britain, "be")

    translation_of(item, "be", member)

    assert (authors(item), authors(other)) == ([], ["writer"])


def test_string_that_nobody_translated_notes_nobody(britain: Embassy) -> None:
    item = news(britain, "en", introduction="A quiet introduction")
    other = translated(item, britain, "be")

    translation_of(item, "be", None)

    assert authors(other) == []


def test_authors_are_forgotten_when_what_they_wrote_is_public_and_not_before(
    britain: Embassy, member: Member
) -> None:
    item = news(britain, "en")
    item.introduction = "Told better."
    item.save_revision(user=member)

    approve_at_once(item)
    after_approval = authors(item)
    item.introduction = "Told worse."
    item.save_revision(user=member)
    withdraw_at_once(item)

    assert after_approval == []
    assert authors(item) == ["writer"]  # the draft stays, and with it who wrote it


def test_authors_stay_when_their_revisions_go(britain: Embassy, member: Member) -> None:
    seat("second", britain, days_ago=60)
    item = news(britain, "en")
    item.introduction = "Told better."
    item.save_revision(user=member)
    item.save_revision()

    item.revisions.filter(user=member).delete()

    assert authors(item) == ["writer"]
    approval = ask([item], by=Actor.OPERATOR, now=NOW)
    assert hindrance(member, approval, now=NOW) == (
        "You wrote a part of this. Somebody else approves it."
    )


def test_author_is_noted_once(britain: Embassy, member: Member) -> None:
    item = news(britain, "en")
    note_author(item, member)
    before = counts()

    note_author(item, member)

    assert counts() == before
