"""What a file says of somebody that the directory has no field for: as lines, and back again.

A line is a name, a colon and a value, to be read by members; what came of a card or of a program
begins with where it came from, so that it can be written back.
"""

from collections.abc import Iterator

from ambasada.lib.contacts.records import (
    CARD,
    PARAMETERS,
    POPOLO,
    ROW,
    Extra,
    Organisation,
    Person,
)

LONGEST = 2_000  # letters of a value that is kept: pictures and sounds in cards are longer
_FORMS = {CARD: "card", PARAMETERS: "parameters", ROW: "column", POPOLO: "popolo"}
_OF_FORM = {word: form for form, word in _FORMS.items()}
PARTS = {
    "given": "given",
    "family": "family",
    "patronymic": "patronymic",
    "suffix": "honorific_suffix",
}
NOTE = "note"
# What somebody is of no organisation that is here, by the field of a place.
TITLE = "office"
TITLES = {TITLE: "position", "role": "role", "department": "unit"}
# How our files say which export they are: that is no word about anybody.
MARKS = {CARD: "X-AMBASADA-EXPORTED", POPOLO: "x_exported", ROW: "exported"}
_BETWEEN = ": "
_STROKE = ";"


def lines_of(record: Person | Organisation) -> Iterator[str]:
    """Yield what has no field of a person or an organisation, but for what is too long."""
    yield from _parts_of(record)
    yield from (f"{NOTE}{_BETWEEN}{note}" for note in record.notes if len(note) <= LONGEST)
    for other in record.other_names:
        told = " ".join(filter(None, (other.note, other.start, other.end)))
        if told:
            yield f"{told}{_BETWEEN}{other.text}"
    for known in record.identifiers:
        if not known.scheme:
            yield f"identifier{_BETWEEN}{known.value}"
    yield from (
        _line(each)
        for each in record.extra
        if len(each.value) <= LONGEST and each.name != MARKS.get(each.form)
    )


def _parts_of(record: Person | Organisation) -> Iterator[str]:
    for word, field in PARTS.items():
        if text := getattr(record, field, ""):
            yield f"{word}{_BETWEEN}{text}"


def _line(extra: Extra) -> str:
    if extra.form not in _FORMS:  # a line of ours that came back
        return f"{extra.name}{_BETWEEN}{extra.value}" if extra.value else extra.name
    said = "".join(f"{_STROKE}{name}={value}" for name, value in extra.parameters)
    return f"{_FORMS[extra.form]} {extra.name}{said}{_BETWEEN}{extra.value}"


def too_long_in(record: Person | Organisation) -> list[str]:
    """Return the names of what is too long to be kept, such as pictures."""
    found = [each.name for each in record.extra if len(each.value) > LONGEST]
    return list(dict.fromkeys(found + [NOTE for each in record.notes if len(each) > LONGEST]))


def extra_of(line: str) -> Extra:
    """Return what a line is written back as: with no form if it came of no card or table."""
    head, _colon, value = line.partition(_BETWEEN)
    word, _space, rest = head.partition(" ")
    form = _OF_FORM.get(word)
    if form is None or not rest:
        return Extra(form="", name=head, value=value)
    name, *said = rest.split(_STROKE) if form in (CARD, PARAMETERS) else [rest]
    pairs = (each.partition("=") for each in said)
    return Extra(
        form=form,
        name=name,
        value=value,
        parameters=tuple((key, text) for key, _sign, text in pairs if key),
    )
