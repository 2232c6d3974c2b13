"""What the screen "Editions" of the admin shows of one embassy."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from ambasada.editions.books import Books, look_into
from ambasada.editions.folders import Folders
from ambasada.editions.gates import said_reason
from ambasada.editions.keys import KeyFolder
from ambasada.editions.queries.editions import Listed, list_of
from ambasada.lib.manifests import Manifest
from ambasada.lib.refused import Refused

_SHOWN_EDITIONS = 20
_SHOWN_SWEEPS = 7


@dataclass(frozen=True)
class Sweep:
    """One sweep: how many paths it rendered, and which it found changed that no tag told of."""

    at: datetime
    rendered: int
    missed: list[str]


@dataclass(frozen=True)
class Noted:
    """What the books say about baking: what failed and why, and the last sweeps.

    `held` are paths that a rollback keeps as an earlier edition had them.
    """

    faults: dict[str, str]
    sweeps: list[Sweep]
    held: list[str]


@dataclass(frozen=True)
class Keys:
    """What members should know of the keys; `until` is None if no charter names the edition key.

    `fault` says what is wrong with the files.
    """

    until: datetime | None = None
    is_development: bool = False
    fault: str = ""


@dataclass(frozen=True)
class Overview:
    """One embassy's editions; `noted` is None while the books can't be read.

    `offline` is the size of the copy to read offline in bytes, None before there is one.
    """

    code: str
    editions: list[Listed]
    served: Manifest | None
    noted: Noted | None
    keys: Keys
    offline: int | None


def overview_of(folders: Folders, code: str) -> Overview:
    """Return what the screen shows of an embassy."""
    editions = list_of(folders, code, most=_SHOWN_EDITIONS)
    return Overview(
        code=code,
        editions=editions,
        served=next((each.manifest for each in editions if each.is_served), None),
        noted=look_into(folders.books, code, _noted),
        keys=_keys_of(code),
        offline=_size_of(folders.bundle(code)),
    )


def _size_of(file: Path) -> int | None:
    return file.stat().st_size if file.exists() else None


def _noted(books: Books) -> Noted:
    faults = {path: said_reason(reason) for path, reason in sorted(books.faults().items())}
    sweeps = [Sweep(*each) for each in books.sweeps()[:_SHOWN_SWEEPS]]
    return Noted(faults, sweeps, books.held())


def _keys_of(code: str) -> Keys:
    keys = KeyFolder(settings.KEYS_ROOT, code)
    try:
        key, charter, root = keys.edition_key, keys.charter, keys.development_root
    except Refused as refusal:
        return Keys(fault=str(refusal))
    named = charter.charter.keys if charter and key else ()
    until = next((each.until for each in named if key and each.key == key.public), None)
    return Keys(until=until, is_development=root is not None)
