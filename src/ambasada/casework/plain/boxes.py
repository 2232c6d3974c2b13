"""A case as its person holds it: found by a code, opened, answered."""

import secrets
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from ambasada.casework import actions
from ambasada.casework.models import Case, Stream, Wrap
from ambasada.casework.plain.appeals import SEALED_AT
from ambasada.casework.plain.rosters import every, last_known
from ambasada.casework.queries import case_of_person
from ambasada.casework.refusing import NotTaken, Word
from ambasada.lib.sealing.codes import CaseCode, WrongCode
from ambasada.lib.sealing.contents import Content, Kind, Sender
from ambasada.lib.sealing.files import CannotBeOpened
from ambasada.lib.sealing.keys import Identity, derive
from ambasada.lib.sealing.letters import Opened, seal_by_person
from ambasada.lib.sealing.rosters import PERSON
from ambasada.lib.sealing.threads import Thread, check_thread
from ambasada.lib.sealing.wraps import unwrap


@dataclass(frozen=True)
class Box:
    """A case that a code opens."""

    case: Case
    streams: dict[int, Identity] = field(repr=False)
    thread: Thread = field(repr=False)
    counter: int  # of the last letter
    is_locked: bool  # a part of it is under a key that the code does not open

    def ends_with(self, text: str, *, today: date) -> bool:
        """Tell whether the last thing that happened is that the person wrote this, today."""
        last = self.thread.last
        return last is not None and (last.content.sender, last.content.day, _said_in(last)) == (
            Sender.PERSON,
            today,
            text,
        )


@dataclass(frozen=True)
class Found:
    """A case, and P of its code."""

    case: Case
    person: Identity


def find(typed: str, embassy: str) -> Found | None:
    """Return the case of a code; None for whatever opens none, after the same work."""
    try:
        code = CaseCode.read(typed)
    except WrongCode:  # derived all the same, so that it takes as long as one that is unknown
        code = CaseCode.new()
    return found_by(code, embassy)


def found_by(code: CaseCode, embassy: str) -> Found | None:
    """Return the case of a code, or None."""
    duty = last_known(embassy)
    if duty is None:
        return None
    keys = derive(code, instance=duty.roster.instance)
    case = case_of_person(keys.lookup, keys.auth)
    if case is None or case.embassy != embassy:
        return None
    return Found(case, keys.identity)


def opened(found: Found) -> Box:
    """Open all there is of the conversation, and check it."""
    case, streams, is_locked = found.case, {}, False
    for each in Wrap.objects.filter(ref=case.ref, stream=Stream.CASE, kid=PERSON):
        try:
            streams[each.epoch] = unwrap(bytes(each.wrap), by=found.person)
        except CannotBeOpened:
            is_locked = True
    letters = list(case.letters.filter(stream=Stream.CASE).order_by("counter"))
    thread = check_thread(
        [bytes(each.sealed) for each in letters],
        case=case.lookup_sha256,
        streams=streams,
        rosters=every(case.embassy),
    )
    counter = letters[-1].counter if letters else 0
    return Box(case, streams, thread, counter, is_locked or case.epoch not in streams)


def write(box: Box, text: str, *, now: datetime) -> None:
    """Seal a letter of the person and keep it. Raises NotTaken."""
    duty = last_known(box.case.embassy)
    epoch = box.thread.epoch_to_write(duty.roster, duty.removed) if duty else None
    last, stream = box.thread.last, box.streams.get(epoch or 0)
    if epoch is None or stream is None or last is None:
        raise NotTaken(Word.CLOSED)  # nobody who may read it has made the key
    content = Content(
        case=box.case.lookup_sha256,
        epoch=epoch,
        sender=Sender.PERSON,
        seq=last.content.seq + 1,
        prev=last.sha256,
        day=now.astimezone(UTC).date(),
        kind=Kind.TEXT,
        body={"text": text, **SEALED_AT},
    )
    letter = actions.Written(
        id_hex=secrets.token_hex(16),
        epoch=epoch,
        after=box.counter,
        sealed=seal_by_person(content, stream=stream),
    )
    actions.add_letter(box.case, letter, is_person=True, now=now)


def _said_in(letter: Opened) -> object:
    return letter.content.body.get("text")
