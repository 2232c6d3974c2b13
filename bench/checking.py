"""Run inside: many people with their keys, and how long it takes to ask who a new one may be."""

import time
from collections.abc import Iterator

from ambasada.network.models import Embassy
from ambasada.relations.actions.keys import keep_keys_of
from ambasada.relations.actions.spellings import keep_words
from ambasada.relations.models import ContactDetail, Person, Spelling
from ambasada.relations.queries import likely_for
from bench.inventing_people import Entry, invented_people

_SEED, _OTHER_SEED = 20261130, 20261201
_AT_ONCE = 1000


def fill_people(embassy: Embassy, many: int) -> None:
    """Record people whom an embassy alone knows, a tenth of them twice, as an import would."""
    entries = list(invented_people(many, seed=_SEED))
    for start in range(0, many, _AT_ONCE):
        several = entries[start : start + _AT_ONCE]
        people = [Person(name=each.values["name"][0], embassy=embassy) for each in several]
        for person in people:
            person.sort()
        made = list(zip(Person.objects.bulk_create(people), several, strict=True))
        spelt = (Spelling(person=each, embassy=embassy, text=each.name) for each, _entry in made)
        keep_words(Spelling.objects.bulk_create(spelt))
        ContactDetail.objects.bulk_create(
            ContactDetail(person=person, embassy=embassy, kind=kind, value=value)
            for person, entry in made
            for kind, value in _reached(entry)
        )
        keep_keys_of(Person, [person.pk for person, _entry in made])


def seconds_to_check(embassy: Embassy, many: int = 200) -> list[float]:
    """Return how long each check took, before as many new people would be saved."""
    took = []
    for entry in invented_people(many, seed=_OTHER_SEED):
        begun = time.perf_counter()
        likely_for(Person, {"name": entry.values["name"], **dict(_lists(entry))}, embassy)
        took.append(time.perf_counter() - begun)
    return took


def _reached(entry: Entry) -> Iterator[tuple[str, str]]:
    return ((kind, value) for kind, values in _lists(entry) for value in values)


def _lists(entry: Entry) -> Iterator[tuple[str, list[str]]]:
    return ((kind, entry.values[kind]) for kind in ("phone", "email") if kind in entry.values)
