"""A content pack as small as a pack may be, written to a folder; valid until a test spoils it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from ambasada.front.packs import PAGE_KEYS
from ambasada.network.models import Wording

LANGUAGES = ("en", "be", "ru")
DAY = date(2026, 5, 1)
_WORDS = {"en": "Words", "be": "Словы", "ru": "Слова"}
STATEMENT = """Islanders' statement of 1 May 2026

We, Islanders abroad

• We declare the first thing;

• We declare the second thing.

The main functions of the Embassies:

1. Informing people.
2. Keeping contacts.
3. Helping people.
"""


def words(of: str) -> dict[str, str]:
    """Return a text in every language, told apart from others by what it is of."""
    return {code: f"{_WORDS[code]} ({of})" for code in LANGUAGES}


def tiny_facts() -> dict[str, Any]:
    """Return what embassy.toml says of an embassy that lacks nothing."""
    wordings = {key: words(key) for key in Wording.Key.values if not key.startswith("function")}
    return {
        "code": "tiny",
        "kind": "information_point",
        "languages": list(LANGUAGES),
        "time_zone": "UTC",
        "exit_address": "https://example.org/weather",
        "band": ["#o.", ".o#"],
        **{key: words(key) for key in ("name", "short_name", "nation", "territory")},
        **{key: words(key) for key in ("legal_form", "controller")},
        "functions": {key: words(key) for key in ("inform", "contacts", "help")},
        "wording": wordings,
        "emergency": {
            "channel_address": "urgent@example.org",
            "checked_on": DAY,
            "numbers": [{"number": "112", "when": words("when")}],
            **{key: words(key) for key in ("channel", "response_time", "inside_country")},
        },
        "mandate": {
            "resolution": {
                "adopted_on": DAY,
                "document": "documents/resolution.txt",
                **{key: words(key) for key in ("title", "adopted_by", "note")},
            },
            "founding": {"decided_on": DAY, "text": words("founding")},
            "offices": [
                {
                    "signs": True,
                    "title": words("office"),
                    "terms": [
                        {
                            "holder": "Ingrid-Test",
                            "from": date(2026, 1, 1),
                            "until": date(2026, 12, 31),
                            "basis": words("basis"),
                        }
                    ],
                }
            ],
        },
        "channels": [
            {
                "kind": "social",
                "address": "@tiny@example.org",
                "languages": ["en"],
                "since": DAY,
                "checked_on": DAY,
                "retired_on": DAY,
                **{key: words(key) for key in ("title", "purpose", "reveals", "retired_note")},
            }
        ],
        "guides": {"checked_by": words("office")["en"], "topics": {"safety": ["first"]}},
    }


def tiny_guide(code: str) -> dict[str, Any]:
    """Return what the heading of a guide says in a language."""
    return {
        "title": f"{_WORDS[code]} guide",
        **dict.fromkeys(("description", "for_whom", "jurisdiction"), f"{_WORDS[code]}."),
        "is_law": True,
        "checked_on": DAY,
    }


def tiny_pack(folder: Path, facts: dict[str, Any] | None = None) -> Path:
    """Write a pack with these facts, or with those that lack nothing, and return its folder."""
    facts = facts or tiny_facts()
    write(folder / "embassy.toml", toml(facts))
    write(folder / "documents" / "resolution.txt", "Resolution.\n")
    write(folder / "statement.en.txt", STATEMENT)
    for code in facts["languages"]:
        for key in PAGE_KEYS:
            page = {"title": f"{_WORDS[code]} {key}", "description": f"{_WORDS[code]}."}
            write(folder / "pages" / f"{key}.{code}.md", markdown_file(page, "Text."))
        if "guides" in facts:
            listing = {"title": f"{_WORDS[code]} guides", "description": f"{_WORDS[code]}."}
            write(folder / "pages" / f"guides.{code}.md", markdown_file(listing, ""))
            steps = "Opening.\n\n## One\n\nRead [help](page:help).\n\n## Two\n\nWait.\n"
            write(
                folder / "guides" / "first" / f"{code}.md", markdown_file(tiny_guide(code), steps)
            )
        news = {"title": f"{_WORDS[code]} news", "published_on": DAY}
        write(folder / "news" / "2026-05-01-first" / f"{code}.md", markdown_file(news, "Text."))
    return folder


def markdown_file(front: dict[str, Any], text: str) -> str:
    return f"+++\n{toml(front)}+++\n{text}\n"


def toml(table: dict[str, Any]) -> str:
    """Write a table one key a line; what is deeper stands inline."""
    return "".join(f"{key} = {_value(value)}\n" for key, value in table.items())


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
