"""What a script searches where no server is: the words of one language's pages, as a small file.

A script and no JSON, since public pages may load scripts of their own and nothing else. A page is a
number; of each stem it says in the title or introduction of which pages it stands, and in the text
of which.
"""

import json
import sqlite3
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from typing import Any

from ambasada.editions.searching.written import Maker
from ambasada.lib.searching import is_small

_CALL = "ambasadaWords"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def carried_words(file: Path, language: str) -> bytes | None:
    """Return the script for one language; None while the file it is made of is not whole."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
            told = dict(database.execute("SELECT name, value FROM told").fetchall())
            if "whole" not in told:
                return None
            rows = database.execute(
                "SELECT page.path, page.title, page.introduction, word.title, word.introduction, "
                "word.text FROM page JOIN word ON word.rowid = page.id WHERE page.language = ? "
                "ORDER BY page.path",
                (language,),
            ).fetchall()
    except sqlite3.DatabaseError:
        return None
    lexicon = Maker.read(told["maker"]).lexicon
    content = {
        "pages": [list(row[:3]) for row in rows],
        "stems": _places(rows),
        "forms": lexicon.irregular(language),
        "groups": lexicon.groups,
    }
    said = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{_CALL}({said});\n".encode()


def _places(rows: list[Any]) -> dict[str, str]:
    """Return where each stem stands: pages by title, a line, pages by text."""
    titled, said = defaultdict[str, set[int]](set), defaultdict[str, set[int]](set)
    for number, row in enumerate(rows):
        for stem in f"{row[3]} {row[4]}".split():
            titled[stem].add(number)
        for stem in row[5].split():
            said[stem].add(number)
    return {
        stem: f"{_steps(titled[stem])}|{_steps(said[stem] - titled[stem])}".rstrip("|")
        for stem in {*titled, *said}
        if not is_small(stem)
    }


def _steps(numbers: set[int]) -> str:
    """Return numbers as the steps from each to the next, which are small."""
    ordered = sorted(numbers)
    return ",".join(
        _base36(each - before) for before, each in zip([0, *ordered], ordered, strict=False)
    )


def _base36(number: int) -> str:
    made = ""
    while number or not made:
        number, digit = divmod(number, len(_DIGITS))
        made = _DIGITS[digit] + made
    return made
