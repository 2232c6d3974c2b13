"""Invites from asking to joining: how many vouch, who may, and what a bad one gets."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session

from ambasada.accounts.models import Actor, Invite, LedgerLine, Member
from ambasada.lib.refused import Refused
from ambasada.network.actions import (
    Asked,
    Newcomer,
    ask_invite,
    ask_way_back,
    end_seat,
    founders_invite,
    join,
    vouch,
)
from ambasada.network.models import Embassy, Seat
from ambasada.network.people import refused_lately
from tests.factories.staff import (
    PASSWORD,
    coordinator_of,
    editor_of,
    give_passkey,
    member_in,
    seat,
)

NOW = datetime.now(tz=UTC)  # members of the factories sit from today on
_REFUSAL = "This invitation cannot be used as you typed it."


def come(token: str, word: str = "", *, username: str = "newcomer", now: datetime = NOW) -> Member:
    return join(Newcomer(token, word, username, PASSWORD), now=now)


def ask(embassy: Embassy, by: Member | Actor, role: str = "editor") -> Asked:
    return ask_invite(by=by, embassy=embassy, role=role, now=NOW)


def verbs() -> list[tuple[str, str]]:
    """Return what was done about invites, and by whom."""
    lines = LedgerLine.objects.order_by("number").filter(subject__startswith="invite:")
    return list(lines.values_list("verb", "actor"))


def refused(token: str, word: str = "", *, now: datetime = NOW) -> None:
    before = Member.objects.count()
    with pytest.raises(Refused, match=_REFUSAL):
        come(token, word, now=now)
    assert Member.objects.count() == before


@pytest.fixture
def two(britain: Embassy) -> tuple[Member, Member]:
    return seat("first", britain), seat("second", britain)


def test_founders_link_needs_nobody_and_seats_a_coordinator_everywhere(
    embassies: dict[str, Embassy],
) -> None:
    token = founders_invite(now=NOW)
    assert token

    member = come(token)

    seats = {(each.embassy.code, each.role) for each in member.seats.all()}
    assert seats == {(code, "coordinator") for code in embassies}
    assert verbs() == [("invited", "founder"), ("joined", f"member:{member.pk}")]
    assert founders_invite(now=NOW) is None


def test_second_member_needs_one_vouch_and_a_word(britain: Embassy) -> None:
    asked = ask(britain, seat("first", britain))

    assert asked.word
    refused(asked.token)
    refused(asked.token, "bakod-ulemi")
    member = come(asked.token, asked.word)

    assert [(each.embassy, each.role) for each in member.seats.all()] == [(britain, "editor")]


def test_third_member_needs_two_vouches(britain: Embassy, two: tuple[Member, Member]) -> None:
    asked = ask(britain, two[0])
    assert asked.word == ""
    refused(asked.token)

    word = vouch(asked.invite, by=two[1], now=NOW)

    refused(asked.token)
    assert come(asked.token, word.upper()).username == "newcomer"


def test_one_vouch_is_enough_once_only(britain: Embassy) -> None:
    first = seat("first", britain)
    used, unused = ask(britain, first, "coordinator"), ask(britain, first)
    second = come(used.token, used.word, username="second")

    refused(unused.token, unused.word)
    word = vouch(unused.invite, by=second, now=NOW)

    refused(unused.token, unused.word)  # the earlier word says one vouch, and is no word now
    assert come(unused.token, word).pk


def test_founders_second_link_needs_vouches_once_somebody_joined(britain: Embassy) -> None:
    links = [founders_invite(now=NOW) or "" for _ in range(2)]
    first = come(links[0], username="first")

    refused(links[1])
    word = vouch(Invite.objects.get(used_at=None), by=first, now=NOW)

    assert come(links[1], word).seats.filter(embassy=britain).exists()


def test_link_of_a_command_waits_for_two_vouches(
    britain: Embassy, two: tuple[Member, Member]
) -> None:
    asked = ask(britain, Actor.OPERATOR)

    assert [vouch(asked.invite, by=two[0], now=NOW), asked.word] == ["", ""]
    assert come(asked.token, vouch(asked.invite, by=two[1], now=NOW)).pk


@pytest.mark.parametrize("who", ["asker", "again"])
def test_nobody_vouches_twice(britain: Embassy, two: tuple[Member, Member], who: str) -> None:
    asked = ask(britain, two[0] if who == "asker" else Actor.OPERATOR)
    if who == "again":
        vouch(asked.invite, by=two[0], now=NOW)

    with pytest.raises(Refused, match="You have vouched for this"):
        vouch(asked.invite, by=two[0], now=NOW)

    assert verbs()[-1] == ("vouch_refused", f"member:{two[0].pk}")
    refused(asked.token)


def test_further_vouch_does_not_change_a_word_that_was_told(
    britain: Embassy, two: tuple[Member, Member]
) -> None:
    asked = ask(britain, two[0])
    word = vouch(asked.invite, by=two[1], now=NOW)

    with pytest.raises(Refused, match="Enough members"):
        vouch(asked.invite, by=seat("third", britain), now=NOW)

    assert come(asked.token, word).pk


def test_voucher_who_left_counts_no_more(britain: Embassy, two: tuple[Member, Member]) -> None:
    asked = ask(britain, two[0])
    word = vouch(asked.invite, by=two[1], now=NOW)
    end_seat(two[1].seats.get(), by=two[1], now=NOW)

    refused(asked.token, word)

    assert verbs()[-1] == ("join_refused", "stranger")
    assert come(asked.token, vouch(asked.invite, by=seat("third", britain), now=NOW)).pk


def test_voucher_who_was_made_a_writer_counts_no_more(
    britain: Embassy, two: tuple[Member, Member]
) -> None:
    asked = ask(britain, two[0])
    word = vouch(asked.invite, by=two[1], now=NOW)
    Seat.objects.filter(member=two[1]).update(role=Seat.Role.EDITOR)

    refused(asked.token, word)


def test_embassy_with_coordinators_has_one_of_them_vouch(
    norland: Embassy, two: tuple[Member, Member]
) -> None:
    theirs = seat("norlander", norland)
    asked = ask(norland, two[0])

    assert vouch(asked.invite, by=two[1], now=NOW) == ""
    word = vouch(asked.invite, by=theirs, now=NOW)

    assert come(asked.token, word).seats.get().embassy == norland


def test_embassy_without_coordinators_takes_the_vouches_of_others(
    norland: Embassy, two: tuple[Member, Member]
) -> None:
    asked = ask(norland, two[0])

    assert come(asked.token, vouch(asked.invite, by=two[1], now=NOW)).pk


def test_who_writes_or_is_new_neither_invites_nor_vouches(britain: Embassy) -> None:
    seat("founder", britain, days_ago=60)
    asked = ask(britain, Actor.OPERATOR)
    writer = seat("writer", britain, role=Seat.Role.EDITOR, days_ago=40)
    new = seat("new", britain, days_ago=13)

    for member, reason in ((writer, "Coordinators invite and vouch"), (new, "You may invite")):
        with pytest.raises(Refused, match=reason):
            ask(britain, member)
        with pytest.raises(Refused, match=reason):
            vouch(asked.invite, by=member, now=NOW)

    assert [verb for verb, _by in verbs()] == ["invited"] + ["vouch_refused"] * 4
    assert not asked.invite.vouches.exists()
    assert Invite.objects.count() == 1


def test_expired_used_and_forged_invites_are_refused_alike(britain: Embassy) -> None:
    asked = ask(britain, seat("first", britain))
    refused(asked.token, asked.word, now=NOW + timedelta(hours=24))
    come(asked.token, asked.word)

    refused(asked.token, asked.word)
    refused("forged", asked.word)

    with pytest.raises(Refused, match="cannot be used any more"):
        vouch(asked.invite, by=seat("other", britain), now=NOW)


def test_strangers_fill_no_ledger(britain: Embassy) -> None:
    asked = ask(britain, seat("first", britain))
    for hour in range(3):
        for _ in range(5):
            refused("forged", now=NOW + timedelta(hours=hour, minutes=hour))
            refused(asked.token, now=NOW + timedelta(hours=hour, minutes=hour))

    lines = LedgerLine.objects.filter(verb="join_refused", actor="stranger")
    assert lines.filter(subject="invite:unknown").count() == 3
    assert lines.filter(subject=f"invite:{asked.invite.pk}").count() == 3


def test_invitation_that_was_refused_is_told_to_all_for_a_week(britain: Embassy) -> None:
    browser, told = editor_of(britain), "An invitation that cannot be used was tried"
    assert told not in browser.get("/admin/").content.decode()

    refused("an old link")

    assert told in browser.get("/admin/").content.decode()
    assert refused_lately(NOW + timedelta(days=6)) == NOW.date()
    assert refused_lately(NOW + timedelta(days=7)) is None


def test_five_wrong_words_spend_an_invite_and_each_leaves_a_line(britain: Embassy) -> None:
    asked = ask(britain, seat("first", britain))
    for _ in range(4):
        refused(asked.token, "bakod-ulemi")
    for _ in range(9):
        refused(asked.token)  # an empty box is no guess
    good = ask(britain, Member.objects.get())

    refused(asked.token, "bakod-ulemi")
    refused(asked.token, asked.word)

    assert LedgerLine.objects.filter(subject=f"invite:{asked.invite.pk}").count() >= 6
    assert come(good.token, good.word).pk


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [(("first", PASSWORD), "This user name is taken"), (("newcomer", "short"), "too short")],
)
def test_only_who_holds_a_good_invite_is_told_more_and_it_stays_good(
    britain: Embassy, typed: tuple[str, str], sentence: str
) -> None:
    asked = ask(britain, seat("first", britain))

    with pytest.raises(Refused, match=_REFUSAL):
        join(Newcomer(asked.token, "bakod-ulemi", *typed), now=NOW)
    with pytest.raises(Refused, match=sentence):
        join(Newcomer(asked.token, asked.word, *typed), now=NOW)

    assert come(asked.token, asked.word).pk


def test_way_back_gives_a_new_password_and_no_keys_and_keeps_the_seat(
    britain: Embassy, two: tuple[Member, Member]
) -> None:
    lost = member_in(coordinator_of(britain, "lost"))
    held = list(lost.seats.all())
    asked = ask_way_back(lost, by=two[0], now=NOW)
    word = vouch(asked.invite, by=two[1], now=NOW)

    with pytest.raises(Refused, match="Type the name you had"):
        come(asked.token, word, username="another")
    back = join(Newcomer(asked.token, word, "lost", f"{PASSWORD} anew"), now=NOW)

    back.refresh_from_db()
    assert back.check_password(f"{PASSWORD} anew")
    assert list(back.seats.all()) == held
    assert not Authenticator.objects.filter(user=back).exists()
    assert not Session.objects.exists()
    assert verbs()[-1] == ("recovered", f"member:{back.pk}")


def test_way_back_is_neither_asked_nor_vouched_for_by_the_one_it_is_for(
    britain: Embassy, two: tuple[Member, Member]
) -> None:
    asked = ask_way_back(two[0], by=two[1], now=NOW)

    with pytest.raises(Refused, match="Nobody vouches for themselves"):
        vouch(asked.invite, by=two[0], now=NOW)
    with pytest.raises(Refused, match="Nobody vouches for themselves"):
        ask_way_back(two[0], by=two[0], now=NOW)

    assert vouch(asked.invite, by=seat("third", britain), now=NOW)


def test_way_back_ends_with_the_last_seat(britain: Embassy, two: tuple[Member, Member]) -> None:
    lost = seat("lost", britain)
    asked = ask_way_back(lost, by=two[0], now=NOW)
    word = vouch(asked.invite, by=two[1], now=NOW)
    end_seat(lost.seats.get(), by=two[0], now=NOW)

    with pytest.raises(Refused, match=_REFUSAL):
        come(asked.token, word, username="lost")
    with pytest.raises(Refused, match="no seat here any more"):
        ask_way_back(Member.objects.get(pk=lost.pk), by=two[0], now=NOW)


def test_passkey_makes_no_difference_to_the_action(britain: Embassy) -> None:
    """The view asks for it: an action cannot see a session."""
    first = seat("first", britain)
    give_passkey(first)

    assert ask(britain, first).word


def test_who_is_left_of_two_vouches_alone_for_what_the_command_line_asks(
    britain: Embassy, two: tuple[Member, Member]
) -> None:
    end_seat(two[1].seats.get(), by=two[1], now=NOW)
    own, commands = ask(britain, two[0]), ask(britain, Actor.OPERATOR)

    assert own.word == ""
    refused(own.token)
    word = vouch(commands.invite, by=two[0], now=NOW)

    refused(commands.token)
    assert come(commands.token, word).username == "newcomer"


def test_command_line_lets_somebody_in_when_nobody_is_left(
    britain: Embassy, two: tuple[Member, Member]
) -> None:
    for member in two:
        end_seat(member.seats.get(), by=member, now=NOW)

    member = come(ask(britain, Actor.OPERATOR, "coordinator").token)

    assert member.seats.get().role == "coordinator"


def test_link_of_the_command_line_needs_two_again_when_two_are_there_again(
    britain: Embassy, two: tuple[Member, Member]
) -> None:
    end_seat(two[1].seats.get(), by=two[1], now=NOW)
    asked = ask(britain, Actor.OPERATOR)
    word = vouch(asked.invite, by=two[0], now=NOW)

    seat("third", britain)

    refused(asked.token, word)
