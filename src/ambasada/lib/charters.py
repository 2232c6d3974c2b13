"""The charter: what an embassy's root key says is true, whatever an edition claims.

A small canonical JSON file, signed with the root key. It names the keys that may sign editions and
until when, the true addresses, and the numbers and channels that people in danger rely on. Whoever
takes the server has the edition key, and can still not send readers to another number or address:
mirrors refuse an edition that contradicts the charter.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from ambasada.lib.manifests import Manifest, canonical
from ambasada.lib.minisign import NotSigned, PublicKey

FORMAT = "ambasada charter 1"
_CONTACT = re.compile(rb"""href=["']((?:tel|mailto):[^"']+)["']""")
# The pages on which a false number or address does the most harm.
GUARDED_PATHS = frozenset({"", "contact/", "emergency/", "help/", "verify/"})
_GUARDED = re.compile(rf"/(?:[a-z-]+/(?:{'|'.join(sorted(GUARDED_PATHS))}))?")


class NotACharter(Exception):
    """The bytes are not a charter; the text says why, in one sentence."""


@dataclass(frozen=True)
class EditionKey:
    """A key that may sign editions, and until when."""

    key: PublicKey
    until: datetime


@dataclass(frozen=True)
class Charter:
    """What the root key says of one embassy."""

    embassy: str
    number: int  # only ever rising
    issued: datetime
    keys: tuple[EditionKey, ...]
    addresses: tuple[str, ...]  # origins that are ours, the first of them the main one
    onion: str
    contacts: tuple[str, ...]  # "tel:999", "mailto:office@example.org"

    def canonical(self) -> bytes:
        """Return the bytes that are signed."""
        return canonical(
            {
                "format": FORMAT,
                "embassy": self.embassy,
                "number": self.number,
                "issued": self.issued.isoformat(),
                "keys": [
                    {"key": each.key.line, "until": each.until.isoformat()} for each in self.keys
                ],
                "addresses": list(self.addresses),
                "onion": self.onion,
                "contacts": list(self.contacts),
            }
        )

    @classmethod
    def read(cls, content: bytes) -> "Charter":
        """Read the bytes of a charter. Raises NotACharter."""
        try:
            values: Mapping[str, Any] = json.loads(content)
            if values["format"] != FORMAT:
                message = "The charter is of another version of Ambasada."
                raise NotACharter(message)
            return cls(
                embassy=str(values["embassy"]),
                number=int(values["number"]),
                issued=datetime.fromisoformat(values["issued"]),
                keys=tuple(
                    EditionKey(PublicKey.read(each["key"]), datetime.fromisoformat(each["until"]))
                    for each in values["keys"]
                ),
                addresses=tuple(str(each) for each in values["addresses"]),
                onion=str(values["onion"]),
                contacts=tuple(str(each) for each in values["contacts"]),
            )
        except (ValueError, KeyError, TypeError, RecursionError, NotSigned):
            message = "This is not a charter."
            raise NotACharter(message) from None

    def says_the_same_as(self, other: "Charter") -> bool:
        """Tell whether two charters differ in nothing but number, day and how long keys last."""
        mine, others = ([each.key for each in one.keys] for one in (self, other))
        return mine == others and self == replace(
            other, number=self.number, issued=self.issued, keys=self.keys
        )

    def lasts(self, now: datetime, *, at_least: timedelta) -> bool:
        """Tell whether each of its keys may sign for this long from now."""
        return all(each.until - now >= at_least for each in self.keys)


def signer_of(charter: Charter, manifest: bytes, signature: str, *, created: datetime) -> None:
    """Return if a key of the charter signed this manifest at its time. Raises NotSigned."""
    for each in charter.keys:
        try:
            each.key.verify(manifest, signature)
        except NotSigned:
            continue
        if created > each.until:
            message = "The edition was signed with a key that had run out."
            raise NotSigned(message)
        return
    message = "The edition was not signed with a key of the charter."
    raise NotSigned(message)


def contradictions(charter: Charter, manifest: Manifest, read: Callable[[str], bytes]) -> list[str]:
    """Return in what an edition contradicts the charter, in sentences.

    `read` returns the body of a hash.
    """
    found = []
    if manifest.embassy != charter.embassy:
        found.append("The edition is of another embassy than its charter.")
    if manifest.origin not in charter.addresses:
        found.append("The edition gives an address that the charter does not know.")
    if manifest.onion not in {"", charter.onion}:  # one that was given up may be left out at once
        found.append("The edition gives another onion address than the charter.")
    for path, entry in sorted(manifest.entries.items()):
        if entry.sha256 and is_strange(charter, path, read(entry.sha256)):
            found.append(f"{path} gives a number or mailbox that the charter does not know.")
    return found


def is_guarded(path: str) -> bool:
    """Tell whether the charter has a word to say on what a page gives."""
    return bool(_GUARDED.fullmatch(path))


def is_strange(charter: Charter, path: str, body: bytes) -> bool:
    """Tell whether a guarded page gives a number or mailbox the charter does not know."""
    return is_guarded(path) and not contacts_in(body) <= set(charter.contacts)


def contacts_in(body: bytes) -> set[str]:
    """Return what a page offers to call or to write to: "tel:999", "mailto:office@example.org"."""
    return {each.decode("ascii", "replace") for each in _CONTACT.findall(body)}
