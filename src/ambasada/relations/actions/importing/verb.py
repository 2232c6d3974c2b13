"""The verb: from the records of a file to rows, with a verdict on each."""

import gc
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Member, Verb
from ambasada.lib.refused import Refused
from ambasada.relations.actions.importing.taking import Taking
from ambasada.relations.actions.importing.terms import Kind, Record, Tell, Terms
from ambasada.relations.models import (
    ImportRun,
    Membership,
    Organisation,
    Person,
    Position,
    Spelling,
)
from ambasada.relations.rules import require_keeper, require_leads

_CHUNK = 1000  # records: what is held of a file at once
_ROOM = 64 * 1024  # KiB of pages that SQLite keeps at hand; its own are 2 MB


@transaction.atomic
def import_contacts(  # noqa: PLR0913 -- a file, on what terms, and by whom
    records: Iterable[Record],
    terms: Terms,
    *,
    sha256: str,
    by: Member | Actor,
    now: datetime,
    is_dry: bool,
    tell: Tell,
) -> Counter[Kind]:
    """Take the records of a file in; tell what became of each, and return how many became what.

    A dry run is the same, undone at the end. What stands here is never written over: what a file
    says otherwise is told and left. Somebody new who is private comes in only for the reason that
    the terms declare. Raises Refused, and changes nothing, unless the member keeps contacts; for
    what all embassies are to share it takes a coordinator, whom the command line cannot stand in
    for once somebody joined; and if the terms are to take all or nothing and a record is refused.
    """
    _require(by, terms, now)
    counts: Counter[Kind] = Counter()
    run = ImportRun.objects.create(
        embassy=terms.embassy,
        member=by if isinstance(by, Member) else None,
        at=now,
        sha256=sha256,
        is_shared=terms.is_shared,
    )
    taking = Taking(run, terms, now=now)
    numbered = enumerate(records, start=1)
    with _settled(), _roomy():
        while chunk := list(islice(numbered, _CHUNK)):
            for verdict in taking.take(chunk):
                counts[verdict.kind] += 1
                tell(verdict)
    if terms.is_whole and counts[Kind.REFUSED]:
        if not is_dry:
            raise Refused(_("A part of it cannot be taken in, and so nothing was."))
        transaction.set_rollback(True)
        return counts
    _close(run, counts, by=by, now=now)
    if not is_dry:
        _count_rows()
    transaction.set_rollback(is_dry)
    return counts


@contextmanager
def _settled() -> Iterator[None]:
    """Let Python’s collector look at what is made from here on, and not at all that is loaded.

    It would go through that again for every few thousand rows: a quarter of an import.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def _roomy() -> Iterator[None]:
    """Let SQLite keep more pages: with few, each is written and read again for every thousand rows.

    That was a fifth of an import. Django’s own cursor would refuse to put it back after an error.
    """
    if connection.vendor != "sqlite":
        yield
        return
    database = connection.connection
    ((before,),) = database.execute("PRAGMA cache_size").fetchall()
    database.execute(f"PRAGMA cache_size = -{_ROOM}")
    try:
        yield
    finally:
        database.execute(f"PRAGMA cache_size = {before}")


def _count_rows() -> None:
    """Let PostgreSQL know how many there are, before it looks at the end whom each row names.

    A dry run leaves tables that it takes for empty. Of those any index is as good to it as another,
    and it read a whole one for each row: a quarter of an hour for 100,000 people.
    """
    if connection.vendor == "postgresql":
        named = (Organisation, Person, Position, Membership, Spelling)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(each._meta.db_table for each in named)}")


def _require(by: Member | Actor, terms: Terms, now: datetime) -> None:
    if isinstance(by, Member):
        require_keeper(by, terms.embassy, today=now.date())
        if terms.is_shared:
            require_leads(by, terms.embassy, today=now.date())
    elif terms.is_shared and by != Actor.FOUNDER:
        raise Refused(_("What all embassies are to share, a coordinator imports."))


def _close(run: ImportRun, counts: Counter[Kind], *, by: Member | Actor, now: datetime) -> None:
    """Write down what a run did; one that did nothing leaves nothing."""
    if not run.rows.exists():
        run.delete()
        return
    run.counts = {kind.value: count for kind, count in counts.items()}
    run.save(update_fields=["counts"])
    append(Verb.IMPORTED, by=by, subject=run.subject, now=now)
