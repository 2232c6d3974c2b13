"""Who is let in at the desk, what each may see there, and what is refused."""

import hashlib
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import signing
from django.utils import timezone

from ambasada.accounts.actions import lose_devices
from ambasada.accounts.models import Actor, LedgerLine, Member, Verb
from ambasada.casework import sessions
from ambasada.casework.actions import (
    allow_enrolment,
    keep_roster,
    remove_from_roster,
    withdraw_lost_keys,
)
from ambasada.casework.models import Case, Enrolment, Presence, StaffKey, Tally, Wrap
from ambasada.lib.sealing.contents import Kind
from ambasada.lib.sealing.keys import Identity, MemberKeys, encoded
from ambasada.lib.sealing.threads import Stream
from ambasada.lib.sealing.wraps import wrap
from ambasada.network.actions import end_seat
from ambasada.network.models import Embassy, Seat
from tests.asking import Answer
from tests.casework.client import Helper, Said, told
from tests.casework.desks import Desk, allow, sign
from tests.factories.staff import PASSWORD, seat


def said(answer: Answer) -> tuple[int, str]:
    assert len(answer.body) == 1_024
    return answer.status, Said(answer).word


def add(desk: Desk, name: str, *desks: str) -> Helper:
    """Add a member, who is on duty at some desks from the next roster on."""
    (code,) = allow([name], PASSWORD).values()
    helper = desk.add(name, PASSWORD, code)
    helper.sign_in()
    theirs = {each.name: ["help"] for each in desk.helpers[:-1]}
    sign(desk.root, desks=theirs | {name: list(desks)})
    return helper


def member(helper: Helper) -> Member:
    return Member.objects.get(username=helper.name)


def a_case(desk: Desk, **others: Any) -> str:
    before = {each["ref"] for each in desk.helper.queue()}
    desk.person().appeal("Help.", **others)
    (ref,) = {each["ref"] for each in desk.helper.queue()} - before
    return str(ref)


def account(helper: Helper, **others: str) -> dict[str, str]:
    return {"name": helper.name, "password": helper.password} | others


def enter(desk: Desk, **others: str) -> Answer:
    values = account(desk.helper) | others
    return Helper(desk.helper.published, "", "").ask("/s/enter", method="POST", values=values)


def test_wrong_and_unknown_names_are_one_answer(desk: Desk) -> None:
    wrong, unknown = enter(desk, password="wrong"), enter(desk, name="nobody")  # noqa: S106

    assert said(wrong) == (404, "unknown")
    assert (wrong.status, wrong.body) == (unknown.status, unknown.body)


def test_name_that_is_guessed_at_is_busy_and_others_are_not(desk: Desk) -> None:
    other = add(desk, "other", "help")
    for _guess in range(5):
        enter(desk, password="wrong")  # noqa: S106

    assert said(enter(desk)) == (503, "busy")
    assert enter(desk, name=other.name).status == 200


