"""What of people and organisations is compared, and the rows that hold it."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, Q, QuerySet

from ambasada.lib.duplicates import PEOPLE, Block, Field, Read, Scheme, keys_of, read
from ambasada.lib.duplicates.people import itself
from ambasada.lib.duplicates.values import Exact, Mail, PersonName, Telephone
from ambasada.lib.names import Name
from ambasada.relations.models import ContactDetail, Membership, Organisation, Person, Spelling

_LONGEST = 120  # letters of a key that are kept


def _whole(name: Name) -> tuple[str, ...]:
    return (name.key,) if name.key else ()


# A word more or another word is another body; a number of a register is one body’s alone.
ORGANISATIONS = Scheme(
    fields=(
        Field("name", PersonName(), agrees=10, differs=-6, doubtful=0.85, certain=0.97),
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
    held, numbers = _Values(), list(numbers)
    scope = Q(embassy=None) | Q(embassy=embassy_id) if embassy_id else Q(embassy=None)
    if kind is Person:
        names = Spelling.objects.filter(person__in=numbers).values_list("person", "text")
        own = ContactDetail.objects.filter(scope, person__in=numbers)
        there = ContactDetail.objects.filter(scope, membership__person__in=numbers)
        held.add_details(own, "person")
        held.add_details(there, "membership__person")
        places = Membership.objects.filter(scope, person__in=numbers)
        held.add("organisation", places.values_list("person", "organisation"))
    else:
        names = Spelling.objects.filter(organisation__in=numbers)
        names = names.values_list("organisation", "text")
        own = ContactDetail.objects.filter(scope, organisation__in=numbers)
        held.add_details(own, "organisation")
        for number, lines in Organisation.objects.filter(pk__in=numbers).values_list(
            "pk", "identifiers"
        ):
            held.add("identifier", ((number, line) for line in lines))
    held.add("name", names)
    return [read(number, held.of[number], scheme_of(kind)) for number in numbers]


class _Values:
    """What is compared, by the number of its row and the name of the field."""

    def __init__(self) -> None:
        self.of: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))

    def add(self, field: str, found: Iterable[tuple[int, object]]) -> None:
        for number, value in found:
            self.of[number][field].append(str(value))

    def add_details(self, details: QuerySet[ContactDetail], owner: str) -> None:
        found = details.filter(kind__in=("email", "phone"))
        for number, kind, value in found.values_list(F(owner), "kind", "value"):
            self.of[number][kind].append(value)
