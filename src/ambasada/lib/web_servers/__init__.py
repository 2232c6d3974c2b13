"""How web servers serve a copy of an edition: with the same answers as our own front door.

What a configuration says does not change with each edition: a page's class of headers is the folder
it stands in. It changes when a page moves, with a new kind of file and with the table of headers;
then the server is reloaded.

Nothing of a manifest goes into a configuration unless its signs mean nothing there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ambasada.lib.addresses import is_onion_origin
from ambasada.lib.bundles import BUNDLE
from ambasada.lib.headers import HeaderClass
from ambasada.lib.manifests import Entry, Manifest

# Classes a reader may be shown; each is a folder of the copy, looked into in this order.
SHOWN = (
    HeaderClass.GREEN,
    HeaderClass.YELLOW,
    HeaderClass.KEPT,
    HeaderClass.DOCUMENT,
    HeaderClass.ASSET,
    HeaderClass.EXIT,
)
GONE, MISSING = "gone", "missing"  # folders of what is shown with 410 and with 404
_BY_STATUS = {404: MISSING, 410: GONE}
UNKNOWN_TYPE = "application/octet-stream"
_NAMEABLE = re.compile(r"/[A-Za-z0-9/._-]+")
_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+(?:; charset=utf-8)?")
_LANGUAGE = re.compile(r"/([a-z]{2,3}(?:-[a-z]+)?)/404/")
# Of a path of other letters nothing is repeated in a header.
PLAIN_PATH = r"^/[A-Za-z0-9._~/-]*$"
_BESIDE = {
    "json": "application/json",
    "minisig": "text/plain; charset=utf-8",
    "zip": "application/zip",
}
# How the copy to read offline is handed out: it is no page, and shows itself in no window.
SAVED = rf'"attachment; filename=\"{BUNDLE}\""'


def is_nameable(folder: Path) -> bool:
    """Tell whether a folder's whole name means the same in every configuration."""
    return bool(_NAMEABLE.fullmatch(str(folder)))


@dataclass(frozen=True)
class Answers:
    """What a configuration says of one edition."""

    languages: str  # a pattern
    first_language: str
    types: Mapping[str, Mapping[str, str]]  # by folder and suffix
    moved: Mapping[str, str]
    onion: str

    @classmethod
    def of(cls, manifest: Manifest) -> "Answers":
        """Read them from a manifest; what could mean anything in a configuration is left out."""
        found = sorted(each[1] for path in manifest.entries if (each := _LANGUAGE.fullmatch(path)))
        root = manifest.entries.get("/")
        is_known = root is not None and root.language in found
        return cls(
            languages="|".join(found) or "-",
            first_language=root.language if root and is_known else next(iter(found), "-"),
            types=_types(manifest),
            moved=_moved(manifest),
            onion=manifest.onion if is_onion_origin(manifest.onion) else "",
        )


def folder_of(entry: Entry) -> str:
    """Return the folder an entry stands in."""
    return _BY_STATUS.get(entry.status, entry.headers.value)


def _types(manifest: Manifest) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {SHOWN[0].value: dict(_BESIDE)}
    for path, entry in sorted(manifest.entries.items()):
        suffix = "html" if path.endswith("/") else PurePosixPath(path).suffix[1:]
        if suffix.isalnum() and _TYPE.fullmatch(entry.type):
            found.setdefault(folder_of(entry), {})[suffix] = entry.type
    return found


def _moved(manifest: Manifest) -> dict[str, str]:
    """Return where each moved address leads; without its last slash it is first given that."""
    moved = {path: each.to for path, each in sorted(manifest.entries.items()) if each.to}
    bare = {path[:-1]: path for path in moved if path.endswith("/") and path != "/"}
    return {**{path: to for path, to in bare.items() if path not in manifest.entries}, **moved}
