"""Records as a table whose columns are called by the fields that an import knows."""

from collections.abc import Iterator, Sequence

from ambasada.lib.contacts.records import TELEPHONES, Membership, Organisation, Person

SEPARATOR = " ::: "  # between several values in one cell, as Google has it
EXPORTED = "exported"  # the column that says which export a row came from
_NAMES = ("id", "kind", "name", "prefix", "given", "patronymic", "family", "suffix", "other_name")
_WAYS = ("email", "voice", "link")
_OF_BODIES = ("circle", "classification")
_PLACE = ("organisation", "position", "role", "start", "end")
_KINDS = {Person: "person", Organisation: "organization"}


def header_of(*, places: int, addresses: int) -> tuple[str, ...]:
    """Return the names of the columns, for so many places and addresses of one person."""
    return (
        *_NAMES,
        *_OF_BODIES,
        *_WAYS,
        *(f"address/{number}" for number in range(1, addresses + 1)),
        *(f"{name}/{number}" for number in range(1, places + 1) for name in _PLACE),
        "note",
        "source",
        EXPORTED,
    )


def cells_of(record: Person | Organisation, header: Sequence[str], mark: str) -> list[str]:
    """Return a record as a row below that header."""
    said = dict(_said(record))
    said[EXPORTED] = mark
    return [said.get(name, "") for name in header]


def _said(record: Person | Organisation) -> Iterator[tuple[str, str]]:
    yield from (("id", record.id), ("kind", _KINDS[type(record)]), ("name", record.name))
    if isinstance(record, Person):
        yield from (("prefix", record.honorific_prefix), ("suffix", record.honorific_suffix))
        yield from ((name, getattr(record, name)) for name in ("given", "patronymic", "family"))
        for number, place in enumerate(record.memberships, start=1):
            yield from _place(place, number)
    else:
        yield from (("circle", record.circle), ("classification", record.classification))
    yield "other_name", SEPARATOR.join(each.text for each in record.other_names)
    ways = [*record.details, *(way for each in _places(record) for way in each.details)]
    yield "email", SEPARATOR.join(each.value for each in ways if each.type == "email")
    yield "voice", SEPARATOR.join(each.value for each in ways if each.type in TELEPHONES)
    yield "link", SEPARATOR.join(each.url for each in record.links)
    addresses = [each.value for each in record.details if each.type == "address"]
    yield from ((f"address/{number}", each) for number, each in enumerate(addresses, start=1))
    yield "note", "\n".join(record.notes)
    yield "source", SEPARATOR.join(each.url for each in record.sources)


def _places(record: Person | Organisation) -> tuple[Membership, ...]:
    return record.memberships if isinstance(record, Person) else ()


def _place(place: Membership, number: int) -> Iterator[tuple[str, str]]:
    for name in _PLACE:
        yield f"{name}/{number}", getattr(place, name)
