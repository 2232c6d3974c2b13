"""Records as cards of version 4.0 (RFC 6350)."""

import re
from collections import deque
from collections.abc import Iterable

from ambasada.lib.contacts.card_details import DETAIL, address_text
from ambasada.lib.contacts.card_drafts import OURS
from ambasada.lib.contacts.card_lines import escaped
from ambasada.lib.contacts.card_more import more_of
from ambasada.lib.contacts.card_reading import SIMPLE
from ambasada.lib.contacts.records import (
    CARD,
    PARAMETERS,
    TELEPHONES,
    ContactDetail,
    Extra,
    Membership,
    Organisation,
    OtherName,
    Parameters,
    Person,
)

_WIDTH = 75  # bytes of a line, as RFC 6350 asks
_NAME = re.compile(r"(?:[\w-]+\.)?[A-Za-z][\w-]*")
_PARAMETER = re.compile(r'[^;:="\r\n]+')
# What no line of a card may hold: another line would be another property.
_NO_TEXT = re.compile("[\x00-\x08\x0a-\x1f\ud800-\udfff]")
_PLACES = ("work", "home")
_NAMES = {"email": "EMAIL", "address": "ADR", "im": "IMPP", **dict.fromkeys(TELEPHONES, "TEL")}


def card_of(record: Person | Organisation) -> str:
    """Return a card of version 4.0, its lines folded and ended as the standard has it."""
    writer = _Writer(record.extra)
    kind = "individual" if isinstance(record, Person) else "org"
    if not any(each.form == CARD and each.name == "KIND" for each in record.extra):
        writer.line("KIND", kind)
    writer.line("FN", escaped(record.name), key=record.name)
    if isinstance(record, Person):
        _write_person(writer, record)
    else:
        _write_organisation(writer, record)
    _write_common(writer, record)
    writer.rest(record.extra)
    return writer.text


class _Writer:
    """Collects lines, each with the parameters and the group that it had."""

    def __init__(self, extra: Iterable[Extra]) -> None:
        self._lines = ["BEGIN:VCARD", "VERSION:4.0"]
        self._had: dict[tuple[str, str], deque[Extra]] = {}
        self._groups = set()
        self._number = 0
        for each in extra:
            group, dot, name = each.name.rpartition(".")
            if dot and each.form in (CARD, PARAMETERS):
                self._groups.add(group.lower())
            if each.form == PARAMETERS:
                self._had.setdefault((name, each.value), deque()).append(each)

    @property
    def text(self) -> str:
        """The whole card."""
        return "".join(map(_folded, [*self._lines, "END:VCARD"]))

    def group(self) -> str:
        """Return the name of a group that nothing is in."""
        while True:
            self._number += 1
            name = f"item{self._number}"
            if name not in self._groups:
                return name

    def line(
        self, name: str, value: str, parameters: Parameters = (), *, key: str = "", group: str = ""
    ) -> str:
        """Write a property with what else was said of it, and return the group it is in."""
        had = self._had.get((name, key))
        if had:
            extra = had.popleft()
            parameters = (*parameters, *extra.parameters)
            group = extra.name.rpartition(".")[0] or group
        head = f"{group}.{name}" if group else name
        self._lines.append(f"{head}{_parameters(parameters)}:{value}")
        return group

    def labelled(
        self, name: str, value: str, label: str, *, parameters: Parameters = (), key: str
    ) -> None:
        """Write a property that has a label, as Apple’s programs do it where it is no type."""
        if label in _PLACES:
            self.line(name, value, (("TYPE", label), *parameters), key=key)
        elif not label:
            self.line(name, value, parameters, key=key)
        else:
            group = self.line(name, value, parameters, key=key, group=self.group())
            self._lines.append(f"{group}.X-ABLabel:{escaped(label)}")

    def rest(self, extra: Iterable[Extra]) -> None:
        """Write what has no field."""
        for each in extra:
            if each.form == CARD and _is_property(each):
                self._lines.append(f"{each.name}{_parameters(each.parameters)}:{each.value}")
            elif each.form != PARAMETERS:
                said = ((f"{OURS}FORM", each.form), (f"{OURS}NAME", each.name))
                self.line(f"{OURS}EXTRA", escaped(each.value), said, key=each.value)


def _write_person(writer: _Writer, person: Person) -> None:
    parts = (
        person.family,
        person.given,
        person.patronymic,
        person.honorific_prefix,
        person.honorific_suffix,
    )
    if any(parts):
        writer.line("N", ";".join(map(escaped, parts)))
    for each in person.memberships:
        _write_membership(writer, each)


