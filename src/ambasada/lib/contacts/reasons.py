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
    ELSEWHERE = "It is of somebody who is neither in the file nor here."
    CIRCLE = "It is a part of itself, through what it is a part of."
    DOUBLE = "Its identifier is already that of another one in the file."


class Fault(StrEnum):
    """Why nothing of a file was read: a sentence that can be translated whole."""

    EMPTY = "The file is empty. Save the table into it as CSV, and try again."
    NO_TEXT = "The file is no text. Save the table as CSV in UTF-8, and try again."
    WIDE = (
        "The file has more than 2,000 columns, and no table of contacts has. Save the columns that "
        "are needed, and try again."
    )
    LONG = "The file has more than 1,000,000 rows. Split it, and try again."
    NO_CARD = "There is no card in the file. Export the contacts as vCard, and try again."
    CARDS = "The file has more than 100,000 cards. Split it, and try again."
    NO_JSON = "The file is no JSON in UTF-8. Check that it is the right file."
    DEEP = "The file is nested deeper than Popolo ever is. Check that it is the right file."
    HALVES = "The file has letters that are half of a letter. Export it again, and try again."
    NO_POPOLO = (
        "There are no people, organisations, memberships, posts or areas in the file. Check that "
        "it is Popolo."
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejected:
    """What was not read: where it stands, what it holds, and why."""

    line: int  # of the file, from 1; of Popolo, the place in the list that `part` names
    cells: tuple[str, ...]  # of a row; else the text of the card or object alone
    reason: Reason
    part: str = ""