def test_guesses_at_once_are_counted_before_a_password_is_looked_at(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def meanwhile(_member: Member, _password: str) -> bool:
        """Guess again while this guess is looked at."""
        looked.append("")
        enter(desk, password="wrong")  # noqa: S106
        return False

    monkeypatch.setattr(Member, "check_password", meanwhile)

    enter(desk, password="wrong")  # noqa: S106

    assert len(looked) == 5


@pytest.mark.parametrize("name", ["helper", "HELPER", "hElper"])
def test_name_has_one_count_however_it_is_written(desk: Desk, name: str) -> None:
    for _time in range(5):
        enter(desk, name=name, password="wrong")  # noqa: S106

    assert said(enter(desk)) == (503, "busy")


@pytest.mark.parametrize("name", ["kiſs", "kıss"])
def test_name_that_a_database_takes_for_the_same_is_nobodys(
    desk: Desk, britain: Embassy, name: str
) -> None:
    seat("kiss", britain)

    assert said(enter(desk, name=name)) == (404, "unknown")
    assert enter(desk, name="KISS").status == 200


def test_password_that_is_right_leaves_no_count(desk: Desk) -> None:
    for _time in range(7):
        assert enter(desk).status == 200

    assert sessions.failures.count == 0


def test_flood_of_guesses_is_busy(desk: Desk) -> None:
    for number in range(60):
        enter(desk, name=f"name-{number}")

    assert said(enter(desk)) == (503, "busy")


def test_it_is_not_kept_who_was_guessed_at(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(desk, name="one")
    later = time.monotonic() + 301
    monkeypatch.setattr(time, "monotonic", lambda: later)

    enter(desk, name="other")

    assert list(sessions.failures_of) == ["other"]


@pytest.mark.parametrize("values", [{}, {"name": 1}, {"name": "x" * 41, "password": "x"}])
def test_what_is_no_sign_in_is_malformed(desk: Desk, values: dict[str, Any]) -> None:
    answer = Helper(desk.helper.published, "", "").ask("/s/enter", method="POST", values=values)

    assert said(answer) == (400, "malformed")


def test_password_alone_opens_nothing(desk: Desk) -> None:
    given = told(enter(desk))
    proofs = [MemberKeys.new().prove(given["challenge"]), desk.helper.keys.prove("other"), ""]

    for proof in proofs:
        values = {"ticket": given["ticket"], "proof": proof}
        assert said(desk.helper.ask("/s/prove", method="POST", values=values)) == (404, "unknown")
    assert said(Helper(desk.helper.published, "", "", token=given["ticket"]).ask("/s/queue")) == (
        404,
        "unknown",
    )


def test_member_without_a_key_is_told_so_and_gets_nothing(desk: Desk, britain: Embassy) -> None:
    seat("keyless", britain)

    given = told(enter(desk, name="keyless"))

    assert (given["ticket"], given["kid"]) == ("", "")
    assert given["bundles"] == {"phrase": "", "passkey": "", "paper": ""}


@pytest.mark.parametrize(
    "token",
    ["", "x", pytest.param("x" * 5_000, id="long"), pytest.param(signing.dumps({}), id="signed")],
)
def test_what_is_no_token_is_nobodys(desk: Desk, token: str) -> None:
    assert said(Helper(desk.helper.published, "", "", token=token).ask("/s/queue")) == (
        404,
        "unknown",
    )


def test_token_ends_after_fifteen_minutes_without_a_request(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, first = time.time(), desk.helper.token
    monkeypatch.setattr(time, "time", lambda: now + 14 * 60)
    assert desk.helper.ask("/s/queue").status == 200
    renewed = desk.helper.token

    monkeypatch.setattr(time, "time", lambda: now + 16 * 60)

    assert Helper(desk.helper.published, "", "", token=first).ask("/s/queue").status == 404
    assert Helper(desk.helper.published, "", "", token=renewed).ask("/s/queue").status == 200


def test_token_is_renewed_for_twelve_hours_after_the_proof(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    for minutes in range(10, 12 * 60, 10):
        monkeypatch.setattr(time, "time", lambda later=now + minutes * 60: later)
        assert desk.helper.ask("/s/members/gb").status == 200

    monkeypatch.setattr(time, "time", lambda: now + 12 * 60 * 60 + 5)

    assert said(desk.helper.ask("/s/members/gb")) == (404, "unknown")


def test_key_that_was_removed_opens_no_case_any_more(desk: Desk, britain: Embassy) -> None:
    other = add(desk, "colleague", "help")
    desk.person().appeal("Help.")
    (ref,) = [each["ref"] for each in other.queue()]

    remove_from_roster(britain, other.kid, by=Actor.OPERATOR, now=timezone.now())

    assert other.queue() == []
    assert said(other.ask(f"/s/case/{ref}")) == (404, "unknown")
    assert said(other.ask("/s/members/gb")) == (404, "unknown")
    assert [each["ref"] for each in desk.helper.queue()] == [ref]


def test_case_asks_for_new_keys_until_an_epoch_without_the_removed_one_began(
    desk: Desk, britain: Embassy
) -> None:
    other = add(desk, "colleague", "help")
    desk.person().appeal("Help.")
    (before,) = desk.helper.queue()
    remove_from_roster(britain, other.kid, by=Actor.OPERATOR, now=timezone.now())
    (meanwhile,) = desk.helper.queue()

    desk.helper.begin(before["ref"], 2, of=Stream.CASE)

    (after,) = desk.helper.queue()
    assert [each["rekey"] for each in (before, meanwhile, after)] == [False, True, False]


def test_lost_device_ends_the_token_at_once_and_the_key_within_a_beat(desk: Desk) -> None:
    person = desk.person()
    person.appeal("Help.")

    lose_devices(member(desk.helper))

    assert said(desk.helper.ask("/s/queue")) == (404, "unknown")
    assert told(enter(desk))["kid"] == ""
    assert withdraw_lost_keys(now=timezone.now()) == 1
    assert desk.helper.kid in person.published.removed()
    assert withdraw_lost_keys(now=timezone.now()) == 0


def test_new_password_ends_the_token_and_not_the_key(desk: Desk) -> None:
    who = member(desk.helper)
    who.set_password("another sentence of mine")
    who.save()

    assert said(desk.helper.ask("/s/queue")) == (404, "unknown")
    assert withdraw_lost_keys(now=timezone.now()) == 0


def test_key_of_one_who_lost_the_seat_is_removed(desk: Desk) -> None:
    who = member(desk.helper)
    end_seat(Seat.objects.get(member=who), by=who, now=timezone.now())

    assert withdraw_lost_keys(now=timezone.now()) == 1
    assert StaffKey.objects.get(kid=desk.helper.kid).revoked_on is not None
    assert desk.helper.kid in desk.person().published.removed()


def test_roster_that_was_signed_before_a_key_was_lost_removes_it_again(desk: Desk) -> None:
    """It came by post, from where the root key is kept."""
    key = StaffKey.objects.get(kid=desk.helper.kid)
    lose_devices(member(desk.helper))
    withdraw_lost_keys(now=timezone.now())
    signed = next_roster(desk)

    keep_roster(*signed, root=desk.root.public, embassy="gb", by=Actor.OPERATOR, now=timezone.now())

    assert key.kid in desk.person().published.removed()
    assert desk.person().published.roster().number == 2


def next_roster(desk: Desk) -> tuple[bytes, str]:
    roster = replace(desk.person().published.roster(), number=2)
    return roster.canonical(), desk.root.sign(roster.canonical(), "roster 2")


def enrolment(helper: Helper, **others: Any) -> Answer:
    values = account(helper) | {
        "code": "",
        "recipient": MemberKeys.new().recipient,
        "verify": MemberKeys.new().verify_key,
        "bundles": {"phrase": "AAAA", "passkey": "", "paper": "AAAA"},
        "confirmed": ["phrase", "paper"],
    }
    return helper.ask("/s/enrol", method="POST", values=values | others)


def test_code_to_enrol_is_good_once(desk: Desk) -> None:
    code = allow_enrolment(member(desk.helper), now=timezone.now())

    answers = [enrolment(desk.helper, code=code) for _time in range(2)]

    assert [each.status for each in answers] == [201, 404]
    assert StaffKey.objects.filter(revoked_on=None).count() == 1
    assert desk.helper.kid in desk.person().published.removed()


def test_wrong_code_spends_the_right_one(desk: Desk) -> None:
    code = allow_enrolment(member(desk.helper), now=timezone.now())

    assert said(enrolment(desk.helper, code="0" * 9)) == (404, "unknown")
    assert said(enrolment(desk.helper, code=code)) == (404, "unknown")


def test_code_to_enrol_is_too_old_after_ten_minutes(desk: Desk) -> None:
    then = timezone.now() - timedelta(minutes=11)
    code = allow_enrolment(member(desk.helper), now=then)

    assert said(enrolment(desk.helper, code=code)) == (404, "unknown")


def test_code_to_enrol_is_kept_as_its_hash(desk: Desk) -> None:
    code = allow_enrolment(member(desk.helper), now=timezone.now())

    assert code not in str(Enrolment.objects.values().get())


@pytest.mark.parametrize(
    "values",
    [
        {"confirmed": ["phrase"]},
        {"confirmed": ["phrase", "phrase"]},
        {"confirmed": ["phrase", "passkey"]},
        {"confirmed": ["phrase", "paper", "other"]},
        {"confirmed": [1, 2]},
        {"bundles": {"phrase": "AAAA"}},
        {"bundles": {"phrase": "AAAA", "passkey": 1, "paper": "AAAA"}},
        {"bundles": {"phrase": "A" * 20_000, "passkey": "", "paper": "AAAA"}},
        {"recipient": "age1" + "q" * 58},
        {"verify": "AAAA"},
    ],
)
def test_key_that_could_not_be_used_or_is_kept_one_way_is_refused(
    desk: Desk, values: dict[str, Any]
) -> None:
    code = allow_enrolment(member(desk.helper), now=timezone.now())

    assert said(enrolment(desk.helper, code=code, **values)) == (400, "malformed")
    assert StaffKey.objects.get().kid == desk.helper.kid


def test_queue_shows_class_and_days_and_sealed_headers(desk: Desk) -> None:
    a_case(desk, urgency="danger", language="be", type="asylum")

    (row,) = desk.helper.queue()

    today = datetime.now(UTC).date()
    assert row["class"] == "danger"
    assert row["state"] == "new"
    assert row["day"] == today.isoformat()
    assert row["delete_on"] == (today + timedelta(days=90)).isoformat()
    assert desk.helper.header(row).type == "asylum"
    assert "asylum" not in str(row)


def test_due_minute_is_erased_when_somebody_is_at_it(desk: Desk) -> None:
    before = timezone.now()
    ref = a_case(desk, urgency="danger")
    due = Case.objects.get().due_at
    assert due is not None
    assert timedelta(minutes=15) <= due - before <= timedelta(minutes=17)
    assert (due.second, due.microsecond) == (0, 0)

    assert desk.helper.ask(f"/s/case/{ref}/acknowledge", method="POST").status == 204

    assert Case.objects.get().due_at is None
    assert Case.objects.get().state == "open"
    assert not LedgerLine.objects.filter(subject__startswith="appeal_of:").exists()


@pytest.mark.parametrize("urgency", ["deadline", "normal"])
def test_other_appeals_have_no_minute(desk: Desk, urgency: str) -> None:
    a_case(desk, urgency=urgency)

    assert Case.objects.get().due_at is None


def every_road(ref: str) -> list[tuple[str, str]]:
    return [
        ("GET", f"/s/case/{ref}"),
        *(("POST", f"/s/case/{ref}/{each}") for each in ("letter", "wrap", "epoch", "close")),
        ("POST", f"/s/case/{ref}/acknowledge"),
        ("PUT", f"/s/case/{ref}/blob/{'a' * 32}/0"),
    ]


def test_case_of_another_desk_is_as_good_as_absent(desk: Desk) -> None:
    other = add(desk, "press", "press")
    ref = a_case(desk)
    (letter,) = desk.helper.look(ref)["letters"]
    roads = [*every_road(ref), ("GET", f"/s/letter/{letter['id']}")]

    answers = [other.ask(path, method=method, values={}) for method, path in roads]
    absent = [other.ask(path, method=method, values={}) for method, path in every_road("0" * 16)]

    assert {(each.status, each.body) for each in answers + absent} == {(404, answers[0].body)}
    assert other.queue() == []
    assert other.kid not in desk.helper.look(ref)["members"]


def test_case_of_another_embassy_is_as_good_as_absent(desk: Desk, norland: Embassy) -> None:
    ref = a_case(desk)
    who = member(desk.helper)
    Seat.objects.filter(member=who).update(embassy=norland)

    assert said(desk.helper.ask(f"/s/case/{ref}")) == (404, "unknown")
    assert desk.helper.queue() == []


def test_who_joins_later_sees_nothing_older(desk: Desk) -> None:
    ref = a_case(desk)

    joined = add(desk, "joined", "help")

    assert joined.queue() == []
    assert said(joined.ask(f"/s/case/{ref}")) == (404, "unknown")


def test_colleague_is_given_one_case(desk: Desk) -> None:
    other = add(desk, "press", "press")
    ref, _another = a_case(desk), a_case(desk)
    stream = desk.helper.streams(desk.helper.look(ref), Stream.CASE)[1]
    sealed = wrap(stream, for_recipient=other.keys.recipient)
    values = {"stream": "case", "epoch": 1, "for": other.kid, "wrap": encoded(sealed)}

    answers = [
        desk.helper.ask(f"/s/case/{ref}/wrap", method="POST", values=values) for _time in range(2)
    ]

    assert [each.status for each in answers] == [201, 201]
    assert [each["ref"] for each in other.queue()] == [ref]
    assert [str(each.content.body["text"]) for each in other.read(ref).letters] == ["Help."]
    line = LedgerLine.objects.get(verb=Verb.SHARED)
    assert line.subject == f"appeal_of:{Embassy.objects.get(code='gb').pk}"
    assert (line.at.hour, line.at.minute) == (0, 0)


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"for": "0" * 16}, (400, "malformed")),
        ({"for": "person"}, (400, "malformed")),
        ({"epoch": 2}, (400, "malformed")),
        ({"epoch": 0}, (400, "malformed")),
        ({"stream": "notes"}, (400, "malformed")),
        ({"stream": "other"}, (400, "malformed")),
        ({"wrap": "AAAA"}, (400, "malformed")),
        ({}, (409, "behind")),  # they can open it already
    ],
)
def test_wrap_that_helps_nobody_is_refused(
    desk: Desk, values: dict[str, Any], refused: tuple[int, str]
) -> None:
    other = add(desk, "other", "help")
    ref = a_case(desk)
    before = other.look(ref)["wraps"]
    sealed = wrap(Identity.new(), for_recipient=other.keys.recipient)
    asked = {"stream": "case", "epoch": 1, "for": other.kid, "wrap": encoded(sealed)} | values

    answer = desk.helper.ask(f"/s/case/{ref}/wrap", method="POST", values=asked)

    assert said(answer) == refused
    assert other.look(ref)["wraps"] == before


