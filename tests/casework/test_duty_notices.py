"""Mails to those on duty: when they go and to whom, and that they say one sentence."""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_string
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.casework.actions import acknowledge, name_mailboxes
from ambasada.casework.models import Case, Letter, Stream
from ambasada.config.duty_notices import DutyNotices
from ambasada.config.notices import SENTENCE, SUBJECT, send_notice
from ambasada.network.models import Embassy
from tests.casework.desks import DESKS, Desk, sign
from tests.casework.rotas import NOW, helper, shift
from tests.config.test_notices import MAILBOX, installation
from tests.factories.mail_server import MailServer, mail_server

FIRST, SECOND = "first@example.org", "second@example.org"
ON_DUTY = NOW + timedelta(days=7)  # when the shifts of `tests.casework.rotas` run
DUE = ON_DUTY + timedelta(minutes=15)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


@pytest.fixture
def notices(server: MailServer, tmp_path: Path) -> DutyNotices:
    """Return what looks as often as it may."""
    return DutyNotices(installation(tmp_path, server.port), wait=lambda least, _most: least)


@pytest.fixture
def anna(britain: Embassy) -> Member:
    """Return a member who is on duty, at an embassy with mailboxes of its own."""
    member = helper("anna", britain)
    name_mailboxes(britain, first=FIRST, second=SECOND, by=member, now=NOW)
    shift(britain, member, by=member)
    return member


def a_case(**others: Any) -> Case:
    """Return an appeal as it is kept; nothing here opens it."""
    values: dict[str, Any] = {"embassy": "gb", "desk": "help", "urgency": "normal", "header": b""}
    values |= {"lookup_sha256": secrets.token_hex(32), "auth_sha256": secrets.token_hex(32)}
    values |= {"came_on": NOW.date(), "active_on": NOW.date()}
    case = Case.objects.create(**values | others)
    a_letter(case)
    return case


def a_letter(case: Case) -> None:
    Letter.objects.create(
        case=case,
        stream=Stream.CASE,
        id_hex=secrets.token_hex(16),
        counter=case.letters.count() + 1,
        epoch=1,
        day=NOW.date(),
        sealed=b"",
    )


def told(server: MailServer) -> list[str]:
    """Return to whom the mails went since this was last asked."""
    mailboxes = [str(message_from_string(each)["To"]) for each in server.mails]
    server.mails.clear()
    return sorted(mailboxes)


def told_each(notices: DutyNotices, server: MailServer, *times: datetime) -> list[list[str]]:
    said = []
    for now in times:
        notices.tell(now)
        said.append(told(server))
    return said


def after(*minutes: int, since: datetime = DUE) -> list[datetime]:
    return [since + timedelta(minutes=each) for each in minutes]


@pytest.mark.usefixtures("anna")
def test_mail_says_one_sentence_and_nothing_of_the_appeal(
    notices: DutyNotices, server: MailServer
) -> None:
    case = a_case(urgency="danger", due_at=DUE)

    notices.tell(ON_DUTY)

    [received] = server.mails
    mail = message_from_string(received)
    assert mail.get_payload() == f"{SENTENCE}\r\n"
    assert (mail["Subject"], mail["From"], mail["To"]) == (SUBJECT, MAILBOX, FIRST)
    for word in (case.ref, case.embassy + "-", case.desk + " ", "danger", "http"):
        assert word not in received


@pytest.mark.usefixtures("anna")
def test_danger_goes_to_the_first_then_to_the_second_once_its_minute_has_passed(
    notices: DutyNotices, server: MailServer
) -> None:
    a_case(urgency="danger", due_at=DUE)

    said = told_each(notices, server, *after(-15, -13, -1, 0, 2, 14))

    assert said == [[FIRST], [], [], [SECOND], [], []]


@pytest.mark.usefixtures("anna")
def test_both_are_told_again_each_quarter_of_an_hour_five_times_then_coordinators_once(
    notices: DutyNotices, server: MailServer
) -> None:
    a_case(urgency="danger", due_at=DUE)

    said = told_each(notices, server, *after(*range(-15, 240, 5)))

    assert [each for each in said if each] == [
        [FIRST],
        [SECOND],
        *[[FIRST, SECOND]] * 5,
        [MAILBOX],
    ]


@pytest.mark.usefixtures("anna")
def test_nobody_is_told_again_once_a_member_acknowledged(
    notices: DutyNotices, server: MailServer
) -> None:
    case = a_case(urgency="danger", due_at=DUE)
    told_each(notices, server, *after(-15, 0))

    acknowledge(case)

    assert told_each(notices, server, *after(15, 30, 45)) == [[]] * 3
    case.refresh_from_db()
    assert case.due_at is None


@pytest.mark.usefixtures("anna")
def test_many_appeals_are_one_mail_to_a_mailbox(notices: DutyNotices, server: MailServer) -> None:
    for minutes in (0, 1, 2):
        a_case(urgency="danger", due_at=DUE + timedelta(minutes=minutes))
        a_case()

    assert told_each(notices, server, ON_DUTY) == [[FIRST]]


