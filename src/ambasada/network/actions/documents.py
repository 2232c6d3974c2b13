"""Files of documents and pictures that no row names any more."""

import hashlib
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from ambasada.network.models import (
    KEPT_FOLDER,
    ORIGINAL,
    NamedFile,
    Rendition,
    StoredDocument,
    StoredPicture,
)

# Whoever asks for a page keeps its files first and names them a moment later; and an upload stands
# in its folder a moment before its row does.
_NAMED_WITHIN = timedelta(hours=1)
_ORIGINALS = "documents"  # as Wagtail names the folder


def forget_unnamed_files(*, now: datetime, erased: Collection[str] = ()) -> int:
    """Delete the kept files that no fair copy and no picture names, and uploads without a row.

    Returns how many. One is left behind where the machine stops between a row and its file.
    `erased` are the SHA-256 of bytes that were erased: such a file goes whatever its age and
    suffix.
    """
    unnamed = [name for name in _unnamed() if _is_old(name, now) or _hash_of(name) in erased]
    for name in unnamed:
        default_storage.delete(name)
    return len(unnamed)


def _unnamed() -> Iterator[str]:
    originals = StoredPicture.objects.values_list("sha256", flat=True)
    kept = {
        *NamedFile.objects.values_list("sha256", "suffix"),
        *Rendition.objects.values_list("sha256", "suffix"),
        *((sha256, ORIGINAL) for sha256 in originals),
    }
    named = {f"{KEPT_FOLDER}/{sha256}{suffix}" for sha256, suffix in kept}
    named.update(StoredDocument.objects.values_list("file", flat=True))
    for folder in (KEPT_FOLDER, _ORIGINALS):
        if default_storage.exists(folder):
            names = (f"{folder}/{each}" for each in default_storage.listdir(folder)[1])
            yield from (each for each in names if each not in named)


def _is_old(name: str, now: datetime) -> bool:
    return default_storage.get_modified_time(name) <= now - _NAMED_WITHIN


def _hash_of(name: str) -> str:
    with default_storage.open(name) as file:
        return hashlib.sha256(file.read()).hexdigest()
