"""Which column of a table becomes which field: what a preset knows, or somebody writes as TOML.

    name = "Our list of journalists"
    separator = ";"              # between several values in one cell; none if it is left out
    century_from = 1950          # only for years of two figures

    [columns]
    "Full name" = "name"
    "Office phone" = "voice/work"
    "Street" = "address.street/home"
    "Ministry" = "organisation/1"
    "Since" = "start/1"

    [days]
    "Since" = "DMY"              # only where the column itself does not say it

What stands after the stroke holds together what belongs together, and is the label of a detail
unless it is a number or begins with a sign. Columns that are not named become extra.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ambasada.lib.contacts.column_days import ORDERS
from ambasada.lib.contacts.records import ADDRESS_PARTS, TELEPHONES
from ambasada.lib.refused import Refused

LARGEST = 1_000_000  # bytes
SKIP = "skip"  # a column of it is left out, and said so by whoever mapped it
_PERSON = ("id", "name", "given", "family", "patronymic", "prefix", "suffix", "kind", SKIP)
_MEMBERSHIP = ("organisation", "unit", "position", "role", "on_behalf_of", "start", "end")
_DETAIL = ("email", *TELEPHONES, "im")
DAYS = ("start", "end")
FIELDS = (
    *_PERSON,
    *_MEMBERSHIP,
    *_DETAIL,
    *(f"{each}.label" for each in (*_DETAIL, "address", "link")),
    "im.service",
    "address",
    *(f"address.{part}" for part in ADDRESS_PARTS),
    "link",
    "note",
    "other_name",
    "identifier",
    "source",
    "classification",
    "circle",
)
_BETWEEN = re.compile(r"[\s_\-.:()\[\]/,–]+")


class NotAMapping(Refused):
    """What was shown maps no columns."""


@dataclass(frozen=True, slots=True)
class Target:
    """A field, and what holds its columns together."""

    field: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """A mapping of columns by their headers."""

    name: str
    columns: Mapping[str, str]
    days: Mapping[str, str] = field(default_factory=dict)
    separator: str = ""
    century_from: int = 0

    def __post_init__(self) -> None:
        """Raise NotAMapping if a field or an order is named that there is not."""
        for header, said in self.columns.items():
            if target(said).field not in FIELDS:
                message = (
                    f"The mapping gives “{header[:40]}” the field “{said[:40]}”, which there is "
                    f"not. The fields are: {', '.join(FIELDS)}."
                )
                raise NotAMapping(message)
        for header, order in self.days.items():
            if order not in ORDERS:
                message = (
                    f"The mapping says “{order[:40]}” for the days of “{header[:40]}”. Say one of: "
                    f"{', '.join(ORDERS)}."
                )
                raise NotAMapping(message)

    def to_toml(self) -> str:
        """Return the mapping as it is saved."""
        lines = [f"name = {_quoted(self.name)}"]
        if self.separator:
            lines.append(f"separator = {_quoted(self.separator)}")
        if self.century_from:
            lines.append(f"century_from = {self.century_from}")
        for title, table in (("columns", self.columns), ("days", self.days)):
            if table:
                lines += ["", f"[{title}]"]
                lines += [f"{_quoted(key)} = {_quoted(value)}" for key, value in table.items()]
        return "\n".join(lines) + "\n"


def label_of(key: str) -> str:
    """Return what holds columns together as it is shown; empty if it only numbers."""
    text = key.rstrip("0123456789 ")
    return text if text[:1].isalpha() else ""


def target(said: str) -> Target:
    """Return the field that a mapping names."""
    name, _stroke, key = said.partition("/")
    return Target(name.strip(), key.strip())


def read_mapping(data: bytes) -> Columns:
    """Return a saved mapping. Raises NotAMapping with one sentence if it is none."""
    try:
        said = tomllib.loads(data[:LARGEST].decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        message = f"The mapping is not TOML in UTF-8: {str(error)[:200]}."
        raise NotAMapping(message) from None
    return mapping_of(said)


def mapping_of(said: Mapping[str, Any]) -> Columns:
    """Return the mapping that a table of TOML or JSON says. Raises NotAMapping."""
    columns, days = said.get("columns"), said.get("days", {})
    century = said.get("century_from", 0)
    unknown = sorted(said.keys() - {"name", "columns", "days", "separator", "century_from"})
    texts = (said.get("name", ""), said.get("separator", ""))
    if unknown or not _is_table(columns) or not columns or not _is_table(days):
        message = (
            'The mapping is not as expected. Write [columns], then lines such as "Full name" = '
            '"name".'
        )
        raise NotAMapping(message)
    if not all(isinstance(each, str) for each in texts) or not _is_year(century):
        message = (
            "The mapping’s `name` and `separator` are texts, and its `century_from` is a year such "
            "as 1950."
        )
        raise NotAMapping(message)
    return Columns(texts[0], dict(columns or {}), dict(days), texts[1], century)


def plain(header: str) -> str:
    """Return a header without what people and programs write differently."""
    return _BETWEEN.sub(" ", header.casefold().replace("ё", "е")).strip()


def numbers_of(headers: Iterable[str], columns: Columns) -> dict[int, Target]:
    """Return the target of each column by its number. Raises NotAMapping if none is there."""
    known = {plain(header): target(said) for header, said in columns.columns.items()}
    places = {
        number: known[plain(header)]
        for number, header in enumerate(headers)
        if plain(header) in known
    }
    if not places:
        message = (
            "None of the columns that the mapping names is in the file. Check that it is the right "
            "file, or name its columns."
        )
        raise NotAMapping(message)
    return places


def _is_table(said: object) -> bool:
    return isinstance(said, dict) and all(isinstance(each, str) for each in said.values())


def _is_year(said: object) -> bool:
    return type(said) is int and (said == 0 or 1000 <= said <= 9900)  # noqa: PLR2004 -- of four figures


def _quoted(text: str) -> str:
    """Return a text as TOML and JSON both write it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
