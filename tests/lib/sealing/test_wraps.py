from datetime import timedelta
from typing import Any

import pytest

from ambasada.lib.sealing.files import CannotBeOpened, seal
from ambasada.lib.sealing.keys import Identity, NotAKey
from ambasada.lib.sealing.outside import check_wraps
from ambasada.lib.sealing.rosters import ESCROW, PERSON, Roster
from ambasada.lib.sealing.wraps import NobodyOnDuty, unwrap, wrap, wraps_for
from tests.factories.sealing import DAY, Member, a_member, a_roster


def can_open(wraps: dict[str, bytes], label: str, identity: Identity) -> bool:
    try:
        unwrap(wraps[label], by=identity)
    except CannotBeOpened:
        return False
    return True


def wrapped(stream: Identity, roster: Roster, **others: Any) -> dict[str, bytes]:
    values: dict[str, Any] = {
        "desk": "help",
        "removed": (),
        "person": Identity.new().recipient,
        "today": DAY,
    }
    return dict(wraps_for(stream, roster=roster, **{**values, **others}))


def readers(wraps: dict[str, bytes], *members: Member) -> list[bool]:
    return [can_open(wraps, each.entry.kid, each.keys.identity) for each in members]


def test_those_of_the_desk_and_the_person_can_open() -> None:
    member, press, person, stream = (
        a_member("help"),
        a_member("press"),
        Identity.new(),
        Identity.new(),
    )
    roster = a_roster(member, press)

    wraps = wrapped(stream, roster, person=person.recipient)

    assert unwrap(wraps[member.entry.kid], by=member.keys.identity) == stream
    assert unwrap(wraps[PERSON], by=person) == stream
    assert readers(wraps, member, press) == [True, False]


def test_there_are_eighteen_wraps_whoever_reads() -> None:
    one, two = a_roster(a_member()), a_roster(*(a_member() for _ in range(16)))

    for roster in (one, two):
        wraps = wraps_for(
            Identity.new(),
            roster=roster,
            desk="help",
            removed=(),
            person=Identity.new().recipient,
            today=DAY,
        )
        assert [label for label, _ in wraps] == list(roster.labels)
        assert len(wraps) == 18
        check_wraps(wraps, labels=roster.labels)


def test_removed_member_has_a_wrap_they_cannot_open() -> None:
    stays, leaves = a_member(), a_member()

    wraps = wrapped(Identity.new(), a_roster(stays, leaves), removed=[leaves.entry.kid])

    assert readers(wraps, stays, leaves) == [True, False]


def test_member_whose_days_have_not_begun_or_are_over_cannot_open() -> None:
    present = a_member()
    past, future = a_member(until=DAY), a_member(start=DAY + timedelta(days=2))
    roster = a_roster(present, past, future)

    wraps = wrapped(Identity.new(), roster, today=DAY + timedelta(days=1))

    assert readers(wraps, present, past, future) == [True, False, False]


def test_escrow_opens_only_where_the_embassy_has_one() -> None:
    escrow, stream = Identity.new(), Identity.new()

    having = wrapped(stream, a_roster(a_member(), escrow=escrow.recipient))
    lacking = wrapped(stream, a_roster(a_member()))

    assert can_open(having, ESCROW, escrow)
    assert not can_open(lacking, ESCROW, escrow)


def test_person_has_no_notes() -> None:
    person, member = Identity.new(), a_member()

    wraps = wrapped(Identity.new(), a_roster(member), person="")

    assert not can_open(wraps, PERSON, person)
    assert readers(wraps, member) == [True]


def test_nothing_is_sealed_where_nobody_of_the_desk_is_left() -> None:
    roster = a_roster(a_member("help"))

    with pytest.raises(NobodyOnDuty):
        wrapped(Identity.new(), roster, removed=[each.kid for each in roster.entries])
    with pytest.raises(NobodyOnDuty):
        wrapped(Identity.new(), roster, desk="press")


def test_wrap_for_what_is_no_recipient_is_refused() -> None:
    with pytest.raises(NotAKey):
        wrap(Identity.new(), for_recipient="age1nobody")


def test_file_that_holds_no_identity_is_no_wrap() -> None:
    reader = Identity.new()

    for content in (b"", b"\xff" * 74, Identity.new().text.lower().encode()):
        with pytest.raises(CannotBeOpened):
            unwrap(seal(content, to=reader.recipient), by=reader)