def test_epoch_that_somebody_else_began_is_told_to_look_again(desk: Desk) -> None:
    other = add(desk, "other", "help")
    ref = a_case(desk)
    first = desk.helper.begin(ref, 1, of=Stream.NOTES)

    with pytest.raises(Said, match="behind"):
        other.begin(ref, 1, of=Stream.NOTES)

    assert other.streams(other.look(ref), Stream.NOTES)[1] == first


@pytest.mark.parametrize("epoch", [0, 1, 3])
def test_epoch_comes_after_the_newest(desk: Desk, epoch: int) -> None:
    ref = a_case(desk)

    with pytest.raises(Said, match="behind"):
        desk.helper.begin(ref, epoch, of=Stream.CASE)

    assert Wrap.objects.count() == 18


def test_wraps_that_a_kill_left_are_taken_the_place_of(desk: Desk) -> None:
    ref = a_case(desk)
    left = Wrap.objects.get(kid=desk.helper.kid)
    Wrap.objects.create(
        ref=ref, stream="notes", epoch=1, kid=left.kid, roster=left.roster, wrap=left.wrap
    )

    begun = desk.helper.begin(ref, 1, of=Stream.NOTES)

    assert desk.helper.streams(desk.helper.look(ref), Stream.NOTES) == {1: begun}
    assert Wrap.objects.filter(stream="notes").count() == 18


