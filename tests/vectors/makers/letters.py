"""Letters: what each sealed letter holds, and what is wrong with those that are none."""

from dataclasses import replace
from typing import Any

from ambasada.lib.sealing.contents import Attachment, Content, Kind, Sender
from ambasada.lib.sealing.frames import framed
from ambasada.lib.sealing.keys import Identity
from ambasada.lib.sealing.letters import sha256_of
from tests.vectors.makers.given import (
    CASE,
    OTHER_CASE,
    TODAY,
    Seals,
    identity_of,
    kid_of,
    member_of,
    member_proof,
    person_proof,
)

C1, C2, N1, SERVERS = (identity_of(each) for each in ("C 1", "C 2", "N 1", "C 2 of the server"))
MEMBERS = {name: member_of(name) for name in ("member A", "member B", "member C", "stranger")}
PERSON = identity_of("P")
FORM = {
    "text": "Маці затрымалі ўчора. «Where is she?» – 🕊",
    "country": "GB",
    "type": "detained",
    "language": "be",
    "deadline": "2027-03-20",
    "refer": False,
    "answers": {"safe-hours": "18–20", "since": "yesterday"},
    "recipient": PERSON.recipient,
}
FILE = Attachment(
    blob="0123456789abcdef0123456789abcdef",
    name="Ліст.pdf",
    type="application/pdf",
    size=3,
    sha256="ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
)


class Post:
    """Writes letters, each under a name of its own."""

    def __init__(self, seals: Seals) -> None:
        self.seals = seals
        self.said: dict[str, dict[str, Any]] = {}

    def person(self, name: str, content: Content, *, to: Identity = C1, proof: bytes = b"") -> str:
        """Write a letter of the person; return its hash."""
        said = content.canonical()
        return self.send(name, said, proof=proof or person_proof(said, to), to=to)

    def member(self, name: str, content: Content, *, by: str, to: Identity = C1) -> str:
        """Write a letter signed by a member, whatever kid it names; return its hash."""
        said = content.canonical()
        return self.send(name, said, proof=member_proof(said, to, MEMBERS[by]), to=to)

    def send(self, name: str, said: bytes, *, proof: bytes, to: Identity = C1) -> str:
        self.said[name] = {"stream": to.text, "content": said.decode("utf-8"), "proof": proof.hex()}
        return sha256_of(self.seals.letter(name, said, proof=proof, to=to))


def by_person(seq: int, prev: str, *, epoch: int = 1, kind: Kind = Kind.TEXT) -> Content:
    return Content(
        case=CASE,
        epoch=epoch,
        sender=Sender.PERSON,
        seq=seq,
        prev=prev,
        day=TODAY,
        kind=kind,
        body={"text": f"Letter {seq}."},
    )


def by_member(seq: int, prev: str, *, name: str = "member A", epoch: int = 1) -> Content:
    return replace(
        by_person(seq, prev, epoch=epoch),
        sender=Sender.MEMBER,
        kid=kid_of(name),
        roster=1,
    )


def write_case(post: Post) -> dict[str, str]:
    """Write the letters of a case in which nothing is wrong; return their hashes."""
    sent = {"1": post.person("1", replace(by_person(1, "", kind=Kind.FORM), body=FORM))}
    answer = by_member(2, sent["1"])
    sent["2"] = post.member("2", answer, by="member A")
    files = replace(by_person(3, sent["2"], kind=Kind.FILES), attachments=(FILE,))
    sent["3"] = post.person("3", files)
    sent["4"] = post.member("4", by_member(4, sent["3"]), by="member A")
    opens = replace(by_member(5, sent["4"], name="member B", epoch=2), kind=Kind.STATUS)
    sent["5"] = post.member("5", opens, by="member B", to=C2)
    sent["6"] = post.person("6", by_person(6, sent["5"], epoch=2), to=C2)
    return sent


