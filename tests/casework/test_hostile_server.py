"""A server that lies about letters: it keeps back, repeats, turns round, changes and forges.

Each lie is told to the real client of the person or of the member, and noticed by its word.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from ambasada.lib.sealing.contents import Kind, Sender
from ambasada.lib.sealing.files import seal, unseal
from ambasada.lib.sealing.keys import Identity, MemberKeys, encoded
from ambasada.lib.sealing.letters import seal_by_member, seal_by_person
from ambasada.lib.sealing.threads import Problem, Stream
from tests.casework.client import today
from tests.casework.lying import Talk, instead, of_letters, problems, tells, texts

# The stores it asks are SQLite always.
pytestmark = pytest.mark.sqlite_only


def test_without_a_lie_nobody_notices_anything(talk: Talk) -> None:
    tells([], of=talk.person)
    tells([], of=talk.helper)

    for thread in (talk.person.read(), talk.helper.read(talk.ref)):
        assert problems(thread) == []
        assert texts(thread) == ["Help.", "We read you.", "Thank you."]


# Letters: shown twice, kept back, in another order, changed.


def again(letters: list[dict[str, Any]]) -> None:
    letters.append(letters[1])


def kept_back(letters: list[dict[str, Any]]) -> None:
    del letters[1]


def turned(letters: list[dict[str, Any]]) -> None:
    letters[1], letters[2] = letters[2], letters[1]


def beheaded(letters: list[dict[str, Any]]) -> None:
    del letters[0]


ORDERS: dict[str, tuple[Callable[[list[dict[str, Any]]], None], Problem, int | None]] = {
    "replayed": (again, Problem.REPLAYED, None),
    "kept back": (kept_back, Problem.MISSING, 2),
    "turned round": (turned, Problem.OUT_OF_ORDER, 2),
    "without its form": (beheaded, Problem.MISSING, 1),
}


@pytest.mark.parametrize("name", ORDERS)
@pytest.mark.parametrize("is_person", [True, False])
def test_letters_out_of_their_order_are_noticed(talk: Talk, name: str, *, is_person: bool) -> None:
    change, problem, seq = ORDERS[name]
    tells([of_letters(change)], of=talk.person if is_person else talk.helper)

    thread = talk.person.read() if is_person else talk.helper.read(talk.ref)

    assert (problem, seq) in problems(thread)


def test_end_that_is_kept_back_is_noticed_by_who_had_read_it(talk: Talk) -> None:
    talk.person.last_seen = talk.person.read().letters[-1].content.seq
    tells([of_letters(lambda letters: letters.__delitem__(-1))], of=talk.person)

    assert problems(talk.person.read()) == [(Problem.MISSING, 3)]


@pytest.mark.parametrize("place", [0, 30, 100, 200, 1_000, -1])
@pytest.mark.parametrize("is_person", [True, False])
def test_flipped_bit_leaves_nothing_to_show(talk: Talk, place: int, *, is_person: bool) -> None:
    sealed = bytearray(talk.sealed(2))
    sealed[place] ^= 1
    lie = instead(f"/letter/{talk.id_of(2)}", bytes(sealed))
    tells([lie], of=talk.person if is_person else talk.helper)

    thread = talk.person.read() if is_person else talk.helper.read(talk.ref)

    assert texts(thread) == ["Help.", "Thank you."]
    assert {each.problem for each in thread.problems} == {
        Problem.CANNOT_BE_OPENED,
        Problem.MISSING,
    }


@pytest.mark.parametrize("kept", [0, 1, 200, 4_000, -16, -1])
def test_letter_cut_off_shows_nothing(talk: Talk, kept: int) -> None:
    tells([instead(f"/letter/{talk.id_of(3)}", talk.sealed(3)[:kept])], of=talk.helper)

    thread = talk.helper.read(talk.ref)

    assert texts(thread) == ["Help.", "We read you."]
    assert [each.problem for each in thread.problems] == [Problem.CANNOT_BE_OPENED]


def test_letter_of_another_case_opens_for_nobody(talk: Talk) -> None:
    other = talk.desk.person()
    other.appeal("Something else.")
    tells([instead(f"/letter/{talk.id_of(3)}", talk.sealed(1, of=other))], of=talk.helper)

    thread = talk.helper.read(talk.ref)

    assert texts(thread) == ["Help.", "We read you."]
    assert [each.problem for each in thread.problems] == [Problem.CANNOT_BE_OPENED]


# Letters that somebody else made.


def forged_by_stranger(talk: Talk) -> bytes:
    """Write as somebody on duty, without their key."""
    return seal_by_member(talk.next_content(), stream=talk.stream, member=MemberKeys.new())


def for_another_case(talk: Talk) -> bytes:
    """Take what was written for one case to another."""
    content = talk.next_content(case="d" * 64)
    return seal_by_member(content, stream=talk.stream, member=talk.helper.keys)


def resealed(talk: Talk) -> bytes:
    """Carry a letter with its proof from one stream to another, as who reads both."""
    content = talk.next_content()
    made = seal_by_member(content, stream=(other := Identity.new()), member=talk.helper.keys)
    return seal(unseal(made, by=other), to=talk.stream.recipient)


def as_the_person(talk: Talk) -> bytes:
    """Prove as the person with a key of one’s own, having the recipient of the stream alone."""
    content = talk.next_content(sender=Sender.PERSON, kid="", roster=0)
    made = seal_by_person(content, stream=(other := Identity.new()))
    return seal(unseal(made, by=other), to=talk.stream.recipient)


def of_nobody(talk: Talk) -> bytes:
    content = talk.next_content(kid="f" * 16)
    return seal_by_member(content, stream=talk.stream, member=talk.helper.keys)


def of_last_month(talk: Talk) -> bytes:
    content = talk.next_content(day=today() - timedelta(days=31))
    return seal_by_member(content, stream=talk.stream, member=talk.helper.keys)


def under_a_key_of_the_server(talk: Talk) -> bytes:
    content = talk.next_content()
    return seal_by_member(content, stream=Identity.new(), member=talk.helper.keys)


def in_a_place_that_is_taken(talk: Talk) -> bytes:
    content = talk.next_content(seq=2, prev=talk.person.read().letters[0].sha256)
    return seal_by_member(content, stream=talk.stream, member=talk.helper.keys)


def no_letter(talk: Talk) -> bytes:
    return seal(bytes(4_096), to=talk.stream.recipient)


def of_another_epoch(talk: Talk) -> bytes:
    content = talk.next_content(epoch=2)
    return seal_by_member(content, stream=talk.stream, member=talk.helper.keys)


FORGED: dict[Callable[[Talk], bytes], Problem] = {
    forged_by_stranger: Problem.WRONG_PROOF,
    for_another_case: Problem.OTHER_CASE,
    resealed: Problem.WRONG_PROOF,
    as_the_person: Problem.WRONG_PROOF,
    of_nobody: Problem.UNKNOWN_SENDER,
    of_last_month: Problem.NOT_ON_DUTY,
    under_a_key_of_the_server: Problem.CANNOT_BE_OPENED,
    in_a_place_that_is_taken: Problem.SAME_PLACE,
    no_letter: Problem.NOT_A_LETTER,
    of_another_epoch: Problem.WRONG_EPOCH,
}


@pytest.mark.parametrize("forge", FORGED, ids=lambda each: each.__name__)
@pytest.mark.parametrize("is_person", [True, False])
def test_forged_letter_is_not_shown_and_said_to_be_wrong(
    talk: Talk, forge: Callable[[Talk], bytes], *, is_person: bool
) -> None:
    lies = talk.also_shown(forge(talk))
    tells(lies, of=talk.person if is_person else talk.helper)

    thread = talk.person.read() if is_person else talk.helper.read(talk.ref)

    assert texts(thread) == ["Help.", "We read you.", "Thank you."]
    assert [each.problem for each in thread.problems] == [FORGED[forge]]


def test_stolen_key_writes_under_an_old_epoch_and_that_is_said(talk: Talk) -> None:
    old = seal_by_member(talk.next_content(seq=5), stream=talk.stream, member=talk.helper.keys)
    talk.helper.begin(talk.ref, 2, of=Stream.CASE)
    second = talk.helper.streams(talk.helper.look(talk.ref), Stream.CASE)[2]
    founding = talk.next_content(epoch=2, kind=Kind.STATUS)
    values = {
        "id": secrets.token_hex(16),
        "stream": "case",
        "epoch": 2,
        "after": 3,
        "letter": encoded(seal_by_member(founding, stream=second, member=talk.helper.keys)),
    }
    assert talk.helper.ask(f"/s/case/{talk.ref}/letter", method="POST", values=values).status == 201
    tells(talk.also_shown(old), of=talk.person)

    assert (Problem.OLDER_EPOCH, 5) in problems(talk.person.read())
