from datetime import timedelta
from typing import Any

import pytest

from ambasada.lib.minisign import SecretKey
from ambasada.lib.refused import Refused
from ambasada.lib.sealing.rosters import ENTRIES, Flaw, NotARoster, Roster, padded
from tests.factories.sealing import DAY, Member, a_member, a_roster, signed

ROOT = SecretKey.make()


def read(roster: Roster, signature: str = "", **others: Any) -> Roster:
    values: dict[str, Any] = {"root": ROOT.public, "embassy": "xt", "today": DAY, **others}
    return Roster.read(roster.canonical(), signature or signed(roster, ROOT), **values)


def flaw_of(roster: Roster, **others: Any) -> Flaw:
    with pytest.raises(NotARoster) as caught:
        read(roster, **others)
    assert str(caught.value).endswith(".")
    return caught.value.flaw


def test_roster_is_what_it_was_after_writing_and_reading() -> None:
    roster = a_roster(a_member("help"), a_member("help", "press"))

    assert read(roster) == roster


def test_any_changed_byte_is_noticed() -> None:
    roster = a_roster(a_member())
    content, signature = bytearray(roster.canonical()), signed(roster, ROOT)

    for place in range(0, len(content), 53):
        content[place] ^= 1
        with pytest.raises(NotARoster) as caught:
            Roster.read(bytes(content), signature, root=ROOT.public, embassy="xt", today=DAY)
        assert caught.value.flaw is Flaw.SIGNATURE
        content[place] ^= 1


def test_roster_of_another_root_embassy_day_or_number_is_refused() -> None:
    roster = a_roster(a_member(), number=7)

    assert flaw_of(roster, root=SecretKey.make().public) is Flaw.SIGNATURE
    assert flaw_of(roster, embassy="xn") is Flaw.EMBASSY
    assert flaw_of(roster, today=DAY + timedelta(days=31)) is Flaw.EXPIRED
    assert flaw_of(roster, today=DAY - timedelta(days=2)) is Flaw.EARLY
    assert flaw_of(roster, at_least=8) is Flaw.OLDER


def test_expired_roster_still_tells_who_signed_then() -> None:
    member = a_member()
    roster = a_roster(member)

    old = Roster.read_old(roster.canonical(), signed(roster, ROOT), root=ROOT.public, embassy="xt")

    assert old.entry(member.entry.kid) == member.entry
    assert old.entry("0" * 16) is None


def test_roster_has_sixteen_entries_in_an_order_that_tells_nothing() -> None:
    member = a_member("press")

    entries = padded([member.entry])

    kids = [each.kid for each in entries]
    assert len(kids) == ENTRIES
    assert kids == sorted(set(kids))
    assert member.entry in entries
    assert {(each.desks, each.start, each.until) for each in entries} == {
        (("press",), member.entry.start, member.entry.until)
    }


def test_entries_that_stand_for_nobody_are_the_same_from_one_roster_to_the_next() -> None:
    first, second = a_member("help"), a_member("press")
    before = padded([first.entry])
    fillers = [each for each in before if each != first.entry]

    after = padded([first.entry, second.entry], fillers=fillers)

    keys = [
        {(each.kid, each.recipient, each.verify) for each in roster} for roster in (before, after)
    ]
    assert len(after) == ENTRIES
    assert len(keys[0] & keys[1]) == ENTRIES - 1


@pytest.mark.parametrize("count", [0, 17])
def test_roster_of_nobody_or_of_too_many_is_refused(count: int) -> None:
    members: list[Member] = [a_member() for _ in range(count)]

    with pytest.raises(Refused, match="between 1 and 16"):
        padded([each.entry for each in members])


def test_labels_are_those_of_the_entries_the_person_and_the_escrow() -> None:
    roster = a_roster(a_member())

    assert roster.labels == (*(each.kid for each in roster.entries), "person", "escrow")
