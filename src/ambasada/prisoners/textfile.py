"""The bytes of a list as text, in an encoding that is certain or not at all.

A guess that is nearly right writes a person's name wrongly, which nobody sees until somebody does
not get a letter.
"""

import codecs
import re
import unicodedata

from ambasada.lib.refused import Refused

LARGEST = 8 * 1024 * 1024  # bytes

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OLD = "cp1251"
# What Cyrillic letters of our languages and their neighbours are in the old encoding; another one
# that is read as it gives letters and signs besides.
_EXPECTED = re.compile("[А-Яа-яЁёІіЎўҐґЄєЇї«»“”„‘’—–…№\u00a0]*")
_WORD = re.compile("[А-Яа-яЁёІіЎўҐґЄєЇї]{4,}")
_MOST_TURNED = 0.1  # words that begin small and go on large: another encoding read as this one
# Invisible, and able to show another order of letters than the one that is stored.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class NotAList(Refused, ValueError):
    """The file cannot be read as a list; the message says what to do about it."""


def decode(data: bytes) -> str:
    """Return the text of a list: UTF-8, UTF-16 with its mark, or windows-1251 without a doubt.

    Raises NotAList if the file is too large, empty, no text, or in an encoding that is not certain.
    """
    if len(data) > LARGEST:
        message = "The file is larger than 8 MiB. Save the list alone, as CSV, and try again."
        raise NotAList(message)
    text = _text(data)
    if any(unicodedata.category(each) == "Cc" and each not in "\t\r\n" for each in set(text)):
        message = "The file is not plain text. Save the list as CSV in UTF-8, and try again."
        raise NotAList(message)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    if not text.strip():
        message = "The file is empty. Save the list into it as CSV, and try again."
        raise NotAList(message)
    return text


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        if not data.startswith(_UTF_16) and _is_old(data):
            return data.decode(_OLD)
    message = (
        "The encoding of the file is not certain, and a wrong guess would change names. Save it "
        "again as UTF-8, and try again."
    )
    raise NotAList(message)


def _is_old(data: bytes) -> bool:
    """Tell whether bytes are windows-1251 and nothing else that we know of."""
    try:
        text = data.decode(_OLD)
    except UnicodeDecodeError:
        return False
    strange = "".join(each for each in set(text) if ord(each) > 127)  # noqa: PLR2004 -- ASCII
    words = _WORD.findall(text)
    turned = sum(word[0].islower() and word[1:].isupper() for word in words)
    return bool(words and _EXPECTED.fullmatch(strange) and turned <= _MOST_TURNED * len(words))
