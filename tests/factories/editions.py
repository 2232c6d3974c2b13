"""Editions as the baker makes them, and readers who ask the front door for them."""

import asyncio
import os
import re
import shutil
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from ambasada.editions.actions import Outcome, bake, index_all
from ambasada.editions.folders import Folders
from ambasada.editions.front_door import FrontDoor
from ambasada.editions.replies import Answer, Request
from ambasada.editions.served import Served, Shelf
from ambasada.lib.door import Receive, Scope, Send
from ambasada.network.models import Embassy

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def folders() -> Folders:
    return Folders(settings.EDITIONS_ROOT)


def baked(embassy: Embassy, *, is_full: bool = False, later: timedelta = timedelta(0)) -> Outcome:
    """Bake one embassy and let its own host answer for it."""
    made = bake(embassy, now=NOW + later, is_full=is_full)
    folders().name_hosts({embassy.site.hostname: embassy.code})
    return made


def indexed(embassy: Embassy, *, later: timedelta = timedelta(0)) -> Outcome:
    """Bake one embassy, and let what was baked be searched."""
    made = baked(embassy, later=later)
    while index_all():
        pass
    return made


def lay(source: Path, target: Path) -> None:
    """Put a copy of a folder of editions in a place, which may be there.

    Bodies, which stand in hundreds of files and are never written into, are linked instead.
    """
    for folder, _folders, names in os.walk(source):
        there = target / Path(folder).relative_to(source)
        there.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_of_bodies = there.parent.name == "blobs"
        copy: Callable[[str, str], object] = os.link if is_of_bodies else shutil.copy2
        for name in names:
            copy(f"{folder}/{name}", f"{there}/{name}")


def spoil(body: Path, content: bytes) -> None:
    """Put something else where a body stood, which other tests have too (see `lay`)."""
    body.unlink()
    body.write_bytes(content)


def text_at(embassy: Embassy, path: str) -> str:
    """Return the text of the current edition at a path; "" if there is nothing."""
    manifest = folders().current_manifest(embassy.code)
    entry = manifest.entries.get(path) if manifest else None
    return folders().blobs.read(entry.sha256).decode() if entry and entry.sha256 else ""


@dataclass(frozen=True)
class Visitor:
    """A reader at the front door."""

    door: FrontDoor
    host: str

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path; headers by name, with _ for -."""
        asked = {name.replace("_", "-").encode(): value.encode() for name, value in headers.items()}
        return self.door.answer(Request(method, self.host, path, asked))

    def search(self, words: str, language: str = "en") -> Answer:
        """Look for words, as the form on the page of a language does."""
        body = urlencode({"q": words}).encode()
        path = f"/{language}/search/"
        return self.door.answer(Request("POST", self.host, path, {}, body))

    def finds(self, words: str, language: str = "en") -> list[str]:
        """Return the addresses of what is found, best first."""
        body = bytes(self.search(words, language).body).decode()
        return re.findall(r'<li class="search__result"><a [^>]*href="([^"]+)"', body)

    def sent(self, path: str, method: str = "GET") -> list[bytes]:
        """Return the pieces of the body that is sent."""
        pieces: list[bytes] = []

        async def receive() -> MutableMapping[str, Any]:
            return {"type": "http.disconnect"}

        async def send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.body":
                pieces.append(message["body"])

        headers = [(b"host", self.host.encode())]
        asked = {"type": "http", "method": method, "path": path, "headers": headers}
        asyncio.run(self.door(asked, receive, send))
        return pieces


def header(answer: Answer, name: str) -> str:
    """Return a header of an answer; "" if it is absent."""
    found = [value for key, value in answer.headers if key == name.encode()]
    return ", ".join(value.decode() for value in found)


def visitor_of(embassy: Embassy) -> Visitor:
    """Return a reader of what is baked now."""
    return Visitor(front_door(), embassy.site.hostname)


def front_door(shelf: Shelf | None = None) -> FrontDoor:
    shelf = shelf or Shelf(folders())
    return FrontDoor(no_django, shelf, django_hosts=frozenset({"admin.localhost"}))


async def no_django(_scope: Scope, _receive: Receive, _send: Send) -> None:
    message = "Django was asked for something public"
    raise AssertionError(message)


def served_of(embassy: Embassy) -> Served:
    """Return the edition that is served."""
    found = Shelf(folders()).at(embassy.site.hostname)
    assert found is not None
    return found
