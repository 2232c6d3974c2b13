"""Content packs: a folder of TOML and text that says everything about one embassy.

Reading a pack touches no store, so that a pack with a gap is refused before anything changes.
The format is told in content/gb/README.md.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from ambasada.lib.refused import Refused

PAGE_KEYS = (
    "home",
    "news",
    "statements",
    "about",
    "contact",
    "emergency",
    "verify",
    "help",
    "partners",
    "safety",
    "privacy",
    "accessibility",
)
# A folder of text somebody wrote; anything larger is the wrong file.
_LARGEST_FILE = 1_000_000


@dataclass(frozen=True)
class PackText:
    """A page or a news item of a pack in one language."""

    path: Path
    front: dict[str, Any]
    markdown: str

    @property
    def title(self) -> str:
        return str(self.front["title"])


@dataclass(frozen=True)
class Pack:
    """A content pack, read whole and found complete."""

    folder: Path
    facts: dict[str, Any]
    pages: dict[str, dict[str, PackText]]  # key → language → text
    news: dict[str, dict[str, PackText]]  # folder name → language → text
    statements: dict[str, bytes]  # language → plain text
    search: dict[str, dict[str, str]]  # field → language → lines; empty without a search.toml

    @property
    def code(self) -> str:
        return str(self.facts["code"])

    @property
    def languages(self) -> list[str]:
        return list(self.facts["languages"])


def read_pack(folder: Path) -> Pack:
    """Read a pack; raise Refused with the first gap: a file, a key or a language missing."""
    facts = _facts(folder / "embassy.toml")
    languages = facts.get("languages") or []
    known = dict(settings.LANGUAGES)
    if not facts.get("code") or not isinstance(languages, list) or not languages:
        message = "The content pack's embassy.toml must name `code` and a list of `languages`."
        raise Refused(message)
    if any(code not in known for code in languages):
        spoken = ", ".join(known)
        message = f"The content pack names a language the site does not speak. It has: {spoken}."
        raise Refused(message)
    _require_languages(facts, languages, "embassy.toml")
    _require_emergency(facts)
    pages = {
        key: {code: _text(folder / "pages" / f"{key}.{code}.md") for code in languages}
        for key in PAGE_KEYS
    }
    news = {
        item.name: {code: _text(item / f"{code}.md") for code in _written_in(item, languages)}
        for item in sorted((folder / "news").glob("*/"))
    }
    statements = {
        path.name.split(".")[1]: path.read_bytes() for path in folder.glob("statement.*.txt")
    }
    return Pack(folder, facts, pages, news, statements, _search(folder, languages))


def _written_in(item: Path, languages: list[str]) -> list[str]:
    """Return the languages a news item is there in; refuse one the embassy does not speak."""
    written = sorted(path.stem for path in item.glob("*.md"))
    for code in written:
        if code not in languages:
            message = (
                f"The content pack has news/{item.name}/{code}.md, but the embassy does not speak "
                f"“{code}”. Remove the file, or add the language."
            )
            raise Refused(message)
    return [code for code in languages if code in written]


def _search(folder: Path, languages: list[str]) -> dict[str, dict[str, str]]:
    """Return what search.toml says of words, a line for each; a pack may be without it."""
    path = folder / "search.toml"
    if not path.exists():
        return {}
    told = _facts(path)
    forms, same = told.get("forms", {}), told.get("same", [])
    if not isinstance(forms, dict) or not isinstance(same, list):
        message = "The content pack's search.toml does not have the form that content/gb shows."
        raise Refused(message)
    return {
        "forms": {code: str(forms[code]).strip() for code in languages if code in forms},
        "same": {
            code: "\n".join(", ".join(meaning.get(code, ())) for meaning in same)
            for code in languages
        },
    }


def _facts(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        message = f"The content pack's {path.name} is not valid TOML: {error}."
        raise Refused(message) from None


def _read(path: Path) -> str:
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


def _text(path: Path) -> PackText:
    """Split a page file into its front matter and its text."""
    _opening, _, rest = _read(path).partition("+++\n")
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


def _require_languages(value: object, languages: list[str], place: str) -> None:
    """Refuse a table of languages in which one of the embassy's languages is missing."""
    if isinstance(value, list):
        for index, each in enumerate(value, start=1):
            _require_languages(each, languages, f"{place}, {index}")
    if not isinstance(value, dict):
        return
    spoken = [code for code in languages if value.get(code)]
    if spoken and len(spoken) < len(languages):
        missing = next(code for code in languages if code not in spoken)
        message = f"The content pack says {place} in {spoken[0]} and not in {missing}. Add it."
        raise Refused(message)
    for key, each in value.items():
        _require_languages(each, languages, f"{place}, {key}")


def _require_emergency(facts: dict[str, Any]) -> None:
    """Refuse a pack whose emergency block is empty anywhere: nobody goes live like that."""
    given = facts.get("emergency")
    block = given if isinstance(given, dict) else {}
    needed = ("channel_address", "channel", "response_time", "inside_country", "checked_on")
    numbers = block.get("numbers") or []
    complete = all(block.get(key) for key in needed) and numbers
    if not complete or not all(each.get("number") and each.get("when") for each in numbers):
        message = (
            "An embassy cannot go live with an empty emergency block. Fill in [emergency] in "
            "embassy.toml: local numbers, our channel, the response time, advice from inside."
        )
        raise Refused(message)


def day(value: object, place: str) -> date:
    """Return a date of a pack; raise Refused if it is none."""
    if isinstance(value, date):
        return value
    message = f"The content pack needs a date at {place}, written as 2020-12-31."
    raise Refused(message)
