"""Baking a large site whole, in this process; imported once Django is set up."""

import json
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from ambasada.editions.actions import bake
from ambasada.editions.folders import Folders
from ambasada.lib.manifests import Entry
from ambasada.network.models import Embassy
from bench.filling import filled_with

_MANY = 1000


def main() -> None:
    """Fill an empty data folder, bake it, sweep it, bake it elsewhere; print what was found."""
    now = timezone.now()
    embassy = filled_with(_MANY, now=now)
    began = time.perf_counter()
    made = bake(embassy, now=now)
    seconds = time.perf_counter() - began
    if made.faults:
        sys.exit(f"Some pages were not baked ({list(made.faults)[:9]}): mend that first.")
    first = _entries(embassy)
    before = _written()
    swept = bake(embassy, now=now + timedelta(minutes=1), is_full=True)
    with override_settings(EDITIONS_ROOT=Path(settings.EDITIONS_ROOT).with_name("again")):
        again = _baked_again(embassy, now + timedelta(days=1))
    found = {
        "pages": made.rendered,
        "seconds": seconds,
        "written": len(_written() ^ before) + (swept.edition is not None),
        "swept": swept.rendered,
        "missed": len(swept.missed),
        "differing": len(first.items() ^ again.items()),
    }
    json.dump(found, sys.stdout)


def _baked_again(embassy: Embassy, now: datetime) -> dict[str, Entry]:
    bake(embassy, now=now)
    return _entries(embassy)


def _entries(embassy: Embassy) -> dict[str, Entry]:
    manifest = Folders(settings.EDITIONS_ROOT).current_manifest(embassy.code)
    return dict(manifest.entries) if manifest else {}


def _written() -> set[tuple[str, int]]:
    """Return every file of the editions but the books, and when it was written."""
    root = Path(settings.EDITIONS_ROOT)
    return {
        (str(path), path.stat().st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(("books.", "bake.lock"))
    }
