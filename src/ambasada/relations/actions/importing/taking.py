"""Taking records in, a thousand at a time, so that memory does not grow with the file."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Max

from ambasada.lib.contacts import records
from ambasada.lib.contacts.reasons import Reason, Rejected
from ambasada.relations.actions.importing.callings import Callings
from ambasada.relations.actions.importing.drafts import Draft, Drafting
from ambasada.relations.actions.importing.held import Held
from ambasada.relations.actions.importing.loose import Loose, is_somewhere
from ambasada.relations.actions.importing.matching import (
    Bodies,
    Keys,
    Match,
    People,
    fingerprint,
    keys_of_organisation,
    keys_of_person,
    known_bodies,
    known_records,
    read_organisation,
    read_person,
    same_name,
)
from ambasada.relations.actions.importing.storing import Numbers
from ambasada.relations.actions.importing.terms import Kind, Record, Terms, Verdict
from ambasada.relations.actions.importing.writing import write
from ambasada.relations.models import Circle, ImportRun, Organisation, Person

NO_REASON = (
    "It is about somebody private, and nobody said why the embassy may keep them: that they "
    "consented, or that nobody in the file is in, or from, the country of danger."
)
NO_CIRCLE = "Its organisation is not here yet, and nobody said in which circle it is."
NO_BODY = "It names no organisation of the file or of the directory."
Numbered = tuple[int, Any]


class Taking:
    """Takes the records of one file in."""

    def __init__(self, run: ImportRun, terms: Terms, *, now: datetime) -> None:
        self._run, self._terms, self._numbers = run, terms, Numbers()
        self._drafting = Drafting(terms, self._numbers, today=now.date())
        self._loose = Loose(run, self._drafting, self._numbers)
        self._people_until = Person.objects.aggregate(last=Max("pk"))["last"] or 0
        self._bodies_until = Organisation.objects.aggregate(last=Max("pk"))["last"] or 0

    def take(self, chunk: Sequence[tuple[int, Record]]) -> Iterator[Verdict]:
        """Write down what can be kept of some records; yield what became of each."""
        for number, record in chunk:
            if isinstance(record, Rejected):
                yield _refused(number, record, str(record.reason))
        self._loose.find(_bodies_in(chunk), Callings(Organisation, self._terms))
        yield from self._loose.areas(_of(chunk, records.Area))
        yield from self._organisations(_of(chunk, records.Organisation))
        yield from self._loose.positions(_of(chunk, records.Position))
        yield from self._people(_of(chunk, records.Person))
        yield from self._elsewhere(_of(chunk, records.Membership))

    def _organisations(self, found: list[Numbered]) -> Iterator[Verdict]:
        """Take organisations in; of those of one name without an id the first comes first."""
        new, same = self._new(found)
        yield from same
        while new:
            wave, new = _firsts(new)
            yield from self._wave(wave)

    def _wave(self, found: list[Numbered]) -> Iterator[Verdict]:
        keyed = [keys_of_organisation(read_organisation(record)) for _number, record in found]
        read = [record for _number, record in found]
        # Who has an id is none of those of the file that came before.
        bodies = {
            has_id: Bodies(read, keyed, self._terms, until=self._bodies_until if has_id else None)
            for has_id in {bool(record.id) for record in read}
        }
        matches = [
            bodies[bool(record.id)].of(record, keys)
            for record, keys in zip(read, keyed, strict=True)
        ]
        held = Held(
            Organisation, {each.pk for each in matches if each and each.is_certain}, self._terms
        )
        self._loose.know_parents(record for _number, record in found)
        drafts, verdicts = [], []
        for (number, record), keys, match in zip(found, keyed, matches, strict=True):
            certain = match.pk if match and match.is_certain else None
            draft = self._drafting.organisation(number, record, keys, pk=certain, held=held)
            circle = record.circle if record.circle in Circle.values else self._terms.circle
            if draft.is_made:
                draft.values["circle"] = circle
            reason = NO_CIRCLE if draft.is_made and not circle else draft.reason
            if reason:
                verdicts.append(_refused(number, record, reason))
                continue
            self._loose.about(draft, record)
            drafts.append(draft)
            verdicts.append(_verdict(draft, None if certain or not match else match.pk))
        write(drafts, self._run)
        yield from verdicts

    def _people(self, found: list[Numbered]) -> Iterator[Verdict]:
        new, same = self._new(found)
        yield from same
        where = self._where(new)
        placed = [
            [self._loose.body_of(said, where) for said in record.memberships]
            for _number, record in new
        ]
        keyed, matches = self._matched([record for _number, record in new], placed)
        held = Held(Person, {each.pk for each in matches if each and each.is_certain}, self._terms)
        offices = self._loose.offices(record for _number, record in new)
        drafts, verdicts, here = [], [], dict[str, int]()
        for (number, record), keys, bodies, match in zip(new, keyed, placed, matches, strict=True):
            certain = match.pk if match and match.is_certain else None
            reason = self._why_not(record, bodies, is_new=certain is None)
            if reason:
                verdicts.append(_refused(number, record, reason))
                continue
            draft = self._drafting.person(number, record, keys, pk=certain, held=held)
            self._loose.places(draft, record, bodies, offices=offices, held=held)
            if draft.reason:
                verdicts.append(_refused(number, record, draft.reason))
                continue
            drafts.append(draft)
            # Whoever stands in the same file twice is two until somebody looks.
            of = here.setdefault(_whole(keys), draft.pk)
            of = match.pk if match else of
            verdicts.append(_verdict(draft, None if of == draft.pk else of))
        self._loose.store()
        write(drafts, self._run)
        yield from verdicts

    def _elsewhere(self, found: list[Numbered]) -> Iterator[Verdict]:
        """Take places in of people whose records came with another file."""
        callings = Callings(Person, self._terms)
        here = callings.look_up_ids({said.person for _number, said in found} - {""})
        people = Person.objects.filter(pk__in=here.values())
        if self._terms.is_shared:
            people = people.filter(embassy=None)  # nothing of somebody private is shared
        rows = people.in_bulk()
        placed = list[tuple[int, Numbered]]()
        for number, said in found:
            person = rows.get(here.get(said.person, 0))
            if person is None:
                yield _refused(number, said, Reason.ELSEWHERE)
            else:
                place = replace(said, person="")
                of = records.Person(name=person.name, id=str(person.ref), memberships=(place,))
                placed.append((person.pk, (number, of)))
        for wave in _waves(placed):  # each place of somebody sees what the one before it made
            yield from self._people(wave)

    def _matched(
        self, found: list[records.Person], placed: list[list[int | None]]
    ) -> tuple[list[Keys], list[Match | None]]:
        """Return the keys of each person, and whom they are or may be."""
        keyed = [keys_of_person(read_person(record)) for record in found]
        pairs = list(zip(found, keyed, strict=True))
        people = People(pairs, self._terms, until=self._people_until)
        return keyed, [
            people.of(record, keys, {each for each in bodies if each})
            for (record, keys), bodies in zip(pairs, placed, strict=True)
        ]

    def _why_not(self, record: records.Person, bodies: list[int | None], *, is_new: bool) -> str:
        if is_new and not self._terms.is_shared and self._terms.why is None:
            return NO_REASON
        lacking = [
            said.organisation
            for said, body in zip(record.memberships, bodies, strict=True)
            if body is None and is_somewhere(said)
        ]
        if not lacking:
            return ""
        return NO_CIRCLE if any(lacking) else NO_BODY

    def _where(self, found: list[Numbered]) -> dict[str, int]:
        """Return the organisations that people are at by their names, made if need be."""
        said = [each for _number, record in found for each in record.memberships]
        names = {
            same_name(name): name
            for each in said
            if not self._loose.knows(each)
            for name in (each.organisation, each.on_behalf_of)
            if name.strip()
        }
        where = known_bodies(names.values())
        lacking = [name for key, name in names.items() if key not in where]
        if lacking and self._terms.circle and self._may_keep:
            made = [(0, records.Organisation(name=each)) for each in lacking]
            for _verdict in self._wave(made):
                pass  # they are told of with the people who are there
            where = known_bodies(names.values())
        return where

    @property
    def _may_keep(self) -> bool:
        return self._terms.is_shared or self._terms.why is not None

    def _new(self, found: list[Numbered]) -> tuple[list[Numbered], list[Verdict]]:
        """Return the records that were not here before, each once, and verdicts on the others."""
        prints = {number: fingerprint(record) for number, record in found}
        known = known_records(prints.values(), self._terms) if prints else {}
        new, same = [], []
        for number, record in found:
            if (rows := known.get(prints[number])) is not None:
                self._loose.know(record, rows[1])
                same.append(Verdict(number, Kind.SAME, record.name))
            else:
                known[prints[number]] = (None, None)
                new.append((number, record))
        return new, same


def _firsts(found: list[Numbered]) -> tuple[list[Numbered], list[Numbered]]:
    """Return the first of each name, or with an id of its own, and the rest."""
    names: set[str] = set()
    first, rest = list[Numbered](), list[Numbered]()
    for number, record in found:
        key = same_name(record.name)
        (rest if not record.id and key in names else first).append((number, record))
        names.add(key)
    return first, rest


def _waves(found: Iterable[tuple[int, Numbered]]) -> Iterator[list[Numbered]]:
    """Yield what is of one person each in a list of its own, the first of all of them first."""
    waves: list[list[Numbered]] = []
    counts = Counter[int]()
    for of, each in found:
        if counts[of] == len(waves):
            waves.append([])
        waves[counts[of]].append(each)
        counts[of] += 1
    yield from waves


def _bodies_in(chunk: Sequence[tuple[int, Record]]) -> Iterator[str]:
    """Yield the ids of organisations that records name."""
    for _number, record in chunk:
        if isinstance(record, records.Organisation):
            yield record.parent_id
        elif isinstance(record, records.Position):
            yield record.organisation_id
        elif isinstance(record, records.Person | records.Membership):
            places = record.memberships if isinstance(record, records.Person) else (record,)
            yield from (each.organisation_id for each in places)
            yield from (each.on_behalf_of_id for each in places)


def _whole(keys: Keys) -> str:
    return min((key for key in keys if key.startswith("n:")), default="")


def _verdict(draft: Draft, of: int | None) -> Verdict:
    if draft.is_made:
        kind = Kind.POSSIBLE if of else Kind.NEW
    else:
        kind = Kind.CHANGED if draft.adds else Kind.SAME
    is_body = draft.model is Organisation
    return Verdict(draft.number, kind, draft.name, tuple(draft.differences), of=of, is_body=is_body)


def _of(found: Sequence[tuple[int, Record]], kind: type) -> list[Numbered]:
    return [each for each in found if isinstance(each[1], kind)]


def _refused(number: int, record: Any, reason: str) -> Verdict:  # noqa: ANN401 -- of any kind
    return Verdict(number, Kind.REFUSED, getattr(record, "name", ""), reason=reason, record=record)
