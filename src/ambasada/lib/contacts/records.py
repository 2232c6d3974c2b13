"""What every format of contacts is read into and written from, in the terms of Popolo.

A text that is not said is empty. Days may be partial (`days`); building a record with another one
raises NotADay.
"""

from dataclasses import dataclass

from ambasada.lib.contacts.days import require_partial
from ambasada.lib.contacts.reasons import Rejected

# What an Extra was: a property of a card; parameters of a property that has a field; a cell of a
# table, by its header; a value of Popolo, as JSON.
CARD, PARAMETERS, ROW, POPOLO = "card", "parameters", "row", "popolo"
# The parts of an address, in the order of vCard.
ADDRESS_PARTS = ("box", "extended", "street", "city", "region", "postcode", "country")
TELEPHONES = ("voice", "cell", "fax", "pager", "text", "video", "textphone")

Parameters = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Extra:
    """What has no field here: kept as it was, to be written back."""

    form: str
    name: str
    value: str = ""
    parameters: Parameters = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class OtherName:
    """Another name of somebody: in another script, before a marriage, among friends."""

    text: str
    language: str = ""
    note: str = ""
    given: str = ""
    family: str = ""
    start: str = ""
    end: str = ""
    extra: tuple[Extra, ...] = ()

    def __post_init__(self) -> None:
        require_partial(self.start, self.end)


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactDetail:
    """A way to reach somebody; of type email, one of TELEPHONES, address, im, or any other."""

    type: str
    value: str
    label: str = ""
    note: str = ""
    valid_from: str = ""
    valid_until: str = ""
    parts: tuple[str, ...] = ()  # of an address, as ADDRESS_PARTS; else empty
    extra: tuple[Extra, ...] = ()

    def __post_init__(self) -> None:
        require_partial(self.valid_from, self.valid_until)


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """An address on the web."""

    url: str
    note: str = ""
    extra: tuple[Extra, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Identifier:
    """What a register calls somebody."""

    value: str
    scheme: str = ""
    extra: tuple[Extra, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Membership:
    """That somebody is of an organisation, in a position or not, at a time or not."""

    id: str = ""
    person: str = ""  # the id of a person whose record is not in the file
    organisation: str = ""  # its name
    organisation_id: str = ""
    unit: str = ""
    position: str = ""  # its label: what vCard calls a title
    position_id: str = ""
    role: str = ""
    on_behalf_of: str = ""
    on_behalf_of_id: str = ""
    area_id: str = ""
    start: str = ""
    end: str = ""
    details: tuple[ContactDetail, ...] = ()
    sources: tuple[Link, ...] = ()
    extra: tuple[Extra, ...] = ()

    def __post_init__(self) -> None:
        require_partial(self.start, self.end)


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody. The id is theirs within the file they came from, and says nothing elsewhere."""

    name: str
    id: str = ""
    given: str = ""
    family: str = ""
    patronymic: str = ""  # in other countries: the middle name
    honorific_prefix: str = ""
    honorific_suffix: str = ""
    other_names: tuple[OtherName, ...] = ()
    details: tuple[ContactDetail, ...] = ()
    memberships: tuple[Membership, ...] = ()
    links: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    sources: tuple[Link, ...] = ()
    extra: tuple[Extra, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Organisation:
    """A body of people. The circle is that of our directory, and nearly no file says it."""

    name: str
    id: str = ""
    other_names: tuple[OtherName, ...] = ()
    classification: str = ""
    circle: str = ""
    parent: str = ""  # its name
    parent_id: str = ""
    area_id: str = ""
    founded: str = ""
    dissolved: str = ""
    identifiers: tuple[Identifier, ...] = ()
    details: tuple[ContactDetail, ...] = ()
    links: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[Link, ...] = ()
    extra: tuple[Extra, ...] = ()

    def __post_init__(self) -> None:
        require_partial(self.founded, self.dissolved)


@dataclass(frozen=True, kw_only=True, slots=True)
class Position:
    """An office that somebody holds or nobody does; Popolo calls it a post."""

    label: str
    id: str = ""
    role: str = ""
    organisation_id: str = ""
    area_id: str = ""
    start: str = ""
    end: str = ""
    details: tuple[ContactDetail, ...] = ()
    links: tuple[Link, ...] = ()
    sources: tuple[Link, ...] = ()
    extra: tuple[Extra, ...] = ()

    def __post_init__(self) -> None:
        require_partial(self.start, self.end)


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """A place that an office or an organisation is for."""

    name: str
    id: str = ""
    identifier: str = ""
    classification: str = ""
    parent_id: str = ""
    extra: tuple[Extra, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Records:
    """What a file holds, and what of it was not read."""

    people: tuple[Person, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    positions: tuple[Position, ...] = ()
    areas: tuple[Area, ...] = ()
    memberships: tuple[Membership, ...] = ()  # of people whose records are not in the file
    rejected: tuple[Rejected, ...] = ()
    extra: tuple[Extra, ...] = ()
    encoding: str = "utf-8"
    is_assumed: bool = False  # nothing in the file proves the encoding: say it, and show some words

    @property
    def people_elsewhere(self) -> tuple[str, ...]:
        """The ids of people that the file has memberships of and no record for."""
        return tuple(dict.fromkeys(each.person for each in self.memberships if each.person))
