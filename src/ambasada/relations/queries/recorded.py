"""People and organisations as records that files are written from: a few queries for a thousand."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from django.db.models import Count, Prefetch, QuerySet

from ambasada.lib.contacts import records
from ambasada.network.models import Embassy
from ambasada.relations.leftovers import NOTE, PARTS, TITLE, TITLES, extra_of
from ambasada.relations.models import (
    ContactDetail,
    Leftover,
    Membership,
    Organisation,
    Person,
    Spelling,
)

_AT_ONCE = 1000
_TYPES = {"email": "email", "address": "address", "phone": "voice", "web": "url"}


def recorded(rows: QuerySet[Any], embassy: Embassy) -> Iterator[Any]:
    """Yield people or organisations as records, in the order of names, as an embassy sees them."""
    found = rows.order_by("sort_key", "pk").prefetch_related(*_about(rows.model, embassy))
    of = _person if rows.model is Person else _organisation
    yield from map(of, found.iterator(chunk_size=_AT_ONCE))


def _about(model: type[Any], embassy: Embassy) -> Iterator[Any]:
    yield Prefetch("spellings", Spelling.objects.seen_by(embassy).order_by("pk"))
    yield Prefetch("leftovers", Leftover.objects.seen_by(embassy).order_by("pk"))
    details = ContactDetail.objects.seen_by(embassy).order_by("pk")
    yield Prefetch("details", details)
    if model is Person:
        places = Membership.objects.seen_by(embassy).order_by("pk")
        places = places.select_related("organisation", "position", "on_behalf_of")
        yield Prefetch("memberships", places.prefetch_related(Prefetch("details", details)))
    else:
        yield "parent"


def _person(row: Person) -> records.Person:
    kept = _Kept(row)
    places = [_membership(each, kept) for each in row.memberships.all()]
    return records.Person(
        **_said(row, kept),
        **kept.parts,
        honorific_prefix=row.honorific,
        memberships=(*places, *kept.titles()),
    )


def _organisation(row: Organisation) -> records.Organisation:
    numbers = [each.partition(": ") for each in row.identifiers]
    identifiers = [
        records.Identifier(scheme=scheme if sign else "", value=value if sign else scheme)
        for scheme, sign, value in numbers
    ]
    return records.Organisation(
        **_said(row, _Kept(row)),
        circle=row.circle,
        classification=row.classification,
        parent=row.parent.name if row.parent else "",
        parent_id=str(row.parent.ref) if row.parent else "",
        founded=row.since,
        dissolved=row.until,
        identifiers=tuple(identifiers),
    )


class _Kept:
    """What was kept as lines, told apart by what they begin with."""

    def __init__(self, row: Person | Organisation) -> None:
        self.parts: dict[str, Any] = {}
        self.notes: list[str] = []
        self.extra: list[records.Extra] = []
        self.names: dict[str, str] = {}  # what other names are: a nickname, a maiden name
        self._titles: dict[str, list[str]] = {each: [] for each in TITLES}
        self._placed = set[str]()
        spelt = {each.text for each in row.spellings.all()}
        for line in (line for each in row.leftovers.all() for line in each.lines):
            name, _colon, value = line.partition(": ")
            if name in PARTS:
                self.parts.setdefault(PARTS[name], value)
            elif name == NOTE:
                self.notes.append(value)
            elif name in TITLES and isinstance(row, Person):
                self._titles[name].append(value)
            elif value in spelt and not extra_of(line).form:
                self.names.setdefault(value, name)
            else:
                self.extra.append(extra_of(line))

    def title_of(self, role: str) -> tuple[str, str]:
        """Return the title of a place that is no office here, and what is left of the role."""
        for title in self._titles[TITLE]:
            if role.startswith(f"{title}, "):
                self._placed.add(title)
                return title, role.removeprefix(f"{title}, ")
        return "", role

    def titles(self) -> Iterator[records.Membership]:
        """Yield what somebody is nobody says where."""
        self._titles[TITLE] = [each for each in self._titles[TITLE] if each not in self._placed]
        for said in zip_longest(*self._titles.values(), fillvalue=""):
            fields: dict[str, Any] = dict(zip(TITLES.values(), said, strict=True))
            yield records.Membership(**fields)


def _said(row: Person | Organisation, kept: _Kept) -> dict[str, Any]:
    """Return the fields that people and organisations both have."""
    others = [
        records.OtherName(
            text=each.text, language=each.language, note=kept.names.get(each.text, "")
        )
        for each in row.spellings.all()
        if each.text != row.name or each.language
    ]
    return {
        "id": str(row.ref),
        "name": row.name,
        "other_names": tuple(others),
        "details": tuple(map(_detail, row.details.all())),
        "links": tuple(records.Link(url=each) for each in row.links),
        "sources": tuple(records.Link(url=each) for each in row.sources),
        "notes": tuple(kept.notes),
        "extra": tuple(kept.extra),
    }


def _membership(row: Membership, kept: _Kept) -> records.Membership:
    title, role = (row.position.label, row.role) if row.position else kept.title_of(row.role)
    return records.Membership(
        organisation=row.organisation.name,
        organisation_id=str(row.organisation.ref),
        position=title,
        role=role,
        on_behalf_of=row.on_behalf_of.name if row.on_behalf_of else "",
        start=row.since,
        end=row.until,
        details=tuple(map(_detail, row.details.all())),
        sources=tuple(records.Link(url=each) for each in row.sources),
    )


def _detail(row: ContactDetail) -> records.ContactDetail:
    kind, label = _TYPES.get(row.kind, "other"), row.label
    rest, _space, word = label.rpartition(" ")
    if (row.kind == ContactDetail.Kind.PHONE and word in records.TELEPHONES) or (
        kind == "other" and word == "im"
    ):
        kind, label = word, rest
    return records.ContactDetail(
        type=kind,
        value=row.value,
        label=label,
        note=row.note,
        valid_from=row.since,
        valid_until=row.until,
    )


def most_of(found: QuerySet[Any], embassy: Embassy) -> dict[str, int]:
    """Return how many places and postal addresses somebody has at most, of all who were found."""
    most: dict[str, int] = defaultdict(int)
    of = "person" if found.model is Person else "organisation"
    addresses = ContactDetail.objects.seen_by(embassy).filter(kind="address")
    counted = {"address": addresses}
    if found.model is Person:
        counted["place"] = Membership.objects.seen_by(embassy)
    for name, rows in counted.items():
        here = rows.filter(**{f"{of}__in": found.values("pk")}).order_by()
        counts = here.values(of).annotate(count=Count("pk")).order_by("-count")
        most[name] = next(iter(counts.values_list("count", flat=True)[:1]), 0)
    return most
