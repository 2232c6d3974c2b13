"""Reads of the ledger: whether its chain holds, and one page of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, connection
from django.db.models import Max

from ambasada.accounts.covered_lines import covered
from ambasada.accounts.models import (
    Actor,
    LedgerCheckpoint,
    LedgerHead,
    LedgerLine,
    Member,
    Verb,
)
from ambasada.lib import chain

LEDGER_PAGE = 50  # lines of one screen in the admin

_ADVICE = "Restore the database from a backup and compare."
_UNLINKED = "does not follow from the line before it: one of the two was put in or exchanged"
_GUARDS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
    "postgresql": (
        "SELECT tgname FROM pg_trigger "
        "WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled <> 'D'"
    ),
}
_GUARDS_EXPECTED = 3  # raised by migration 0002


def ledger_faults() -> list[str]:
    """Return a sentence for each kind of damage to the ledger; reads every line, a few at a time.

    Somebody with the database alone is found out. Somebody who puts back an older copy of all of
    it is not, and neither is somebody who has the secret too.
    """
    try:
        found = list(_found())
    except (DatabaseError, TypeError, ValueError):  # a value no column of that kind can have
        found = ["The ledger cannot be read"]
    return [f"{each}. {_ADVICE}" for each in found]


def _found() -> Iterable[str]:
    # The lines before the head: what is appended meanwhile moves the head, and is no damage.
    last = LedgerLine.objects.aggregate(number=Max("number"))["number"] or 0
    checkpoint = _checkpoint()
    head = LedgerHead.objects.first()
    walk = _Walk(checkpoint.number, checkpoint.sha256)
    end = head.number if head else last
    lines = LedgerLine.objects.filter(number__gt=checkpoint.number, number__lte=end)
    walk.follow(lines.order_by("number").iterator(chunk_size=1000))
    yield from walk.faults
    yield from _faults_of_checkpoint(checkpoint)
    yield from _faults_of_head(head, walk, last)
    if not _is_guarded():
        yield "The database does not keep ledger lines from being changed any more"


class _Walk:
    """Follows the chain from a line that is known, and remembers what did not fit.

    Of each kind of damage it keeps the first line and how many more there are, so that a ledger
    written anew from its first line needs no more memory than a sound one.
    """

    def __init__(self, number: int, sha256: str) -> None:
        self.number = number
        self.sha256 = sha256
        self._found: dict[str, tuple[int, int]] = {}

    def follow(self, lines: Iterable[LedgerLine]) -> None:
        for line in lines:
            self._step(line)

    @property
    def faults(self) -> list[str]:
        return [
            f"Ledger line {first} {what}" + (f", and {count - 1} more" if count > 1 else "")
            for what, (first, count) in self._found.items()
        ]

    def _step(self, line: LedgerLine) -> None:
        expected = self.number + 1
        if line.number > expected:
            self._note("is missing", expected, line.number - expected)
        elif line.previous != self.sha256:
            self._note(_UNLINKED, expected)
        if not line.is_intact:
            self._note("was altered", line.number)
        self.number, self.sha256 = line.number, line.sha256

    def _note(self, what: str, number: int, count: int = 1) -> None:
        first, before = self._found.get(what, (number, 0))
        self._found[what] = (first, before + count)


def _checkpoint() -> LedgerCheckpoint:
    """Return what the first line here follows; the beginning, if nothing was ever pruned."""
    newest = LedgerCheckpoint.objects.order_by("-number").first()
    return newest or LedgerCheckpoint(number=0, sha256=chain.GENESIS)


def _faults_of_checkpoint(checkpoint: LedgerCheckpoint) -> Iterable[str]:
    number = checkpoint.number
    if not number:
        return
    # The line about the pruning stands in the chain, which is sealed; a checkpoint alone is not.
    told = LedgerLine.objects.filter(
        number__gt=number,
        verb=Verb.PRUNED,
        subject=f"checkpoint:{number}",
        digest=checkpoint.sha256,
    )
    if not told.exists():
        yield f"The ledger's checkpoint at line {number} was set by no pruning it knows"
    left = LedgerLine.objects.filter(number__lte=number).order_by("number").values_list("number")
    if first := left.first():
        yield f"Ledger line {first[0]} stands before the checkpoint at line {number}: it was put in"


def _faults_of_head(head: LedgerHead | None, walk: _Walk, last: int) -> Iterable[str]:
    """Compare where the lines end with where they must."""
    if head is None:
        yield "The ledger has lost its head, which says where it ends"
        return
    if not head.is_sealed:
        yield (
            "The ledger's head does not carry the seal of this installation: "
            "it was written anew, or the file secret_key is another one"
        )
    if walk.number < head.number:
        yield (
            f"The ledger ends at line {walk.number} and must reach line {head.number}: "
            "its end was cut off"
        )
    elif walk.sha256 != head.sha256:
        yield f"Ledger line {head.number}, the last, is not the one that the ledger's head names"
    if last > head.number:
        yield f"Ledger line {last} stands after line {head.number}, where the ledger must end"


def _is_guarded() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_GUARDS[connection.vendor], [LedgerLine._meta.db_table])
        return len(cursor.fetchall()) >= _GUARDS_EXPECTED


@dataclass(frozen=True)
class LedgerRow:
    """A line as the admin shows it."""

    number: int
    at: datetime
    who: str
    what: str
    subject: str
    digest: str


@dataclass(frozen=True)
class LedgerPage:
    """Some lines, newest first, and what can be said of the chain by looking at these alone."""

    rows: Sequence[LedgerRow]
    holds: bool
    end: int  # the number of the ledger's last line
    seal_of_end: str  # its hash, to be written down elsewhere and compared
    newer: int | None  # `before` of the page of newer lines; 0 is the newest page
    older: int | None


def ledger_page(*, before: int | None, reader: Member) -> LedgerPage:
    """Return the newest lines below a number, or the newest of all, as a member is shown them."""
    lines = LedgerLine.objects.order_by("-number")
    if before:
        lines = lines.filter(number__lt=before)
    shown = list(lines[: LEDGER_PAGE + 1])
    below = shown.pop() if len(shown) > LEDGER_PAGE else None
    head = LedgerHead.objects.first()
    end = head.number if head else 0
    newer = shown[0].number + LEDGER_PAGE + 1 if shown and shown[0].number < end else None
    return LedgerPage(
        rows=_rows(shown, covered(shown, reader)),
        holds=_holds(shown, below or _checkpoint(), head, is_newest=not before),
        end=end,
        seal_of_end=head.sha256 if head else "",
        newer=0 if newer and newer > end else newer,
        older=shown[-1].number if below else None,
    )


def _holds(
    shown: Sequence[LedgerLine],
    start: LedgerLine | LedgerCheckpoint,
    head: LedgerHead | None,
    *,
    is_newest: bool,
) -> bool:
    walk = _Walk(start.number, start.sha256)
    walk.follow(reversed(shown))
    if head is None or not head.is_sealed or walk.faults:
        return False
    return not is_newest or (walk.number, walk.sha256) == (head.number, head.sha256)


def _rows(lines: Sequence[LedgerLine], hidden: Mapping[int, str]) -> list[LedgerRow]:
    texts = {text for line in lines for text in (line.actor, line.subject)}
    parted = (text.partition(":") for text in texts)
    numbers = [int(rest) for kind, _colon, rest in parted if kind == "member" and rest.isdecimal()]
    members = Member.objects.in_bulk(numbers).values()
    names = {f"member:{each.pk}": each.username for each in members}
    names |= {actor.value: actor.label for actor in Actor}
    return [
        LedgerRow(
            number=line.number,
            at=line.at,
            who=names.get(line.actor, line.actor),
            what=hidden.get(line.number) or line.get_verb_display(),
            subject="" if line.number in hidden else names.get(line.subject, line.subject),
            digest="" if line.number in hidden else line.digest,
        )
        for line in lines
    ]
