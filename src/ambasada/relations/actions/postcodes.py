"""Taking in a table of postcodes, which all embassies of this installation share."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Member, Verb
from ambasada.relations.models import Area, Postcode
from ambasada.relations.postcode_table import Pair
from ambasada.relations.queries import plain_postcode

_AT_ONCE = 2000


class TakenIn(NamedTuple):
    """What a table of postcodes changed."""

    areas_made: int
    added: int
    removed: int
    same: int
    unclear: list[int]  # lines: of an area that several are called like, or of no postcode


@transaction.atomic
def import_postcodes(
    pairs: Iterable[Pair], *, kind: str, by: Member | Actor, now: datetime, digest: str
) -> TakenIn:
    """Give the areas of a table exactly the postcodes that it says; others keep theirs.

    An area is found by its code, or by its name among those of the kind; one that is not here is
    made. Nothing is guessed where a name is of several: such lines are left out and returned.
    """
    wanted, unclear, made = _wanted(pairs, kind)
    held = Postcode.objects.filter(area__in=wanted)
    stored = {(code, area): number for number, code, area in _numbers(held)}
    asked = {(code, area) for area, codes in wanted.items() for code in codes}
    gone = [number for pair, number in stored.items() if pair not in asked]
    for start in range(0, len(gone), _AT_ONCE):
        Postcode.objects.filter(pk__in=gone[start : start + _AT_ONCE]).delete()
    missing = sorted(asked - stored.keys())
    Postcode.objects.bulk_create(
        (Postcode(code=code, area_id=area) for code, area in missing), batch_size=_AT_ONCE
    )
    append(Verb.IMPORTED, by=by, subject="relations.postcode_table:unknown", now=now, digest=digest)
    return TakenIn(made, len(missing), len(gone), len(asked) - len(missing), sorted(unclear))


def _numbers(held: "Iterable[Postcode]") -> Iterable[tuple[int, str, int]]:
    return ((each.pk, each.code, each.area_id) for each in held)


def _wanted(pairs: Iterable[Pair], kind: str) -> tuple[dict[int, set[str]], list[int], int]:
    """Return the postcodes of each area by its number, the lines that are unclear, areas made."""
    known = _Known(kind)
    wanted: dict[int, set[str]] = defaultdict(set)
    unclear = []
    for each in pairs:
        code, area = plain_postcode(each.postcode), known.area_of(each)
        if code and area is not None:
            wanted[area.pk].add(code)
        else:
            unclear.append(each.line)
    return wanted, unclear, known.made


class _Known:
    """The areas that are here, by their codes and by their names."""

    def __init__(self, kind: str) -> None:
        self.kind, self.made = kind, 0
        self._by_code: dict[str, list[Area]] = defaultdict(list)
        self._by_name: dict[str, list[Area]] = defaultdict(list)
        for each in Area.objects.all():
            self._add(each)

    def _add(self, area: Area) -> None:
        if area.code:
            self._by_code[area.code.casefold()].append(area)
        if not self.kind or area.classification.casefold() == self.kind.casefold():
            self._by_name[area.name.casefold()].append(area)

    def area_of(self, pair: Pair) -> Area | None:
        """Return the area of a line, made if it is not here; None if several could be meant."""
        found = self._by_code.get(pair.code.casefold()) if pair.code else None
        if not found and not pair.code:  # the one column may hold codes
            found = self._by_code.get(pair.name.casefold())
        if not found and pair.name:
            same = self._by_name.get(pair.name.casefold(), [])
            # One that has another code is another area of the same name.
            found = [each for each in same if not (pair.code and each.code)]
            if same and not found:
                return None
        if not found:
            return self._make(pair)
        return found[0] if len(found) == 1 else None

    def _make(self, pair: Pair) -> Area | None:
        name = pair.name or pair.code
        if len(name) > _longest("name") or len(pair.code) > _longest("code"):
            return None
        area = Area.objects.create(name=name, code=pair.code, classification=self.kind)
        self.made += 1
        self._add(area)
        return area


def _longest(name: str) -> int:
    field: Any = Area._meta.get_field(name)
    return int(field.max_length)