def write_wrong(post: Post, sent: dict[str, str]) -> None:
    """Write letters in the place of others that a reader must tell from them."""
    second, third = by_member(2, sent["1"]), by_person(3, sent["2"])
    post.member("2 again", second, by="member A")
    post.member("2 by a stranger", second, by="stranger")
    post.member("2 of another member", second, by="member B")
    post.member("2 by nobody known", replace(second, kid=kid_of("stranger")), by="stranger")
    post.member("2 of an unknown roster", replace(second, roster=9), by="member A")
    late = replace(second, kid=kid_of("member C"))
    post.member("2 by one not on duty", late, by="member C")
    said = second.canonical()
    moved = member_proof(said, C2, MEMBERS["member A"])
    post.send("2 moved from another stream", said, proof=moved)
    post.send("2 proved as the person", said, proof=person_proof(said, C1))
    post.member("2 of another case", replace(second, case=OTHER_CASE), by="member A")
    post.member("2 of another epoch", replace(second, epoch=2), by="member A")
    post.member("2 that is first", by_member(1, ""), by="member A")
    post.person("3 with another proof", third, proof=bytes(32))
    post.person(
        "3 with the proof of another stream", third, proof=person_proof(third.canonical(), C2)
    )
    post.person("3 after another letter", replace(third, prev="0" * 64))
    post.person("7 under the older key", by_person(7, sent["6"]))
    post.person("9", by_person(9, "9" * 64, epoch=2), to=C2)
    post.person("a text that is first", by_person(1, ""))
    post.person("5 of the server", by_person(5, sent["4"], epoch=2), to=SERVERS)
    far = by_person(2**53 - 1, "f" * 64, epoch=2)
    post.person("the last number there is", far, to=C2)


def write_notes(post: Post) -> None:
    """Write the stream of notes of a case, and what does not belong there."""
    first = replace(by_member(1, ""), kind=Kind.NOTE)
    sent = post.member("note 1", first, by="member A", to=N1)
    second = replace(by_member(2, sent, name="member B"), kind=Kind.TASK)
    post.member("note 2", second, by="member B", to=N1)
    post.person("note 2 of the person", by_person(2, sent), to=N1)
    said = second.canonical()
    post.send(
        "note 2 moved from the case", said, proof=member_proof(said, C1, MEMBERS["member B"]), to=N1
    )


NOT_LETTERS = {
    "no frame": b"Hello.",
    "a frame of something else": framed(b"Hello."),
    "a frame of nothing": framed(b""),
    "a letter without a proof": framed(b'{"content":"{}"}'),
    "a letter with a name more": framed(b'{"content":"{}","more":1,"proof":""}'),
    "a content that is no text": framed(b'{"content":{},"proof":""}'),
    "a proof that is no base64": framed(b'{"content":"{}","proof":"*"}'),
    "a content of nothing": framed(b'{"content":"","proof":""}'),
}


def write_not_letters(seals: Seals, sent: dict[str, str]) -> dict[str, str]:
    """Write what opens and is no letter; return the names with those of the streams."""
    for name, frame in NOT_LETTERS.items():
        seals.seal(name, frame, to=C1)
    names = [*NOT_LETTERS]
    good = by_member(2, sent["1"]).canonical().decode("utf-8")
    for name, (before, after) in _CHANGES.items():
        said = good.replace(before, after).encode("utf-8")
        if said.decode() == good:
            raise AssertionError(name)
        seals.letter(name, said, proof=member_proof(said, C1, MEMBERS["member A"]), to=C1)
        names.append(name)
    return dict.fromkeys(names, C1.text)


_CHANGES = {
    "another version": ('"v":1', '"v":2'),
    "another suite": ('"suite":1', '"suite":2'),
    "a suite that is true": ('"suite":1', '"suite":true'),
    "epoch 0": ('"epoch":1', '"epoch":0'),
    "number 0": ('"seq":2', '"seq":0'),
    "the first with a letter before it": ('"seq":2', '"seq":1'),
    "an unknown kind": ('"kind":"text"', '"kind":"order"'),
    "a body of no names": ('"body":{"text":"Letter 2."}', '"body":[]'),
    "a sender there is not": ('"from":"member"', '"from":"server"'),
    "a person with a kid": ('"from":"member"', '"from":"person"'),
    "a member of no roster": ('"roster":1', '"roster":0'),
    "a case in capitals": (CASE[:8], CASE[:8].upper()),
    "a day that is none": ('"day":"2027-03-10"', '"day":"2027-02-29"'),
    "an hour": ('"day":"2027-03-10"', '"day":"2027-03-10T12:00"'),
    "a name more": ('"v":1', '"v":1,"x":1'),
    "a space in the content": ('"v":1', '"v": 1'),
    "an attachment without a hash": ('"attachments":[]', '"attachments":[{"blob":""}]'),
}
