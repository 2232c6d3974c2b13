"""Taking attachments part by part; a letter that names one keeps it from being deleted."""

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet, Sum

from ambasada.casework import files
from ambasada.casework.actions.pausing import require_writable
from ambasada.casework.models import PART_SIZE, SEALED, Blob, Case, Part
from ambasada.casework.refusing import NotTaken, Word
from ambasada.lib.sealing.frames import LENGTH_BYTES, padded_size
from ambasada.lib.sealing.outside import LARGEST_FILE, check_attachment

# Sealed, the largest file is as long as its frame, with 16 bytes for each 64 KiB and a header.
_LARGEST_SEALED = padded_size(LARGEST_FILE + LENGTH_BYTES) * 65_552 // 65_536 + 4_096
MOST_PARTS = -(-_LARGEST_SEALED // PART_SIZE)
_LARGEST_OF_A_DAY = 3 * _LARGEST_SEALED
_LEFT_FREE = 500_000_000  # bytes of the disk that attachments leave to everything else
# Of what is free, a part for attachments that no letter names yet: a case costs its work, and what
# is put into it costs nothing.
_FREE_TO_WAIT = 4


@dataclass(frozen=True)
class Piece:
    """A part of an attachment as it is sent."""

    blob: str
    number: int
    content: bytes
    sha256: str


def add_part(case: Case, piece: Piece, *, is_person: bool, now: datetime) -> None:
    """Keep a part; the same part again changes nothing.

    Raises NotTaken if it is not what its hash says, if another part has its place, or if there is
    no room for it: in the case, on the disk, or, for a person, in the part of the disk that is for
    attachments which wait to be named.
    """
    _require_whole(piece)
    today = now.astimezone(UTC).date()
    if _is_there(case, piece):
        return
    require_writable(case.embassy)
    require_disk()
    if is_person:
        _require_room_to_wait(len(piece.content))
    name = files.keep(blobs_folder(), piece.content, day=today)
    try:
        with transaction.atomic(using=SEALED):
            if not _is_there(case, piece):
                _keep(case, piece, name, today=today)
                return
    except BaseException:
        files.let_go(blobs_folder(), name)
        raise
    files.let_go(blobs_folder(), name)  # another request was first with the same part


def bind(case: Case, named: Iterable[str]) -> None:
    """Note that a letter names these attachments, all of whose parts are here.

    Raises NotTaken if one of them is not, or Malformed if it is not sealed as the protocol has it.
    """
    for id_hex in named:
        blob = Blob.objects.filter(case=case, id_hex=id_hex).first()
        parts = list(blob.parts.order_by("number")) if blob else []
        if blob is None or [each.number for each in parts] != list(range(len(parts))):
            raise NotTaken(Word.MALFORMED)
        if not parts or any(each.size != PART_SIZE for each in parts[:-1]):
            raise NotTaken(Word.MALFORMED)
        start = part_bytes(parts[0])
        check_attachment(start, size=sum(each.size for each in parts))
        blob.is_bound = True
        blob.save(update_fields=["is_bound"])


def part_bytes(part: Part) -> bytes:
    """Return the sealed bytes of a part."""
    return files.place_of(blobs_folder(), part.file).read_bytes()


def blobs_folder() -> Path:
    """Return the folder of the parts."""
    return Path(settings.SEALED_ROOT) / "blobs"


def _require_whole(piece: Piece) -> None:
    is_sized = 0 < len(piece.content) <= PART_SIZE and 0 <= piece.number < MOST_PARTS
    if not is_sized or hashlib.sha256(piece.content).hexdigest() != piece.sha256:
        raise NotTaken(Word.MALFORMED)


def _is_there(case: Case, piece: Piece) -> bool:
    """Tell whether this part was kept before. Raises NotTaken if its place is another’s."""
    blob = Blob.objects.filter(id_hex=piece.blob).first()
    if blob is None:
        return False
    if blob.case_id != case.pk:
        raise NotTaken(Word.MALFORMED)
    part = blob.parts.filter(number=piece.number).first()
    if part is None:
        if blob.is_bound:
            raise NotTaken(Word.MALFORMED)
        return False
    if part.sha256 != piece.sha256:
        raise NotTaken(Word.BEHIND)
    return True


def _keep(case: Case, piece: Piece, name: str, *, today: date) -> None:
    if not Case.objects.filter(pk=case.pk).exists():
        raise NotTaken(Word.UNKNOWN)
    blob, _is_new = Blob.objects.get_or_create(
        id_hex=piece.blob, defaults={"case": case, "day": today}
    )
    size = len(piece.content)
    of_blob = _bytes_of(Part.objects.filter(blob=blob))
    of_day = _bytes_of(Part.objects.filter(blob__case=case, blob__day=today))
    if of_blob + size > _LARGEST_SEALED or of_day + size > _LARGEST_OF_A_DAY:
        raise NotTaken(Word.FULL)
    Part.objects.create(blob=blob, number=piece.number, size=size, sha256=piece.sha256, file=name)


def _require_room_to_wait(size: int) -> None:
    waiting = _bytes_of(Part.objects.filter(blob__is_bound=False))
    if waiting + size > _free_bytes() // _FREE_TO_WAIT:
        raise NotTaken(Word.FULL)


def _bytes_of(parts: QuerySet[Part]) -> int:
    return int(parts.aggregate(bytes=Sum("size"))["bytes"] or 0)


def require_disk() -> None:
    """Raise NotTaken where the disk has no room for more than what is there already."""
    if _free_bytes() < _LEFT_FREE:
        raise NotTaken(Word.FULL)


def _free_bytes() -> int:
    blobs_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    return shutil.disk_usage(blobs_folder()).free
