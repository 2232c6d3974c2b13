"""Rosters: who is sealed to and whose signatures count, as the root key of an embassy says."""

import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from ambasada.lib.minisign import NotSigned, PublicKey
from ambasada.lib.refused import Refused
from ambasada.lib.sealing.canonical import NotCanonical, canonical, read_canonical
from ambasada.lib.sealing.keys import MemberKeys, NotAKey, decoded, require_recipient

FORMAT = "ambasada roster 1"
ENTRIES = 16  # always, so that nobody is counted
LONGEST = timedelta(days=30)
PERSON, ESCROW = "person", "escrow"  # labels of wraps beside the entries'
_KID = re.compile(r"[0-9a-f]{16}")
_WORD = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_MALFORMED = (ValueError, KeyError, TypeError, NotAKey, NotCanonical)


class Flaw(StrEnum):
    """Why a roster is refused."""

    SIGNATURE = "signature"
    MALFORMED = "malformed"
    EMBASSY = "embassy"
    EXPIRED = "expired"
    EARLY = "early"
    OLDER = "older"


_SENTENCES = {
    Flaw.SIGNATURE: "The list of those on duty is not signed with the root key of the embassy.",
    Flaw.MALFORMED: "This is not a list of those on duty.",
    Flaw.EMBASSY: "The list of those on duty is of another embassy.",
    Flaw.EXPIRED: "The list of those on duty has expired.",
    Flaw.EARLY: "The list of those on duty is of a later day; please look at the date here.",
    Flaw.OLDER: "The list of those on duty is older than one that was shown before.",
}


class NotARoster(Refused):
    """What was shown cannot be sealed to."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(_SENTENCES[flaw])
        self.flaw = flaw


@dataclass(frozen=True)
class Entry:
    """One who may read and answer, or keys that were thrown away and look the same."""

    kid: str
    desks: tuple[str, ...]
    recipient: str
    verify: str
    start: date  # the first day and
    until: date  # the last one on which the entry counts

    def lasts_on(self, day: date) -> bool:
        """Tell whether the entry counts on a day."""
        return self.start <= day <= self.until

    def written(self) -> dict[str, Any]:
        """Return it as the roster holds it."""
        return {
            "kid": self.kid,
            "desks": list(self.desks),
            "recipient": self.recipient,
            "verify": self.verify,
            "from": self.start.isoformat(),
            "to": self.until.isoformat(),
        }

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> "Entry":
        """Read what `written` made."""
        _require(set(values) == {"kid", "desks", "recipient", "verify", "from", "to"})
        _require(bool(_KID.fullmatch(values["kid"])))
        decoded(values["verify"], length=32)
        return cls(
            kid=values["kid"],
            desks=_words(values["desks"]),
            recipient=require_recipient(values["recipient"]),
            verify=values["verify"],
            start=date.fromisoformat(values["from"]),
            until=date.fromisoformat(values["to"]),
        )


@dataclass(frozen=True)
class Roster:
    """The entries of one embassy, for at most thirty days."""

    embassy: str
    instance: str
    number: int  # only ever rising
    issued: date
    expires: date
    desks: tuple[str, ...]
    escrow: str  # a recipient, or "" where an embassy has none
    entries: tuple[Entry, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the 18 wraps."""
        return (*(each.kid for each in self.entries), PERSON, ESCROW)

    def on_duty(self, desk: str, removed: Collection[str], *, today: date) -> tuple[Entry, ...]:
        """Return the entries of a desk that count today and were not removed.

        Those that stand for nobody are among them: only who made the roster knows which.
        """
        return tuple(
            each
            for each in self.entries
            if desk in each.desks and each.kid not in removed and each.lasts_on(today)
        )

    def entry(self, kid: str) -> Entry | None:
        """Return the entry of a kid."""
        return next((each for each in self.entries if each.kid == kid), None)

    def canonical(self) -> bytes:
        """Return the bytes that are signed."""
        return canonical(
            {
                "format": FORMAT,
                "embassy": self.embassy,
                "instance": self.instance,
                "number": self.number,
                "issued": self.issued.isoformat(),
                "expires": self.expires.isoformat(),
                "desks": list(self.desks),
                "escrow": self.escrow,
                "entries": [each.written() for each in self.entries],
            }
        )

    @classmethod
    def read(
        cls,
        content: bytes,
        signature: str,
        *,
        root: PublicKey,
        embassy: str,
        today: date,
        at_least: int = 0,
    ) -> "Roster":
        """Read a roster that may be sealed to today. Raises NotARoster.

        `at_least` is the highest number that was seen before.
        """
        roster = cls.read_old(content, signature, root=root, embassy=embassy)
        if roster.number < at_least:
            raise NotARoster(Flaw.OLDER)
        if today > roster.expires:
            raise NotARoster(Flaw.EXPIRED)
        if today < roster.issued - timedelta(days=1):  # a clock may be a day behind
            raise NotARoster(Flaw.EARLY)
        return roster

    @classmethod
    def read_old(cls, content: bytes, signature: str, *, root: PublicKey, embassy: str) -> "Roster":
        """Read a roster to check signatures of its days, whatever today is. Raises NotARoster."""
        try:
            root.verify(content, signature)
        except NotSigned:
            raise NotARoster(Flaw.SIGNATURE) from None
        try:
            roster = cls._of_values(read_canonical(content))
        except _MALFORMED:
            raise NotARoster(Flaw.MALFORMED) from None
        if roster.embassy != embassy:
            raise NotARoster(Flaw.EMBASSY)
        return roster

    @classmethod
    def _of_values(cls, values: Mapping[str, Any]) -> "Roster":
        roster = cls(
            embassy=values["embassy"],
            instance=values["instance"],
            number=values["number"],
            issued=date.fromisoformat(values["issued"]),
            expires=date.fromisoformat(values["expires"]),
            desks=_words(values["desks"]),
            escrow=values["escrow"],
            entries=tuple(Entry.of_values(each) for each in values["entries"]),
        )
        _require(roster.canonical() == canonical(values))  # nothing besides, days as we write them
        _require(bool(_WORD.fullmatch(roster.embassy)) and roster.instance != "")
        _require(type(roster.number) is int and roster.number > 0)
        _require(roster.issued <= roster.expires <= roster.issued + LONGEST)
        _require(roster.escrow == "" or bool(require_recipient(roster.escrow)))
        _require(all(set(each.desks) <= set(roster.desks) for each in roster.entries))
        kids = [each.kid for each in roster.entries]
        _require(len(kids) == ENTRIES and kids == sorted(set(kids)))
        return roster


