"""Deleting every appeal of an embassy: two persons, keys first, and made good after a kill."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from ambasada.accounts.models import LedgerLine, Member
from ambasada.casework.actions import (
    ask_wiping,
    confirm_wiping,
    drop_wiping,
    finish_halves,
    finish_wipings,
)
from ambasada.casework.actions import wiping as module
from ambasada.casework.models import Blob, Case, Letter, Part, StaffKey, Wiping, Wrap
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy, Seat
from tests.casework.desks import Desk
from tests.casework.test_duty_notices import a_case
from tests.factories.staff import seat

NOW = timezone.now()
KEPT = (Case, Letter, Blob, Part, Wrap)


@pytest.fixture
def anna(britain: Embassy) -> Member:
    return seat("anna", britain, days_ago=60)


@pytest.fixture
def boris(britain: Embassy) -> Member:
    return seat("boris", britain, days_ago=60)


@pytest.fixture
def appeals(desk: Desk) -> Desk:
    """Return a desk that two people wrote to, one of them with a file."""
    for text in ("One.", "Two."):
        person = desk.person()
        person.appeal(text)
    person.write("A file.", files=[("a.txt", b"x" * 5_000)])
    return desk


def verbs() -> list[tuple[str, str]]:
    lines = LedgerLine.objects.filter(subject__startswith="appeals:").order_by("number")
    return [(each.verb, each.actor.partition(":")[0]) for each in lines]


@pytest.mark.usefixtures("appeals")
def test_nothing_goes_before_another_coordinator_confirms(
    britain: Embassy, anna: Member, boris: Member
) -> None:
    asked = ask_wiping(britain, by=anna, now=NOW)
    with pytest.raises(Refused, match="You asked for this"):
        confirm_wiping(asked, by=anna, now=NOW)
    assert Case.objects.count() == 2

    confirm_wiping(asked, by=boris, now=NOW)

    assert [model.objects.count() for model in KEPT] == [0] * 5
    assert verbs() == [("asked", "member"), ("erased", "member")]
    assert not Wiping.objects.exists()


def test_appeals_of_another_embassy_and_keys_of_the_desk_stay(
    britain: Embassy, appeals: Desk, anna: Member, *, boris: Member
) -> None:
    other = a_case(embassy="norland")
    Wrap.objects.create(
        ref=other.ref, stream="case", epoch=1, kid="person", roster=1, wrap=b"sealed"
    )

    confirm_wiping(ask_wiping(britain, by=anna, now=NOW), by=boris, now=NOW)

    assert list(Case.objects.all()) == [other]
    assert Wrap.objects.get().ref == other.ref
    assert StaffKey.objects.count() == len(appeals.helpers)


@pytest.mark.usefixtures("appeals")
def test_keys_of_all_go_before_anything_else(
    britain: Embassy, anna: Member, boris: Member, *, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kill after the keys went; the clock then deletes the rest, and is not alarmed."""

    def killed(_case: Case) -> None:
        raise KeyboardInterrupt

    asked = ask_wiping(britain, by=anna, now=NOW)
    with monkeypatch.context() as patched:
        patched.setattr(module, "delete_case", killed)
        with pytest.raises(KeyboardInterrupt):
            confirm_wiping(asked, by=boris, now=NOW)
    assert (Wrap.objects.count(), Case.objects.count()) == (0, 2)

    finish_wipings(now=NOW)
    finish_halves()

    assert [model.objects.count() for model in KEPT] == [0] * 5
    assert not Wiping.objects.exists()


def test_who_may_not_is_refused_and_nothing_goes(
    britain: Embassy, norland: Embassy, anna: Member
) -> None:
    a_case()
    others = {
        "Only a coordinator": [seat("nils", norland, days_ago=60)],
        "may invite, vouch and approve from": [seat("new", britain, days_ago=1)],
    }
    others["Only a coordinator"] += [seat("pen", britain, role=Seat.Role.EDITOR, days_ago=60)]
    asked = ask_wiping(britain, by=anna, now=NOW)

    for reason, members in others.items():
        for each in members:
            with pytest.raises(Refused, match=reason):
                confirm_wiping(asked, by=each, now=NOW)
    for each in others["Only a coordinator"]:
        for act in (ask_wiping, drop_wiping):
            thing: Any = britain if act is ask_wiping else asked
            with pytest.raises(Refused, match="Only a coordinator"):
                act(thing, by=each, now=NOW)

    assert Case.objects.count() == 1


def test_request_lapses_after_a_day_or_when_it_is_dropped_or_asked_anew(
    britain: Embassy, anna: Member, boris: Member
) -> None:
    a_case()
    old = ask_wiping(britain, by=anna, now=NOW - timedelta(days=1))
    with pytest.raises(Refused, match="asked anew or decided"):
        confirm_wiping(old, by=boris, now=NOW)
    finish_wipings(now=NOW)
    assert not Wiping.objects.exists()

    first = ask_wiping(britain, by=anna, now=NOW)
    second = ask_wiping(britain, by=boris, now=NOW)
    with pytest.raises(Refused, match="asked anew or decided"):
        confirm_wiping(first, by=boris, now=NOW)
    drop_wiping(second, by=anna, now=NOW)
    with pytest.raises(Refused, match="asked anew or decided"):
        confirm_wiping(second, by=anna, now=NOW)

    assert Case.objects.count() == 1
