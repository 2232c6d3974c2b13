from datetime import UTC, datetime

from ambasada.lib.recorder import asking_once, holds_until, once, reads, recording

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def made() -> list[int]:
    reads("list:news")
    holds_until(NOON)
    return [1]


def test_whoever_is_given_what_another_asked_has_read_it_too() -> None:
    with asking_once():
        with recording() as first:
            one = once("news", made)
        with recording() as second:
            other = once("news", made)

    assert other is one
    assert first == second
    assert (second.tags, second.until) == ({"list:news"}, NOON)


def test_what_is_asked_inside_another_question_is_read_by_both() -> None:
    with asking_once():
        with recording() as outer:
            once("front", lambda: once("news", made))
        with recording() as inner:
            once("news", made)

    assert outer.tags == inner.tags == {"list:news"}


def test_nothing_is_shared_outside_and_from_one_bake_to_the_next() -> None:
    given = [once("news", made), once("news", made)]
    for _ in range(2):
        with asking_once():
            given.append(once("news", made))

    assert len({id(each) for each in given}) == 4


def test_what_is_shared_is_let_go_before_it_is_every_page() -> None:
    with asking_once():
        rows, first = once("rows", made, stays=True), once("first", made)
        second = once("second", made)
        for number in range(499):
            once(number, lambda number=number: [number])  # type: ignore[misc]

        assert once("rows", made, stays=True) is rows
        assert once("second", made) is second
        assert once("first", made) is not first