def padded(entries: Sequence[Entry], *, fillers: Sequence[Entry] = ()) -> tuple[Entry, ...]:
    """Return the 16 entries of a roster: those given, and as many as lack with keys nobody has.

    `fillers` are those made for the roster before. They stay, since who changes from one roster to
    the next would else be told from who does not. Raises Refused.
    """
    if not 0 < len(entries) <= ENTRIES:
        message = (
            f"A roster has between 1 and {ENTRIES} people; this one would have {len(entries)}."
        )
        raise Refused(message)
    kept = [_like(secrets.choice(entries), each) for each in fillers[: ENTRIES - len(entries)]]
    made = [
        _thrown_away(secrets.choice(entries)) for _ in range(ENTRIES - len(entries) - len(kept))
    ]
    return tuple(sorted([*entries, *kept, *made], key=lambda each: each.kid))


def new_kid() -> str:
    """Return a random id of a key."""
    return secrets.token_hex(8)


def read_removed(content: bytes) -> frozenset[str]:
    """Read removed.json, which can only take entries away. Raises NotARoster."""
    try:
        values = read_canonical(content)
        _require(set(values) == {"kids"} and isinstance(values["kids"], list))
        _require(all(_KID.fullmatch(each) for each in values["kids"]))
    except _MALFORMED:
        raise NotARoster(Flaw.MALFORMED) from None
    return frozenset(values["kids"])


def _thrown_away(model: Entry) -> Entry:
    keys = MemberKeys.new()
    return Entry(
        kid=new_kid(),
        desks=model.desks,
        recipient=keys.recipient,
        verify=keys.verify_key,
        start=model.start,
        until=model.until,
    )


def _like(model: Entry, filler: Entry) -> Entry:
    """Return a filler with the days of an entry."""
    return Entry(
        kid=filler.kid,
        desks=filler.desks,
        recipient=filler.recipient,
        verify=filler.verify,
        start=model.start,
        until=model.until,
    )


def _words(values: Sequence[str]) -> tuple[str, ...]:
    _require(isinstance(values, list) and len(values) > 0)
    _require(list(values) == sorted(set(values)))
    _require(all(_WORD.fullmatch(each) for each in values))
    return tuple(values)


def _require(is_met: bool) -> None:  # noqa: FBT001 -- reads as a sentence
    if not is_met:
        raise ValueError
