"""Putting letters into a case, by the person or by a member; and what they name beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction
from django.db.models import Max

from ambasada.casework.actions.attachments import bind, require_disk
from ambasada.casework.actions.pausing import require_writable
from ambasada.casework.models import SEALED, Case, Letter, Stream
from ambasada.casework.refusing import NotTaken, Word
from ambasada.lib.sealing.outside import check_letter

MOST_OF_A_DAY = 100  # letters of one case: many more than two people write


@dataclass(frozen=True)
class Written:
    """A letter as it is sent."""

    id_hex: str
    epoch: int
    after: int  # the counter of the last letter that its writer has seen
    sealed: bytes
    blobs: Sequence[str] = ()  # the attachments it names
    stream: Stream = Stream.CASE


def add_letter(case: Case, letter: Written, *, is_person: bool, now: datetime) -> int:
    """Put a letter at the end of its stream, and return its counter.

    Nothing is written over: whoever has not seen the last letter is told so (`behind`). The same
    letter again is answered like the first time. A person’s letter opens a closed case again, a
    member’s says that somebody has opened it. Raises NotTaken or Malformed.
    """
    check_letter(letter.sealed)
    require_disk()
    today = now.astimezone(UTC).date()
    with transaction.atomic(using=SEALED):
        case = _held(case)
        kept = Letter.objects.filter(id_hex=letter.id_hex).first()
        if kept is not None:
            return _same(kept, case, letter)
        require_writable(case.embassy)
        counter = _next_counter(case, letter)
        _require_room(case, today)
        bind(case, letter.blobs)
        Letter.objects.create(
            case=case,
            stream=letter.stream,
            id_hex=letter.id_hex,
            counter=counter,
            epoch=letter.epoch,
            day=today,
            sealed=letter.sealed,
        )
        if is_person and case.state == Case.State.CLOSED:
            case.state, case.closed_on, case.is_spam = Case.State.OPEN, None, False
        elif not is_person and case.state == Case.State.NEW:
            case.state = Case.State.OPEN
        case.active_on = today
        case.save(update_fields=["state", "closed_on", "is_spam", "active_on"])
        return counter


def _held(case: Case) -> Case:
    """Return a case as it is now that nobody else can write; it may have been deleted."""
    found = Case.objects.filter(pk=case.pk).first()
    if found is None:
        raise NotTaken(Word.UNKNOWN)
    return found


def _same(kept: Letter, case: Case, letter: Written) -> int:
    theirs = (kept.case_id, kept.stream, bytes(kept.sealed))
    if theirs != (case.pk, letter.stream, letter.sealed):
        raise NotTaken(Word.MALFORMED)
    return kept.counter


def _next_counter(case: Case, letter: Written) -> int:
    last = case.letters.filter(stream=letter.stream).aggregate(last=Max("counter"))["last"] or 0
    # An older epoch is taken too: nobody writes in one that was begun and has no letter yet, or
    # whose founder was removed. Whoever has not seen the first letter of a new one is behind.
    if letter.after != last or not 0 < letter.epoch <= case.epoch_of(letter.stream):
        raise NotTaken(Word.BEHIND)
    return int(last) + 1


def _require_room(case: Case, today: date) -> None:
    if case.letters.filter(day=today).count() >= MOST_OF_A_DAY:
        raise NotTaken(Word.FULL)
