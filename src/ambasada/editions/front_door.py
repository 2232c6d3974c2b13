"""The front door: readers are answered from the edition of the host they ask; Django from here on.

An ASGI application in front of Django. Whatever is asked under a public host name is answered here,
from one whole edition, without a database: a page, its 301, 304, 404 or 410. Only the staff origin
and those of sealed help go on to Django, so that nothing public can be had from anywhere else.
What somebody looks for is the one thing readers send: it is answered from the edition's own text,
and kept nowhere.
"""

import asyncio
import re
from dataclasses import replace
from functools import partial

from ambasada.editions.folders import SEARCH_FILE, SIGNATURE
from ambasada.editions.hiding import takes_words
from ambasada.editions.replies import (
    Answer,
    Request,
    answer_of,
    body_of,
    file_of,
    moved_to,
    plain,
)
from ambasada.editions.searching.answered import SearchPage, typed_in
from ambasada.editions.searching.asked import NotMade, results
from ambasada.editions.served import Served, Shelf, signed_files
from ambasada.lib.addresses import is_onion
from ambasada.lib.blobs import SpoiltBlob
from ambasada.lib.bundles import BUNDLE
from ambasada.lib.door import Application, Receive, Scope, Send, host_of
from ambasada.lib.headers import HeaderClass
from ambasada.lib.manifests import Entry, is_path

_METHODS = frozenset({"GET", "HEAD"})
_LONGEST_PATH = 2_048
_OK = 200
_SIGNED_TYPES = {".json": "application/json", ".minisig": "text/plain; charset=utf-8"}
_BLOB = "/edition/blob/"
_DELTA = "/edition/delta/"
_OFFLINE = "/offline/"
_COPY_TYPES = {
    BUNDLE: "application/zip",
    f"{BUNDLE}{SIGNATURE}": _SIGNED_TYPES[SIGNATURE],
}
_SAVED = (b"content-disposition", f'attachment; filename="{BUNDLE}"'.encode())
# Bytes of a large document that wait for one reader at a time.
_PIECE = 262_144
_LATER = plain(503, "This page cannot be read just now. Please try again later.\n")
_TOO_LONG = plain(413, "Please look for fewer words.\n")
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")


