"""A stream of letters as the server hands it over, and everything that can be wrong with it.

The server cannot write a letter, but it can keep one back, show one twice or change the order; who
lost a key can still write under an old epoch. Each is told apart, since each asks for something
else to be done.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ambasada.lib.sealing.contents import Content, Kind, NotALetter, Sender
from ambasada.lib.sealing.files import CannotBeOpened
from ambasada.lib.sealing.keys import Identity
from ambasada.lib.sealing.letters import Opened, open_letter, sha256_of
from ambasada.lib.sealing.rosters import Roster


class Stream(StrEnum):
    """Which of the two streams of a case."""

    CASE = "case"
    NOTES = "notes"


class Problem(StrEnum):
    """What is wrong with a letter, or with its place."""

    # Nothing of it is shown.
    REPLAYED = "replayed"  # the same bytes once more
    CANNOT_BE_OPENED = "cannot-be-opened"  # changed on the way, or sealed to another key
    NOT_A_LETTER = "not-a-letter"  # sealed by somebody who knows the key, and no letter
    OTHER_CASE = "other-case"  # it names another case
    WRONG_EPOCH = "wrong-epoch"  # it names another epoch than the key that opens it
    MISPLACED = "misplaced"  # the person among notes, or a case that begins with no form
    UNKNOWN_SENDER = "unknown-sender"  # no roster at hand has this member
    WRONG_PROOF = "wrong-proof"  # whoever wrote it is not who it says
    NOT_ON_DUTY = "not-on-duty"  # the member is in the roster, not for this day
    UNFOUNDED_EPOCH = "unfounded-epoch"  # no known member has written under this key
    SAME_PLACE = "same-place"  # another letter has its number
    # It is genuine and shown, and something around it is wrong.
    OUT_OF_ORDER = "out-of-order"  # it was handed over after a letter that follows it
    OLDER_EPOCH = "older-epoch"  # written under a key that had been replaced
    BROKEN_CHAIN = "broken-chain"  # it follows another letter than the one before it here
    MISSING = "missing"  # no letter has these numbers


@dataclass(frozen=True)
class Found:
    """A problem, and where."""

    problem: Problem
    place: int | None = None  # in the sequence handed over, from 0; None for what is missing
    seq: int | None = None  # the number of the letter, where it could be read
    to: int | None = None  # of what is missing: the last number


@dataclass(frozen=True)
class Thread:
    """What may be shown, in the order of its numbers, and what has to be said with it."""

    letters: tuple[Opened, ...]
    problems: tuple[Found, ...]
    founders: Mapping[int, str]  # who first wrote in each epoch: a kid, or "" for the person

    @property
    def last(self) -> Opened | None:
        """The letter that the next one follows."""
        return self.letters[-1] if self.letters else None

    def epoch_to_write(self, roster: Roster, removed: Collection[str] = ()) -> int | None:
        """Return the newest epoch that the person opened, or a member who still counts.

        A wrap does not say who made it, so that a server could hand over one of its own; and who
        has left knows the key of an epoch they opened.
        """
        kids = {each.kid for each in roster.entries if each.kid not in removed} | {""}
        return max((each for each, kid in self.founders.items() if kid in kids), default=None)


@dataclass(frozen=True)
class _Taken:
    place: int
    opened: Opened

    @property
    def seq(self) -> int:
        return self.opened.content.seq

    @property
    def epoch(self) -> int:
        return self.opened.content.epoch


def check_thread(
    sealed: Sequence[bytes],
    *,
    case: str,
    streams: Mapping[int, Identity],
    rosters: Iterable[Roster],
    of: Stream = Stream.CASE,
    at_least: int = 0,
) -> Thread:
    """Open all letters of a stream in the order they were handed over, and check each.

    `streams` are the identities by epoch, `rosters` those that the letters may name, read with
    `Roster.read_old`; `at_least` is the highest number that the reader knows of.
    """
    reader = _Reader(case, streams, {each.number: each for each in rosters}, of)
    found: list[Found] = []
    taken = _distinct(reader, sealed, found)
    founders = _founders(taken, of)
    shown: dict[int, _Taken] = {}
    for each in taken:
        if each.epoch not in founders:
            found.append(Found(Problem.UNFOUNDED_EPOCH, each.place, each.seq))
        elif each.seq in shown:
            found.append(Found(Problem.SAME_PLACE, each.place, each.seq))
        else:
            shown[each.seq] = each
    found.extend(_around([shown[seq] for seq in sorted(shown)], at_least))
    letters = tuple(shown[seq].opened for seq in sorted(shown))
    return Thread(letters, tuple(sorted(found, key=_where)), founders)


@dataclass(frozen=True)
class _Reader:
    case: str
    streams: Mapping[int, Identity]
    rosters: Mapping[int, Roster]
    of: Stream

    def open(self, sealed: bytes) -> Opened:
        """Open with whichever key fits, the newest first; what the server says is not asked."""
        for epoch in sorted(self.streams, reverse=True):
            try:
                return open_letter(sealed, stream=self.streams[epoch])
            except CannotBeOpened:
                continue
        raise CannotBeOpened

    def objection(self, opened: Opened) -> Problem | None:
        """Return why a letter is not to be shown, wherever it stands."""
        content = opened.content
        if content.case != self.case:
            return Problem.OTHER_CASE
        if self.streams.get(content.epoch) != opened.stream:
            return Problem.WRONG_EPOCH
        if self._is_misplaced(content):
            return Problem.MISPLACED
        if content.sender is Sender.MEMBER:
            return self._objection_to_member(opened)
        return None if opened.is_proved() else Problem.WRONG_PROOF

    def _is_misplaced(self, content: Content) -> bool:
        is_person = content.sender is Sender.PERSON
        if self.of is Stream.NOTES:
            return is_person
        return content.seq == 1 and not (is_person and content.kind is Kind.FORM)

    def _objection_to_member(self, opened: Opened) -> Problem | None:
        content = opened.content
        roster = self.rosters.get(content.roster)
        entry = roster.entry(content.kid) if roster else None
        if roster is None or entry is None:
            return Problem.UNKNOWN_SENDER
        if not opened.is_proved(entry.verify):
            return Problem.WRONG_PROOF
        if not (entry.lasts_on(content.day) and roster.issued <= content.day <= roster.expires):
            return Problem.NOT_ON_DUTY
        return None


def _distinct(reader: _Reader, sealed: Sequence[bytes], found: list[Found]) -> list[_Taken]:
    """Return the genuine letters, each once; what is wrong with the others goes to found."""
    seen: set[str] = set()
    taken = []
    for place, each in enumerate(sealed):
        sha256 = sha256_of(each)
        if sha256 in seen:
            found.append(Found(Problem.REPLAYED, place))
            continue
        seen.add(sha256)
        try:
            opened = reader.open(each)
        except CannotBeOpened:
            found.append(Found(Problem.CANNOT_BE_OPENED, place))
        except NotALetter:
            found.append(Found(Problem.NOT_A_LETTER, place))
        else:
            objection = reader.objection(opened)
            if objection:
                found.append(Found(objection, place, opened.content.seq))
            else:
                taken.append(_Taken(place, opened))
    return taken


def _founders(taken: Sequence[_Taken], of: Stream) -> Mapping[int, str]:
    """Return who opened each epoch: the person the first of a case, a member every other."""
    founders = {1: ""} if of is Stream.CASE else {}
    for each in sorted(taken, key=lambda one: one.seq):
        if each.opened.content.sender is Sender.MEMBER:
            founders.setdefault(each.epoch, each.opened.content.kid)
    return founders


def _around(shown: Sequence[_Taken], at_least: int) -> Iterator[Found]:
    """Name what is wrong with the order of letters, given by their numbers."""
    late = _late(shown)
    before: _Taken | None = None
    newest_epoch, expected = 0, 1
    for each in shown:
        if each.seq > expected:
            yield Found(Problem.MISSING, seq=expected, to=each.seq - 1)
        if each.seq in late:
            yield Found(Problem.OUT_OF_ORDER, each.place, each.seq)
        if each.epoch < newest_epoch:
            yield Found(Problem.OLDER_EPOCH, each.place, each.seq)
        if before and each.seq == expected and each.opened.content.prev != before.opened.sha256:
            yield Found(Problem.BROKEN_CHAIN, each.place, each.seq)
        before, expected, newest_epoch = each, each.seq + 1, max(newest_epoch, each.epoch)
    if at_least >= expected:
        yield Found(Problem.MISSING, seq=expected, to=at_least)


def _late(shown: Sequence[_Taken]) -> set[int]:
    """Return the numbers of letters that were handed over after one that follows them."""
    late, highest = set(), 0
    for each in sorted(shown, key=lambda one: one.place):
        if each.seq < highest:
            late.add(each.seq)
        highest = max(highest, each.seq)
    return late


def _where(found: Found) -> tuple[int, int, str]:
    """Order problems by the letter, and what is missing last."""
    place = found.place if found.place is not None else 2**53
    return place, found.seq or 0, found.problem.value
