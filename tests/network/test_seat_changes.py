"""Somebody's role changes, or their seat ends, when two coordinators want it."""

import pytest
from django.utils import timezone

from ambasada.accounts.models import LedgerLine, Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.actions import (
    ask_seat_change,
    confirm_seat_change,
    drop_seat_change,
    end_seat,
)
from ambasada.network.models import Embassy, Seat, SeatChange
from tests.factories.staff import coordinator_of, member_in, seat

NOW = timezone.now()
MEMBERS = "/admin/members/"


@pytest.fixture
def first(britain: Embassy) -> Member:
    return seat("first", britain)


@pytest.fixture
def second(britain: Embassy) -> Member:
    return seat("second", britain)


@pytest.fixture
def writer(britain: Embassy) -> Seat:
    return seat("writer", britain, role=Seat.Role.EDITOR).seats.get()


def test_role_changes_when_a_second_coordinator_confirms(
    writer: Seat, first: Member, second: Member
) -> None:
    change = ask_seat_change(writer, Seat.Role.COORDINATOR, by=first, now=NOW)
    writer.refresh_from_db()
    before = writer.role

    confirm_seat_change(change, by=second, now=NOW)

    writer.refresh_from_db()
    assert (before, writer.role) == (Seat.Role.EDITOR, Seat.Role.COORDINATOR)
    assert not SeatChange.objects.exists()
    verbs = LedgerLine.objects.filter(subject=f"seat:{writer.pk}").values_list("verb", "actor")
    assert list(verbs.order_by("number"))[-2:] == [
        (Verb.ASKED, f"member:{first.pk}"),
        (Verb.SEAT_CHANGED, f"member:{second.pk}"),
    ]


def test_seat_ends_and_its_member_is_switched_off_when_two_want_it(
    writer: Seat, first: Member, second: Member
) -> None:
    confirm_seat_change(ask_seat_change(writer, "", by=first, now=NOW), by=second, now=NOW)

    writer.refresh_from_db()
    assert writer.ends_on == NOW.date()
    assert not Member.objects.get(pk=writer.member_id).is_active


def test_nobody_confirms_their_own_request_or_decides_about_their_own_seat(
    embassies: dict[str, Embassy], first: Member, second: Member
) -> None:
    change = ask_seat_change(second.seats.get(), "", by=first, now=NOW)
    stranger = seat("stranger", embassies["norland"])
    editor = seat("editor", embassies["gb"], role=Seat.Role.EDITOR)

    for member in (first, second, stranger, editor):
        with pytest.raises(Refused):
            confirm_seat_change(change, by=member, now=NOW)

    assert second.seats.get().ends_on is None


def test_editor_and_stranger_ask_for_no_change(
    britain: Embassy, norland: Embassy, first: Member
) -> None:
    for member in (
        seat("editor", britain, role=Seat.Role.EDITOR),
        seat("stranger", norland),
        first,
    ):
        with pytest.raises(Refused):
            ask_seat_change(first.seats.get(), Seat.Role.EDITOR, by=member, now=NOW)


def test_seat_stays_when_the_request_is_dropped(
    writer: Seat, first: Member, second: Member
) -> None:
    change = ask_seat_change(writer, "", by=first, now=NOW)

    drop_seat_change(change, by=second, now=NOW)

    writer.refresh_from_db()
    assert writer.ends_on is None
    assert not SeatChange.objects.exists()


def test_member_gives_up_their_own_seat_alone(first: Member) -> None:
    end_seat(first.seats.get(), by=first, now=NOW)

    assert not Member.objects.get(pk=first.pk).is_active


def test_coordinators_change_a_seat_on_the_screen(britain: Embassy, writer: Seat) -> None:
    one, other = coordinator_of(britain, "one"), coordinator_of(britain, "other")
    path = f"{MEMBERS}seats/{writer.pk}/change/"

    assert one.get(path).status_code == 200
    one.post(path, {"role": "coordinator"})
    change = SeatChange.objects.get()
    assert "Confirm" not in one.get(MEMBERS).content.decode()
    assert "Confirm" in other.get(MEMBERS).content.decode()
    other.post(f"{MEMBERS}seats/{change.pk}/confirm/")

    writer.refresh_from_db()
    assert writer.role == Seat.Role.COORDINATOR
    assert not SeatChange.objects.exists()


def test_change_without_a_choice_changes_nothing(britain: Embassy, writer: Seat) -> None:
    coordinator_of(britain).post(f"{MEMBERS}seats/{writer.pk}/change/", {})

    assert not SeatChange.objects.exists()


def test_seat_of_another_embassy_is_not_here(norland: Embassy, writer: Seat, first: Member) -> None:
    change = ask_seat_change(writer, "", by=first, now=NOW)
    stranger = coordinator_of(norland)

    answers = [
        stranger.get(f"{MEMBERS}seats/{writer.pk}/change/"),
        stranger.post(f"{MEMBERS}seats/{change.pk}/confirm/"),
        stranger.post(f"{MEMBERS}seats/{change.pk}/drop/"),
    ]

    assert [each.status_code for each in answers] == [404, 404, 404]
    assert SeatChange.objects.exists()


def test_member_who_gave_up_their_only_seat_is_out(britain: Embassy) -> None:
    browser = coordinator_of(britain)
    own = member_in(browser).seats.get()

    browser.post(f"{MEMBERS}seats/{own.pk}/change/", {"role": "end"})

    assert browser.get("/admin/").status_code == 302


def test_confirmation_of_what_was_asked_before_does_nothing(
    writer: Seat, first: Member, second: Member
) -> None:
    seen = ask_seat_change(writer, "", by=first, now=NOW)
    ask_seat_change(writer, Seat.Role.COORDINATOR, by=first, now=NOW)

    with pytest.raises(Refused, match="asked anew"):
        confirm_seat_change(seen, by=second, now=NOW)

    writer.refresh_from_db()
    assert (writer.role, writer.ends_on) == (Seat.Role.EDITOR, None)
