"""Exporting contacts: what an embassy sees of them, and a line of the ledger."""

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Member, Verb
from ambasada.lib.contacts.csv_writing import csv_lines
from ambasada.lib.contacts.popolo_writing import write_popolo
from ambasada.lib.contacts.records import CARD, POPOLO, Extra, Membership, Person, Records
from ambasada.lib.contacts.vcards import write_cards
from ambasada.network.models import Embassy
from ambasada.relations.leftovers import MARKS
from ambasada.relations.models import Organisation
from ambasada.relations.queries.recorded import most_of, recorded
from ambasada.relations.rules import require_keeper
from ambasada.relations.tables import cells_of, header_of


class Form(StrEnum):
    """What a file is written as."""

    CSV = "csv"
    VCARD = "vcf"
    POPOLO = "json"


class Exported(NamedTuple):
    """A file that is being written, in pieces."""

    pieces: Iterator[bytes]
    mark: str  # by which the file says which export it is


def export_contacts(
    found: QuerySet[Any], form: Form, *, embassy: Embassy, by: Member | Actor, now: datetime
) -> Exported:
    """Write people or organisations that were found as a file, as far as the embassy sees them.

    What was noted of meetings, restricted or not, is never in it, nor what another embassy alone
    knows. The file has a random mark, of which the ledger keeps the hash: whoever finds a copy can
    tell which export it was. Raises Refused unless the member keeps contacts.
    """
    if isinstance(by, Member):
        require_keeper(by, embassy, today=now.date())
    seen = found.filter(pk__in=found.model.objects.seen_by(embassy).values("pk"))
    mark = secrets.token_hex(16)
    digest = sha256(mark.encode()).hexdigest()
    with transaction.atomic():
        subject = f"network.embassy:{embassy.pk}"
        append(Verb.EXPORTED, by=by, subject=subject, now=now, digest=digest)
    return Exported(_WRITERS[form](seen, embassy, mark), mark)


def _table(found: QuerySet[Any], embassy: Embassy, mark: str) -> Iterator[bytes]:
    most = most_of(found, embassy)
    header = header_of(places=most["place"], addresses=most["address"])
    rows = (cells_of(each, header, mark) for each in recorded(found, embassy))
    return csv_lines(header, rows)


def _cards(found: QuerySet[Any], embassy: Embassy, mark: str) -> Iterator[bytes]:
    for each in recorded(found, embassy):
        yield write_cards([_marked(each, mark)])


def _marked(record: Any, mark: str) -> Any:  # noqa: ANN401 -- a person or an organisation
    extra = Extra(form=CARD, name=MARKS[CARD], value=mark)
    record = replace(record, extra=(*record.extra, extra))
    if isinstance(record, Person):
        return replace(record, memberships=tuple(map(_titled, record.memberships)))
    return record


def _titled(place: Membership) -> Membership:
    """Return a place as address books show it: they have one line for what somebody is."""
    return place if place.position else replace(place, position=place.role, role="")


def _popolo(found: QuerySet[Any], embassy: Embassy, mark: str) -> Iterator[bytes]:
    mark_of = Extra(form=POPOLO, name=MARKS[POPOLO], value=f'"{mark}"')
    if found.model is Organisation:
        yield write_popolo(Records(organisations=tuple(recorded(found, embassy)), extra=(mark_of,)))
        return
    bodies = Organisation.objects.filter(memberships__person__in=found.values("pk")).distinct()
    yield write_popolo(
        Records(
            people=tuple(recorded(found, embassy)),
            organisations=tuple(recorded(bodies, embassy)),
            extra=(mark_of,),
        )
    )


_WRITERS = {Form.CSV: _table, Form.VCARD: _cards, Form.POPOLO: _popolo}
