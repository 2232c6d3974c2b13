"""What a record becomes: a person or an organisation, and rows about them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.db import models

from ambasada.lib.contacts import records
from ambasada.lib.refused import Refused
from ambasada.relations.actions.importing.callings import callings_of
from ambasada.relations.actions.importing.held import Held
from ambasada.relations.actions.importing.matching import (
    Keys,
    fingerprint,
    identifier_lines,
    names_of,
)
from ambasada.relations.actions.importing.storing import Numbers
from ambasada.relations.actions.importing.terms import Difference, Terms
from ambasada.relations.days import is_before
from ambasada.relations.leftovers import lines_of, too_long_in
from ambasada.relations.models import (
    RECORD,
    ContactDetail,
    Leftover,
    LegalBasis,
    Membership,
    Organisation,
    Origin,
    Person,
    Spelling,
)
from ambasada.relations.names import sort_key

_REVIEWED = timedelta(days=365)
_KINDS = {
    "email": "email",
    "address": "address",
    "url": "web",
    "im": "other",
    **dict.fromkeys(records.TELEPHONES, "phone"),
}
_PLAIN = ("email", "address", "url", "voice")  # whose kind needs no label
_WEB = ("http://", "https://")  # a link to anything else might run as whoever follows it

TOO_LONG = "A part of it is longer than the directory has room for."
ENDS_FIRST = "Something in it ends before it begins."
Row = tuple[type[models.Model], dict[str, Any]]


@dataclass(slots=True)
class Draft:
    """Somebody in the making, or somebody here with what a record adds."""

    number: int
    model: type[Person | Organisation]
    pk: int
    name: str
    keys: Keys
    held: Any = None  # the row as it stands, if somebody is here already
    values: dict[str, Any] = field(default_factory=dict)  # of a new row, or what is filled in
    rows: list[Row] = field(default_factory=list)
    closed: list[tuple[Membership, str]] = field(default_factory=list)  # places, until when
    differences: list[Difference] = field(default_factory=list)
    reason: str = ""  # why it cannot be kept

    @property
    def is_made(self) -> bool:
        """Whether nobody was here."""
        return self.held is None

    @property
    def adds(self) -> bool:
        """Whether anything changes besides that the record is known."""
        return bool(self.values or self.closed) or any(
            model is not Origin for model, _values in self.rows
        )

    @property
    def of(self) -> dict[str, int]:
        """The column that names it, in rows about it."""
        return {"person_id" if self.model is Person else "organisation_id": self.pk}

    def add(self, model: type[models.Model], values: dict[str, Any], *, told: str = "") -> None:
        """Add a row; tell of it."""
        self.reason = self.reason or fault_of(model, values)
        self.rows.append((model, values))
        if told:
            self.differences.append(Difference(str(model._meta.model_name), "", told))

    def put(self, name: str, value: Any) -> None:  # noqa: ANN401 -- of any field
        """Fill in a field; what stands there already stays, and lists grow."""
        if not value:
            return
        stands = getattr(self.held, name) if self.held else None
        if isinstance(value, list):
            value = list(dict.fromkeys([*(stands or ()), *value]))
        elif stands and stands != value:
            self.differences.append(Difference(name, str(stands), str(value), is_left=True))
            return
        if value != stands:
            self.values[name] = value
            if self.held:
                self.differences.append(Difference(name, _told(stands), _told(value)))


class Drafting:
    """Makes drafts on some terms."""

    def __init__(self, terms: Terms, numbers: Numbers, *, today: date) -> None:
        """Raise Refused if what was declared has no room."""
        self._terms, self._numbers = terms, numbers
        self._basis = _basis(terms, today)
        if reason := fault_of(LegalBasis, self._basis):
            raise Refused(reason)

    def person(
        self, number: int, record: records.Person, keys: Keys, *, pk: int | None, held: Held
    ) -> Draft:
        """Return what somebody becomes, or what the record adds to somebody."""
        draft = self._begun(Person, number, record, keys=keys, pk=pk, held=held)
        is_own = draft.is_made or draft.held.embassy_id == self._terms.scope_id
        if draft.is_made:
            draft.values["embassy_id"] = self._terms.scope_id
            own = {"pk": self._numbers.take(LegalBasis), "person_id": draft.pk}
            draft.rows.append((LegalBasis, self._basis | own))
        lines = []
        if is_own:
            draft.put("honorific", record.honorific_prefix)
        elif record.honorific_prefix:
            lines.append(f"prefix: {record.honorific_prefix}")
        self._about(draft, record, held, is_own=is_own, lines=lines)
        return self._checked(draft)

    def organisation(
        self, number: int, record: records.Organisation, keys: Keys, *, pk: int | None, held: Held
    ) -> Draft:
        """Return what an organisation becomes, or what the record adds to one."""
        draft = self._begun(Organisation, number, record, keys=keys, pk=pk, held=held)
        draft.put("classification", record.classification)
        draft.put("since", record.founded)
        draft.put("until", record.dissolved)
        draft.put("identifiers", identifier_lines(record))
        self._about(draft, record, held, is_own=True, lines=[])
        return self._checked(draft)

    def place(
        self,
        draft: Draft,
        said: records.Membership,
        columns: dict[str, Any],
        *,
        what: str,
        held: Held,
    ) -> None:
        """Add a place of a person, or close the one that is here already."""
        known = [
            each
            for each in held.places.get(draft.pk, ())
            if each.organisation_id == columns["organisation_id"]
            and (not what or each.what.casefold() == what.casefold())
            and (not said.start or not each.since or each.since == said.start)
        ]
        if known:
            self._close(draft, known[0], said.end)
            pk = known[0].pk
        else:
            pk = self._numbers.take(Membership)
            values = {
                "pk": pk,
                "person_id": draft.pk,
                "embassy_id": self._terms.scope_id,
                **columns,
                "since": said.start,
                "until": said.end,
                "sources": [each.url for each in said.sources],
            }
            draft.add(Membership, values, told=what or said.organisation)
        self._details(draft, said.details, owner={"membership_id": pk}, held=held)

    def _close(self, draft: Draft, place: Membership, until: str) -> None:
        if not until or place.until == until:
            return
        if place.until or (place.since and is_before(until, place.since)):
            draft.differences.append(Difference("until", place.until, until, is_left=True))
            return
        draft.closed.append((place, until))
        draft.differences.append(Difference("until", "", until))

    def _begun(
        self,
        model: type[Person | Organisation],
        number: int,
        record: records.Person | records.Organisation,
        *,
        keys: Keys,
        pk: int | None,
        held: Held,
    ) -> Draft:
        name = " ".join(record.name.split())
        if pk is not None:
            return Draft(number, model, pk, name, keys, held=held.owners[pk])
        draft = Draft(number, model, self._numbers.take(model), name, keys)
        draft.values = {"pk": draft.pk, "name": name, "sort_key": sort_key(name)}
        return draft

    def _checked(self, draft: Draft) -> Draft:
        """Say why the row itself cannot be kept, together with what stands in it."""
        stands = {each: getattr(draft.held, each, "") for each in ("since", "until")}
        draft.reason = draft.reason or fault_of(draft.model, stands | draft.values)
        return draft

    def _about(
        self,
        draft: Draft,
        record: records.Person | records.Organisation,
        held: Held,
        *,
        is_own: bool,
        lines: list[str],
    ) -> None:
        """Add what people and organisations both have; what is not theirs to change is kept."""
        languages = {each.text: each.language for each in record.other_names}
        lines += self._links(draft, record, is_own=is_own)
        for text in names_of(record):
            if text in held.names.get(draft.pk, ()):
                continue
            if is_own:
                self._spelling(draft, text, languages.get(text, ""), told=not draft.is_made)
            else:
                lines.append(f"name: {text}")
        self._details(draft, record.details, owner=draft.of, held=held)
        callings = callings_of(record, self._terms.source)
        for scheme, value in ((RECORD, fingerprint(record)), *callings):
            values = {"embassy_id": self._terms.scope_id, "scheme": scheme, "value": value}
            draft.add(Origin, draft.of | values)
        lines += lines_of(record)
        kept = [each for each in dict.fromkeys(lines) if each not in held.lines.get(draft.pk, ())]
        if kept:
            self.keep(draft, kept)
        for name in too_long_in(record):
            draft.differences.append(Difference(name, "", "", is_left=True))

    def keep(self, draft: Draft, lines: list[str]) -> None:
        """Keep lines of what has no field; those of one record are one row."""
        row = next((values for model, values in draft.rows if model is Leftover), None)
        if row is None:
            values: dict[str, Any] = {"pk": self._numbers.take(Leftover), "lines": lines}
            draft.add(Leftover, draft.of | values | {"embassy_id": self._terms.embassy.pk})
        else:
            row["lines"] = [*row["lines"], *lines]
        draft.differences += [Difference("leftover", "", each) for each in lines]

    def _spelling(self, draft: Draft, text: str, language: str, *, told: bool) -> None:
        scope = self._terms.scope_id if draft.model is Person else None
        values: dict[str, Any] = {"pk": self._numbers.take(Spelling), "embassy_id": scope}
        values |= {"text": text, "language": language}
        draft.add(Spelling, draft.of | values, told=text if told or text != draft.name else "")

    def _links(
        self, draft: Draft, record: records.Person | records.Organisation, *, is_own: bool
    ) -> list[str]:
        """Put links where they belong; return as lines those that can't stand there."""
        if not (record.links or record.sources):
            return []
        links = ["".join(each.url.splitlines()) for each in record.links]
        sources = [each.url for each in record.sources]
        fit = [each for each in links if is_own and each.startswith(_WEB)]
        draft.put("links", fit)
        draft.put("sources", sources if is_own else [])
        left = [f"link: {each}" for each in links if each not in fit]
        return left + ([] if is_own else [f"source: {each}" for each in sources])

    def _details(
        self,
        draft: Draft,
        details: Iterable[records.ContactDetail],
        *,
        owner: dict[str, int],
        held: Held,
    ) -> None:
        known = held.ways.get(draft.pk, ())
        for each in details:
            kind = _KINDS.get(each.type, "other")
            value = each.value if kind == "address" else "".join(each.value.splitlines())
            if (kind, value.casefold()) in known or not value:
                continue
            values = {
                **owner,
                "pk": self._numbers.take(ContactDetail),
                "embassy_id": self._terms.scope_id,
                "kind": kind,
                "value": value,
                "label": " ".join(
                    filter(None, (each.label, "" if each.type in _PLAIN else each.type))
                ),
                "note": each.note,
                "since": each.valid_from,
                "until": each.valid_until,
            }
            draft.add(ContactDetail, values, told=value)


def _basis(terms: Terms, today: date) -> dict[str, Any]:
    """Return why the embassy keeps whoever comes in new."""
    values = {
        "embassy_id": terms.embassy.pk,
        "source": terms.source,
        "review_on": today + _REVIEWED,
    }
    if terms.is_shared or terms.why is None:
        return values | {"basis": LegalBasis.Basis.PUBLIC_OFFICE.value}
    return values | terms.why._asdict()


def _told(value: Any) -> str:  # noqa: ANN401 -- of any field
    return ", ".join(value) if isinstance(value, list) else str(value or "")


def fault_of(model: type[models.Model], values: dict[str, Any]) -> str:
    """Return why a row cannot be kept: SQLite would keep a long text, and PostgreSQL fail."""
    for name, most in _limits(model):
        if len(values.get(name, "")) > most:
            return TOO_LONG
    since, until = values.get("since"), values.get("until")
    return ENDS_FIRST if since and until and is_before(until, since) else ""


@cache
def _limits(model: type[models.Model]) -> list[tuple[str, int]]:
    return [
        (each.attname, each.max_length)
        for each in model._meta.concrete_fields
        if isinstance(each, models.CharField) and each.max_length
    ]
