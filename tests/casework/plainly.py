"""The path without scripts, asked in this process, past the listener."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from html5lib import parse

from ambasada.casework.models import PlainPath
from ambasada.casework.plain.answering import Answer, Asked, answer
from ambasada.lib.minisign import PublicKey

HERE, BOX = "/gb/en/plain/", "/gb/en/plain/box/"
FORM = {"class": "normal", "answer": "en"}


@dataclass
class Plainly:
    """Somebody without scripts."""

    has_room: bool = True
    took: list[str] = field(default_factory=list)

    def asks(self, path: str, **fields: str) -> Answer:
        given = answer(Asked(path, fields or None, lambda _code: self.has_room))
        self.took += [given.took] if given.took else []
        return given

    def writes(self, text: str, **fields: str) -> list[str]:
        """Write for the first time; return the code as words and as digits."""
        return codes_in(self.asks(HERE, text=text, **FORM | fields).body.decode())


def codes_in(page: str) -> list[str]:
    """Return the codes that a page shows."""
    lists = re.findall(r'<ol class="code[^>]*>(.*?)</ol>', page, re.DOTALL)
    return [" ".join(re.findall(r"<li>(.*?)</li>", each)) for each in lists]


def said_in(page: bytes) -> str:
    """Return what a page says, without its marks."""
    return " ".join(" ".join(parse(page, namespaceHTMLElements=False).itertext()).split())


def open_path(keys: Path, root: PublicKey) -> None:
    """Let an embassy take what is sealed at the server, under a root key."""
    (keys / "gb").mkdir(parents=True, exist_ok=True)
    (keys / "gb" / "root.pub").write_text(root.file)
    PlainPath.objects.create(embassy="gb")
