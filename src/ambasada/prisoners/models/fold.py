"""Who is public now: what approved lists name, each record by its hash, without who was removed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings

from ambasada.lib.refused import Refused
from ambasada.lib.tombstones import tombstones_in
from ambasada.network.models import Embassy, FairCopy
from ambasada.prisoners.directory import Directory, Standing, standing_of
from ambasada.prisoners.keyed import Keyed, keyed_in
from ambasada.prisoners.models.lists import PrisonerList, PrisonerRecord, roll_of
from ambasada.prisoners.records import Person, canonical, sha256_of

_AT_ONCE = 500  # rows asked for with one query


@dataclass(frozen=True)
class Removals:
    """Who was taken off at their family's wish, and not put back."""

    known: frozenset[str]
    keyed: Keyed | None

    def hold(self, ref: str) -> bool:
        """Tell whether somebody was taken off."""
        return self.keyed is not None and self.keyed.removal_of(ref) in self.known

    def without(self, refs: Iterable[str]) -> set[str]:
        """Return those of some references that were not taken off."""
        if not self.known:
            return set(refs)
        return {ref for ref in refs if not self.hold(ref)}


def keys_folder(embassy: Embassy) -> Path:
    """Return the folder of the key under which an embassy's lists name people.

    It stands apart from its other keys: those are left out of backups.
    """
    return Path(settings.PEOPLE_ROOT) / embassy.code


def removals_of(embassy: Embassy) -> Removals:
    """Return who was taken off. Raises Refused if nobody can tell any more."""
    stones = tombstones_in(Path(settings.EDITIONS_ROOT) / "tombstones.json").of(embassy.code)
    keyed = keyed_in(keys_folder(embassy))
    for known in stones.people:
        if keyed is None or not known.startswith(f"{keyed.print}:"):
            message = (
                "Nobody can tell who was removed: the file people.key in the folder “people” is "
                "not the one it was. Put it back from a backup; until then nothing is baked."
            )
            raise Refused(message)
    return Removals(stones.people, keyed)


@dataclass(frozen=True)
class People:
    """Everybody who is public, the lists that name them, and where they are found."""

    lists: Mapping[int, PrisonerList]
    standing: Mapping[str, Standing]
    languages: tuple[str, ...]

    @cached_property
    def directory(self) -> Directory:
        """The pages that lead to them."""
        return Directory(self.standing.values(), self.languages)


# Of each embassy, what was public last and what it was made of. It is asked for by every page.
_KNOWN: dict[int, tuple[tuple[object, ...], People]] = {}
# Everybody by the hash of their record: a list that changes changes few of them.
_STANDING: dict[str, Standing] = {}


def forget_what_is_known() -> None:
    """Ask the tables anew the next time, as a new process does."""
    _KNOWN.clear()
    _STANDING.clear()


def public_people(embassy: Embassy) -> People:
    """Return everybody who is public now.

    A record whose bytes are not those of its hash is left out, and so is a whole list whose roll
    is not. Raises Refused if nobody can tell who was removed.
    """
    copies = FairCopy.objects.public(embassy).filter(kind=PrisonerList._meta.label_lower)
    whole = [copy for copy in copies.order_by("object_id") if copy.is_whole]
    removals = removals_of(embassy)
    made_of = (tuple(copy.sha256 for copy in whole), removals.known, tuple(embassy.languages))
    known = _KNOWN.get(embassy.pk)
    if known is not None and known[0] == made_of:
        return known[1]
    if known is not None and known[0][1] != removals.known:  # nothing of who was taken off stays
        _STANDING.clear()
    lists = {copy.object_id: copy.thing for copy in whole}
    standing: dict[str, Standing] = {}
    is_whole = True
    for number, each in lists.items():
        entries = roll_of(each.roll) or {}
        refs = removals.without(entries)
        wanted = {ref: entries[ref] for ref in sorted(refs)}
        found = _standing_of(wanted, each, number)
        is_whole = is_whole and len(found) == len(wanted) and bool(entries)
        standing |= found
    people = People(lists, standing, tuple(embassy.languages))
    if is_whole:
        _KNOWN[embassy.pk] = (made_of, people)
    return people


def _standing_of(entries: Mapping[str, str], of: PrisonerList, number: int) -> dict[str, Standing]:
    """Return who a list names, by reference."""
    said = canonical([of.source, of.address, sorted(of.held)])
    face = f"{number}:{sha256_of(said)[:16]}"
    keys = {ref: f"{sha256} {face}" for ref, sha256 in entries.items()}
    lacking = [entries[ref] for ref, key in keys.items() if key not in _STANDING]
    for person in people_with(lacking):
        key = f"{person.sha256} {face}"
        _STANDING[key] = standing_of(person, number, held=of.held, face=face)
    found = {ref: _STANDING[key] for ref, key in keys.items() if key in _STANDING}
    return {ref: each for ref, each in found.items() if each.ref == ref}


def people_with(hashes: list[str]) -> Iterable[Person]:
    """Yield the people of records with these hashes, without those that are not what they were."""
    for at in range(0, len(hashes), _AT_ONCE):
        rows = PrisonerRecord.objects.filter(sha256__in=hashes[at : at + _AT_ONCE])
        for sha256, source in rows.values_list("sha256", "source").iterator():
            person = Person.read(source, sha256)
            if person is not None:
                yield person
