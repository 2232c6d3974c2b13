"""A picture on its way to readers: approved by its bytes, served by hash, gone when erased."""

import hashlib
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from ambasada.accounts.models import Member
from ambasada.editions.actions import bundle_all, erase
from ambasada.lib.pictures import is_silent
from ambasada.lib.refused import Refused
from ambasada.lib.renditions import TYPES
from ambasada.network.models import Embassy, FairCopy, NamedFile, Seat, StoredPicture
from ambasada.publishing.models import NewsPage
from tests.factories.editions import NOW, baked, folders, served_of, text_at, visitor_of
from tests.factories.pages import approve_at_once, news, translated
from tests.factories.photographs import ALTERNATIVE, CANARY, FORMATS, kept, png
from tests.factories.staff import seat

pytestmark = [pytest.mark.django_db, pytest.mark.files]
MINUTE = timedelta(minutes=1)
_PATHS = re.compile(r"/pictures/[0-9a-f]{64}\.(?:jpg|webp)")


@pytest.fixture
def member(edition: Embassy) -> Member:
    return seat("writer", edition, role=Seat.Role.EDITOR, days_ago=60)


def showing(embassy: Embassy, picture: StoredPicture, **fields: Any) -> NewsPage:
    shown = {"picture": picture.pk, "caption": "A square"}
    return news(embassy, body=[("text", "<p>A quiet day.</p>"), ("picture", shown)], **fields)


def paths_in(embassy: Embassy, item: NewsPage) -> set[str]:
    return set(_PATHS.findall(text_at(embassy, f"/en/{item.address}")))


def test_picture_of_an_approved_page_is_served_in_each_size(
    edition: Embassy, member: Member
) -> None:
    item = showing(edition, kept(edition, member))
    assert baked(edition, later=MINUTE).faults == {}

    page = text_at(edition, f"/en/{item.address}")
    assert f'alt="{ALTERNATIVE["en"]}"' in page
    assert "Photo: press office" in page
    paths = paths_in(edition, item)
    assert len(paths) == 4
    for path in paths:
        body = visitor_of(edition).sent(path)[0]
        assert is_silent(body, TYPES[f".{path.rpartition('.')[2]}"]), path
        assert hashlib.sha256(body).hexdigest() in path


def test_picture_speaks_the_language_of_the_text_around_it(
    edition: Embassy, member: Member
) -> None:
    item = showing(edition, kept(edition, member))
    other = translated(item, edition, "be", title="Ціхі дзень", body=item.body)
    baked(edition, later=MINUTE)

    assert f'alt="{ALTERNATIVE["be"]}" lang="be"' in text_at(edition, f"/be/{other.address}")
    # The English text, read under a Belarusian address where there is no other.
    assert f'alt="{ALTERNATIVE["en"]}" lang="en"' in text_at(edition, f"/en/{item.address}")


def test_picture_that_nothing_public_shows_is_nowhere(edition: Embassy, member: Member) -> None:
    picture = kept(edition, member)
    baked(edition, later=MINUTE)

    assert not any(path.startswith("/pictures/") for path in served_of(edition).manifest.entries)
    hashes = {picture.sha256, *picture.renditions.values_list("sha256", flat=True)}
    assert hashes.isdisjoint(served_of(edition).manifest.hashes)


def test_stored_original_is_served_to_nobody(edition: Embassy, member: Member) -> None:
    picture = kept(edition, member)
    showing(edition, picture)
    baked(edition, later=MINUTE)

    assert visitor_of(edition).ask(f"/pictures/{picture.sha256}.jpg").status == 404


def test_picture_of_another_embassy_cannot_be_shown(edition: Embassy, norland: Embassy) -> None:
    theirs = kept(norland, seat("norlander", norland))

    with pytest.raises(Refused, match="not there any more"):
        showing(edition, theirs)


def test_approval_binds_the_words_and_the_bytes_of_a_picture(
    edition: Embassy, member: Member
) -> None:
    picture = kept(edition, member)
    copy = FairCopy.objects.of_thing(showing(edition, picture)).get()

    named = copy.pictures[picture.pk]
    assert named.alternative == picture.alternative
    assert {each.sha256 for each in named.forms} == set(
        picture.renditions.values_list("sha256", flat=True)
    )
    picture.alternative = {"en": "Something else"}
    picture.save()
    baked(edition, is_full=True, later=MINUTE)
    assert FairCopy.objects.get(pk=copy.pk).pictures[picture.pk].alternative != picture.alternative
    assert "Something else" not in text_at(edition, f"/en/{copy.path}")


def test_erased_picture_goes_from_readers_rows_and_files(edition: Embassy, member: Member) -> None:
    picture = kept(edition, member)
    item = showing(edition, picture)
    baked(edition, later=MINUTE)
    paths = paths_in(edition, item)
    hashes = {picture.sha256, *picture.renditions.values_list("sha256", flat=True)}

    erase(picture, edition, by=member, now=NOW + MINUTE * 2)
    before = {visitor_of(edition).ask(path).status for path in paths}
    assert baked(edition, later=MINUTE * 3).faults == {}

    assert before == {404}
    assert not StoredPicture.objects.exists()
    assert not NamedFile.objects.filter(sha256__in=hashes).exists()
    assert files_with(hashes) == []
    assert paths_in(edition, item) == set()
    assert "A quiet day." in text_at(edition, f"/en/{item.address}")


def test_picture_goes_with_the_only_page_that_shows_it(edition: Embassy, member: Member) -> None:
    picture, shared = kept(edition, member), kept(edition, member, content=png())
    item = showing(edition, picture)
    body = [("picture", {"picture": each.pk, "caption": ""}) for each in (picture, shared)]
    item.body = body
    item.save_revision()
    approve_at_once(item)
    other = showing(edition, shared, title="Another day")
    baked(edition, later=MINUTE)

    erase(item, edition, by=member, now=NOW + MINUTE * 2)
    baked(edition, later=MINUTE * 3)

    assert list(StoredPicture.objects.all()) == [shared]
    assert len(paths_in(edition, other)) == 4
    assert files_with({picture.sha256}) == []


def test_erased_picture_that_is_kept_once_more_is_erased_again(
    edition: Embassy, member: Member
) -> None:
    erase(kept(edition, member), edition, by=member, now=NOW + MINUTE)
    again = kept(edition, member)

    baked(edition, later=MINUTE * 2)

    assert not StoredPicture.objects.filter(pk=again.pk).exists()


def files_with(hashes: set[str]) -> list[Path]:
    """Return the files of the data folder with one of these names or these bytes."""
    home = [Path(settings.MEDIA_ROOT), folders().root]
    files = [path for folder in home for path in folder.rglob("*") if path.is_file()]
    return [
        path
        for path in files
        if path.name[:64] in hashes or hashlib.sha256(path.read_bytes()).hexdigest() in hashes
    ]


@pytest.mark.parametrize("name", FORMATS)
def test_words_of_a_file_are_in_no_file_of_ours(
    edition: Embassy, member: Member, name: str
) -> None:
    """From the upload to what readers get: every file of the data folder is searched."""
    uploads = Path(settings.FILE_UPLOAD_TEMP_DIR)
    item = showing(edition, kept(edition, member, content=FORMATS[name]()))
    baked(edition, later=MINUTE)
    bundle_all(now=NOW + MINUTE * 15)

    assert len(paths_in(edition, item)) == 4
    home = [Path(settings.MEDIA_ROOT), folders().root, uploads]
    files = [path for folder in home for path in folder.rglob("*") if path.is_file()]
    speaking = [path for path in files if CANARY.encode() in path.read_bytes()]
    assert speaking == []
