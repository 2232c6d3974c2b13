"""Taking an appeal: wraps first, so that a case never stands without a way to open it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction

from ambasada.casework.actions.attachments import require_disk
from ambasada.casework.kept_roster import KeptRoster
from ambasada.casework.models import (
    KEYS,
    SEALED,
    Case,
    Letter,
    Pause,
    Spent,
    Stream,
    Wrap,
)
from ambasada.casework.queries import current_roster, readers_of, removed_kids
from ambasada.casework.refusing import NotTaken, Word
from ambasada.lib.sealing.outside import check_header, check_letter, check_wraps

ANSWERED_WITHIN = timedelta(minutes=15)  # an appeal of somebody in danger


@dataclass(frozen=True)
class Appeal:
    """A case as its person’s browser made it, and the first letter in it."""

    embassy: str
    desk: str
    urgency: str
    lookup_sha256: str
    auth_sha256: str
    roster: int
    wraps: Mapping[str, bytes]  # by label
    header: bytes
    id_hex: str
    letter: bytes


def is_kept(appeal: Appeal) -> bool:
    """Tell whether this very appeal was taken before, and only the answer was lost.

    Raises NotTaken if another one has its id or its code.
    """
    letters = Letter.objects.filter(stream=Stream.CASE).select_related("case")
    # Two questions, each of an index: asked in one, every letter there is would be read.
    letter = letters.filter(id_hex=appeal.id_hex).first()
    if letter is None:
        of_code = letters.filter(case__lookup_sha256=appeal.lookup_sha256)
        letter = of_code.filter(counter=1).first()
    if letter is None:
        return False
    case = letter.case
    kept = (letter.id_hex, bytes(letter.sealed), case.lookup_sha256, case.auth_sha256)
    asked = (appeal.id_hex, appeal.letter, appeal.lookup_sha256, appeal.auth_sha256)
    if kept != asked:
        raise NotTaken(Word.MALFORMED)
    return True


def open_case(appeal: Appeal, *, spending: str | None, now: datetime) -> None:
    """Keep an appeal: its wraps in the one store, then everything else in the other, or nothing.

    `spending` names the challenge that was solved for it, which is good once; None on the path
    without scripts, where nobody can be asked for work. Repeated, nothing changes. No line of the
    ledger is written: its minute would tell when somebody wrote. Raises NotTaken, or Malformed if
    something is not sealed as the protocol has it.
    """
    check_letter(appeal.letter)
    check_header(appeal.header)
    roster = _roster_of(appeal, now)
    check_wraps(list(appeal.wraps.items()), labels=roster.labels)
    require_disk()
    with transaction.atomic(using=SEALED):  # holds off every other writer until both are there
        if is_kept(appeal):
            return
        if Pause.objects.filter(embassy=appeal.embassy).exists():
            raise NotTaken(Word.CLOSED)
        if spending is not None:
            _spend(spending, now)
        today = now.astimezone(UTC).date()
        case = Case(
            embassy=appeal.embassy,
            lookup_sha256=appeal.lookup_sha256,
            auth_sha256=appeal.auth_sha256,
            desk=appeal.desk,
            urgency=appeal.urgency,
            came_on=today,
            active_on=today,
            due_at=_due_at(appeal, now),
            header=appeal.header,
        )
        with transaction.atomic(using=KEYS):
            Wrap.objects.bulk_create(
                wraps_of(case, Stream.CASE, 1, roster=roster, wraps=appeal.wraps)
            )
        case.save()
        Letter.objects.create(
            case=case,
            stream=Stream.CASE,
            id_hex=appeal.id_hex,
            counter=1,
            epoch=1,
            day=today,
            sealed=appeal.letter,
        )


def wraps_of(
    case: Case, stream: Stream, epoch: int, *, roster: KeptRoster, wraps: Mapping[str, bytes]
) -> list[Wrap]:
    """Return the rows of the wraps of an epoch, not yet saved.

    A browser seals those of removed entries for nobody; those of later epochs for whoever held the
    case, and for nobody else.
    """
    removed = set(removed_kids(case.embassy))
    holders = set(readers_of(case)) if epoch > 1 or stream != Stream.CASE else set(roster.desks_of)
    return [
        Wrap(
            ref=case.ref,
            stream=stream,
            epoch=epoch,
            kid=label,
            roster=roster.number,
            is_nobodys=label in removed or (label in roster.desks_of and label not in holders),
            wrap=sealed,
        )
        for label, sealed in wraps.items()
    ]


def _roster_of(appeal: Appeal, now: datetime) -> KeptRoster:
    roster = current_roster(appeal.embassy, today=now.astimezone(UTC).date())
    if roster is None:
        raise NotTaken(Word.CLOSED)
    if roster.number != appeal.roster:
        raise NotTaken(Word.BEHIND)  # the page fetches the newer one, and wraps anew
    if appeal.desk not in roster.desks or appeal.urgency not in Case.Urgency.values:
        raise NotTaken(Word.MALFORMED)
    return roster


def _spend(challenge_sha256: str, now: datetime) -> None:
    today = now.astimezone(UTC).date()
    _row, is_first = Spent.objects.get_or_create(
        challenge_sha256=challenge_sha256, defaults={"day": today}
    )
    if not is_first:
        raise NotTaken(Word.PROOF)


def _due_at(appeal: Appeal, now: datetime) -> datetime | None:
    if appeal.urgency != Case.Urgency.DANGER:
        return None
    return whole_minute(now + ANSWERED_WITHIN)


def whole_minute(moment: datetime) -> datetime:
    """Return the first whole minute from a moment on."""
    begun = moment.replace(second=0, microsecond=0)
    return begun if begun == moment else begun + timedelta(minutes=1)
