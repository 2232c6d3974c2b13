"""Content packs: a folder of TOML and text that says everything about one embassy.

Reading a pack touches no store, so that a pack with a gap is refused before anything changes.
The format is told in content/gb/README.md.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from ambasada.front.pack_guides import Guide, guides_in
from ambasada.front.pack_texts import PackText, day, read_text, text_in
from ambasada.lib.refused import Refused

__all__ = ["OPTIONAL_KEYS", "PAGE_KEYS", "Pack", "PackText", "day", "read_pack"]

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
    "prisoners",
    "safety",
    "privacy",
    "accessibility",
)
# Pages an embassy can be without: raised where a pack has them, in every language or not at all.
# A file of `pages/` under another key is of no page there is, and left alone.
OPTIONAL_KEYS = ("guides", "situation", "events", "press", "reports", "meetings")
# What `situation.toml` may hold.
SITUATION_KEYS = frozenset({"figures", "timeline"})


@dataclass(frozen=True)
class Pack:
    """A content pack, read whole and found complete."""

    folder: Path
    facts: dict[str, Any]
    pages: dict[str, dict[str, PackText]]  # key → language → text
    news: dict[str, dict[str, PackText]]  # folder name → language → text
    guides: dict[str, Guide]  # folder name → what it says, in the order of the list
    statements: dict[str, bytes]  # language → plain text
    data: dict[str, tuple[bytes, bytes]]  # file name → table as CSV, and how it is read
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
    facts |= _situation(folder / "situation.toml", languages)
    _require_emergency(facts)
    pages = {
        key: {code: text_in(folder / "pages" / f"{key}.{code}.md") for code in languages}
        for key in (*PAGE_KEYS, *_optional_keys(folder, languages))
    }
    news = {
        item.name: {code: text_in(item / f"{code}.md") for code in _written_in(item, languages)}
        for item in sorted((folder / "news").glob("*/"))
    }
    guides = guides_in(folder, facts, languages)
    if guides and "guides" not in pages:
        message = "The content pack has guides and no page that lists them. Add pages/guides.*.md."
        raise Refused(message)
    statements = {
        path.name.split(".")[1]: path.read_bytes() for path in folder.glob("statement.*.txt")
    }
    data = {
        path.stem: (path.read_bytes(), _mapping_of(path))
        for path in sorted((folder / "data").glob("*.csv"))
    }
    search = _search(folder, languages)
    return Pack(folder, facts, pages, news, guides, statements, data, search)


def _situation(path: Path, languages: list[str]) -> dict[str, Any]:
    """Return the figures and the timeline of a pack; one without the file has none."""
    if not path.exists():
        return {}
    facts = _facts(path)
    unknown = sorted(facts.keys() - SITUATION_KEYS)
    if unknown:
        message = (
            f"The content pack's {path.name} has “{unknown[0]}”, which nothing reads. Remove it."
        )
        raise Refused(message)
    _require_languages(facts, languages, path.name)
    return facts


def _mapping_of(path: Path) -> bytes:
    return read_text(path.with_suffix(".toml")).encode()


def _optional_keys(folder: Path, languages: list[str]) -> list[str]:
    """Return the keys of which a pack has the page in any language; the others are then asked."""
    return [
        key
        for key in OPTIONAL_KEYS
        if any((folder / "pages" / f"{key}.{code}.md").exists() for code in languages)
    ]


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
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        message = f"The content pack's {path.name} is not valid TOML: {error}."
        raise Refused(message) from None


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
