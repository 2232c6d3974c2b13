"""What hangs between records: areas, offices, what is part of what, and who is where."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from ambasada.lib.contacts import records
from ambasada.relations.actions.importing.callings import Callings
from ambasada.relations.actions.importing.drafts import TOO_LONG, Draft, Drafting, fault_of
from ambasada.relations.actions.importing.held import Held
from ambasada.relations.actions.importing.matching import known_bodies, same_name
from ambasada.relations.actions.importing.storing import Numbers
from ambasada.relations.actions.importing.terms import Kind, Verdict
from ambasada.relations.actions.importing.writing import write_loose
from ambasada.relations.leftovers import TITLE, TITLES
from ambasada.relations.models import (
    Area,
    ContactDetail,
    ImportRun,
    Membership,
    Organisation,
    Position,
)

_KINDS = {"email": "email", "address": "address", **dict.fromkeys(records.TELEPHONES, "phone")}
_LONGEST = 200  # letters of an office
_OFFICE_WITHOUT_BODY = "It is an office of no organisation that is here."
Numbered = tuple[int, Any]
Offices = dict[tuple[int, str], int]


class Loose:
    """Knows what the ids of a file stand for, and makes areas and offices."""

    def __init__(self, run: ImportRun, drafting: Drafting, numbers: Numbers) -> None:
        self._run, self._drafting, self._numbers = run, drafting, numbers
        self._asked = set[str]()  # ids that were looked for among what is here
        self._areas: dict[str, int] = {}
        self._bodies: dict[str, int] = {}
        self._area_names: dict[str, str] = {}
        self._offices: dict[str, tuple[int, int, str]] = {}  # with its organisation and label
        self._numbered: dict[tuple[int, str], str] = {}  # the ids of offices that have one
        self._parents: dict[str, int] = {}
        self._waiting: list[tuple[type[models.Model], dict[str, Any]]] = []

    def know(self, record: records.Organisation | records.Person, pk: int | None) -> None:
        """Remember which organisation an id stands for."""
        if pk is not None and isinstance(record, records.Organisation) and record.id:
            self._bodies[record.id] = pk

    def knows(self, said: records.Membership) -> bool:
        """Tell whether the ids of a place say where it is."""
        return said.organisation_id in self._bodies or said.position_id in self._offices

    def find(self, ids: Iterable[str], callings: Callings) -> None:
        """Find the organisations of ids that came in with another file."""
        asked = {*ids} - self._bodies.keys() - self._asked - {""}
        self._asked |= asked
        self._bodies |= callings.look_up_ids(asked) if asked else {}

    def know_parents(self, found: Iterable[records.Organisation]) -> None:
        """Look up by name what organisations are part of."""
        names = [
            each.parent for each in found if each.parent and each.parent_id not in self._bodies
        ]
        self._parents = known_bodies(names) if names else {}

    def areas(self, found: list[Numbered]) -> Iterator[Verdict]:
        """Take areas in; one of a name and a sort is there once."""
        here = {
            (name, sort): pk
            for pk, name, sort in Area.objects.filter(
                name__in=[record.name for _number, record in found]
            ).values_list("pk", "name", "classification")
        }
        made = []
        for number, record in found:
            key = (record.name[:200], record.classification[:100])
            kind = Kind.SAME if key in here else Kind.NEW
            if key not in here:
                here[key] = self._numbers.take(Area)
                values = {"pk": here[key], "name": key[0], "classification": key[1]}
                values |= {
                    "code": record.identifier[:60],
                    "parent_id": self._areas.get(record.parent_id),
                }
                made.append((Area, values))
            self._areas[record.id], self._area_names[record.id] = here[key], record.name
            yield Verdict(number, kind, record.name)
        write_loose(made, self._run)

    def about(self, draft: Draft, record: records.Organisation) -> None:
        """Say what an organisation is part of and where; what is not here is kept as a line."""
        parent = self._bodies.get(record.parent_id) or self._parents.get(same_name(record.parent))
        said = record.parent or record.parent_id
        if parent and not _is_below(parent, draft):
            draft.put("parent_id", parent)
        elif said:
            self._drafting.keep(draft, [f"part of: {said}"])
        area = self._areas.get(record.area_id)
        if area:
            draft.put("area_id", area)
        elif record.area_id:
            self._drafting.keep(draft, [f"area: {record.area_id}"])
        if record.id:
            self._bodies[record.id] = draft.pk

    def positions(self, found: list[Numbered]) -> Iterator[Verdict]:
        """Take offices in; an organisation has one of a label, unless they are numbered apart."""
        here = self._here({self._bodies.get(record.organisation_id) for _n, record in found})
        for number, record in found:
            body, label = self._bodies.get(record.organisation_id), record.label[:_LONGEST]
            if body is None:
                yield Verdict(
                    number, Kind.REFUSED, label, reason=_OFFICE_WITHOUT_BODY, record=record
                )
                continue
            label = self._label(body, record, here)
            kind = Kind.SAME if (body, label) in here else Kind.NEW
            days = {"since": record.start, "until": record.end}
            if kind is Kind.NEW and (reason := fault_of(Position, days)):
                yield Verdict(number, Kind.REFUSED, label, reason=reason, record=record)
                continue
            if kind is Kind.NEW:
                here[body, label] = self._office(body, label, record)
            if record.id:
                self._offices[record.id] = (here[body, label], body, label)
                self._numbered[body, label] = record.id
            yield Verdict(number, kind, label)
        self.store()

    def _label(self, body: int, record: records.Position, here: Offices) -> str:
        """Return what an office is called: what it is for as well, if another has its label."""
        label = record.label[:_LONGEST]
        if not record.id:
            return label
        area = self._area_names.get(record.area_id, "")
        days = "–".join(filter(None, (record.start, record.end)))
        by_number = f"{label} ({record.id})"[:_LONGEST]
        longer = [f"{label}, {area}" if area else "", f"{label} ({days})" if days else ""]
        longer = [label, *(each[:_LONGEST] for each in longer if each), by_number]
        if (body, by_number) in here:
            return by_number
        free = (each for each in longer if self._numbered.get((body, each)) in (None, record.id))
        return next(free, by_number)

    def offices(self, found: Iterable[records.Person]) -> Offices:
        """Return the offices of the organisations that people are at, by their labels."""
        labels = {each.position for record in found for each in record.memberships} - {""}
        rows = Position.objects.filter(label__in=labels) if labels else Position.objects.none()
        return {
            (body, label): pk for pk, body, label in rows.values_list("pk", "organisation", "label")
        }

    def body_of(self, said: records.Membership, where: dict[str, int]) -> int | None:
        """Return at which organisation a place is; None if it is not here."""
        if said.position_id in self._offices:
            return self._offices[said.position_id][1]
        return self._bodies.get(said.organisation_id) or where.get(same_name(said.organisation))

    def places(
        self,
        draft: Draft,
        record: records.Person,
        bodies: list[int | None],
        *,
        offices: Offices,
        held: Held,
    ) -> None:
        """Add the places of a person. Of somebody private no office is made: all see those."""
        places = held.places.get(draft.pk, ())
        for said, body in zip(record.memberships, bodies, strict=True):
            label, office = said.position, None
            if body is None:
                told = tuple((name, getattr(said, field)) for name, field in TITLES.items())
                self._keep(draft, told, held=held)
                continue
            if said.position_id in self._offices:
                office, _body, label = self._offices[said.position_id]
            else:
                office = offices.get((body, label))
            if len(label) > _LONGEST:
                draft.reason = TOO_LONG
            elif label and office is None and self._makes_office(body, label, places):
                office = offices[body, label] = self._office(body, label, None)
            role = ", ".join(filter(None, (said.role, said.unit)))
            if office is None and label:
                role = ", ".join(filter(None, (label, role)))
            sent = self._bodies.get(said.on_behalf_of_id)
            columns = {
                "organisation_id": body,
                "position_id": office,
                "role": role,
                "on_behalf_of_id": sent,
            }
            what = label if office else role
            title = label if role not in ("", label) and not office else ""
            self._drafting.place(draft, said, columns, what=what, held=held)
            kept = [
                ("on behalf of", "" if sent else said.on_behalf_of or said.on_behalf_of_id),
                ("area", said.area_id),
                (TITLE, title),
                ("post", "" if office or label else said.position_id),
            ]
            self._keep(draft, kept, held=held)

    def _makes_office(self, body: int, label: str, here: Iterable[Membership]) -> bool:
        """Tell whether a title is an office: not of somebody private, nor a role they have."""
        roles = {each.role for each in here if each.organisation_id == body}
        return self._run.is_shared and label not in roles

    def _keep(self, draft: Draft, told: Iterable[tuple[str, str]], *, held: Held) -> None:
        """Keep what a place has no field for, if it is not here."""
        known = held.lines.get(draft.pk, ())
        lines = [f"{name}: {text}" for name, text in told if text]
        if lines := [each for each in lines if each not in known]:
            self._drafting.keep(draft, lines)

    def store(self) -> None:
        """Store the offices that were made."""
        write_loose(self._waiting, self._run)
        self._waiting = []

    def _office(self, body: int, label: str, record: records.Position | None) -> int:
        pk = self._numbers.take(Position)
        values: dict[str, Any] = {"pk": pk, "organisation_id": body, "label": label}
        if record is not None:
            values |= {"since": record.start, "until": record.end}
            values["area_id"] = self._areas.get(record.area_id)
        self._waiting.append((Position, values))
        for each in record.details if record is not None else ():
            detail: dict[str, Any] = {"pk": self._numbers.take(ContactDetail), "position_id": pk}
            detail |= {
                "embassy_id": None if self._run.is_shared else self._run.embassy_id,
                "label": each.label[:100],
            }
            kind = _KINDS.get(each.type, "other")
            self._waiting.append(
                (ContactDetail, detail | {"kind": kind, "value": each.value[:300]})
            )
        return pk

    def _here(self, bodies: set[int | None]) -> Offices:
        rows = Position.objects.filter(organisation__in=bodies - {None})
        return {
            (body, label): pk for pk, body, label in rows.values_list("pk", "organisation", "label")
        }


def is_somewhere(said: records.Membership) -> bool:
    """Tell whether a place names an organisation; cards may give a title alone."""
    return any((said.organisation.strip(), said.organisation_id, said.position_id))


def _is_below(parent: int, draft: Draft) -> bool:
    """Tell whether an organisation is a part of the one that would be a part of it."""
    if draft.is_made:
        return parent == draft.pk
    above: int | None = parent
    seen: set[int] = set()
    while above is not None and above not in seen:
        if above == draft.pk:
            return True
        seen.add(above)
        above = Organisation.objects.filter(pk=above).values_list("parent", flat=True).first()
    return False
