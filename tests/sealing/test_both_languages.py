"""What a page seals is opened in Python, and the reverse; and a server takes it as it is."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from ambasada.lib.minisign import SecretKey
from ambasada.lib.sealing.contents import Attachment, Content, Kind, Sender
from ambasada.lib.sealing.files import CannotBeOpened
from ambasada.lib.sealing.keys import Identity, MemberKeys, is_proved
from ambasada.lib.sealing.letters import (
    Header,
    open_header,
    seal_by_member,
    seal_by_person,
    seal_header,
    sha256_of,
)
from ambasada.lib.sealing.outside import check_header, check_letter, check_wraps
from ambasada.lib.sealing.rosters import Entry, Roster, new_kid, padded
from ambasada.lib.sealing.threads import Thread, check_thread
from ambasada.lib.sealing.wraps import unwrap, wrap, wraps_for
from tests.sealing.laboratory import Laboratory, Thrown

TODAY = date(2027, 3, 10)
CASE = "5a" * 32
TEXT = "Маці затрымалі ўчора. «Where is she?» – 🕊"


@dataclass(frozen=True)
class Desk:
    """A desk with one member, the roster that says so, and a case of it."""

    root: SecretKey
    member: MemberKeys
    roster: Roster
    stream: Identity

    @property
    def kid(self) -> str:
        verify = self.member.verify_key
        return next(each.kid for each in self.roster.entries if each.verify == verify)

    @property
    def signed(self) -> tuple[bytes, str]:
        content = self.roster.canonical()
        return content, self.root.sign(content, "roster")

    @property
    def expected(self) -> dict[str, Any]:
        """What a page expects of the roster."""
        root = self.root.public.line
        return {"root": root, "embassy": "xt", "today": TODAY.isoformat(), "atLeast": 1}


@pytest.fixture(scope="module")
def desk() -> Desk:
    member = MemberKeys.new()
    own = Entry(
        kid=new_kid(),
        desks=("help",),
        recipient=member.recipient,
        verify=member.verify_key,
        start=TODAY,
        until=TODAY + timedelta(days=9),
    )
    roster = Roster(
        embassy="xt",
        instance="xt-2027",
        number=1,
        issued=TODAY,
        expires=TODAY + timedelta(days=9),
        desks=("help", "press"),
        escrow=Identity.new().recipient,
        entries=padded([own]),
    )
    return Desk(SecretKey.make(), member, roster, Identity.new())


def draft(seq: int, prev: str, kind: str = "text", **body: Any) -> dict[str, Any]:
    """Return what a page says of a letter."""
    place = {"case": CASE, "epoch": 1, "seq": seq, "prev": prev, "day": TODAY.isoformat()}
    return {**place, "kind": kind, "body": {"text": TEXT, **body}}


def content(seq: int, prev: str, desk: Desk | None = None, *, kind: Kind = Kind.TEXT) -> Content:
    """Return a letter as Python says it: of the person, or of the member of a desk."""
    return Content(
        case=CASE,
        epoch=1,
        sender=Sender.MEMBER if desk else Sender.PERSON,
        seq=seq,
        prev=prev,
        day=TODAY,
        kind=kind,
        body={"text": TEXT},
        attachments=(Attachment("0" * 32, "Ліст.pdf", "application/pdf", 3, "ba" * 32),),
        kid=desk.kid if desk else "",
        roster=desk.roster.number if desk else 0,
    )


def signer(desk: Desk) -> dict[str, Any]:
    return {"seed": desk.member.seed, "kid": desk.kid, "roster": desk.roster.number}


def conversation(laboratory: Laboratory, desk: Desk) -> list[bytes]:
    """Return letters of which a page and Python wrote every other, of both sides."""
    first = laboratory("sealByPerson", draft(1, "", "form"), desk.stream.text)
    second = seal_by_member(
        content(2, sha256_of(first), desk), stream=desk.stream, member=desk.member
    )
    third = seal_by_person(content(3, sha256_of(second)), stream=desk.stream)
    said = draft(4, sha256_of(third), "status")
    return [first, second, third, laboratory("sealByMember", said, desk.stream.text, signer(desk))]


def read_by_page(laboratory: Laboratory, letters: list[bytes], desk: Desk) -> dict[str, Any]:
    """Return the thread that a page makes of letters."""
    handed = [{"id": str(place), "sealed": each, "epoch": 1} for place, each in enumerate(letters)]
    asked = {
        "letters": handed,
        "stream": "case",
        "identities": {1: desk.stream.text},
        "caseId": CASE,
    }
    roster = laboratory("readRoster", *desk.signed, desk.expected)
    thread: dict[str, Any] = laboratory("openThread", asked, {1: roster})
    return thread


def read_by_python(letters: list[bytes], desk: Desk) -> Thread:
    return check_thread(letters, case=CASE, streams={1: desk.stream}, rosters=[desk.roster])


def test_conversation_is_read_alike_on_both_sides(laboratory: Laboratory, desk: Desk) -> None:
    letters = conversation(laboratory, desk)

    here = read_by_python(letters, desk)
    there = read_by_page(laboratory, letters, desk)

    assert (here.problems, there["problems"]) == ((), [])
    assert [each["content"]["body"]["text"] for each in there["letters"]] == [TEXT] * 4
    assert [each.content.body["text"] for each in here.letters] == [TEXT] * 4
    assert there["next"] == {"seq": 5, "prev": sha256_of(letters[-1])}


@pytest.mark.parametrize(
    "handed", [(0, 2, 1, 3), (0, 1, 1, 3), (1, 2, 3), (0, 3), (3, 2, 1, 0), (0, 1, 3, 2, 0)]
)
def test_what_a_server_does_is_noticed_alike(
    laboratory: Laboratory, desk: Desk, handed: tuple[int, ...]
) -> None:
    whole = conversation(laboratory, desk)
    letters = [whole[place] for place in handed]

    here = read_by_python(letters, desk).problems
    there = read_by_page(laboratory, letters, desk)["problems"]

    assert here
    assert [
        (each["word"], each.get("place"), each.get("seq"), each.get("to")) for each in there
    ] == [(each.problem.value, each.place, each.seq, each.to) for each in here]


@pytest.mark.parametrize("change", range(0, 4296, 97))
def test_one_changed_byte_is_noticed(laboratory: Laboratory, desk: Desk, change: int) -> None:
    letter = bytearray(seal_by_person(content(1, "", kind=Kind.FORM), stream=desk.stream))
    letter[change % len(letter)] ^= 0x20

    thread = read_by_page(laboratory, [bytes(letter)], desk)

    assert (thread["letters"], thread["problems"][0]["word"]) == ([], "cannot-be-opened")


def test_half_of_a_letter_is_mended_and_not_refused(laboratory: Laboratory, desk: Desk) -> None:
    cut = laboratory.page.evaluate("'🕊'.slice(0, 1)")

    letter = laboratory("sealByPerson", draft(1, "", "form", answer=f"{cut}!"), desk.stream.text)

    assert read_by_python([letter], desk).letters[0].content.body["answer"] == "\ufffd!"


def test_letter_that_is_too_long_is_not_sealed(laboratory: Laboratory, desk: Desk) -> None:
    with pytest.raises(Thrown) as refusal:
        laboratory("sealByPerson", draft(1, "", "form", more="x" * 2**18), desk.stream.text)

    assert refusal.value.name == "LetterTooLong"


@pytest.mark.parametrize(
    "wrong", [{"seq": 0}, {"prev": "ab" * 32}, {"day": "2027-02-30"}, {"case": "A" * 64}]
)
def test_letter_its_reader_would_refuse_is_not_sealed(
    laboratory: Laboratory, desk: Desk, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Thrown) as refusal:
        laboratory("sealByPerson", draft(1, "", "form") | wrong, desk.stream.text)

    assert refusal.value.name == "NotALetter"


def test_server_takes_what_a_page_seals(laboratory: Laboratory, desk: Desk) -> None:
    header = {"language": "be", "type": "detained", "deadline": ""}

    for letter in conversation(laboratory, desk):
        check_letter(letter)
    check_header(laboratory("sealHeader", header, desk.stream.text))
    check_wraps(wraps_of_page(laboratory, desk), labels=desk.roster.labels)


def test_header_is_read_on_both_sides(laboratory: Laboratory, desk: Desk) -> None:
    header = {"language": "be", "type": "detained", "deadline": "2027-03-20"}

    there = laboratory(
        "openHeader", seal_header(Header(**header), stream=desk.stream), desk.stream.text
    )
    here = open_header(laboratory("sealHeader", header, desk.stream.text), stream=desk.stream)

    assert (there, here) == (header, Header(**header))


def wraps_of_page(
    laboratory: Laboratory,
    desk: Desk,
    *,
    person: str = "",
    desk_name: str = "help",
) -> list[tuple[str, bytes]]:
    asked = {
        "identity": desk.stream.text,
        "roster": laboratory("readRoster", *desk.signed, desk.expected),
        "desk": desk_name,
        "removed": [],
        "person": person,
        "today": TODAY.isoformat(),
    }
    return [(each["for"], each["wrap"]) for each in laboratory("wrapsFor", asked)]


def test_eighteen_wraps_open_for_those_they_are_for(laboratory: Laboratory, desk: Desk) -> None:
    person = Identity.new()

    wraps = wraps_of_page(laboratory, desk, person=person.recipient)

    assert [label for label, _ in wraps] == list(desk.roster.labels)
    assert len({len(each) for _, each in wraps}) == 1
    own = dict(wraps)[desk.kid]
    assert unwrap(own, by=desk.member.identity) == desk.stream
    assert unwrap(dict(wraps)["person"], by=person) == desk.stream
    with pytest.raises(CannotBeOpened):
        unwrap(own, by=person)


def test_nothing_is_wrapped_where_nobody_is_on_duty(laboratory: Laboratory, desk: Desk) -> None:
    with pytest.raises(Thrown) as refusal:
        wraps_of_page(laboratory, desk, desk_name="press")

    assert refusal.value.name == "NobodyThere"


def test_page_opens_wraps_made_in_python(laboratory: Laboratory, desk: Desk) -> None:
    person = Identity.new()
    made = wraps_for(
        desk.stream,
        roster=desk.roster,
        desk="help",
        removed=(),
        person=person.recipient,
        today=TODAY,
    )

    for label, by in ((desk.kid, desk.member.identity), ("person", person)):
        assert laboratory("unwrap", dict(made)[label], by.text) == desk.stream.text
    assert laboratory("unwrap", wrap(desk.stream, for_recipient=person.recipient), person.text)


def test_key_that_no_script_can_read_opens_a_wrap(laboratory: Laboratory, desk: Desk) -> None:
    member = desk.member.identity
    sealed = wrap(desk.stream, for_recipient=member.recipient)

    opened = laboratory("unwrapLocked", sealed, member.text)

    assert opened == {"holds": desk.stream.text, "isHidden": True}


def test_keys_made_on_a_page_prove_themselves_at_the_desk(laboratory: Laboratory) -> None:
    keys = laboratory("newMemberKeys")

    read = MemberKeys.read(laboratory("bundleOf", keys))
    proof = laboratory("proveMember", keys["seed"], "challenge")

    assert (read.recipient, read.verify_key) == (keys["recipient"], keys["verify"])
    assert is_proved(proof, challenge="challenge", verify_key=keys["verify"])
    assert not is_proved(proof, challenge="another", verify_key=keys["verify"])
