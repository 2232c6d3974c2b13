"""Strings that must never be found, in every form in which they could lie about, and the search."""

import base64
import json
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

CHUNK = 16_000_000
_ASCII, _CYRILLIC = "abcdefghijklmnopqrstuvwxyz", "абвгдежзклмнопрстуфхцчшэюя"
_UNREAD = ("[vvar", "[vsyscall]", "/dev/")


@dataclass(frozen=True)
class Canaries:
    """As many strings as are asked for; all begin with one of two words that were never before."""

    latin: str
    cyrillic: str

    @classmethod
    def new(cls) -> "Canaries":
        latin = "Qanary" + "".join(secrets.choice(_ASCII) for _letter in range(8))
        return cls(latin, "Канар" + "".join(secrets.choice(_CYRILLIC) for _letter in range(7)))

    def one(self, about: str) -> str:
        """Return a canary for a place."""
        return f"{self.latin} {self.cyrillic} {about}"

    @property
    def stems(self) -> tuple[str, str]:
        return self.latin, self.cyrillic


def forms_of(text: str) -> set[bytes]:
    """Return the bytes a text may lie about as: plain, in UTF-16, base64, hex, percent, JSON."""
    raw = text.encode()
    forms = {raw, text.encode("utf-16-le"), text.encode("utf-16-be")}
    forms |= {raw.lower(), raw.upper(), quote(text).encode(), quote(text).lower().encode()}
    forms |= {raw.hex().encode(), raw.hex().upper().encode()}
    forms |= {json.dumps(text).strip('"').encode(), json.dumps(text).strip('"').upper().encode()}
    for wide in (raw, text.encode("utf-16-le")):
        forms |= {_inner_base64(wide, before) for before in range(3)}
    forms |= {each.replace(b"+", b"-").replace(b"/", b"_") for each in forms if each.isascii()}
    return forms


def _inner_base64(raw: bytes, before: int) -> bytes:
    """Return the characters of base64 that only these bytes decide, so many bytes into a text."""
    padding = bytes(before) + raw
    whole = base64.b64encode(padding + bytes(-len(padding) % 3))
    first = -(-8 * before // 6)
    return whole[first : 8 * len(padding) // 6]


@dataclass(frozen=True)
class Search:
    """Looks for any of several texts in all their forms."""

    forms: tuple[bytes, ...]

    @classmethod
    def of(cls, texts: Iterable[str], *, plain: Iterable[str] = ()) -> "Search":
        """Search for texts in all their forms, and for others as they are."""
        forms = {form for each in texts for form in forms_of(each)}
        return cls(tuple(sorted(forms | {each.encode() for each in plain})))

    def within(self, pieces: Iterable[bytes]) -> bool:
        """Tell whether one is in pieces that follow one another."""
        before, longest = b"", max(map(len, self.forms))
        for piece in pieces:
            joined = before + piece
            if any(each in joined for each in self.forms):
                return True
            before = piece[-longest:]
        return False

    def in_files(self, files: Iterable[Path]) -> set[str]:
        """Return the files with one; those that went meanwhile have none."""
        found = set()
        for file in files:
            try:
                with file.open("rb") as opened:
                    if self.within(iter(lambda: opened.read(CHUNK), b"")):
                        found.add(str(file))
            except FileNotFoundError:
                continue
        return found

    def in_memory(self, pid: int) -> tuple[bool, int]:
        """Tell whether one is in what a process has in memory, and how many bytes were read.

        Raises PermissionError where this user may not look.
        """
        read = 0
        with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
            for start, end in _regions(pid):
                pieces = list(_pieces(memory.fileno(), start, end))
                read += sum(map(len, pieces))
                if self.within(pieces):
                    return True, read
        return False, read


def files_below(*folders: Path) -> list[Path]:
    """Return the files below folders, as they are now: none of one that went, or is closed."""
    return [
        path
        for folder in folders
        for parent, _folders, names in os.walk(folder)
        for path in (Path(parent, name) for name in names)
        if path.is_file()
    ]


def _regions(pid: int) -> Iterator[tuple[int, int]]:
    """Yield where a process has memory; of mapped files only what it may write to."""
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        addresses, rights, _offset, _device, inode, *name = line.split(maxsplit=5)
        is_file = inode != "0" and "w" not in rights
        is_special = "".join(name).startswith(_UNREAD)
        if rights.startswith("r") and not is_file and not is_special:
            start, end = (int(each, 16) for each in addresses.split("-"))
            yield start, end


def _pieces(handle: int, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        try:
            piece = os.pread(handle, min(CHUNK, end - start), start)
        except OSError:  # a page beyond the end of a mapped file, or unmapped meanwhile
            return
        if not piece:
            return
        yield piece
        start += len(piece)
