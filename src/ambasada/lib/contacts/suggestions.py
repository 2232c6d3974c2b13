"""For a table that no preset knows: its columns, what stands in them, and what they may be."""

import re
from dataclasses import dataclass

from ambasada.lib.contacts.mappings import plain
from ambasada.lib.contacts.rows import Rows

_LOOKED_AT = 50  # rows
_SHOWN = 3  # cells
_MOST = 0.8  # of the cells of a column that have to look alike
_LOOKS = (
    (re.compile(r"[^@\s]+@[^@\s]+\.\w+"), "email/1"),
    (re.compile(r"(?:https?://|www\.)\S+"), "link/1"),
    (re.compile(r"\+?[\d ().-]{7,20}"), "voice/1"),
)
_WORDS = {
    "name": (
        "name",
        "full name",
        "display name",
        "имя и фамилия",
        "фио",
        "ф.и.о.",
        "імя і прозвішча",
    ),
    "given": ("first name", "given name", "имя", "імя"),
    "family": ("last name", "family name", "surname", "фамилия", "прозвішча"),
    "patronymic": ("middle name", "patronymic", "отчество", "імя па бацьку"),
    "prefix": ("salutation", "honorific", "обращение", "зварот"),
    "email/1": ("email", "e mail", "mail", "email address", "почта", "пошта", "эл почта"),
    "voice/1": ("phone", "telephone", "tel", "phone number", "телефон", "тэлефон"),
    "cell/1": ("mobile", "cell", "mobile phone", "мобильный", "мабільны"),
    "fax/1": ("fax", "факс"),
    "organisation/1": (
        "organisation",
        "organization",
        "company",
        "employer",
        "организация",
        "компания",
        "арганізацыя",
    ),
    "position/1": ("position", "job title", "title", "post", "должность", "пасада"),
    "role/1": ("role", "роль"),
    "start/1": ("start", "since", "start date", "from", "с", "начало", "пачатак"),
    "end/1": ("end", "until", "end date", "to", "по", "конец", "канец"),
    "address/1": ("address", "адрес", "адрас"),
    "address.street/1": ("street", "улица", "вуліца"),
    "address.city/1": ("city", "town", "город", "горад"),
    "address.postcode/1": ("postcode", "postal code", "zip", "индекс", "індэкс"),
    "address.country/1": ("country", "страна", "краіна"),
    "link/1": ("website", "web", "url", "link", "сайт", "ссылка", "спасылка"),
    "note": ("note", "notes", "comment", "заметка", "заметки", "нататка", "нататкі"),
}
_FIELD_OF = {plain(word): said for said, words in _WORDS.items() for word in words}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: some cells of it, and the field that it looks like; empty if like none."""

    header: str
    cells: tuple[str, ...]
    suggested: str


def columns_of(rows: Rows) -> tuple[Column, ...]:
    """Return the columns of a table, for somebody to map them. Nothing is mapped by itself."""
    sample = rows.sample(_LOOKED_AT)
    taken: set[str] = set()
    found = []
    for number, header in enumerate(rows.header):
        cells = [text for row in sample if (text := row.cells[number].strip())]
        said = _FIELD_OF.get(plain(header)) or _by_look(cells)
        if said and said in taken and said.endswith("/1"):
            said = _next(said, taken)
        elif said in taken:
            said = ""
        taken.add(said)
        shown = tuple(dict.fromkeys(cells))[:_SHOWN]
        found.append(Column(header, shown, said))
    return tuple(found)


def _by_look(cells: list[str]) -> str:
    for look, said in _LOOKS:
        if cells and sum(look.fullmatch(each) is not None for each in cells) > _MOST * len(cells):
            return said
    return ""


def _next(said: str, taken: set[str]) -> str:
    """Return the same field with a number that is free."""
    name, _stroke, _number = said.partition("/")
    number = 2
    while f"{name}/{number}" in taken:
        number += 1
    return f"{name}/{number}"
