"""What a published news item changes on a served site; imported once Django is set up."""

import json
import sys
import time

from django.conf import settings
from django.utils import timezone

from ambasada.editions.folders import DELTA, Folders
from ambasada.editions.keys import KeyFolder
from ambasada.network.models import Embassy
from bench.filling import filled_with, published

_WITHIN = 60.0


def fill(items: int, port: int) -> None:
    """Fill an empty data folder that is then served."""
    filled_with(items, now=timezone.now(), port=port)


def root() -> None:
    """Print the root key's line."""
    found = KeyFolder(settings.KEYS_ROOT, "gb").root
    json.dump(found.line if found else "", sys.stdout)


def main() -> None:
    """Publish one news item; print as JSON how many bytes of bodies changed, packed."""
    embassy = Embassy.objects.get(code="gb")
    folders = Folders(settings.EDITIONS_ROOT)
    before = folders.current_manifest("gb")
    published(embassy, "One more", now=timezone.now())
    deadline = time.monotonic() + _WITHIN
    while before is None or folders.current("gb") == before.number:
        if time.monotonic() > deadline:
            sys.exit("The news item was not baked: mend that first.")
        time.sleep(0.05)
    number = folders.current("gb") or 0
    files = json.loads((folders.edition("gb", number) / DELTA).read_bytes())["files"]
    bodies = {each["sha256"] for each in files.values() if "sha256" in each} - before.hashes
    packed = [folders.blobs.forms(each).get("br", folders.blobs.path(each)) for each in bodies]
    found = {"files": len(files), "bytes": sum(path.stat().st_size for path in packed)}
    json.dump(found, sys.stdout)
