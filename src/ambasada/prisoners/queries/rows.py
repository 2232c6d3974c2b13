"""What changes from one roll to another, person by person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ambasada.network.models import Embassy
from ambasada.prisoners.models import PrisonerRecord, removals_of, roll_of
from ambasada.prisoners.records import Person
from ambasada.prisoners.telling import shown_day

_LABELS: dict[str, str | Promise] = {
    "be": _("Name in Belarusian"),
    "ru": _("Name in Russian"),
    "en": _("Name in English"),
    "status": _("The source’s word of status"),
    "born": _("Born"),
    "arrested": _("Arrested"),
    "articles": _("Articles"),
    "court": _("Court"),
    "verdict": _("Verdict of"),
    "decision": _("Decision"),
    "penalty": _("Penalty"),
    "prison": _("Held at"),
    "address": _("Where to write"),
    "released": _("Date of release"),
    "died": _("Died"),
    "url": _("Page of the source"),
}
_DAYS = frozenset({"born", "arrested", "verdict", "released", "died"})


@dataclass(frozen=True)
class Line:
    """One thing that is said of a person, before and after; "" for nothing."""

    label: str | Promise
    was: str
    now: str


@dataclass(frozen=True)
class RowChange:
    """One person who is new, changed or taken out."""

    ref: str
    name: str
    is_new: bool
    is_gone: bool
    lines: list[Line]


def changed_refs(before: str, after: str, embassy: Embassy) -> list[tuple[str, str, str]] | None:
    """Return who differs between two rolls: reference, hash before and hash after, "" for none.

    Nobody who was removed is among them. None if a roll is not kept any more.
    """
    was = roll_of(before) if before else {}
    now = roll_of(after)
    if was is None or now is None:
        return None
    refs = [ref for ref in was.keys() | now.keys() if was.get(ref) != now.get(ref)]
    kept = removals_of(embassy).without(refs)
    return [(ref, was.get(ref, ""), now.get(ref, "")) for ref in sorted(kept)]


def rows_of(changed: Iterable[tuple[str, str, str]]) -> list[RowChange]:
    """Return what changes of each of some people, with one query."""
    pairs = list(changed)
    hashes = {sha256 for _ref, *both in pairs for sha256 in both if sha256}
    rows = PrisonerRecord.objects.filter(sha256__in=hashes).values_list("sha256", "source")
    people = {sha256: Person.read(source, sha256) for sha256, source in rows}
    found = []
    for ref, before, after in pairs:
        was, now = people.get(before), people.get(after)
        shown = now or was
        found.append(
            RowChange(
                ref=ref,
                name=next(iter(shown.facts["names"].values())) if shown else ref,
                is_new=not before,
                is_gone=not after,
                lines=lines_between(was.facts if was else {}, now.facts if now else {}),
            )
        )
    return found


def lines_between(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Line]:
    """Return what differs between what was and what is said of a person."""
    before, after = _flat(was), _flat(now)
    return [
        Line(label, before.get(key, ""), after.get(key, ""))
        for key, label in _LABELS.items()
        if before.get(key) != after.get(key)
    ]


def _flat(facts: Mapping[str, Any]) -> dict[str, str]:
    flat = {key: str(each) for key, each in facts.items() if key in _LABELS}
    flat = {key: shown_day(each) if key in _DAYS else each for key, each in flat.items()}
    return {**facts.get("names", {}), **flat}
