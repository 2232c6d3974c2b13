"""A property of a card as version 4.0 writes it, whatever version and encoding it was in."""

import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from quopri import decodestring

from ambasada.lib.contacts.card_lines import HEAD, LOOSE_HEAD
from ambasada.lib.contacts.encodings import KEPT, decode

_PARAMETER = re.compile(r';((?:[^";]|"[^"]*"?)*)')
_NO_NAME = re.compile('[";:]')
_ESCAPED = re.compile(r"\\([nN,;:\\])")
_LONE_BACKSLASH = re.compile(r"\\(?![;,])")
AS_IT_WAS = "X-AMBASADA-ENCODING"
# Control characters, and bytes that an encoding does not have.
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_CARET = re.compile(r"\^([n'^])")
_CARETS = {"n": "\n", "'": '"', "^": "^"}
_ENCODINGS = {"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"}
_QUOTED, _BINARY = "QUOTED-PRINTABLE", ("BASE64", "B")
_MEDIA = {"PHOTO": "image", "LOGO": "image", "SOUND": "audio", "KEY": "application"}
_TEXTS = {"FN", "N", "NOTE", "ORG", "TITLE", "ROLE", "ADR", "LABEL", "TEL", "EMAIL", "NICKNAME"}
_SPACE = re.compile(r"\s+")

Bytes = Callable[[str], str]  # reads again what a file of old bytes says, in its own encoding


@dataclass(slots=True)
class Property:
    """One property: its value escaped as version 4.0 has it, its types in small letters."""

    group: str
    name: str
    parameters: list[tuple[str, str]]
    value: str

    @property
    def is_read(self) -> bool:
        """Whether the value is text, and not as it was since its bytes are none."""
        return all(name != AS_IT_WAS for name, _value in self.parameters)

    def take(self, name: str) -> str:
        """Return the first value of a parameter and forget it; empty if there is none."""
        for place, (key, value) in enumerate(self.parameters):
            if key == name:
                del self.parameters[place]
                return value
        return ""

    def take_type(self, *types: str) -> str:
        """Return the first of these types that it has, and forget it; empty if it has none."""
        for each in types:
            if ("TYPE", each) in self.parameters:
                self.parameters.remove(("TYPE", each))
                return each
        return ""

    @property
    def text(self) -> str:
        """The value as text."""
        return plain(self.value)

    @property
    def components(self) -> list[str]:
        """The parts of the value as text."""
        return [plain(each) for each in split(self.value)]


def plain(value: str) -> str:
    """Return a value without its escapes."""
    if "\\" not in value:
        return value
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def split(value: str) -> list[str]:
    """Return the parts of a value, escaped as they are."""
    if "\\" not in value:
        return value.split(";")
    # A card with either of these characters is no text and was rejected.
    hidden = value.replace("\\\\", "\0").replace("\\;", "\1")
    return [each.replace("\1", "\\;").replace("\0", "\\\\") for each in hidden.split(";")]


def property_of(line: str, *, is_old: bool, again: Bytes) -> Property:
    """Return the property of a line that begins as one does."""
    head = HEAD.match(line) or LOOSE_HEAD.match(line)
    if head is None:  # what is unfolded begins as a property does
        return Property("", "X-LINE", [], line)
    group, name, said = head.groups(default="")
    value = line[head.end() :]
    parameters = list(_parameters(said, is_old=is_old)) if said else []
    found = Property(group, name.upper(), parameters, value)
    if found.name == "AGENT":
        # What stood within the card was escaped when it was put on one line.
        is_old = False
    encoding = found.take("ENCODING").upper()
    charset = found.take("CHARSET")
    if encoding == _QUOTED:
        text = _from_quoted(value, charset)
        if NO_TEXT.search(text):
            # Under a name of its own: what is folded again would be taken for the old folding.
            found.parameters.append((AS_IT_WAS, charset or encoding.lower()))
        else:
            found.value = _old_text(text, is_old=is_old)
    elif encoding in _BINARY:
        found.value = _from_base64(found, charset)
    else:
        found.value = _old_text(_again(value, charset, again), is_old=is_old)
    return found


def _parameters(said: str, *, is_old: bool) -> Iterator[tuple[str, str]]:
    for each in _PARAMETER.findall(said):
        key, sign, value = each.partition("=")
        key = _NO_NAME.sub("", key).strip().upper()
        if not sign or not key:
            bare = key or _NO_NAME.sub("", value).strip().upper()
            if bare:
                yield ("ENCODING", bare) if bare in _ENCODINGS else _preferred(_type(bare))
        elif key == "TYPE":
            for one in value.replace('"', "").split(","):
                yield _preferred(_type(one))
        else:
            clean = value.strip().replace('"', "")
            yield key, clean if is_old else _CARET.sub(lambda found: _CARETS[found[1]], clean)


def _type(said: str) -> str:
    return said.strip().lower()


def _preferred(kind: str) -> tuple[str, str]:
    """Return a type as version 4.0 has it, which numbers what is preferred."""
    return ("PREF", "1") if kind == "pref" else ("TYPE", kind)


def _old_text(value: str, *, is_old: bool) -> str:
    """Return a value with the escapes of 4.0: in 2.1 a backslash is one, but before ; and comma."""
    if is_old and "\\" in value:
        value = _LONE_BACKSLASH.sub(r"\\\\", value)
    return value.replace("\n", "\\n") if "\n" in value else value


def _from_quoted(value: str, charset: str) -> str:
    data = decodestring(value.encode("utf-8", "surrogatepass"))
    return _decoded(data, charset).replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, charset: str) -> str:
    if charset:
        try:
            return data.decode(charset, KEPT)
        except (LookupError, UnicodeError):
            # The name is of no encoding of text.
            pass
    return decode(data)[0]


def _again(value: str, charset: str, again: Bytes) -> str:
    """Return what plain bytes say, in a file of bytes of several encodings."""
    if value.isascii():
        return value
    if charset:
        try:
            return value.encode("latin-1").decode(charset, KEPT)
        except (LookupError, UnicodeError):
            pass
    return again(value)


def _from_base64(found: Property, charset: str) -> str:
    """Return bytes as the address that holds them, or as the text that they are."""
    packed = _SPACE.sub("", plain(found.value))
    if found.name not in _TEXTS:
        kind = found.take("TYPE") or "octet-stream"
        found.take("VALUE")
        media = kind if "/" in kind else f"{_MEDIA.get(found.name, 'application')}/{kind}"
        return f"data:{media};base64,{packed}"
    try:
        data = binascii.a2b_base64(packed)
    except (binascii.Error, ValueError):
        return found.value
    return _decoded(data, charset).replace("\\", "\\\\").replace("\n", "\\n")


def again_in(encoding: str) -> Bytes:
    """Return how plain values are read that were taken for latin-1, letter by letter."""
    return lambda value: value.encode("latin-1").decode(encoding, KEPT)


def as_is(value: str) -> str:
    """Return a plain value of a file in one certain encoding."""
    return value
