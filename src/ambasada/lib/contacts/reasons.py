"""Why a card, a row or an object was not read: sentences for whoever mends the file."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """A calm sentence that names nobody and no number, so that it can be translated whole."""

    NAMELESS = "There is no name, no e-mail address and no telephone number in it."
    NO_NAME = "It has no name. Give it one."
    A_LIST = "It is a list of contacts and no contact. The contacts stand in the file themselves."
    OUTSIDE = "It stands outside every card. A card begins with BEGIN:VCARD."
    NO_PROPERTY = "A line of it is no property. A property is a name, a colon and a value."
    TOO_DEEP = "It holds cards within cards, deeper than anybody needs."
    TOO_LONG = "It is longer than anything a contact holds."
    ENCODING = "It has letters that are not of the encoding of the file. Save the file as UTF-8."
    CONTROL = "It has characters that are no text."
    QUOTES = "A quotation mark in it opens a cell and nothing closes it."
    WIDTH = "It has more cells than the table has columns."
    BROKEN = "A line break stands in the middle of it. Put the cell into quotation marks."
    DAY = "A day in it can't be read. Write it as 2021-05-09, or 2021-05, or 2021."
    SHAPE = "It is not shaped as Popolo has it."
    MOVED = "It only says under which identifier it stands now."
    ELSEWHERE = "It is of somebody who is not in the file."
    CIRCLE = "It is a part of itself, through what it is a part of."
    DOUBLE = "Its identifier is already that of another one in the file."


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejected:
    """What was not read: where it stands, what it holds, and why."""

    line: int  # of the file, from 1; of Popolo, the place in the list that `part` names
    cells: tuple[str, ...]  # of a row; else the text of the card or object alone
    reason: Reason
    part: str = ""
