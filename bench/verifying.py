"""Filling a ledger, and verifying it; imported once Django is set up."""

import json
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.core.management import call_command
from django.db import transaction

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, LedgerHead, LedgerLine, Verb
from ambasada.accounts.queries import ledger_faults

_BEGUN = datetime(2026, 11, 24, 12, tzinfo=UTC)
_APPENDED = 500
_BATCH = 10_000
_PROCESS = Path("/proc/self")


def fill(lines: int) -> None:
    """Fill an empty data folder with so many lines; print what appending took as JSON."""
    call_command("migrate", "accounts", interactive=False, verbosity=0)
    started = time.perf_counter()
    for number in range(1, _APPENDED + 1):
        append(Verb.ASKED, by=Actor.OPERATOR, subject=f"approval:{number}", now=_BEGUN)
    seconds = time.perf_counter() - started
    for first in range(_APPENDED + 1, lines + 1, _BATCH):
        _chain(first, min(first + _BATCH, lines + 1))
    json.dump({"milliseconds": seconds / _APPENDED * 1000}, sys.stdout)


def verify(lines: int) -> None:
    """Verify a ledger of so many lines; print what it took as JSON."""
    count = LedgerLine.objects.count()
    _forget_peak()
    before = _peak()
    started = time.perf_counter()
    found = ledger_faults()
    seconds = time.perf_counter() - started
    if found or count != lines:
        sys.exit(f"The ledger of {count} lines that was filled is not sound: {found}")
    json.dump({"seconds": seconds, "megabytes": _peak() - before}, sys.stdout)


@transaction.atomic
def _chain(first: int, end: int) -> None:
    """Write the lines from one number up to another as `append` would, many at once."""
    head = LedgerHead.objects.get()
    made = []
    for number in range(first, end):
        values = {
            "number": number,
            "at": _BEGUN + timedelta(minutes=number),
            "actor": "member:7",
            "verb": Verb.APPROVED.value,
            "subject": f"publishing.newspage:{number}",
            "digest": head.sha256,
            "previous": head.sha256,
        }
        line = LedgerLine(**values, sha256=LedgerLine.sha256_of(values))
        head.move_to(line, is_sound=True)
        made.append(line)
    LedgerLine.objects.bulk_create(made, batch_size=500)
    head.save()


def _forget_peak() -> None:
    """Let Linux count this process's peak of memory from now on."""
    (_PROCESS / "clear_refs").write_text("5", encoding="ascii")


def _peak() -> float:
    """Return the most megabytes that were resident since; Linux counts in KiB."""
    status = (_PROCESS / "status").read_text(encoding="ascii")
    line = next(each for each in status.splitlines() if each.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024
