"""What is asked of a reader beside the vectors, which have every problem by itself."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from ambasada.lib.sealing.contents import Kind
from ambasada.lib.sealing.keys import Identity
from ambasada.lib.sealing.letters import seal_by_member, sha256_of
from ambasada.lib.sealing.threads import Problem, Stream, Thread, check_thread
from tests.factories.sealing import CASE, Correspondence, a_correspondence, a_member, a_roster

WHOLE = a_correspondence(letters=6)
ROSTER = a_roster(WHOLE.member)


def read(letters: list[bytes], at_least: int = 0) -> Thread:
    return check_thread(
        letters, case=CASE, streams={1: WHOLE.stream}, rosters=[ROSTER], at_least=at_least
    )


def numbers(thread: Thread) -> list[int]:
    return [each.content.seq for each in thread.letters]


def missing(thread: Thread) -> list[int]:
    return [
        number
        for found in thread.problems
        if found.problem is Problem.MISSING and found.seq and found.to
        for number in range(found.seq, found.to + 1)
    ]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 5), max_size=12), st.integers(0, 7))
def test_whatever_is_kept_back_repeated_or_exchanged_is_told(
    handed: list[int], at_least: int
) -> None:
    thread = read([WHOLE.sealed[each] for each in handed], at_least)
    problems = [found.problem for found in thread.problems]
    unique = list(dict.fromkeys(each + 1 for each in handed))
    expected = range(1, max([*unique, at_least], default=0) + 1)

    assert numbers(thread) == sorted(unique)
    assert missing(thread) == [each for each in expected if each not in unique]
    assert problems.count(Problem.REPLAYED) == len(handed) - len(unique)
    assert (Problem.OUT_OF_ORDER in problems) == (unique != sorted(unique))


def test_only_the_right_order_is_without_a_problem() -> None:
    ways = [each for each in permutations(range(4)) if not read(_letters(each)).problems]

    assert ways == [(0, 1, 2, 3)]


def test_any_changed_byte_takes_a_letter_away() -> None:
    second = WHOLE.sealed[1]
    for place in range(0, len(second), 97):
        changed = second[:place] + bytes([second[place] ^ 128]) + second[place + 1 :]
        thread = read([WHOLE.sealed[0], changed, WHOLE.sealed[2]])
        assert numbers(thread) == [1, 3]
        assert [each.problem for each in thread.problems] == [
            Problem.CANNOT_BE_OPENED,
            Problem.MISSING,
        ]


def test_letters_of_a_key_that_the_reader_lacks_are_not_lost_in_silence() -> None:
    thread = check_thread(WHOLE.sealed, case=CASE, streams={}, rosters=[ROSTER])

    assert not thread.letters
    assert {each.problem for each in thread.problems} == {Problem.CANNOT_BE_OPENED}
    assert len(thread.problems) == 6


def test_nobody_writes_under_a_key_that_only_the_server_vouches_for() -> None:
    servers = Identity.new()
    streams = {1: WHOLE.stream, 2: servers}

    thread = check_thread(WHOLE.sealed, case=CASE, streams=streams, rosters=[ROSTER])

    assert thread.epoch_to_write(ROSTER) == 1


def test_nobody_writes_under_a_key_that_was_opened_by_one_who_has_left() -> None:
    case, second = a_correspondence(letters=2), Identity.new()
    opens = case.by_member(epoch=2, kind=Kind.STATUS)
    letter = seal_by_member(opens, stream=second, member=case.member.keys)
    stays = a_member()
    roster = a_roster(case.member, stays)

    thread = check_thread(
        [*case.sealed, letter],
        case=CASE,
        streams={1: case.stream, 2: second},
        rosters=[roster],
    )

    assert thread.founders == {1: "", 2: case.member.entry.kid}
    assert thread.epoch_to_write(roster) == 2
    assert thread.epoch_to_write(roster, [case.member.entry.kid]) == 1
    assert thread.epoch_to_write(a_roster(stays, number=2)) == 1


def test_notes_have_no_epoch_before_a_member_wrote() -> None:
    thread = check_thread(
        [], case=CASE, streams={1: Identity.new()}, rosters=[ROSTER], of=Stream.NOTES
    )

    assert thread.epoch_to_write(ROSTER) is None
    assert thread.last is None


def test_next_letter_follows_the_last_one_shown() -> None:
    last = read(WHOLE.sealed).last

    assert last is not None
    assert (last.content.seq, last.sha256) == (6, sha256_of(WHOLE.sealed[-1]))


def test_other_case_of_the_same_member_is_another_case() -> None:
    other = Correspondence(member=WHOLE.member)
    other.write(other.by_person())

    thread = read([*WHOLE.sealed, *other.sealed])

    assert numbers(thread) == [1, 2, 3, 4, 5, 6]
    assert [(each.problem, each.place) for each in thread.problems] == [
        (Problem.CANNOT_BE_OPENED, 6)
    ]


def _letters(places: tuple[int, ...]) -> list[bytes]:
    return [WHOLE.sealed[each] for each in places]
