"""Whoever changed a byte of what is asked for is its author, by whichever screen that was done."""

from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail_localize.models import StringSegment, Translation

from ambasada.network.models import Author
from tests.drills.standing import CANARY, Standing
from tests.factories.pages import at

FORM = "application/x-www-form-urlencoded"


def authors_of(number: int) -> set[str]:
    noted = Author.objects.filter(object_id=number).select_related("member")
    return {each.member.username for each in noted}


def string_path(there: Standing) -> str:
    translation = Translation.objects.get()
    segment = StringSegment.objects.filter(source=translation.source).first()
    assert segment
    assert there.item.pk
    return f"/admin/localize/translate/{translation.pk}/strings/{segment.pk}/edit/"


def test_who_translates_and_who_takes_a_translation_away_are_authors(standing: Standing) -> None:
    path, page = string_path(standing), standing.translation.pk

    standing.browser("anna").put(path, urlencode({"value": CANARY}), content_type=FORM)
    after_one = authors_of(page)
    standing.browser("boris").delete(path)

    assert after_one == {"anna"}
    assert authors_of(page) == {"anna", "boris"}


def test_who_uploads_translated_words_is_an_author(standing: Standing) -> None:
    translation = Translation.objects.get()
    file = translation.export_po()
    for entry in file:
        entry.msgstr = CANARY
    sent = {"file": SimpleUploadedFile("be.po", str(file).encode())}

    standing.browser("boris").post(
        f"/admin/localize/translate/{translation.pk}/pofile/upload/", sent
    )

    assert authors_of(standing.translation.pk) == {"boris"}


@pytest.mark.parametrize("who", ["anna", "boris"])
def test_who_moves_a_page_is_an_author_of_all_that_moves(standing: Standing, who: str) -> None:
    browser: Client = standing.browser(who)
    target = at(standing.britain, "en", "statements/").get_parent().pk
    new = browser.post(
        f"/admin/pages/{standing.item.get_parent().pk}/move/{target}/confirm/", follow=True
    )

    assert new.status_code == 200
    moved = authors_of(standing.item.pk)
    assert moved in ({who}, set())


def test_looking_at_a_translation_makes_nobody_an_author(standing: Standing) -> None:
    browser = standing.browser("boris")
    translation = Translation.objects.get()

    browser.get(f"/admin/localize/translate/{translation.pk}/pofile/download/")
    browser.get(f"/admin/pages/{standing.translation.pk}/edit/")

    assert authors_of(standing.translation.pk) == set()
