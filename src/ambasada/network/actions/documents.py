"""Kept bytes that nothing names any more."""

from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from ambasada.network.models import KEPT_FOLDER, NamedFile

# Whoever asks for a page keeps its files first and names them a moment later.
_NAMED_WITHIN = timedelta(hours=1)


def forget_unnamed_files(*, now: datetime) -> int:
    """Delete the kept files that no fair copy names; return how many went."""
    if not default_storage.exists(KEPT_FOLDER):
        return 0
    _folders, names = default_storage.listdir(KEPT_FOLDER)
    named = {
        f"{sha256}{suffix}" for sha256, suffix in NamedFile.objects.values_list("sha256", "suffix")
    }
    places = [f"{KEPT_FOLDER}/{name}" for name in names if name not in named]
    unnamed = [
        each for each in places if default_storage.get_modified_time(each) <= now - _NAMED_WITHIN
    ]
    for place in unnamed:
        default_storage.delete(place)
    return len(unnamed)
