"""The files of a content pack: a heading in TOML, then a text."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ambasada.lib.refused import Refused

# A folder of text somebody wrote; anything larger is the wrong file.
_LARGEST_FILE = 1_000_000


@dataclass(frozen=True)
class PackText:
    """A page, a news item or a guide of a pack in one language."""

    path: Path
    front: dict[str, Any]
    markdown: str

    @property
    def title(self) -> str:
        return str(self.front["title"])


def read_text(path: Path) -> str:
    """Return the text of a file; raise Refused if it has none."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            message = f"The content pack's {path.name} is larger than a text can be."
            raise Refused(message)
        return path.read_text(encoding="utf-8")
    except OSError:
        place = "/".join(path.parts[-2:])
        message = f"The content pack has no readable file {place}. Add it, or name another pack."
        raise Refused(message) from None
    except UnicodeDecodeError:
        message = f"The content pack's {path.name} is not UTF-8 text. Save it as UTF-8."
        raise Refused(message) from None


def text_in(path: Path) -> PackText:
    """Split a page file into its front matter and its text."""
    _opening, _, rest = read_text(path).partition("+++\n")
    front, closing, markdown = rest.partition("\n+++\n")
    if not closing:
        message = f"The heading of the content pack's {path.name} does not end. Close it with +++."
        raise Refused(message)
    try:
        values = tomllib.loads(front)
    except tomllib.TOMLDecodeError as error:
        message = f"The heading of the content pack's {path.name} is not valid TOML: {error}."
        raise Refused(message) from None
    if not values.get("title"):
        message = f"The content pack's {path.name} has no title. Begin it with +++ and a title."
        raise Refused(message)
    return PackText(path, values, markdown.strip())


def day(value: object, place: str) -> date:
    """Return a date of a pack; raise Refused if it is none."""
    if isinstance(value, date):
        return value
    message = f"The content pack needs a date at {place}, written as 2020-12-31."
    raise Refused(message)
