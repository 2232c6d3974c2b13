"""A text file as paragraphs: from bytes to words, before anything is understood.

Owns the decoding, the refusal of what is no text, and the folding of lines into paragraphs
and points. Words are kept; white space, invisible characters and list marks are not.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from ambasada.lib.refused import Refused

# A statement is a page or two; a file of this size is something else.
MAX_BYTES = 1_000_000

EMPTY = "The file is empty: save the text of the statement into it and try again."
TOO_LARGE = "The file is larger than 1 MB: save only the text of the statement in it."
NOT_TEXT = "The file is not plain text: save the statement as a text file in UTF-8."
NOT_UTF8 = "The file cannot be read as UTF-8: save it again as UTF-8 and try again."
OLD_CYRILLIC = (
    "The file is in an older Cyrillic encoding such as windows-1251:"
    " open it in a text editor and save it as UTF-8."
)


class NotAStatement(Refused, ValueError):
    """The file cannot be read as a statement; the message says what to do about it."""


@dataclass(frozen=True)
class Paragraph:
    """Words that belong together; a point is one that a bullet or a number began."""

    text: str
    is_point: bool


# Invisible in every text, and able to show a reader another order of words than the one
# stored: zero-width spaces, soft hyphens, direction controls, byte order marks.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def decode(data: bytes) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 with a byte order mark.

    Raises NotAStatement if the file is empty, larger than MAX_BYTES or no such text.
    """
    if len(data) > MAX_BYTES:
        raise NotAStatement(TOO_LARGE)
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if is_utf16 else "utf-8")
    except UnicodeDecodeError:
        raise NotAStatement(_why_unreadable(data, is_utf16=is_utf16)) from None
    if any(unicodedata.category(c) == "Cc" and not c.isspace() for c in set(text)):
        raise NotAStatement(NOT_TEXT)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    if not text.strip():
        raise NotAStatement(EMPTY)
    return text


# The older Cyrillic encodings have nothing but letters from 0xC0 on. In UTF-8 every second
# byte of a letter is below that, and Western encodings have a lone accent here and there.
_CYRILLIC_WORD = re.compile(rb"[\xc0-\xff]{3}")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_LETTER = re.compile(rb"[\xc0-\xff]")
_MOSTLY = 0.8


def _why_unreadable(data: bytes, *, is_utf16: bool) -> str:
    if is_utf16 or b"\0" in data:
        return NOT_TEXT
    letters, beyond_ascii = len(_LETTER.findall(data)), len(_BEYOND_ASCII.findall(data))
    is_cyrillic = letters > _MOSTLY * beyond_ascii and _CYRILLIC_WORD.search(data)
    return OLD_CYRILLIC if is_cyrillic else NOT_UTF8


_MARK = re.compile(r"(?:[•‣◦▪●·]|[-–—*](?= |$)|[0-9]{1,2}[.)](?![0-9]))\s*")
_CLOSED = ".;:!?…"
# Mail programs and editors break lines well below this; a longer line was never broken.
_WIDEST_BREAK = 100


def paragraphs_of(text: str, *, ends: Callable[[str], bool]) -> list[Paragraph]:
    """Return the paragraphs and points of a text, broken lines made whole.

    A line goes on from the one directly above if it begins with a small letter, or if its
    first word did not fit there. Nothing goes on from a line for which `ends` is true.
    """
    lines = [line.rstrip() for line in text.splitlines()]
    # One long word, such as an address, cannot be broken and says nothing of the width.
    widest = max((len(line) for line in lines if " " in line.strip()), default=0)
    # The lines of each paragraph; joined at the end, since joining each time is quadratic.
    gathered: list[tuple[list[str], bool]] = []
    above, after_lone_mark = "", False
    for line in lines:
        words = " ".join(line.split())
        mark = _MARK.match(words)
        rest = words[mark.end() :] if mark else words
        if not any(c.isalnum() for c in rest):
            above, after_lone_mark = "", mark is not None and not rest
            continue
        is_point = mark is not None or after_lone_mark
        goes_on = not is_point and bool(above) and _goes_on(above, words, widest)
        if goes_on and not ends(gathered[-1][0][-1]):
            gathered[-1][0].append(words)
        else:
            gathered.append(([rest], is_point))
        above, after_lone_mark = line, False
    return [Paragraph(" ".join(pieces), is_point) for pieces, is_point in gathered]


def _goes_on(above: str, words: str, widest: int) -> bool:
    if above[-1] in _CLOSED:
        return False
    first = words.partition(" ")[0]
    did_not_fit = len(above) + 1 + len(first) > widest
    return words[0].islower() or (widest <= _WIDEST_BREAK and did_not_fit)