class FrontDoor:
    """Answer readers from editions; what is asked under `django_hosts` goes on to Django."""

    def __init__(self, django: Application, shelf: Shelf, *, django_hosts: frozenset[str]) -> None:
        self._django = django
        self._shelf = shelf
        self._django_hosts = django_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._django(scope, receive, send)
            return
        host = host_of(scope["headers"])
        if host in self._django_hosts:
            await self._django(scope, receive, send)
            return
        asked = Request(scope["method"], host, scope["path"], dict(scope["headers"]))
        if asked.method == "POST" and takes_words(asked.path):
            answer = await self._answer_words(asked, receive)
        else:
            answer = self.answer(asked)
        body = b"" if scope["method"] == "HEAD" else answer.body
        await send(
            {"type": "http.response.start", "status": answer.status, "headers": answer.headers}
        )
        sent = 0
        while len(body) - sent > _PIECE:
            piece = bytes(body[sent : sent + _PIECE])
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            sent += _PIECE
        await send({"type": "http.response.body", "body": bytes(body[sent:])})

    async def _answer_words(self, asked: Request, receive: Receive) -> Answer:
        """Take in what somebody looks for, and look for it where nobody else waits for that."""
        body = await _body(receive)
        if body is None:
            return _TOO_LONG
        return await asyncio.to_thread(self.answer, replace(asked, body=body))

    def answer(self, asked: Request) -> Answer:
        """Return what is sent for one request under a public name; never raises."""
        edition = self._shelf.at(asked.host)
        if edition is None:
            return plain(404, "There is no site under this name.\n")
        return self._answer_of(edition, asked)

    def _answer_of(self, edition: Served, asked: Request) -> Answer:
        stand_in = edition.stand_in(asked.path) if takes_words(asked.path) else None
        takes = _METHODS if stand_in is None else {*_METHODS, "POST"}
        if asked.method not in takes:
            return plain(405, "Readers send nothing here.\n", (b"allow", b"GET, HEAD"))
        if asked.path == "/healthz":
            return plain(200, "ok\n")
        try:
            if stand_in is not None and not self._shelf.is_blind:
                return self._search(edition, stand_in, asked)
            return self._found(edition, asked) or self._absent(edition, asked)
        except (SpoiltBlob, OSError):
            return _LATER

    def _search(self, edition: Served, stand_in: Entry, asked: Request) -> Answer:
        """Return the page to search on, with what was found if something was looked for."""
        body, _encoding = self._shelf.bodies.read(stand_in.sha256, ())
        page, typed = SearchPage(bytes(body), asked.path), typed_in(asked.body)
        made = page.empty()
        if typed:
            file = edition.folder.parent / SEARCH_FILE
            try:
                found = results(
                    file, typed, language=stand_in.language, is_shown=partial(_is_shown, edition)
                )
                made = page.found(typed, found)
            except NotMade:
                made = page.later(typed)
        return answer_of(made, stand_in.language, asked=asked, onion=_onion(edition, asked))

    def _found(self, edition: Served, asked: Request) -> Answer | None:
        if self._shelf.is_blind or edition.is_withheld(asked.path):
            return _LATER
        if len(asked.path) > _LONGEST_PATH:
            return None
        entry = edition.entry(asked.path)
        if entry is not None:
            return self._entry(edition, entry, asked)
        if asked.path.startswith(_OFFLINE):
            return _copy(edition, asked.path.removeprefix(_OFFLINE))
        return self._proof(edition, asked) if asked.path.startswith("/edition/") else None

    def _entry(self, edition: Served, entry: Entry, asked: Request) -> Answer:
        if entry.to:
            return moved_to(entry.to)
        body, encoding = self._shelf.bodies.read(entry.sha256, asked.encodings)
        return body_of(entry, body, encoding, asked=asked, onion=_onion(edition, asked))

    def _absent(self, edition: Served, asked: Request) -> Answer:
        """Add a slash where that makes a page; else show the page for what is not there."""
        if edition.entry(f"{asked.path}/") is not None:
            return moved_to(f"{asked.path}/")
        entry = edition.not_found(asked.path)
        if entry is None:
            return plain(404, "There is no such page.\n")
        return self._entry(edition, entry, asked)

    def _proof(self, edition: Served, asked: Request) -> Answer | None:
        """Return a file that proves the edition, or a body it names by its hash."""
        if asked.path.startswith(_BLOB):
            sha256 = asked.path.removeprefix(_BLOB)
            if sha256 not in edition.hashes:
                return None
            body, encoding = self._shelf.bodies.read(sha256, asked.encodings)
            entry = Entry(sha256, len(body), "application/octet-stream", headers=HeaderClass.KEPT)
            return body_of(entry, body, encoding, asked=asked)
        if asked.path.startswith(_DELTA):
            number = asked.path.removeprefix(_DELTA).removesuffix(".json")
            file = edition.deltas.get(int(number)) if _NUMBER.fullmatch(number) else None
        else:
            file = signed_files(edition).get(asked.path)
        is_there = file is not None and file.exists()  # an old edition may have been let go
        return file_of(file, _SIGNED_TYPES[file.suffix]) if file and is_there else None


def _is_shown(edition: Served, path: str) -> bool:
    """Tell whether readers are sent a page at a path now, and not that it moved or is gone."""
    entry = edition.entry(path)
    is_page = entry is not None and entry.status == _OK
    return is_page and not edition.is_withheld(path)


async def _body(receive: Receive) -> bytes | None:
    """Return all of a small body; None if it did not come to an end, or is too large."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return body


def _onion(edition: Served, asked: Request) -> str:
    """Return where this page is read through Tor; "" if it is read there already.

    A path of an edition is of letters that mean the same in an address and in a header. Of any
    other, which is shown the page for what is not there, nothing is repeated.
    """
    if not edition.manifest.onion or is_onion(asked.host) or not is_path(asked.path):
        return ""
    return f"{edition.manifest.onion}{asked.path}"


def _copy(edition: Served, name: str) -> Answer | None:
    """Return the copy to read offline or its signature, if there is one yet."""
    file = edition.folder.parent / name
    if name not in _COPY_TYPES or not file.exists():
        return None
    return file_of(file, _COPY_TYPES[name], *([_SAVED] if name == BUNDLE else []))