def _write_membership(writer: _Writer, membership: Membership) -> None:
    body = membership.organisation
    group = writer.group()
    more = more_of(membership, written=("organisation", "unit", "position", "role"))
    units = f";{escaped(membership.unit)}" if membership.unit else ""
    writer.line("ORG", escaped(body) + units, more, key=body, group=group)
    if membership.position:
        title = membership.position
        writer.line("TITLE", escaped(title), key=title, group=group)
    if membership.role:
        writer.line("ROLE", escaped(membership.role), key=membership.role, group=group)


def _write_organisation(writer: _Writer, organisation: Organisation) -> None:
    writer.line("ORG", escaped(organisation.name), key=organisation.name)
    for name, field in SIMPLE.items():
        value = getattr(organisation, field)
        if value:
            writer.line(name, escaped(value))


def _write_common(writer: _Writer, record: Person | Organisation) -> None:
    for other in record.other_names:
        _write_other_name(writer, other)
    for detail in record.details:
        _write_detail(writer, detail)
    for link in record.links:
        more = more_of(link, written=("url", "note"))
        writer.labelled("URL", _uri(link.url), link.note, parameters=more, key=link.url)
    for note in record.notes:
        writer.line("NOTE", escaped(note), key=note)
    for known in record.identifiers:
        more = more_of(known, written=("value",))
        writer.line(f"{OURS}IDENTIFIER", escaped(known.value), more, key=known.value)
    for source in record.sources:
        more = more_of(source, written=("url",))
        writer.line("SOURCE", _uri(source.url), more, key=source.url)
    if record.id:
        writer.line("UID", _uri(record.id))


def _write_other_name(writer: _Writer, other: OtherName) -> None:
    if other.note == "nickname" and not other.language:
        more = more_of(other, written=("text", "note"))
        writer.line("NICKNAME", escaped(other.text), more, key=other.text)
        return
    said: Parameters = ((f"{OURS}OTHER", "1"),)
    if other.language:
        said = (*said, ("LANGUAGE", other.language))
    more = more_of(other, written=("text", "language"))
    writer.line("FN", escaped(other.text), (*said, *more), key=other.text)


def _write_detail(writer: _Writer, detail: ContactDetail) -> None:
    name = _NAMES.get(detail.type)
    if name is None:
        more = more_of(detail, written=("value",))
        writer.line(DETAIL, escaped(detail.value), more, key=detail.value)
        return
    said: Parameters = ()
    value = _uri(detail.value) if name == "IMPP" else escaped(detail.value)
    if name == "ADR":
        parts = detail.parts or ("", "", detail.value, "", "", "", "")
        value = ";".join(map(escaped, parts))
        if address_text(parts) != detail.value:
            said = (("LABEL", detail.value),)
    elif name == "TEL" and detail.type != "voice":
        said = (("TYPE", detail.type),)
    more = more_of(detail, written=("type", "value", "label", "parts"))
    writer.labelled(name, value, detail.label, parameters=(*said, *more), key=detail.value)


def _is_property(extra: Extra) -> bool:
    """Return whether this can be a property as it is; what did not come from a card may not."""
    are_names = all(_PARAMETER.fullmatch(name) for name, _value in extra.parameters)
    return are_names and _NAME.fullmatch(extra.name) is not None and "\n" not in extra.value


def _uri(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n")


def _parameters(parameters: Parameters) -> str:
    """Return parameters as they are written: those that say their types together."""
    return "".join(f";{name}={_quoted(value)}" for name, value in parameters)


def _quoted(value: str) -> str:
    """Return the value of a parameter, its quotation marks and lines as RFC 6868 writes them."""
    plain = value.replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f'"{plain}"' if any(each in plain for each in ',;: "') else plain


def _folded(line: str) -> str:
    """Return a line as lines of at most 75 bytes, never within a letter."""
    if not line.isprintable():
        line = _NO_TEXT.sub("", line)
    if len(line) <= _WIDTH // 4 or len(line.encode()) <= _WIDTH:
        return f"{line}\r\n"
    pieces: list[str] = []
    piece: list[str] = []
    size = 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _WIDTH:
            pieces.append("".join(piece))
            piece, size = [" "], 1
        piece.append(letter)
        size += width
    pieces.append("".join(piece))
    return "\r\n".join(pieces) + "\r\n"
