"""What is left on the disk where an erasure, or something before it, was cut off by a kill."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db.utils import OperationalError
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.config.prepare import bake_or_keep
from ambasada.config.uploads import sweep_uploads
from ambasada.editions.actions import bake, erasing, prune_editions
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy, Seat, StoredDocument
from ambasada.pages.actions import clean_up
from tests.editions.test_erasing import CANARY, MINUTE, erased, left, stored
from tests.factories.editions import NOW, baked, folders, visitor_of
from tests.factories.pages import news
from tests.factories.searching import found_in
from tests.factories.staff import seat

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(edition: Embassy) -> Member:
    return seat("writer", edition, role=Seat.Role.EDITOR, days_ago=60)


class Killed(BaseException):
    """The machine stopped."""


def killed(*_args: object, **_named: object) -> None:
    raise Killed


def files() -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {str(each.relative_to(root)) for each in root.rglob("*") if each.is_file()}


def test_files_go_that_were_left_between_the_rows_and_them(
    edition: Embassy, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = stored(edition)
    other = StoredDocument(title="Another", collection=document.collection)
    other.file.save("other.txt", ContentFile(b"Something else"))
    other.save()
    document.keep()
    with monkeypatch.context() as stopping:
        stopping.setattr(FileSystemStorage, "delete", killed)
        with pytest.raises(Killed):
            erased(document, edition, member)
    assert "documents/zorkanary.txt" in files()
    assert not StoredDocument.objects.filter(pk=document.pk).exists()

    assert left(edition) == set()
    assert other.file.name in files()
    assert found_in("documents/zorkanary") == set()


def test_bytes_go_under_every_suffix_they_were_kept_under(edition: Embassy, member: Member) -> None:
    text, note = stored(edition), stored(edition, "zorkanary.md")
    text.keep()
    note.keep()

    erased(text, edition, member)

    assert not [each for each in files() if text.sha256 in each or "zorkanary" in each]


def test_upload_without_a_row_goes_after_an_hour(edition: Embassy) -> None:
    document = stored(edition)
    default_storage.save("documents/cut-off.txt", ContentFile(CANARY.encode()))

    clean_up(timezone.now() + timedelta(minutes=50))
    assert "documents/cut-off.txt" in files()
    clean_up(timezone.now() + timedelta(hours=2))

    assert "documents/cut-off.txt" not in files()
    assert document.file.name in files()


def test_half_written_copy_to_read_offline_goes(edition: Embassy, member: Member) -> None:
    """As a kill leaves it, in the middle of writing."""
    half = folders().embassy("gb") / "information.zip.0badcafe.draft"
    half.write_bytes(CANARY.encode())
    item = news(edition, title=CANARY)
    baked(edition, later=MINUTE)

    erased(item, edition, member)

    assert left(edition) == set()
    half.write_bytes(CANARY.encode())
    prune_editions(now=NOW + MINUTE * 9)
    assert not half.exists()


def test_upload_that_was_cut_off_goes_and_one_under_way_stays(tmp_path: Path) -> None:
    dead, alive = tmp_path / "dead.upload", tmp_path / "alive.upload"
    for path in (dead, alive):
        path.write_bytes(CANARY.encode())
    long_ago = (timezone.now() - timedelta(minutes=11)).timestamp()
    os.utime(dead, (long_ago, long_ago))

    sweep_uploads(tmp_path, now=timezone.now())
    sweep_uploads(tmp_path / "absent", now=timezone.now())

    assert list(tmp_path.iterdir()) == [alive]


def test_server_starts_where_the_disk_fills_up_after_an_erasure(
    edition: Embassy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    member = seat("writer", edition, role=Seat.Role.EDITOR, days_ago=60)
    item = news(edition, title=CANARY)
    baked(edition, later=MINUTE)
    erased(item, edition, member)

    def full() -> None:
        message = "database or disk is full"
        raise OperationalError(message)

    with monkeypatch.context() as filling:
        filling.setattr(erasing, "overwrite_deleted_rows", full)
        with pytest.raises(Refused, match="Check the disk"):
            bake(edition, now=NOW + MINUTE * 5)
        bake_or_keep()

    assert "Check the disk" in capsys.readouterr().err
    visitor = visitor_of(edition)
    assert visitor.ask("/en/").status == 200
    assert visitor.ask(f"/en/{item.address}").status == 404
    assert left(edition) == set()  # what was not done is done by the next bake


def test_server_starts_where_nothing_can_be_written(
    edition: Embassy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on a disk that was remounted read-only; nobody is refused by rights who is root."""
    real = Path.open

    def opened(path: Path, mode: str = "r", *args: object, **named: object) -> object:
        if path.is_relative_to(settings.EDITIONS_ROOT) and mode not in {"r", "rb"}:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, mode, *args, **named)  # type: ignore[call-overload]  # as it was called

    with monkeypatch.context() as sealing:
        sealing.setattr(Path, "open", opened)
        bake_or_keep()

    assert "Check the disk" in capsys.readouterr().err
    assert visitor_of(edition).ask("/en/").status == 200
