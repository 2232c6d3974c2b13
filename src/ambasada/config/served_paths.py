from django.conf import settings

from ambasada.editions.folders import Folders

_OK = 200


def served_paths(code: str) -> frozenset[str]:
    """Return the paths at which readers of an embassy are served a page now.

    Those of its current edition, not of what is to be in the next one; none before the first.
    """
    manifest = Folders(settings.EDITIONS_ROOT).current_manifest(code)
    found = manifest.entries.items() if manifest else ()
    return frozenset(
        path for path, entry in found if entry.status == _OK and not entry.is_copy_only
    )
