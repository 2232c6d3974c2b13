"""A lost device, and a member whom an operator lets back in."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator

from ambasada.accounts.models import LedgerLine, Member
from ambasada.accounts.queries import may_act
from ambasada.lib.refused import Refused
from ambasada.network.actions import Newcomer, device_lost, join, recover
from ambasada.network.models import Embassy, Seat
from tests.factories.staff import PASSWORD, coordinator_of, editor_of, give_passkey, member_in, seat

NOW = datetime.now(tz=UTC)


def last_line() -> tuple[str, str, str]:
    line = LedgerLine.objects.latest("number")
    return line.verb, line.actor, line.subject


def host(embassy: Embassy) -> str:
    return str(embassy.site.hostname)


def test_colleague_whoever_they_are_reports_a_lost_device(britain: Embassy) -> None:
    writer = seat("writer", britain, role=Seat.Role.EDITOR)
    browser = coordinator_of(britain)
    lost = member_in(browser)

    device_lost(lost, by=writer, now=NOW)

    assert browser.get("/admin/").headers["Location"].startswith("/account/login/")
    assert last_line() == ("device_lost", f"member:{writer.pk}", f"member:{lost.pk}")


def test_member_of_another_embassy_does_not(britain: Embassy, norland: Embassy) -> None:
    browser = coordinator_of(britain)

    with pytest.raises(Refused):
        device_lost(member_in(browser), by=seat("norlander", norland), now=NOW)

    assert browser.get("/admin/").status_code == 200


def test_operator_lets_the_last_member_back_in(britain: Embassy) -> None:
    browser = coordinator_of(britain)
    member = member_in(browser)

    token = recover("coordinator", host=host(britain), now=NOW)

    assert last_line() == ("recovered", "operator", f"member:{member.pk}")
    assert browser.get("/admin/").headers["Location"].startswith("/account/login/")
    assert not Authenticator.objects.filter(user=member).exists()
    assert not Member.objects.get().has_usable_password()
    back = join(Newcomer(token, "", "coordinator", PASSWORD), now=NOW)
    assert Member.objects.get().check_password(PASSWORD)
    assert may_act(back, today=NOW.date())  # nobody else is there to be protected
    with pytest.raises(Refused):
        join(Newcomer(token, "", "coordinator", PASSWORD), now=NOW)


def test_link_of_a_recovery_lasts_less_than_24_hours(britain: Embassy) -> None:
    seat("coordinator", britain)
    token = recover("coordinator", host=host(britain), now=NOW)

    with pytest.raises(Refused):
        join(Newcomer(token, "", "coordinator", PASSWORD), now=NOW + timedelta(hours=24))


@pytest.mark.parametrize("name", ["Coordinator", "coordinator ", "nobody", ""])
def test_name_is_typed_exactly(britain: Embassy, name: str) -> None:
    seat("coordinator", britain)

    with pytest.raises(Refused, match="No active member has this user name"):
        recover(name, host=host(britain), now=NOW)

    assert last_line() == ("recovery_refused", "operator", "member:unknown")


@pytest.mark.parametrize("wrong", ["", "admin.localhost", "norland.localhost", "GB.localhost"])
def test_host_is_typed_exactly_and_is_of_an_embassy_of_the_member(
    britain: Embassy, wrong: str
) -> None:
    member = seat("coordinator", britain)

    with pytest.raises(Refused, match="not the host name of an embassy of this member"):
        recover("coordinator", host=wrong, now=NOW)

    assert last_line() == ("recovery_refused", "operator", f"member:{member.pk}")
    assert Member.objects.get().has_usable_password()


def test_recovery_is_refused_while_two_others_could_vouch(britain: Embassy) -> None:
    lost = seat("lost", britain)
    second, third = seat("second", britain), seat("third", britain)
    give_passkey(second)
    give_passkey(third)

    with pytest.raises(Refused, match="Two other members can vouch"):
        recover("lost", host=host(britain), now=NOW)
    assert last_line() == ("recovery_refused", "operator", f"member:{lost.pk}")

    third.seats.update(role=Seat.Role.EDITOR)
    assert recover("lost", host=host(britain), now=NOW)


def test_others_without_a_passkey_cannot_vouch_and_do_not_stand_in_the_way(
    britain: Embassy,
) -> None:
    for name in ("lost", "second", "third"):
        seat(name, britain)

    assert recover("lost", host=host(britain), now=NOW)


def test_member_without_a_seat_is_not_recovered(britain: Embassy) -> None:
    seat("gone", britain).seats.update(ends_on=NOW.date())

    with pytest.raises(Refused, match="no seat any more"):
        recover("gone", host=host(britain), now=NOW)


def test_others_are_told_for_30_days_and_the_recovered_member_waits_for_14(
    britain: Embassy,
) -> None:
    browser = editor_of(britain)
    lost = seat("lost", britain)
    recover("lost", host=host(britain), now=NOW)
    lost.refresh_from_db()
    told = "an operator let lost back in from the command line"

    assert told in browser.get("/admin/").content.decode()
    assert not may_act(lost, today=NOW.date() + timedelta(days=13))
    assert may_act(lost, today=NOW.date() + timedelta(days=14))

    for days, is_told in ((29, True), (30, False)):
        Member.objects.filter(pk=lost.pk).update(recovered_on=NOW.date() - timedelta(days=days))
        assert (told in browser.get("/admin/").content.decode()) is is_told
