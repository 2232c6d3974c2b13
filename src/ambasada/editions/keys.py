"""The keys of an embassy's editions, in the data folder apart from everything else.

    keys/<code>/root.pub        the root key's public half: what mirrors and readers pin
    keys/<code>/root.key        a development root alone; a real one never stands here
    keys/<code>/edition.key     signs editions, for a season
    keys/<code>/next.key        will, once the root key has signed a charter that names it
    keys/<code>/charter.json    signed with the root key, and its .minisig

Nobody but the holder of the root key can change the charter. No backup holds a secret half:
it knows one by .key in the name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from ambasada.lib.blobs import write_whole
from ambasada.lib.charters import Charter, EditionKey, NotACharter
from ambasada.lib.minisign import NotSigned, PublicKey, SecretKey
from ambasada.lib.refused import Refused

# A season: long enough for a ceremony every few weeks to be missed once.
KEY_LASTS = timedelta(days=90)
RENEWED_BEFORE = timedelta(days=30)
K = TypeVar("K", PublicKey, SecretKey)


@dataclass(frozen=True)
class Signed:
    """A charter with its bytes and the signature of the root key over them."""

    charter: Charter
    content: bytes
    signature: str


class KeyFolder:
    """The keys of one embassy."""

    def __init__(self, root: Path, code: str) -> None:
        self._folder = root / code

    @property
    def root(self) -> PublicKey | None:
        """The public half of the root key; None before there is one. Raises Refused."""
        text = self._text("root.pub")
        return None if text is None else _read(PublicKey.read, text, "root.pub")

    @property
    def development_root(self) -> SecretKey | None:
        """The root key itself, where none is kept offline. Raises Refused if it is damaged."""
        text = self._text("root.key")
        return None if text is None else _read(SecretKey.read, text, "root.key")

    @property
    def edition_key(self) -> SecretKey | None:
        """What signs editions; None if it was lost. Raises Refused if it is damaged."""
        text = self._text("edition.key")
        return None if text is None else _read(SecretKey.read, text, "edition.key")

    @property
    def charter(self) -> Signed | None:
        """The charter in force; None if there is none or the root key did not sign it."""
        content, signature, root = (
            self._bytes("charter.json"),
            self._text("charter.json.minisig"),
            self.root,
        )
        if content is None or signature is None or root is None:
            return None
        try:
            root.verify(content, signature)
            return Signed(Charter.read(content), content, signature)
        except (NotSigned, NotACharter):
            return None

    def make_development_root(self) -> SecretKey:
        """Make a root key that stands here until a real one is made offline."""
        key = SecretKey.make()
        self._write("root.key", key.file.encode("ascii"))
        self._write("root.pub", key.public.file.encode("ascii"))
        return key

    def pin(self, root: PublicKey) -> None:
        """Take another root key for ours; what a development root was is forgotten."""
        self._write("root.pub", root.file.encode("ascii"))
        (self._folder / "root.key").unlink(missing_ok=True)

    @property
    def next_edition_key(self) -> SecretKey | None:
        """What signs editions once a charter names it; mostly None."""
        text = self._text("next.key")
        return None if text is None else _read(SecretKey.read, text, "next.key")

    def make_next_edition_key(self) -> SecretKey:
        """Make the key that will sign editions."""
        key = SecretKey.make()
        self._write("next.key", key.file.encode("ascii"))
        return key

    def follow(self, charter: Charter) -> None:
        """Let the key that was made to follow sign from now on, if the charter names it."""
        key = self.next_edition_key
        if key is not None and any(each.key == key.public for each in charter.keys):
            (self._folder / "next.key").rename(self._folder / "edition.key")

    def make_edition_key(self) -> SecretKey:
        """Make a new key for editions; it signs once a charter names it."""
        key = SecretKey.make()
        self._write("edition.key", key.file.encode("ascii"))
        return key

    def install(self, content: bytes, signature: str) -> Charter:
        """Take a charter the root key has signed. Raises NotSigned, NotACharter or Refused."""
        root = self.root
        if root is None:
            message = "There is no root key yet. Run script/serve once."
            raise Refused(message)
        root.verify(content, signature)
        charter = Charter.read(content)
        self._write("charter.json", content)
        self._write("charter.json.minisig", signature.encode("ascii"))
        return charter

    def _write(self, name: str, content: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(self._folder / name, content, is_lasting=True)

    def _text(self, name: str) -> str | None:
        content = self._bytes(name)
        return None if content is None else content.decode("ascii", "replace")

    def _bytes(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None


def make_root(folder: Path) -> PublicKey:
    """Write a new root key pair into a folder, on a machine that stays offline.

    Raises Refused if one is there already or the folder can't be written.
    """
    if (folder / "root.key").exists():
        message = "There is a root key in this folder already. Name an empty folder."
        raise Refused(message)
    key = SecretKey.make()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(folder / "root.key", key.file.encode("ascii"), is_lasting=True)
        write_whole(folder / "root.pub", key.public.file.encode("ascii"), is_lasting=True)
    except OSError as error:
        message = f"The folder cannot be written ({error.strerror}). Name another one."
        raise Refused(message) from None
    return key.public


def charter_for(said: Charter, keys: KeyFolder, *, now: datetime) -> Signed | None:
    """Return the charter to sign editions under; None where the root key must sign a new one.

    With a development root, what the embassy says now is signed at once. With a root key kept
    offline the charter in force stands, whatever the embassy says, until its holder signs another.
    """
    in_force = keys.charter
    root = keys.development_root
    is_right = (
        in_force is not None
        and in_force.charter.says_the_same_as(said)
        and in_force.charter.lasts(now, at_least=RENEWED_BEFORE)
    )
    if is_right or root is None:
        return in_force
    content = said.canonical()
    signature = root.sign(content, f"{said.embassy} charter {said.number}")
    keys.install(content, signature)
    return Signed(said, content, signature)


def edition_keys(key: SecretKey, *, now: datetime) -> tuple[EditionKey, ...]:
    """Return what a new charter says of the key that signs editions."""
    return (EditionKey(key.public, _whole_day(now + KEY_LASTS)),)


def _whole_day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _read(reader: Callable[[str], K], text: str, name: str) -> K:
    try:
        return reader(text)
    except NotSigned:
        message = f"The file {name} is damaged. Follow “a lost key” in docs/operations.md."
        raise Refused(message) from None
