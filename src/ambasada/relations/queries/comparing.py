"""Two entries side by side: what an embassy sees of each, line by line."""

from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from ambasada.lib.duplicates import compare
from ambasada.network.models import Embassy
from ambasada.relations.matching import records_of, scheme_of
from ambasada.relations.models import Membership, Organisation, Person
from ambasada.relations.queries.dealings import NotesShown
from ambasada.relations.queries.duplicates import in_words
from ambasada.relations.queries.shown import OrganisationShown, PersonShown

Lines = dict[str, list[str]]


class Row(NamedTuple):
    """One thing that is said of either, or of both."""

    label: str
    said: list[list[str]]


class ComparedShown:
    """Two people or two organisations as an embassy sees them, and what speaks for one."""

    def __init__(
        self, embassy: Embassy, one: Organisation | Person, other: Organisation | Person
    ) -> None:
        records = records_of(type(one), [one.pk, other.pk], embassy.pk)
        first, second = records[0], records[-1]
        self.reasons = in_words(compare(first, second, scheme_of(type(one))).reasons)
        self.pair = [one, other]
        said = [_said_of(embassy, each) for each in self.pair]
        labels = dict.fromkeys(label for lines in said for label, found in lines.items() if found)
        self.rows = [Row(label, [lines[label] for lines in said]) for label in labels]


def _said_of(embassy: Embassy, entry: Any) -> Lines:  # noqa: ANN401 -- a person or an organisation
    is_person = isinstance(entry, Person)
    shown = PersonShown(embassy, entry) if is_person else OrganisationShown(embassy, entry)
    notes = NotesShown(embassy, entry)
    return {
        _("Other spellings"): [str(each) for each in shown.names if each.text != entry.name],
        **(_of_person(entry) if is_person else _of_organisation(entry)),
        _("Where they are") if is_person else _("Who is here"): _places(shown.present, is_person),
        _("How to reach them"): [str(each) for each in shown.details],
        _("Relations"): [_relation(each, entry) for each in shown.relations],
        _("Meetings and messages"): _count(notes.interactions),
        _("Promises and next steps"): _count(notes.commitments),
        _("Stances"): _count(notes.stances),
        _label(entry, "sources"): entry.sources,
        _label(entry, "links"): entry.links,
    }


def _of_person(person: Person) -> Lines:
    return {_label(person, "honorific"): _line(person.honorific)}


def _of_organisation(organisation: Organisation) -> Lines:
    span = f"{organisation.since} – {organisation.until}" if organisation.until else ""
    return {
        _label(organisation, "circle"): [str(organisation.get_circle_display())],
        _label(organisation, "classification"): _line(organisation.classification),
        _label(organisation, "parent"): _line(organisation.parent),
        _label(organisation, "area"): _line(organisation.area),
        _label(organisation, "since"): _line(span or organisation.since),
        _label(organisation, "identifiers"): organisation.identifiers,
    }


def _places(places: list[Membership], is_person: bool) -> list[str]:  # noqa: FBT001 -- within
    found = ((each.organisation if is_person else each.person, each.what) for each in places)
    return [", ".join(filter(None, [str(who), what])) for who, what in found]


def _relation(relation: Any, entry: Any) -> str:  # noqa: ANN401 -- a row; whose page it is on
    if relation.one == entry:
        return f"{relation} {relation.other}"
    return f"{relation.inverse} {relation.one}"


def _label(entry: Any, name: str) -> str:  # noqa: ANN401 -- a person or an organisation
    return capfirst(str(entry._meta.get_field(name).verbose_name))


def _line(value: object) -> list[str]:
    return [str(value)] if value else []


def _count(rows: list[Any]) -> list[str]:
    return [str(len(rows))] if rows else []
