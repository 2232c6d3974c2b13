"""A server that lies about keys, notes and files; it knows every recipient and no identity."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from ambasada.accounts.models import Actor
from ambasada.casework.actions import revoke_key
from ambasada.casework.models import StaffKey
from ambasada.lib.sealing.attachments import NotComplete
from ambasada.lib.sealing.contents import Kind, Sender
from ambasada.lib.sealing.files import CannotBeOpened, seal, unseal
from ambasada.lib.sealing.keys import Identity, MemberKeys, decoded, encoded
from ambasada.lib.sealing.letters import seal_by_member, seal_by_person
from ambasada.lib.sealing.threads import Problem, Stream
from ambasada.lib.sealing.wraps import wrap
from tests.asking import Answer
from tests.casework.client import Helper, Person
from tests.casework.lying import Lie, Talk, in_json, problems, tells, texts

# The stores it asks are SQLite always.
pytestmark = pytest.mark.sqlite_only

# Keys: wraps for somebody else, and epochs that the server began.


def with_wrap(epoch: int, sealed: bytes) -> Callable[[dict[str, Any]], None]:
    """Tell of one more epoch, or of another wrap of the one there is."""

    def change(values: dict[str, Any]) -> None:
        others = [each for each in values["wraps"] if each["epoch"] != epoch]
        row = {"epoch": epoch, "stream": "case", "wrap": encoded(sealed)}
        values["wraps"] = [*others, row]
        values["epoch"] = max(values["epoch"], epoch)

    return change


@pytest.mark.parametrize("is_person", [True, False])
def test_wrap_for_somebody_else_is_noticed(talk: Talk, *, is_person: bool) -> None:
    foreign = wrap(talk.stream, for_recipient=Identity.new().recipient)
    start = "/i/box" if is_person else "/s/case/"
    tells([in_json(start, with_wrap(1, foreign))], of=talk.person if is_person else talk.helper)

    with pytest.raises(CannotBeOpened):
        talk.person.read() if is_person else talk.helper.read(talk.ref)


def test_wrap_of_a_key_that_the_server_made_opens_no_letter(talk: Talk) -> None:
    """The server may know the recipient of the person, and hand over a key of its own."""
    other = wrap(Identity.new(), for_recipient=talk.person.keys.identity.recipient)
    tells([in_json("/i/box", with_wrap(1, other))], of=talk.person)

    thread = talk.person.read()

    assert thread.letters == ()
    assert {each.problem for each in thread.problems} == {Problem.CANNOT_BE_OPENED}


def test_nobody_writes_in_an_epoch_that_the_server_began(talk: Talk) -> None:
    """The recipients of members are public: whoever knows one can hand over a key of its own."""
    own = Identity.new()
    lie = in_json("/s/case/", with_wrap(2, wrap(own, for_recipient=talk.helper.keys.recipient)))
    tells([lie], of=talk.helper)
    seen = talk.helper.look(talk.ref)
    assert set(talk.helper.streams(seen, Stream.CASE)) == {1, 2}

    written = talk.helper.next_letter(
        seen, {"text": "Her name is …"}, of=Stream.CASE, kind=Kind.TEXT
    )

    assert written["epoch"] == 1
    assert not opens(own, written["letter"])
    assert opens(talk.stream, written["letter"])


def test_person_writes_in_no_epoch_that_the_server_began(talk: Talk) -> None:
    own = Identity.new()
    sealed = wrap(own, for_recipient=talk.person.keys.identity.recipient)
    tells([in_json("/i/box", with_wrap(2, sealed))], of=talk.person)

    written = talk.person.next_letter(talk.person.box(), "My name is …")

    assert written["epoch"] == 1
    assert not opens(own, written["letter"])


def test_letter_of_a_stranger_founds_no_epoch(talk: Talk) -> None:
    """The server has begun an epoch and writes in it, as a member whose key it does not have."""
    own = Identity.new()
    content = talk.next_content(epoch=2, kind=Kind.STATUS)
    letter = seal_by_member(content, stream=own, member=MemberKeys.new())
    sealed = wrap(own, for_recipient=talk.person.keys.identity.recipient)
    lies = [in_json("/i/box", with_wrap(2, sealed)), *talk.also_shown(letter, epoch=2)]
    tells(lies, of=talk.person)

    thread = talk.person.read()

    assert [each.problem for each in thread.problems] == [Problem.WRONG_PROOF]
    assert thread.epoch_to_write(talk.person.published.roster()) == 1


def test_signature_of_a_member_is_not_carried_to_a_key_of_the_server(talk: Talk) -> None:
    """It covers the recipient of the stream, so that a true letter founds nothing elsewhere."""
    own = Identity.new()
    true = seal_by_member(
        talk.next_content(epoch=2), stream=(theirs := Identity.new()), member=talk.helper.keys
    )
    letter = seal(unseal(true, by=theirs), to=own.recipient)
    sealed = wrap(own, for_recipient=talk.person.keys.identity.recipient)
    tells(
        [in_json("/i/box", with_wrap(2, sealed)), *talk.also_shown(letter, epoch=2)],
        of=talk.person,
    )

    thread = talk.person.read()

    assert [each.problem for each in thread.problems] == [Problem.WRONG_PROOF]
    assert thread.founders == {1: ""}


def test_person_founds_no_epoch_but_the_first(talk: Talk) -> None:
    """Whoever has a stream can prove as the person, and the server has the one it made."""
    own = Identity.new()
    content = talk.next_content(epoch=2, sender=Sender.PERSON, kid="", roster=0)
    sealed = wrap(own, for_recipient=talk.helper.keys.recipient)
    lies = [in_json("/s/case/", with_wrap(2, sealed))]
    tells([*lies, *talk.also_shown(seal_by_person(content, stream=own), epoch=2)], of=talk.helper)

    thread = talk.helper.read(talk.ref)

    assert [each.problem for each in thread.problems] == [Problem.UNFOUNDED_EPOCH]
    assert texts(thread)[-1] == "Thank you."


def test_epoch_of_a_removed_member_is_written_in_no_more(talk: Talk) -> None:
    second = talk.helper.begin(talk.ref, 2, of=Stream.CASE)
    letter = seal_by_member(
        talk.next_content(epoch=2, kind=Kind.STATUS), stream=second, member=talk.helper.keys
    )
    tells(talk.also_shown(letter, epoch=2), of=talk.person)
    thread, roster = talk.person.read(), talk.person.published.roster()
    assert thread.epoch_to_write(roster, talk.person.published.removed()) == 2

    key = StaffKey.objects.get(kid=talk.helper.kid)
    revoke_key(key, by=Actor.OPERATOR, now=timezone.now())

    assert thread.epoch_to_write(roster, talk.person.published.removed()) == 1


def opens(stream: Identity, letter: str) -> bool:
    try:
        unseal(decoded(letter), by=stream)
    except CannotBeOpened:
        return False
    return True


# Notes.


def test_notes_that_the_server_began_are_no_notes(talk: Talk) -> None:
    own = Identity.new()

    def invent(values: dict[str, Any]) -> None:
        sealed = encoded(wrap(own, for_recipient=talk.helper.keys.recipient))
        values["wraps"].append({"epoch": 1, "stream": "notes", "wrap": sealed})

    content = talk.next_content(seq=1, prev="", kind=Kind.NOTE, body={"text": "Trust this man."})
    letter = seal_by_member(content, stream=own, member=MemberKeys.new())
    tells([in_json("/s/case/", invent), *talk.also_shown(letter, stream="notes")], of=talk.helper)

    thread = talk.helper.read(talk.ref, Stream.NOTES)

    assert thread.letters == ()
    assert [each.problem for each in thread.problems] == [Problem.WRONG_PROOF]
    assert thread.epoch_to_write(talk.helper.published.roster()) is None


def test_letter_of_the_case_among_notes_is_not_shown(talk: Talk) -> None:
    notes = talk.helper.begin(talk.ref, 1, of=Stream.NOTES)
    content = talk.next_content(seq=1, prev="", sender=Sender.PERSON, kid="", roster=0)
    lies = talk.also_shown(seal_by_person(content, stream=notes), stream="notes")
    tells(lies, of=talk.helper)

    thread = talk.helper.read(talk.ref, Stream.NOTES)

    assert (thread.letters, problems(thread)) == ((), [(Problem.MISPLACED, 1)])


# Files.


@pytest.fixture
def with_files(talk: Talk) -> Talk:
    talk.person.write("One.", files=[("one.txt", b"one" * 100_000)])
    talk.person.write("Two.", files=[("two.txt", b"two" * 100_000)])
    return talk


def fetched(talk: Talk, seq: int, victim: Person | Helper) -> bytes:
    opened = talk.person.read().letters[seq - 1]
    (named,) = opened.content.attachments
    return victim.fetch(named, opened.stream)


@pytest.mark.parametrize("is_person", [True, False])
def test_file_of_another_letter_is_noticed(with_files: Talk, *, is_person: bool) -> None:
    talk = with_files
    one, two = (talk.person.read().letters[seq - 1].content.attachments[0].blob for seq in (4, 5))
    start = "/i/blob/" if is_person else "/s/blob/"
    victim = talk.person if is_person else talk.helper
    assert fetched(talk, 4, victim) == b"one" * 100_000

    def swap(path: str, answer: Answer) -> Answer:
        if not path.startswith(f"{start}{one}/"):
            return answer
        return talk.person.ask(path.replace(start, "/i/blob/").replace(one, two))

    tells([swap], of=victim)

    with pytest.raises(NotComplete, match="another file"):
        fetched(talk, 4, victim)


def test_file_without_its_last_part_is_noticed(with_files: Talk) -> None:
    talk = with_files

    def shorten(path: str, answer: Answer) -> Answer:
        is_list = path.startswith("/s/blob/") and path.count("/") == 3
        if not is_list:
            return answer
        parts = json.loads(answer.body)["parts"]
        return replace(answer, body=json.dumps({"parts": parts[:-1]}).encode())

    tells([shorten], of=talk.helper)

    with pytest.raises(CannotBeOpened):
        fetched(talk, 4, talk.helper)


def test_file_without_its_first_part_is_noticed(with_files: Talk) -> None:
    talk = with_files
    tells([in_json_parts(lambda parts: parts[1:])], of=talk.helper)

    with pytest.raises(NotComplete, match="missing"):
        fetched(talk, 4, talk.helper)


def in_json_parts(change: Callable[[list[int]], list[int]]) -> Lie:
    def lie(path: str, answer: Answer) -> Answer:
        if not path.startswith("/s/blob/") or path.count("/") != 3:
            return answer
        parts = json.loads(answer.body)["parts"]
        return replace(answer, body=json.dumps({"parts": change(parts)}).encode())

    return lie


@pytest.mark.parametrize("cut", [1, 16, 100, 65_552])
def test_truncated_file_is_noticed(with_files: Talk, cut: int) -> None:
    talk = with_files

    def truncate(path: str, answer: Answer) -> Answer:
        return replace(answer, body=answer.body[:-cut]) if path.endswith("/1") else answer

    tells([truncate], of=talk.helper)

    with pytest.raises(CannotBeOpened):
        fetched(talk, 4, talk.helper)