def test_two_who_answer_at_once_do_not_write_over_each_other(desk: Desk) -> None:
    other = add(desk, "other", "help")
    ref = a_case(desk)
    late = other.next_letter(other.look(ref), {"text": "x"}, of=Stream.CASE, kind=Kind.TEXT)
    desk.helper.write(ref, "I am first.")

    answer = other.ask(f"/s/case/{ref}/letter", method="POST", values=late)

    assert said(answer) == (409, "behind")
    assert len(other.read(ref).letters) == 2


def test_two_on_one_case_see_each_other_for_a_minute(desk: Desk) -> None:
    other = add(desk, "other", "help")
    ref = a_case(desk)
    assert desk.helper.look(ref)["present"] == []

    assert other.look(ref)["present"] == [desk.helper.kid]

    until = Presence.objects.get(kid=desk.helper.kid).until
    assert (until.second, until.microsecond) == (0, 0)
    Presence.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert other.look(ref)["present"] == []


@pytest.mark.parametrize(
    "values", [{}, {"type": "advice", "outcome": "informed"}, {"type": "asylum", "outcome": "won"}]
)
def test_case_closes_under_words_that_are_counted(desk: Desk, values: dict[str, str]) -> None:
    ref = a_case(desk)

    answer = desk.helper.ask(f"/s/case/{ref}/close", method="POST", values=values)

    assert said(answer) == (400, "malformed")
    assert not Tally.objects.exists()


