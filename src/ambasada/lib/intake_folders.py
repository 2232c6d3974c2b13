"""What the root key signed of an embassy's intake, as it stands in the folder of its keys.

    keys/<code>/intake.json                 the list in force, and its .minisig by the root key
    keys/<code>/intake.json.second.minisig  what another embassy's root key signed, if one did
    keys/<code>/second.pub                  the public half of that key
    keys/<code>/pages/<sha256>              pages of that list, and of one that waits to be signed

Pages are kept as they were when the list was written: they say what was approved then, and go on
being served until the root key has signed others. The bundle they load stands with the program.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ambasada.lib.blobs import write_whole
from ambasada.lib.intakes import INTAKE, SECOND, IntakeList, NotAnIntakeList, list_signed_by
from ambasada.lib.manifests import sha256_of
from ambasada.lib.minisign import NotSigned, PublicKey
from ambasada.lib.proofs import SIGNATURE

_ROOT_KEY, _SECOND_KEY, _PAGES = "root.pub", "second.pub", "pages"


@dataclass(frozen=True)
class SignedList:
    """A list with its bytes and the signatures over them."""

    shown: IntakeList
    content: bytes
    signature: bytes
    second: bytes = b""  # b"" where no other embassy signed these bytes
    second_key: PublicKey | None = None

    @property
    def sha256(self) -> str:
        """What the list itself is known by."""
        return sha256_of(self.content)

    @property
    def files(self) -> dict[str, bytes]:
        """What is published, by name."""
        found = {INTAKE: self.content, f"{INTAKE}{SIGNATURE}": self.signature}
        return found | ({f"{INTAKE}{SECOND}": self.second} if self.second else {})


class IntakeFolder:
    """The list of one embassy, and its pages."""

    def __init__(self, keys: Path, code: str) -> None:
        self._folder = keys / code

    @property
    def stamp(self) -> tuple[int, ...]:
        """What is another one after a list or a root key was put in force."""
        names = (_ROOT_KEY, INTAKE, f"{INTAKE}{SIGNATURE}", f"{INTAKE}{SECOND}")
        return tuple(self._changed(name) for name in names)

    @property
    def root(self) -> PublicKey | None:
        """The root key whose public half is kept here; None before there is one."""
        return self._key(_ROOT_KEY)

    @property
    def in_force(self) -> SignedList | None:
        """The list; None if there is none or the root key that is pinned did not sign it."""
        content, signature = self._bytes(INTAKE), self._bytes(f"{INTAKE}{SIGNATURE}")
        root = self.root
        if root is None or content is None or signature is None:
            return None
        try:
            shown = list_signed_by(root, content, signature)
        except (NotSigned, NotAnIntakeList):
            return None
        second, key = self._second(content)
        return SignedList(shown, content, signature, second, key)

    def page(self, sha256: str) -> bytes | None:
        """Return a page by its hash; None if it is not there, or not what its name says."""
        content = self._bytes(f"{_PAGES}/{sha256}")
        return content if content is not None and sha256_of(content) == sha256 else None

    def keep_pages(self, pages: Iterable[bytes]) -> None:
        """Keep pages until a list is put in force that has them or others."""
        (self._folder / _PAGES).mkdir(mode=0o700, parents=True, exist_ok=True)
        for each in pages:
            write_whole(self._folder / _PAGES / sha256_of(each), each, is_lasting=True)

    def install(self, content: bytes, signature: bytes) -> IntakeList:
        """Put a list in force that the root key signed. Raises NotSigned or NotAnIntakeList."""
        root = self.root
        if root is None:
            message = "There is no root key yet."
            raise NotSigned(message)
        shown = list_signed_by(root, content, signature)
        # The second signature goes first: over other bytes it says nothing.
        (self._folder / f"{INTAKE}{SECOND}").unlink(missing_ok=True)
        write_whole(self._folder / INTAKE, content, is_lasting=True)
        write_whole(self._folder / f"{INTAKE}{SIGNATURE}", signature, is_lasting=True)
        for page in (self._folder / _PAGES).glob("*"):
            if page.name not in shown.files.values():
                page.unlink(missing_ok=True)
        return shown

    def add_second(self, key: PublicKey, signature: bytes) -> None:
        """Keep another embassy's signature over the list in force. Raises NotSigned."""
        list_signed_by(key, self._bytes(INTAKE) or b"", signature)
        write_whole(self._folder / _SECOND_KEY, key.file.encode("ascii"), is_lasting=True)
        write_whole(self._folder / f"{INTAKE}{SECOND}", signature, is_lasting=True)

    def _second(self, content: bytes) -> tuple[bytes, PublicKey | None]:
        signature, key = self._bytes(f"{INTAKE}{SECOND}"), self._key(_SECOND_KEY)
        if signature is None or key is None:
            return b"", None
        try:
            list_signed_by(key, content, signature)
        except (NotSigned, NotAnIntakeList):
            return b"", None
        return signature, key

    def _key(self, name: str) -> PublicKey | None:
        content = self._bytes(name)
        try:
            return None if content is None else PublicKey.read(content.decode("ascii", "replace"))
        except NotSigned:
            return None

    def _bytes(self, name: str) -> bytes | None:
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None

    def _changed(self, name: str) -> int:
        try:
            return (self._folder / name).stat().st_mtime_ns
        except FileNotFoundError:
            return 0
