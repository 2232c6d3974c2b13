"""Keys, a roster and letters of a case, valid by default, made afresh each time."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ambasada.lib.minisign import SecretKey
from ambasada.lib.sealing.contents import Content, Kind, Sender
from ambasada.lib.sealing.keys import Identity, MemberKeys
from ambasada.lib.sealing.letters import seal_by_member, seal_by_person, sha256_of
from ambasada.lib.sealing.rosters import Entry, Roster, new_kid, padded

DAY = date(2027, 3, 1)
CASE = "c" * 64


@dataclass(frozen=True)
class Member:
    """Somebody of a desk, with their entry of the roster."""

    keys: MemberKeys
    entry: Entry


def a_member(*desks: str, **others: Any) -> Member:
    keys = MemberKeys.new()
    values: dict[str, Any] = {
        "kid": new_kid(),
        "desks": desks or ("help",),
        "recipient": keys.recipient,
        "verify": keys.verify_key,
        "start": DAY,
        "until": DAY + timedelta(days=30),
    }
    return Member(keys, Entry(**{**values, **others}))


def a_roster(*members: Member, **others: Any) -> Roster:
    values: dict[str, Any] = {
        "embassy": "xt",
        "instance": "xt-2027",
        "number": 1,
        "issued": DAY,
        "expires": DAY + timedelta(days=30),
        "desks": ("help", "press"),
        "escrow": "",
        "entries": padded([each.entry for each in members]),
    }
    return Roster(**{**values, **others})


def signed(roster: Roster, root: SecretKey) -> str:
    return root.sign(roster.canonical(), f"roster {roster.number}")


@dataclass
class Correspondence:
    """A case between a person and one member, whose letters follow one another."""

    member: Member = field(default_factory=a_member)
    stream: Identity = field(default_factory=Identity.new)
    sealed: list[bytes] = field(default_factory=list)

    def by_person(self, **others: Any) -> Content:
        """Return the content of the next letter of the person."""
        first = not self.sealed
        values: dict[str, Any] = {
            "case": CASE,
            "epoch": 1,
            "sender": Sender.PERSON,
            "seq": len(self.sealed) + 1,
            "prev": "" if first else sha256_of(self.sealed[-1]),
            "day": DAY,
            "kind": Kind.FORM if first else Kind.TEXT,
            "body": {"text": "Пішу вам."},
        }
        return Content(**{**values, **others})

    def by_member(self, **others: Any) -> Content:
        """Return the content of the next letter of the member."""
        values = {"sender": Sender.MEMBER, "kid": self.member.entry.kid, "roster": 1}
        return self.by_person(**{**values, **others})

    def write(self, content: Content) -> bytes:
        """Seal a letter by whomever it says it is from, and keep it."""
        if content.sender is Sender.PERSON:
            sealed = seal_by_person(content, stream=self.stream)
        else:
            sealed = seal_by_member(content, stream=self.stream, member=self.member.keys)
        self.sealed.append(sealed)
        return sealed


def a_correspondence(*, letters: int) -> Correspondence:
    """Return a case of so many letters, in turn of the person and of the member."""
    made = Correspondence()
    for number in range(letters):
        made.write(made.by_member() if number % 2 else made.by_person())
    return made
