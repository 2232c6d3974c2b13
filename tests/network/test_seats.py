from datetime import UTC, datetime, timedelta

import pytest
from wagtail.models import GroupPagePermission

from ambasada.accounts.models import Actor, LedgerLine, Member
from ambasada.lib.refused import Refused
from ambasada.network.actions import editors_of, end_seat, let_editors_edit, set_role, take_seat
from ambasada.network.models import Embassy, Seat
from ambasada.network.rules import coordinators_of, is_coordinator, seated
from tests.factories.staff import coordinator_of, editor_of, member_in, seat

NOW = datetime.now(tz=UTC)
TODAY = NOW.date()
NOBODYS = ["publish_page", "lock_page", "unlock_page"]


def test_role_says_who_coordinates(britain: Embassy, norland: Embassy) -> None:
    writer = seat("writer", britain, role=Seat.Role.EDITOR)
    leader = seat("leader", britain)

    assert list(coordinators_of(britain, today=TODAY)) == [leader]
    assert is_coordinator(leader, britain, TODAY)
    assert not is_coordinator(leader, norland, TODAY)
    assert not is_coordinator(writer, britain, TODAY)


def test_seat_counts_from_its_first_day_until_it_ends(britain: Embassy) -> None:
    member = seat("press", britain)

    assert not seated(member, today=TODAY - timedelta(days=1)).exists()
    assert seated(member, today=TODAY).exists()
    member.seats.update(ends_on=TODAY)
    assert not seated(member, today=TODAY).exists()


def test_seat_is_taken_once_and_again_after_it_ended(britain: Embassy, norland: Embassy) -> None:
    member = seat("press", britain)
    seat_there = take_seat(member, norland, role="editor", now=NOW)
    first = member.seats.get(embassy=britain)
    assert take_seat(member, britain, role="editor", now=NOW) == first
    assert first.role == Seat.Role.COORDINATOR

    end_seat(first, by=member, now=NOW)

    assert Member.objects.get(pk=member.pk).is_active  # a seat elsewhere is left
    assert editors_of(britain) not in member.groups.all()
    assert editors_of(norland) in member.groups.all()
    assert take_seat(member, britain, role="editor", now=NOW) not in {first, seat_there}


def test_member_whose_last_seat_ends_is_switched_off_and_out(britain: Embassy) -> None:
    browser = editor_of(britain)
    member = member_in(browser)

    end_seat(member.seats.get(), by=seat("leader", britain), now=NOW)

    assert not Member.objects.get(pk=member.pk).is_active
    assert browser.get("/admin/").headers["Location"].startswith("/account/login/")
    line = LedgerLine.objects.latest("number")
    assert (line.verb, line.subject) == ("seat_ended", f"seat:{member.seats.get().pk}")


def test_only_another_coordinator_of_the_embassy_changes_or_ends_a_seat(
    britain: Embassy, norland: Embassy
) -> None:
    member = seat("press", britain, role=Seat.Role.EDITOR)
    held = member.seats.get()
    writer = seat("writer", britain, role=Seat.Role.EDITOR)

    for other in (writer, seat("norlander", norland)):
        with pytest.raises(Refused):
            end_seat(held, by=other, now=NOW)
    for other in (writer, seat("stranger", norland), member):
        with pytest.raises(Refused):
            set_role(held, Seat.Role.COORDINATOR, by=other, now=NOW)
    held.refresh_from_db()
    assert (held.role, held.ends_on) == (Seat.Role.EDITOR, None)

    set_role(held, Seat.Role.COORDINATOR, by=seat("leader", britain), now=NOW)
    end_seat(held, by=Actor.OPERATOR, now=NOW)
    held.refresh_from_db()
    assert (held.role, held.ends_on) == (Seat.Role.COORDINATOR, TODAY)


def test_rights_in_the_admin_end_with_the_seat(britain: Embassy, norland: Embassy) -> None:
    browser = coordinator_of(britain)
    member = member_in(browser)
    take_seat(member, norland, role="editor", now=NOW)
    end_seat(member.seats.get(embassy=britain), by=member, now=NOW)

    shown = browser.get("/admin/snippets/network/channel/").content.decode()

    assert all(each.address not in shown for each in britain.channels.all())
    assert all(each.address in shown for each in norland.channels.all())


def test_nobody_holds_the_right_to_publish_and_a_group_that_did_loses_it(
    britain: Embassy,
) -> None:
    rights = GroupPagePermission.objects.filter(permission__codename__in=NOBODYS)
    assert not rights.exists()
    given = GroupPagePermission.objects.filter(group=editors_of(britain)).first()
    assert given
    GroupPagePermission.objects.create(
        group=given.group, page=given.page, permission_type="publish"
    )

    let_editors_edit(britain)

    assert not rights.exists()
    kinds = set(given.group.page_permissions.values_list("permission__codename", flat=True))
    assert kinds == {"add_page", "change_page"}
