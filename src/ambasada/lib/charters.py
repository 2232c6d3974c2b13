"""The charter: what an embassy's root key says is true, whatever an edition claims.

A small canonical JSON file, signed with the root key. It names the keys that may sign editions and
until when, the true addresses, and the numbers and channels that people in danger rely on. Whoever
takes the server has the edition key, and can still not send readers to another number or address:
mirrors refuse an edition that contradicts the charter.
"""

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from ambasada.lib.manifests import Manifest, canonical
from ambasada.lib.minisign import NotSigned, PublicKey

FORMAT = "ambasada charter 1"
# Where an attribute leads, wherever in the bytes it seems to stand, as a browser reads its value.
# Not a parser: who knows where ours and a browser's disagree could write a number between them.
_SPACE = r"[\t\n\f\r ]"
_VALUE = re.compile(
    rf"""(?:href|action){_SPACE}*="""
    rf"""(?={_SPACE}*(?:"([^"]*)"|'([^']*)'|([^"'\t\n\f\r >][^\t\n\f\r >]{{0,300}})))""",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(tel|mailto|sms|mms|sip|sips|callto|facetime|skype|whatsapp|viber|tg|sgnl):(.*)",
    re.IGNORECASE | re.DOTALL,
)
# What a browser may read otherwise than we do: signs that end an encoding, and what leads on alone.
_ODD = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_LEADS_ON = re.compile("http-equiv", re.IGNORECASE)
_NO_PART = "".join(map(chr, range(0x21)))  # around an address
_EXIT = "/exit/"  # which is there to lead on
_HTML = "text/html; charset=utf-8"
_LARGEST_GUARDED = 1_000_000  # bytes; a page that the gates let out has fewer
# The pages on which a false number or address does the most harm.
GUARDED_PATHS = frozenset({"", "contact/", "emergency/", "help/", "verify/"})
# And the one that is shown where any of them is absent; a slash is added by whoever serves.
_NAMES = "|".join(sorted(path.rstrip("/") for path in GUARDED_PATHS | {"404/"} if path))
_GUARDED = re.compile(rf"/(?:[a-z-]+/(?:(?:{_NAMES})/?)?)?")


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
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError, NotSigned):
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
    if created > key_behind(charter, manifest, signature).until:
        message = "The edition was signed with a key that had run out."
        raise NotSigned(message)


def key_behind(charter: Charter, manifest: bytes, signature: str) -> EditionKey:
    """Return the key of the charter that signed this manifest at any time. Raises NotSigned."""
    for each in charter.keys:
        try:
            each.key.verify(manifest, signature)
        except NotSigned:
            continue
        return each
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
        if is_guarded(path) and entry.type != _HTML:
            found.append(f"{path} is no page of its own, and the charter guards it.")
        elif entry.sha256 and is_strange(charter, path, read(entry.sha256)):
            found.append(f"{path} gives a number or mailbox that the charter does not know.")
    return found


def is_guarded(path: str) -> bool:
    """Tell whether the charter has a word to say on what a page gives."""
    return bool(_GUARDED.fullmatch(path))


def is_strange(charter: Charter, path: str, body: bytes) -> bool:
    """Tell whether a guarded page gives a number or mailbox the charter does not know.

    One that may hide what it gives is as strange. A number that is no link is not seen.
    """
    if not is_guarded(path):
        return False
    known = {_plain(each) for each in charter.contacts}
    return _may_hide(path, body) or not contacts_in(body) <= known


def contacts_in(body: bytes) -> set[str]:
    """Return what a page offers to call or to write to: "tel:999", "mailto:office@example.org"."""
    text = body.decode("utf-8", "replace")
    values = (_plain("".join(each.groups(""))) for each in _VALUE.finditer(text))
    return {each for each in values if _CONTACT.fullmatch(each)}


def _may_hide(path: str, body: bytes) -> bool:
    if len(body) > _LARGEST_GUARDED:
        return True
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return bool(_ODD.search(text)) or (path != _EXIT and bool(_LEADS_ON.search(text)))


def _plain(value: str) -> str:
    """Return an address as a browser takes it: what is no part of it left out."""
    plain = re.sub(r"[\t\n\r]", "", html.unescape(value)).strip(_NO_PART)
    found = _CONTACT.fullmatch(plain)
    return f"{found[1].lower()}:{found[2]}" if found else plain
