"""Who is drafted, what becomes of a key that is taken off, and what is amiss with a roster."""

from datetime import date, timedelta

import pytest
from django.conf import settings

from ambasada.accounts.models import Actor, LedgerLine, Member, Verb
from ambasada.casework.actions import draft_roster, remove_from_roster, revoke_key
from ambasada.casework.models import StaffKey
from ambasada.casework.queries import (
    has_roster_alarm,
    on_duty,
    removed_kids,
    roster_faults,
    roster_in_force,
)
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from tests.factories.duty import ALL, development_root, key_of, kid_of, put_in_force
from tests.factories.staff import NOW
from tests.factories.staff import seat as seat_now

pytestmark = pytest.mark.django_db(databases=ALL)
TODAY = NOW.date()
HELP = {"help": frozenset[str]()}


def seat(name: str, embassy: Embassy) -> Member:
    """Return a member who has a seat since long before these tests' day."""
    return seat_now(name, embassy, days_ago=30)


def drafted(embassy: Embassy, desks: dict[str, frozenset[str]] = HELP) -> list[str]:
    """Return the names of who would be on the next roster."""
    made = draft_roster(embassy, desks=desks, escrow="", now=NOW)
    return [each.name for each in made.people]


def test_draft_has_those_with_a_seat_and_a_key_they_can_keep(
    britain: Embassy, norland: Embassy
) -> None:
    key_of(seat("on-duty", britain))
    key_of(seat("tried-once", britain), confirmed=("phrase",))
    key_of(seat("elsewhere", norland))
    seat("without-a-key", britain)
    gone = seat("gone", britain)
    key_of(gone)
    gone.seats.update(ends_on=TODAY)
    lost = seat("lost-device", britain)
    key_of(lost)
    lost.renew_session_salt()
    lost.save()

    assert drafted(britain) == ["on-duty"]


def test_draft_says_who_sits_where(britain: Embassy) -> None:
    for name in ("helper", "press-office"):
        key_of(seat(name, britain))
    desks = {"help": frozenset[str](), "press": frozenset({"press-office"})}

    made = draft_roster(britain, desks=desks, escrow="", now=NOW)

    assert {each.name: each.entry.desks for each in made.people} == {
        "helper": ("help",),
        "press-office": ("help", "press"),
    }
    assert made.draft.desks == ("help", "press")
    assert (made.draft.number, made.draft.issued, made.draft.expires) == (
        1,
        TODAY,
        TODAY + timedelta(days=30),
    )


def test_draft_names_nobody_and_no_desk_without_somebody(britain: Embassy) -> None:
    with pytest.raises(Refused, match="nobody for the desk “help”"):
        drafted(britain)

    key_of(seat("helper", britain))
    with pytest.raises(Refused, match="stranger cannot be on the roster"):
        drafted(britain, {"help": frozenset({"stranger"})})


def test_next_roster_has_the_next_number_and_the_same_instance(britain: Embassy) -> None:
    key_of(seat("helper", britain))
    first = put_in_force(britain, now=NOW)

    second = put_in_force(britain, now=NOW + timedelta(days=14))

    assert (first.number, second.number) == (1, 2)
    assert first.instance == second.instance
    assert len(first.instance) == 32


def test_key_that_is_taken_off_is_removed_at_once_and_not_drafted_again(britain: Embassy) -> None:
    kept, lost = seat("kept", britain), seat("lost", britain)
    for each in (kept, lost):
        key_of(each)
    roster = put_in_force(britain, now=NOW)

    assert remove_from_roster(britain, kid_of(lost), by=Actor.OPERATOR, now=NOW)
    assert not remove_from_roster(britain, kid_of(lost), by=Actor.OPERATOR, now=NOW)

    assert removed_kids(britain.code) == [kid_of(lost)]
    assert [(each.name, each.is_removed) for each in on_duty(britain, roster)] == [
        ("kept", False),
        ("lost", True),
    ]
    assert drafted(britain) == ["kept"]
    lines = LedgerLine.objects.filter(verb=Verb.KEY_REMOVED)
    assert [(each.actor, each.subject) for each in lines] == [("operator", "roster:1")]


def test_entry_of_no_roster_is_not_taken_off(britain: Embassy) -> None:
    key_of(seat("helper", britain))
    with pytest.raises(Refused, match="no such entry"):
        remove_from_roster(britain, "0" * 16, by=Actor.OPERATOR, now=NOW)

    put_in_force(britain, now=NOW)
    with pytest.raises(Refused, match="no such entry"):
        remove_from_roster(britain, "0" * 16, by=Actor.OPERATOR, now=NOW)


def test_with_the_last_who_is_somebody_all_of_the_desk_go(britain: Embassy) -> None:
    """Else an appeal would be sealed to keys that were thrown away, and nobody would read it."""
    member = seat("alone", britain)
    key_of(member)
    roster = put_in_force(britain, now=NOW)

    revoke_key(StaffKey.objects.get(member=member.pk), by=member, now=NOW)

    assert roster.on_duty("help", removed_kids(britain.code), today=TODAY) == ()


def test_those_who_are_nobody_stay_while_somebody_does(britain: Embassy) -> None:
    for name in ("first", "second"):
        key_of(seat(name, britain))
    roster = put_in_force(britain, now=NOW)
    member = seat("third", britain)

    remove_from_roster(britain, StaffKey.objects.all()[0].kid, by=member, now=NOW)

    assert len(roster.on_duty("help", removed_kids(britain.code), today=TODAY)) == 15


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, []),
        (13, []),
        (14, ["The roster of gb is 14 days old and ends in 16. Sign another one."]),
        (30, ["The roster of gb is 30 days old and ends in 0. Sign another one."]),
        (31, ["The roster of gb has expired, and nobody can write. Sign and install another."]),
    ],
)
def test_old_roster_is_told_from_its_fourteenth_day(
    britain: Embassy, days: int, told: list[str]
) -> None:
    key_of(seat("helper", britain))
    put_in_force(britain, now=NOW)

    assert roster_faults(britain.code, today=TODAY + timedelta(days=days)) == told


def test_desk_without_anybody_is_told(britain: Embassy) -> None:
    member = seat("helper", britain)
    key_of(member)
    put_in_force(britain, now=NOW, desks=("help", "press"))
    remove_from_roster(britain, kid_of(member), by=Actor.OPERATOR, now=NOW)

    told = roster_faults(britain.code, today=TODAY)

    assert told == [
        "The roster of gb has nobody for the desk “help”. Put somebody on it.",
        "The roster of gb has nobody for the desk “press”. Put somebody on it.",
    ]


def test_roster_of_another_root_key_is_told(britain: Embassy, norland: Embassy) -> None:
    key_of(seat("helper", britain))
    put_in_force(britain, now=NOW)
    other = development_root(norland).public
    (settings.KEYS_ROOT / "gb" / "root.pub").write_text(other.file)

    assert roster_in_force(britain, other) is None
    assert has_roster_alarm(today=TODAY)
    assert roster_faults(britain.code, today=TODAY) == [
        "The roster of gb is not signed with the root key that is pinned. Sign and install another."
    ]


def test_embassy_whose_help_never_began_has_nothing_amiss(britain: Embassy) -> None:
    assert roster_faults(britain.code, today=date.max) == []
