"""What of people and organisations is compared, and the rows that hold it."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Value

from ambasada.lib.duplicates import PEOPLE, Block, Field, Read, Scheme, keys_of, read
from ambasada.lib.duplicates.people import itself
from ambasada.lib.duplicates.values import BodyName, BodyNames, Exact, Mail, Telephone
from ambasada.relations.models import ContactDetail, Membership, Organisation, Person, Spelling

_REACHED_BY = ("email", "phone")
_LONGEST = 120  # letters of a key that are kept


def _whole(name: BodyName) -> tuple[str, ...]:
    return (name.key,) if name.key else ()


# A word more or another word is another body; a number of a register is one body’s alone.
ORGANISATIONS = Scheme(
    fields=(
        Field("name", BodyNames(), agrees=10, differs=-6, doubtful=0.85, certain=0.97),
        Field("identifier", Exact(), agrees=14, differs=-4),
        Field("phone", Telephone(), agrees=5, differs=-0.5),
        Field("email", Mail(), agrees=6, differs=-0.5),
    ),
    blocks=(
        Block("n", {"name": _whole}),
        Block("i", {"identifier": itself}),
        Block("p", {"phone": itself}),
        Block("e", {"email": itself}),
    ),
    prior=-9,
)


def scheme_of(kind: type[Organisation | Person]) -> Scheme:
    """Return by what two of a kind are compared."""
    return PEOPLE if kind is Person else ORGANISATIONS


def stored_keys(record: Read, scheme: Scheme) -> frozenset[str]:
    """Return the keys of a record as the table holds them."""
    return frozenset(key[:_LONGEST] for key in keys_of(record, scheme))


def records_of(
    kind: type[Organisation | Person], numbers: Iterable[int], embassy_id: int | None
) -> list[Read]:
    """Return rows as they are compared, with what one embassy sees of them; without one, all do."""
    held, numbers = _Values(embassy_id), list(numbers)
    if kind is Person:
        names = Spelling.objects.filter(person__in=numbers).values_list("person", "text")
        details = ContactDetail.objects.filter(kind__in=_REACHED_BY)
        for owner in ("person", "membership__person"):
            own = details.filter(**{f"{owner}__in": numbers})
            held.add_seen(own.values_list(owner, "embassy", "kind", "value"))
        places = Membership.objects.filter(person__in=numbers).annotate(kind=Value("organisation"))
        held.add_seen(places.values_list("person", "embassy", "kind", "organisation"))
    else:
        names = Spelling.objects.filter(organisation__in=numbers)
        names = names.values_list("organisation", "text")
        details = ContactDetail.objects.filter(kind__in=_REACHED_BY, organisation__in=numbers)
        held.add_seen(details.values_list("organisation", "embassy", "kind", "value"))
        known = Organisation.objects.filter(pk__in=numbers).values_list("pk", "identifiers")
        for number, lines in known:
            held.add("identifier", ((number, line) for line in lines))
    held.add("name", names)
    return [read(number, held.of[number], scheme_of(kind)) for number in numbers]


class _Values:
    """What is compared, by the number of its row and the name of the field."""

    def __init__(self, embassy_id: int | None) -> None:
        self._seen = {None, embassy_id}
        self.of: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))

    def add(self, field: str, found: Iterable[tuple[int, object]]) -> None:
        for number, value in found:
            self.of[number][field].append(str(value))

    def add_seen(self, found: Iterable[tuple[int, int | None, str, object]]) -> None:
        """Add of these what the embassy sees: a condition more would lead SQLite to all of its."""
        for number, embassy_id, field, value in found:
            if embassy_id in self._seen:
                self.of[number][field].append(str(value))