def test_ledger_says_the_day_on_which_a_case_was_closed(desk: Desk) -> None:
    ref = a_case(desk)
    values = {"type": "asylum", "outcome": "referred"}
    desk.helper.ask(f"/s/case/{ref}/close", method="POST", values=values)

    line = LedgerLine.objects.get(verb=Verb.CLOSED)

    assert line.actor == f"member:{member(desk.helper).pk}"
    assert line.subject == f"appeal_of:{Embassy.objects.get(code='gb').pk}"
    assert (line.at.hour, line.at.minute) == (0, 0)


def test_file_of_a_member_reaches_the_person(desk: Desk) -> None:
    ref, blob = a_case(desk), "b" * 32
    helper = desk.helper
    content = b"sealed elsewhere"
    headers = [("Part-Sha256", hashlib.sha256(content).hexdigest())]
    answer = helper.send(
        f"/s/case/{ref}/blob/{blob}/0", method="PUT", headers=headers, body=content
    )

    assert answer.status == 201
    assert told(helper.ask(f"/s/blob/{blob}")) == {"parts": [0]}
    assert helper.ask(f"/s/blob/{blob}/0").body == content


def test_every_answer_of_the_desk_has_its_headers_and_no_cookie(desk: Desk) -> None:
    answers = [desk.helper.ask("/s/queue"), desk.helper.ask("/nowhere"), enter(desk)]

    for each in answers:
        policy = each.header("Content-Security-Policy")
        assert "default-src 'none'; script-src 'self'" in policy
        assert "require-trusted-types-for 'script'" in policy
        assert each.header("Cross-Origin-Embedder-Policy") == "require-corp"
        assert each.header("Set-Cookie") == ""


@pytest.mark.parametrize("path", ["/i/case", "/i/box", "/gb/challenge", "/admin/", "/gb/en/"])
def test_other_addresses_are_not_at_the_desk(desk: Desk, path: str) -> None:
    assert said(desk.helper.ask(path)) == (404, "unknown")
