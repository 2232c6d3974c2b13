"""What members do with a case besides writing: acknowledge, close, share, begin an epoch.

The ledger is told of what must be answered for: of which embassy, at the midnight of the day, and
of no case. Members of every embassy here read it, and nobody learns from it who works on which
case. Lines stand in the order in which they were written, whatever hour they say.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.casework.actions.counting import count_ended
from ambasada.casework.actions.deleting import delete_blob
from ambasada.casework.actions.opening import whole_minute, wraps_of
from ambasada.casework.actions.pausing import require_writable
from ambasada.casework.models import (
    GIVEN,
    KEYS,
    SEALED,
    Case,
    Matter,
    Outcome,
    Presence,
    StaffKey,
    Stream,
    Wrap,
)
from ambasada.casework.queries import Rosters, current_roster, removed_kids
from ambasada.casework.refusing import NotTaken, Word
from ambasada.lib.sealing.outside import check_wrap, check_wraps
from ambasada.network.models import Embassy

_PRESENT = timedelta(seconds=60)


def acknowledge(case: Case) -> None:
    """Note that somebody is at it: the due minute is erased, and nothing is put in its place."""
    Case.objects.filter(pk=case.pk).update(due_at=None)
    Case.objects.filter(pk=case.pk, state=Case.State.NEW).update(state=Case.State.OPEN)


def close_case(case: Case, *, matter: str, outcome: str, by: Member, now: datetime) -> None:
    """Close a case and count it; of its matter nothing stays with it. Once closed it stays so.

    One closed as spam lets go at once of attachments that no letter names. Raises NotTaken for a
    matter or an outcome that nobody counts.
    """
    if matter not in Matter.values or outcome not in Outcome.values:
        raise NotTaken(Word.MALFORMED)
    today = now.astimezone(UTC).date()
    with transaction.atomic(using=SEALED):
        require_writable(case.embassy)
        closed = Case.objects.filter(pk=case.pk).exclude(state=Case.State.CLOSED)
        is_spam = outcome == Outcome.SPAM
        ended = {"state": Case.State.CLOSED, "closed_on": today, "due_at": None}
        if not closed.update(**ended, is_spam=is_spam):
            return
        for blob in case.blobs.filter(is_bound=False) if is_spam else ():
            delete_blob(blob)
        count_ended(case, matter=Matter(matter), outcome=Outcome(outcome), year=today.year)
        append(Verb.CLOSED, by=by, subject=appeal_of(case.embassy), now=midnight(now))


def note_presence(case: Case, key: StaffKey, *, now: datetime) -> None:
    """Note for a minute that somebody has a case on the screen."""
    until = whole_minute(now + _PRESENT)
    Presence.objects.update_or_create(case=case, kid=key.kid, defaults={"until": until})


def give_wrap(case: Case, wrap: Wrap, *, by: Member, now: datetime) -> None:
    """Let a colleague open one epoch of a stream: they have a wrap that opens from now on.

    Raises NotTaken if their key is not in the roster or was removed, if there is no such epoch, or
    if they can open it already; Malformed if it is not sealed as the protocol has it.
    """
    check_wrap(bytes(wrap.wrap))
    today = now.astimezone(UTC).date()
    roster = current_roster(case.embassy, today=today)
    if roster is None or wrap.kid not in roster.desks_of or wrap.kid in removed_kids(case.embassy):
        raise NotTaken(Word.MALFORMED)
    if not 0 < wrap.epoch <= case.epoch_of(wrap.stream):
        raise NotTaken(Word.MALFORMED)
    with transaction.atomic(using=SEALED):
        require_writable(_require_case(case).embassy)
        there = Wrap.objects.filter(
            ref=case.ref, stream=wrap.stream, epoch=wrap.epoch, kid=wrap.kid
        )
        kept = there.first()
        if kept is not None and bytes(kept.wrap) == bytes(wrap.wrap):
            return
        if kept is not None and Rosters().opens(kept, embassy=case.embassy, desk=case.desk):
            raise NotTaken(Word.BEHIND)
        with transaction.atomic(using=KEYS):
            there.delete()
            wrap.ref, wrap.roster, wrap.is_nobodys = case.ref, GIVEN, False
            wrap.save()
        append(Verb.SHARED, by=by, subject=appeal_of(case.embassy), now=midnight(now))


def open_epoch(
    case: Case, stream: Stream, epoch: int, *, wraps: Mapping[str, bytes], now: datetime
) -> None:
    """Begin an epoch of a stream, the one after the newest: notes, or a case without a lost key.

    The wraps go first. A kill before the case knows of them leaves wraps that the next attempt
    takes the place of. The same epoch with the same wraps again changes nothing. Raises NotTaken
    (`behind`, if somebody else was first) or Malformed.
    """
    roster = current_roster(case.embassy, today=now.astimezone(UTC).date())
    if roster is None:
        raise NotTaken(Word.CLOSED)
    check_wraps(list(wraps.items()), labels=roster.labels)
    with transaction.atomic(using=SEALED):
        case = _require_case(case)
        require_writable(case.embassy)
        there = Wrap.objects.filter(ref=case.ref, stream=stream, epoch=epoch)
        if epoch == case.epoch_of(stream) and _as_map(there) == dict(wraps):
            return
        if epoch != case.epoch_of(stream) + 1:
            raise NotTaken(Word.BEHIND)
        with transaction.atomic(using=KEYS):
            there.delete()
            Wrap.objects.bulk_create(wraps_of(case, stream, epoch, roster=roster, wraps=wraps))
        if stream == Stream.CASE:
            case.epoch, case.must_rekey = epoch, False
        else:
            case.notes_epoch = epoch
        if case.state == Case.State.NEW:
            case.state = Case.State.OPEN
        case.save(update_fields=["epoch", "notes_epoch", "must_rekey", "state"])


def _require_case(case: Case) -> Case:
    found = Case.objects.filter(pk=case.pk).first()
    if found is None:
        raise NotTaken(Word.UNKNOWN)
    return found


def _as_map(wraps: QuerySet[Wrap]) -> dict[str, bytes]:
    return {each.kid: bytes(each.wrap) for each in wraps}


def appeal_of(code: str) -> str:
    """Return how the ledger names an appeal: by its embassy alone."""
    embassy = Embassy.objects.filter(code=code).first()
    return f"appeal_of:{embassy.pk if embassy else 'unknown'}"


def midnight(now: datetime) -> datetime:
    """Return when the ledger says that something was done with an appeal."""
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
