"""A lost device that was reported: what rests, what comes back by two people, and what ends."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from ambasada.accounts.models import Actor, LedgerLine, Member
from ambasada.casework.actions import (
    allow_enrolment,
    end_suspended_key,
    reinstate_key,
    remove_from_roster,
    withdraw_lost_keys,
)
from ambasada.casework.models import Breach, Case, StaffKey
from ambasada.casework.queries import reach_of, removed_kids
from ambasada.lib.refused import Refused
from ambasada.lib.sealing.contents import Kind
from ambasada.lib.sealing.keys import encoded
from ambasada.lib.sealing.threads import Stream
from ambasada.lib.sealing.wraps import NobodyOnDuty, wrap
from ambasada.network.actions import device_lost, end_seat
from ambasada.network.models import Embassy, Seat
from tests.casework.client import Helper, Said, told
from tests.casework.desks import Desk, a_desk
from tests.casework.test_desk_screens import HERE, shown
from tests.factories.staff import (
    PASSWORD,
    confirm_passkey,
    coordinator_of,
    editor_of,
    give_passkey,
    member_in,
    seat,
    signed_in,
)

NOW = timezone.now()


@pytest.fixture
def pair(britain: Embassy) -> Desk:  # noqa: ARG001 -- the desk is this embassy's
    """Return a desk of two members, both of the help desk."""
    return a_desk(("first", "second"), password=PASSWORD)


@pytest.fixture
def boris(britain: Embassy) -> Member:
    """Return a coordinator who is not at the desk."""
    return seat("boris", britain)


def member(helper: Helper) -> Member:
    return Member.objects.get(username=helper.name)


def key(helper: Helper) -> StaffKey:
    return StaffKey.objects.get(kid=helper.kid)


def report(*helpers: Helper) -> None:
    """Report each one's device lost, as one stolen session would; the clock beats after."""
    for each in helpers:
        device_lost(member(each), by=member(helpers[0]), now=NOW)
    withdraw_lost_keys(now=NOW)


def come_back(helper: Helper) -> None:
    """Let a member back into their account."""
    give_passkey(member(helper))


def reinstate(helper: Helper, *, by: Member) -> None:
    come_back(helper)
    reinstate_key(key(helper), by=by, now=NOW)
    helper.sign_in()


def a_case(desk: Desk) -> str:
    desk.person().appeal("Help.")
    return str(desk.helper.queue()[0]["ref"])


def ledger(subject: str) -> list[tuple[str, str]]:
    lines = LedgerLine.objects.filter(subject=subject).order_by("number")
    return [(each.verb, each.actor) for each in lines]


def test_whole_desk_that_was_reported_is_sealed_to_no_more_and_loses_no_case(pair: Desk) -> None:
    person = pair.person()
    person.appeal("Help.")

    report(*pair.helpers)

    roster = person.published.roster()
    assert {each.kid for each in roster.entries if "help" in each.desks} <= set(
        person.published.removed()
    )
    with pytest.raises(NobodyOnDuty):
        pair.person().prepared("More help.")
    for each in pair.helpers:
        assert Said(each.ask("/s/queue")).word == "unknown"
    assert Case.objects.get().must_rekey
    assert [each.content.body["text"] for each in person.read().letters] == ["Help."]


def test_member_whose_key_is_reinstated_opens_the_same_case_with_the_same_key(
    pair: Desk, boris: Member
) -> None:
    ref, (first, second) = a_case(pair), pair.helpers
    report(first, second)

    reinstate(first, by=boris)

    assert [str(each.content.body["text"]) for each in first.read(ref).letters] == ["Help."]
    assert second.kid in removed_kids("gb")
    assert len(removed_kids("gb")) == 1  # those who stand for nobody are back as well
    pair.person().appeal("More help.")
    assert len(first.queue()) == 2
    subject = f"desk_key:{key(first).pk}"
    assert ledger(subject)[1:] == [("key_removed", "clock"), ("key_added", f"member:{boris.pk}")]


def test_bundles_are_handed_out_to_nobody_while_the_key_rests(pair: Desk, boris: Member) -> None:
    helper = pair.helper
    values = {"name": helper.name, "password": PASSWORD}
    report(helper)

    resting = told(helper.ask("/s/enter", method="POST", values=values))
    reinstate(helper, by=boris)
    back = told(helper.ask("/s/enter", method="POST", values=values))

    assert (resting["kid"], set(resting["bundles"].values())) == ("", {""})
    assert (back["kid"], back["bundles"]["phrase"]) == (helper.kid, "AAAA")


def test_reinstated_key_is_suspended_again_with_the_next_report(pair: Desk, boris: Member) -> None:
    report(pair.helper)
    reinstate(pair.helper, by=boris)
    assert withdraw_lost_keys(now=NOW) == 0

    report(pair.helper)

    assert pair.helper.kid in removed_kids("gb")


@pytest.mark.parametrize("way", ["enrolling", "seat", "coordinator"])
def test_suspended_key_ends_for_good(pair: Desk, boris: Member, *, way: str) -> None:
    helper, before = pair.helper, pair.helper.kid
    report(helper)

    if way == "enrolling":
        helper.enrol(allow_enrolment(member(helper), now=timezone.now()))
    elif way == "seat":
        end_seat(member(helper).seats.get(), by=member(helper), now=NOW)
        assert withdraw_lost_keys(now=NOW) == 1
    else:
        with pytest.raises(Refused, match="from"):  # an account in wrong hands ends nothing at once
            end_suspended_key(key(helper), by=boris, now=NOW + timedelta(days=6))
        end_suspended_key(key(helper), by=boris, now=NOW + timedelta(days=7))

    ended = StaffKey.objects.get(kid=before)
    assert ended.revoked_on is not None
    assert before in removed_kids("gb")
    give_passkey(member(helper))
    reinstate_and_stay_ended(ended, by=boris)


