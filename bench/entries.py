"""What the front door keeps in memory of a very large edition."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ambasada.editions.folders import MANIFEST, Folders
from ambasada.lib.headers import HeaderClass
from ambasada.lib.manifests import Entry, Manifest
from bench.commands import without_settings
from bench.figures import Figure, Unmeasured
from bench.front_door import running_front_door
from bench.memory import proportional_memory
from bench.serving import connected_to, fetch

_ENTRIES = 30_000
_BODY = 12_000  # bytes of a page of ours, about
_SETTLES = 3.0  # seconds
_PAGE = "/en/about/"


def measure_entries(folder: Path) -> list[Figure]:
    """Serve 30,000 pages, ask for each of them once, and weigh the front door."""
    editions = Folders(folder / "editions")
    paths = _written(editions)
    environment = without_settings() | {"AMBASADA_HOME": str(folder)}
    with running_front_door(environment) as (port, process):
        connection = connected_to(port)
        for path in paths:
            fetch(connection, path)
        connection.close()
        time.sleep(_SETTLES)
        memory = proportional_memory(process)
    note = "server and one worker, Django loaded, PSS, after each page was read once"
    return [Figure(f"Front door with {_ENTRIES:,} entries", memory, "MB", 300, note=note)]


def _written(editions: Folders) -> list[str]:
    """Write an edition of invented pages; the front door asks for no signature."""
    entries = {}
    for number in range(_ENTRIES):
        path = _PAGE if number == 0 else f"/en/news/2026-11-01-an-item-of-some-length-{number}/"
        body = os.urandom(24).hex().encode() + b"<p>What a page says.</p>\n" * (_BODY // 25)
        sha256 = editions.blobs.put(body, is_text=True)
        kind = "text/html; charset=utf-8"
        entries[path] = Entry(sha256, len(body), kind, "en", HeaderClass.GREEN)
    now = datetime.now(UTC)
    manifest = Manifest("gb", "http://127.0.0.1", 1, "", now, now + timedelta(days=30), 1, entries)
    editions.edition("gb", 1).mkdir(parents=True)
    (editions.edition("gb", 1) / MANIFEST).write_bytes(manifest.canonical())
    editions.point_to("gb", 1)
    editions.name_hosts({"127.0.0.1": "gb"})
    if not editions.hosts.exists():
        message = "The edition to measure on could not be written."
        raise Unmeasured(message)
    return list(entries)
