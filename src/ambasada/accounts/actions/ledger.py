"""Writing to the audit ledger, and letting go of its oldest lines."""

import re
from datetime import UTC, date, datetime, time

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ambasada.accounts.models import (
    Actor,
    LedgerCheckpoint,
    LedgerHead,
    LedgerLine,
    Member,
    Verb,
)
from ambasada.accounts.queries import ledger_faults
from ambasada.lib import chain
from ambasada.lib.refused import Refused

# The kind of a thing, perhaps with its app, and its number: no room for a word about anybody.
_SUBJECT = re.compile(
    r"[a-z][a-z0-9_]{0,38}(?:\.[a-z][a-z0-9_]{0,38})?:(?:[1-9][0-9]{0,18}|unknown)"
)
_DIGEST = re.compile(r"[0-9a-f]{64}|")
_ADVISORY_LOCK = 0x4C45_4447_4552  # "LEDGER"; any number would do that nobody else takes


@transaction.atomic
def append(
    verb: Verb, *, by: Member | Actor, subject: str, now: datetime, digest: str = ""
) -> LedgerLine:
    """Write a line at the end of the ledger, in the caller's transaction if there is one.

    Lines are numbered without a gap, whoever writes at the same time: SQLite has one writer, and
    on PostgreSQL others wait until this transaction ends, which is why this is best an action's
    last step. A chain that was found broken goes on, and is never sealed again: what was done is
    still written down, and nothing covers up the damage. Raises ValueError on anything but a verb,
    a member or actor, a "kind:number", 64 hexadecimal digits or none, and a time with a zone.
    """
    values = {
        "at": _minute(now),
        "actor": _actor(by),
        "verb": Verb(verb).value,
        "subject": _matching(_SUBJECT, subject),
        "digest": _matching(_DIGEST, digest),
    }
    _wait_for_others()
    # Without a head, which a migration made, the chain is broken from here on.
    head = LedgerHead.objects.first() or LedgerHead(pk=1, number=0, sha256=chain.GENESIS)
    last = LedgerLine.objects.aggregate(number=Max("number"))["number"] or 0
    is_sound = head.is_sealed and head.number == last
    values |= {"number": max(head.number, last) + 1, "previous": head.sha256}
    line = LedgerLine(**values, sha256=LedgerLine.sha256_of(values))
    line.save(force_insert=True)
    head.move_to(line, is_sound=is_sound)
    head.save()
    return line


@transaction.atomic
def prune(*, before: date, now: datetime) -> LedgerLine | None:
    """Let go of the lines from before a day (in UTC), leaving a checkpoint in their stead.

    Returns the line that tells of it, or None if there was nothing so old. Lines go from the
    first on, and none goes that stands after one to be kept. Raises Refused if the ledger is
    damaged: what would go might be what shows how.
    """
    _wait_for_others()
    last = _last_before(datetime.combine(before, time(), UTC))
    if last is None:
        return None
    if ledger_faults():
        message = _("The ledger is damaged and was not pruned. Run `ambasada check`.")
        raise Refused(message)
    LedgerCheckpoint.objects.filter(number__lt=last.number).delete()
    LedgerCheckpoint.objects.create(number=last.number, sha256=last.sha256, at=_minute(now))
    subject = f"checkpoint:{last.number}"
    told = append(Verb.PRUNED, by=Actor.CLOCK, subject=subject, now=now, digest=last.sha256)
    with connection.cursor() as cursor:  # the ORM would load every line first, for its signals
        cursor.execute("DELETE FROM accounts_ledgerline WHERE number <= %s", [last.number])
    return told


def _last_before(moment: datetime) -> LedgerLine | None:
    """Return the last line of those at the beginning that are all older than a moment."""
    lines = LedgerLine.objects.order_by("number")
    kept = lines.filter(at__gte=moment).first()
    return (lines.filter(number__lt=kept.number) if kept else lines).last()


def _wait_for_others() -> None:
    """Be the only one who writes to the ledger until this transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])


def _minute(now: datetime) -> datetime:
    if now.tzinfo is None:
        message = "a ledger line needs a time with a zone"
        raise ValueError(message)
    return now.astimezone(UTC).replace(second=0, microsecond=0)


def _actor(by: object) -> str:
    if isinstance(by, Actor):
        return by.value
    if isinstance(by, Member) and by.pk:
        return f"member:{by.pk}"
    message = "a ledger line is by a stored member or an Actor"
    raise ValueError(message)


def _matching(shape: re.Pattern[str], value: str) -> str:
    if not shape.fullmatch(value):
        message = f"a ledger line has no room for {value[:40]!r}"
        raise ValueError(message)
    return value