def reinstate_and_stay_ended(ended: StaffKey, *, by: Member) -> None:
    try:
        reinstate_key(ended, by=by, now=NOW)
    except Refused:  # of who has no seat any more
        assert not Seat.objects.filter(member=ended.member, ends_on=None).exists()
    assert ended.kid in removed_kids("gb")


def test_key_is_reinstated_by_another_coordinator_once_its_member_is_back(
    pair: Desk, boris: Member, norland: Embassy
) -> None:
    helper = pair.helper
    report(helper)
    writer = member_in(editor_of(Embassy.objects.get(code="gb")))
    refused: list[str] = []

    for by in (boris, None, writer, seat("nils", norland)):
        if by is None:
            come_back(helper)
        with pytest.raises(Refused) as refusal:
            reinstate_key(key(helper), by=by or member(helper), now=NOW)
        refused.append(str(refusal.value).partition(".")[0])

    assert refused == [
        "They are not back in their account yet",
        "This key is your own",
        "Only a coordinator of the same embassy can do this",
        "Only a coordinator of the same embassy can do this",
    ]
    assert helper.kid in removed_kids("gb")
    reinstate_key(key(helper), by=boris, now=NOW)
    assert helper.kid not in removed_kids("gb")


def test_key_that_was_taken_off_by_hand_stays_off(pair: Desk, boris: Member) -> None:
    helper = pair.helper
    remove_from_roster(Embassy.objects.get(code="gb"), helper.kid, by=Actor.OPERATOR, now=NOW)
    report(helper)

    reinstate(helper, by=boris)

    assert removed_kids("gb") == [helper.kid]
    assert helper.queue() == []


def test_what_was_written_meanwhile_opens_once_a_colleague_shares_it(
    pair: Desk, boris: Member
) -> None:
    ref, (first, second) = a_case(pair), pair.helpers
    report(first)
    stream = second.begin(ref, 2, of=Stream.CASE)
    second.write(ref, "From now on.", kind=Kind.STATUS)
    pair.person().appeal("While one rested.")

    reinstate(first, by=boris)

    assert [each["ref"] for each in first.queue()] == [ref]
    assert first.read(ref).letters[-1].content.epoch == 1
    assert list(first.streams(first.look(ref), Stream.CASE)) == [1]
    values = {"stream": "case", "epoch": 2, "for": first.kid}
    values |= {"wrap": encoded(wrap(stream, for_recipient=first.keys.recipient))}
    assert second.ask(f"/s/case/{ref}/wrap", method="POST", values=values).status == 201
    assert first.read(ref).letters[-1].content.body["text"] == "From now on."
    again = second.ask(f"/s/case/{ref}/wrap", method="POST", values=values | {"wrap": other(first)})
    assert Said(again).word == "behind"


def other(helper: Helper) -> str:
    """Return a wrap of something else for a member."""
    return encoded(wrap(helper.keys.identity, for_recipient=helper.keys.recipient))


def test_what_came_after_the_report_is_not_what_the_lost_key_could_open(pair: Desk) -> None:
    ref = a_case(pair)
    report(pair.helper)
    assert Breach.objects.get().kid == pair.helper.kid

    pair.person().appeal("Later.")

    assert reach_of(pair.helper.kid, "gb") == {"normal": [ref]}


def of_key(helper: Helper, act: str) -> str:
    return f"{HERE}keys/{key(helper).pk}/{act}/"


def screen(britain: Embassy) -> Client:
    return coordinator_of(britain, "anna")


def test_coordinator_is_shown_what_each_act_does_and_reinstates_with_a_passkey(
    britain: Embassy, pair: Desk
) -> None:
    helper, browser = pair.helper, screen(britain)
    report(helper)
    text = shown(browser)
    assert f"The desk key of {helper.name} is suspended since" in text
    assert "They are not back in their account yet." in text
    assert "Let the key count again" not in text
    come_back(helper)
    assert "Let the key count again" in shown(browser)

    confirm_passkey(browser, seconds_ago=301)
    browser.post(of_key(helper, "reinstate"))
    assert helper.kid in removed_kids("gb")
    confirm_passkey(browser)
    browser.post(of_key(helper, "reinstate"))

    assert helper.kid not in removed_kids("gb")
    assert "is suspended since" not in shown(browser)


def test_coordinator_ends_a_key_for_good_with_a_passkey(britain: Embassy, pair: Desk) -> None:
    helper, browser = pair.helper, screen(britain)
    assert browser.post(of_key(helper, "end")).status_code == 404  # nobody reported it
    report(helper)

    confirm_passkey(browser)
    browser.post(of_key(helper, "end"))
    assert "It can be ended from" in shown(browser)
    StaffKey.objects.filter(kid=helper.kid).update(suspended_on=NOW.date() - timedelta(days=7))
    confirm_passkey(browser, seconds_ago=301)
    browser.post(of_key(helper, "end"))
    assert key(helper).revoked_on is None
    confirm_passkey(browser)
    browser.post(of_key(helper, "end"))

    assert key(helper).revoked_on is not None
    assert "is suspended since" not in shown(browser)


def test_member_is_told_that_their_key_is_suspended(pair: Desk) -> None:
    report(pair.helper)
    come_back(pair.helper)

    browser = signed_in(member(pair.helper))

    assert "Your key is suspended since a device of yours was reported lost." in shown(browser)


def test_report_of_long_ago_is_decided_on_as_well(pair: Desk, boris: Member) -> None:
    report(pair.helper)
    StaffKey.objects.update(suspended_on=(NOW - timedelta(days=200)).date())

    reinstate(pair.helper, by=boris)

    assert pair.helper.kid not in removed_kids("gb")