@pytest.mark.usefixtures("anna")
def test_new_letters_are_looked_for_on_a_tick_whenever_they_come(
    notices: DutyNotices, server: MailServer
) -> None:
    notices.tell(ON_DUTY)
    case = a_case()

    said = told_each(notices, server, *after(1, 10, 19, 20, 25, since=ON_DUTY))
    a_letter(case)
    said += told_each(notices, server, *after(26, 39, 40, 60, since=ON_DUTY))

    assert said == [[], [], [], [FIRST], [], [], [], [FIRST], []]


@pytest.mark.usefixtures("anna")
def test_start_tells_of_what_nobody_has_opened_and_of_nothing_older(
    notices: DutyNotices, server: MailServer
) -> None:
    a_case(state=Case.State.OPEN)
    assert told_each(notices, server, ON_DUTY) == [[]]

    a_case()
    anew = DutyNotices(notices.environment, wait=notices.wait)
    assert told_each(anew, server, ON_DUTY) == [[FIRST]]


@pytest.mark.usefixtures("britain")
def test_spans_between_looks_are_set_by_chance(tmp_path: Path, server: MailServer) -> None:
    asked: list[tuple[int, int]] = []

    def wait(least: int, most: int) -> int:
        asked.append((least, most))
        return most

    DutyNotices(installation(tmp_path, server.port), wait=wait).tell(NOW)

    assert [most - least for least, most in asked] == [20 * 60, 2 * 60]


def test_coordinators_are_told_at_once_when_nobody_is_on_duty(
    britain: Embassy, notices: DutyNotices, server: MailServer
) -> None:
    member = helper("anna", britain)
    name_mailboxes(britain, first=FIRST, second=SECOND, by=member, now=NOW)
    a_case(urgency="danger", due_at=DUE)

    assert told_each(notices, server, ON_DUTY, DUE) == [[FIRST, MAILBOX], [MAILBOX, SECOND]]


@pytest.mark.usefixtures("britain")
def test_embassy_without_mailboxes_of_duty_uses_the_one_of_all(
    notices: DutyNotices, server: MailServer
) -> None:
    a_case(urgency="danger", due_at=DUE)

    assert told_each(notices, server, ON_DUTY, DUE) == [[MAILBOX]] * 2


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("word", ["RCPT", "MAIL", "DATA"])
def test_mail_that_was_not_taken_goes_at_the_next_look(
    notices: DutyNotices, server: MailServer, word: str
) -> None:
    a_case(urgency="danger", due_at=DUE)
    server.refused = word
    with pytest.raises(OSError):  # noqa: PT011 -- smtplib's
        notices.tell(ON_DUTY)

    server.refused = ""
    server.mails.clear()

    assert told_each(notices, server, *after(2, 4, since=ON_DUTY)) == [[FIRST], []]


@pytest.mark.usefixtures("anna")
def test_without_a_mail_server_nothing_is_done(tmp_path: Path, server: MailServer) -> None:
    a_case(urgency="danger", due_at=DUE)
    bare = installation(tmp_path, server.port, AMBASADA_SMTP="")

    DutyNotices(bare).tell(ON_DUTY)

    assert server.said == []


@pytest.mark.usefixtures("anna")
def test_what_was_told_is_written_nowhere(
    notices: DutyNotices, server: MailServer, tmp_path: Path
) -> None:
    a_case(urgency="danger", due_at=DUE)
    before, files = Case.objects.values_list()[0], sorted(tmp_path.rglob("*"))

    assert told_each(notices, server, ON_DUTY, DUE) == [[FIRST], [SECOND]]

    assert Case.objects.values_list()[0] == before
    assert sorted(tmp_path.rglob("*")) == files


@pytest.mark.parametrize(("minutes", "is_due"), [(-1, False), (0, True)])
def test_daily_notice_tells_of_danger_past_its_minute(
    britain: Embassy, server: MailServer, tmp_path: Path, *, minutes: int, is_due: bool
) -> None:
    now = timezone.now()  # nothing else of this embassy waits today
    due = now - timedelta(minutes=minutes)
    a_case(embassy=britain.code, urgency="danger", due_at=due)

    assert send_notice(installation(tmp_path, server.port), now=now) == is_due


@pytest.mark.parametrize(("days", "is_due"), [(13, False), (14, True), (31, True)])
def test_daily_notice_tells_of_a_roster_that_is_half_over(
    desk: Desk, server: MailServer, tmp_path: Path, *, days: int, is_due: bool
) -> None:
    issued = sign(desk.root, desks={desk.helper.name: DESKS}).issued
    now = datetime.combine(issued, NOW.timetz()) + timedelta(days=days)

    assert send_notice(installation(tmp_path, server.port), now=now) == is_due
