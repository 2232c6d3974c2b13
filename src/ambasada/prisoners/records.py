"""What is kept and shown of one person, and what of it a human has to look at first.

A record is canonical JSON; its hash stands in the roll that members approve. It holds what the
source says in the source's words, and of nobody but the person.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from ambasada.prisoners.days import Day, read_day

# A word for a relative in a free text: the cell is left out, whoever it names. Whole words, since
# "жаночая калонія" is a place and "семь лет" a number.
_KIN = re.compile(
    r"\b(?:mother|father|wife|husband|son|daughter|sister|brother|parents?|relatives?|famil\w+"
    r"|мать|матери|матерью|маці|маткі|бацьк\w{1,3}|отец|отца|отцу|отцом"
    r"|жон(?:ка|кі|цы|ку|кай)|жен(?:а|ы|е|у|ой)|муж(?:а|у|ам|ем)?"
    r"|сын(?:а|у|ам|ом)?|дач(?:ка|кі|цэ|ку|кой)|доч(?:ь|ери|ерью|ка|ки|ке|ку|кой)"
    r"|сястр(?:а|ы|у|ой)|сестр(?:а|ы|е|у|ой)|брат(?:а|у|ам|ом|ы|ья)?"
    r"|родител(?:и|ей|ям|ями)|родственни\w{1,4}|сваяк\w{0,3}|сям[’'](?:я|і|ю|ёй)"
    r"|семь(?:я|и|е|ю|ёй|ей))\b",
    re.IGNORECASE,
)
_DAYS = {
    "birthday": "born",
    "arrested": "arrested",
    "verdict_date": "verdict",
    "release_date": "released",
    "died": "died",
}
_TEXTS = ("articles", "court", "decision", "penalty")
_YOUNGEST, _EARLIEST = 14, 1900  # years; a list that says otherwise says it to a human first


@dataclass(frozen=True)
class Read:
    """What a row says of a person, and why it waits for a human; "" if it does not."""

    facts: dict[str, Any]
    waits_for: str
    left_out: int  # cells that may name a relative, or lead nowhere safe


def read_person(cells: Mapping[str, str], *, language: str, listed_on: date) -> Read:
    """Return what a row says of a person.

    `language` is that of its words. What cannot be read as a day is kept as it is written.
    """
    names = {code: cells.get(f"name_{code}", "") for code in ("be", "ru", "en")}
    names = {code: name for code, name in names.items() if name}
    if cells.get("name"):
        names[language] = cells["name"]
    facts: dict[str, Any] = {"names": names, "status": cells["status"], "language": language}
    for field, key in _DAYS.items():
        if cells.get(field):
            day = read_day(cells[field], may_lack_year=key == "born")
            facts[key] = str(day or cells[field])
    texts = {field: cells.get(field, "") for field in _TEXTS}
    prison, _semicolon, address = cells.get("prison", "").partition(";")
    texts |= {"prison": prison.strip(), "address": cells.get("prison_address") or address.strip()}
    kept = {field: text for field, text in texts.items() if text and not _KIN.search(text)}
    url = cells.get("url", "")
    if is_safe(url):
        kept["url"] = url
    left_out = len([each for each in texts.values() if each]) - len(kept) + bool(url)
    return Read(facts | kept, _waits_for(facts, listed_on), left_out)


def is_safe(address: str) -> bool:
    """Tell whether an address may stand in a link of ours."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and "." in parts.netloc and "@" not in parts.netloc


def _waits_for(facts: Mapping[str, Any], listed_on: date) -> str:
    if "died" in facts:
        return "death"
    if _is_odd(facts, listed_on):
        return "date"
    return "release" if "released" in facts else ""


def _is_odd(facts: Mapping[str, Any], listed_on: date) -> bool:
    """Tell whether a day is none, has not come yet, or stands before one that it follows."""
    read = {
        key: read_day(facts[key], may_lack_year=key == "born")
        for key in _DAYS.values()
        if key in facts
    }
    days = {key: day.first for key, day in read.items() if day is not None and day.first}
    if None in read.values() or any(each.year < _EARLIEST for each in days.values()):
        return True
    if any(day > listed_on for key, day in days.items() if key != "released"):
        return True
    born, arrested = days.get("born"), days.get("arrested")
    if born and arrested and arrested.year - born.year < _YOUNGEST:
        return True
    in_order = [days[key] for key in ("born", "arrested", "verdict") if key in days]
    return in_order != sorted(in_order) or any(
        arrested > days[key] for key in ("released", "died") if arrested and key in days
    )


def canonical(value: object) -> str:
    """Return a value as canonical JSON: sorted keys, no spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def record_of(ref: str, facts: Mapping[str, Any], listed_on: str) -> str:
    """Return the record of a person as the list of a day has them."""
    return canonical({"ref": ref, "listed_on": listed_on, "facts": facts})


@dataclass(frozen=True)
class Person:
    """One person as a record has them."""

    sha256: str
    ref: str
    listed_on: date
    facts: Mapping[str, Any]

    @classmethod
    def read(cls, source: str, sha256: str) -> "Person | None":
        """Return the person of a record; None if its bytes are not those of the hash."""
        if sha256_of(source) != sha256:
            return None
        said = json.loads(source)
        return cls(sha256, said["ref"], date.fromisoformat(said["listed_on"]), said["facts"])

    @cached_property
    def born(self) -> Day | None:
        """The birthday, as much of it as is known."""
        return read_day(self.facts.get("born", ""), may_lack_year=True)

    @cached_property
    def arrested_in(self) -> int | None:
        """The year of the arrest."""
        day = read_day(self.facts.get("arrested", ""))
        return None if day is None else day.year
