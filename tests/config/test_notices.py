"""The one mail there is: when it goes, what it says, and what is refused."""

from datetime import UTC, datetime, timedelta
from email import message_from_string
from pathlib import Path

import pytest

from ambasada.accounts.models import Member
from ambasada.config.environment import Environment, explain, read_environment
from ambasada.config.mail import mail_server_from, mailbox_from
from ambasada.config.notices import SENTENCE, notice, send_notice
from ambasada.config.settings import quiet
from ambasada.editions.models import MirrorCheck, Restoration, Rollback
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, Embassy
from tests.factories.mail_server import MailServer, mail_server
from tests.factories.pages import guide

NOW = datetime(2026, 11, 24, 15, 47, 12, tzinfo=UTC)
MAILBOX = "notices@example.org"


def installation(home: Path, port: int, **settings: str) -> Environment:
    return read_environment(
        {
            "AMBASADA_HOME": str(home),
            "AMBASADA_NOTICES_TO": MAILBOX,
            "AMBASADA_SMTP": f"smtp://127.0.0.1:{port}",
            **settings,
        }
    )


@pytest.fixture
def waiting(britain: Embassy) -> Approval:
    return Approval.objects.create(embassy=britain, asked_at=NOW, sha256="0" * 64)


def test_mail_says_one_sentence_and_nothing_else(waiting: Approval, tmp_path: Path) -> None:
    with mail_server() as server:
        assert send_notice(installation(tmp_path, server.port), now=NOW)

    [received] = server.mails
    read = message_from_string(received)
    assert read.get_payload() == f"{SENTENCE}\r\n"
    assert {name: read[name] for name in ("From", "To", "Subject")} == {
        "From": MAILBOX,
        "To": MAILBOX,
        "Subject": "Notice",
    }
    assert read["Date"] == "Tue, 24 Nov 2026 15:47:12 +0000"
    assert read.get_content_type() == "text/plain"
    assert set(read.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"),
        *("Content-Type", "Content-Transfer-Encoding"),
    }
    assert "http" not in received
    assert waiting.embassy.code not in read.get_payload()


@pytest.mark.parametrize("standing", MirrorCheck.Standing)
def test_false_mirror_waits_for_somebody_too(
    britain: Embassy, tmp_path: Path, standing: MirrorCheck.Standing
) -> None:
    MirrorCheck.objects.create(
        embassy=britain, address="https://mirror.example.org", checked_at=NOW, standing=standing
    )
    with mail_server() as server:
        is_told = send_notice(installation(tmp_path, server.port), now=NOW)

    assert is_told == (standing == MirrorCheck.Standing.FALSE)
    assert "mirror" not in "".join(server.mails)


@pytest.mark.parametrize(("days_ago", "is_due"), [(90, False), (91, True)])
def test_guide_that_was_to_be_checked_by_now_waits_for_somebody_too(
    britain: Embassy, tmp_path: Path, days_ago: int, *, is_due: bool
) -> None:
    guide(britain, title="Passports", checked_on=NOW.date() - timedelta(days=days_ago))
    with mail_server() as server:
        is_told = send_notice(installation(tmp_path, server.port), now=NOW)

    assert is_told == is_due
    assert "Passports" not in "".join(server.mails)


@pytest.mark.parametrize("status", Rollback.Status)
def test_rollback_waits_for_somebody_too(
    britain: Embassy, tmp_path: Path, status: Rollback.Status
) -> None:
    Rollback.objects.create(embassy=britain, reason="Number", asked_at=NOW, status=status)
    with mail_server() as server:
        is_told = send_notice(installation(tmp_path, server.port), now=NOW)

    assert is_told == (status == Rollback.Status.WAITING)


@pytest.mark.parametrize("status", Rollback.Status)
def test_restoration_waits_for_somebody_too(
    britain: Embassy, tmp_path: Path, status: Rollback.Status
) -> None:
    member = Member.objects.create_member("anna", "a sentence for a test", joined_on=NOW.date())
    Restoration.objects.create(
        embassy=britain, tombstone=1, asked_by=member, asked_at=NOW, status=status
    )
    with mail_server() as server:
        is_told = send_notice(installation(tmp_path, server.port), now=NOW)

    assert is_told == (status == Rollback.Status.WAITING)


@pytest.mark.usefixtures("waiting")
def test_machine_does_not_tell_its_name(tmp_path: Path) -> None:
    with mail_server() as server:
        send_notice(installation(tmp_path, server.port), now=NOW)

    assert server.said[0] == "ehlo [127.0.0.1]"
    first, second = (notice(MAILBOX, now=NOW)["Message-ID"] for _time in range(2))
    assert first != second
    assert first.endswith("@example.org>")


@pytest.mark.usefixtures("waiting")
def test_one_mail_a_day_and_no_hour_is_kept(tmp_path: Path) -> None:
    with mail_server() as server:
        there = installation(tmp_path, server.port)
        sent = [
            send_notice(there, now=NOW + timedelta(minutes=minutes))
            for minutes in (0, 1, 60, 8 * 60, 9 * 60, 24 * 60)
        ]

    noticed = tmp_path / "noticed"
    assert sent == [True, False, False, False, True, False]
    assert len(server.mails) == 2
    assert noticed.read_text() == "2026-11-25\n"
    assert datetime.fromtimestamp(noticed.stat().st_mtime, UTC).isoformat()[11:19] == "00:00:00"


def test_nothing_is_sent_while_nothing_waits(waiting: Approval, tmp_path: Path) -> None:
    waiting.status, waiting.decided_at = Approval.Status.VOID, NOW
    waiting.save()

    with mail_server() as server:
        assert not send_notice(installation(tmp_path, server.port), now=NOW)

    assert server.said == []
    assert not (tmp_path / "noticed").exists()


@pytest.mark.parametrize("missing", ["AMBASADA_NOTICES_TO", "AMBASADA_SMTP"])
@pytest.mark.usefixtures("waiting")
def test_no_mailbox_or_no_server_is_no_mail(tmp_path: Path, missing: str) -> None:
    with mail_server() as server:
        there = installation(tmp_path, server.port, **{missing: ""})
        assert not send_notice(there, now=NOW)

    assert server.said == []


@pytest.mark.usefixtures("waiting")
def test_server_asks_for_a_password_and_gets_it(tmp_path: Path) -> None:
    with mail_server() as server:
        address = f"smtp://notices%40example.org:p%2Fss@127.0.0.1:{server.port}"
        send_notice(installation(tmp_path, server.port, AMBASADA_SMTP=address), now=NOW)

    assert [each for each in server.said if each.startswith("AUTH PLAIN ")] != []
    assert len(server.mails) == 1


@pytest.mark.parametrize(("refused", "is_asked_again"), [("AUTH", True), ("MAIL", False)])
@pytest.mark.usefixtures("waiting")
def test_server_that_lets_nobody_in_is_asked_again_and_one_that_takes_no_mail_is_not(
    tmp_path: Path, refused: str, *, is_asked_again: bool
) -> None:
    """A server that fails while it takes a mail may have taken it."""

    def send_to(server: MailServer) -> bool:
        address = f"smtp://user:password@127.0.0.1:{server.port}"
        return send_notice(installation(tmp_path, server.port, AMBASADA_SMTP=address), now=NOW)

    with mail_server(refused=refused) as server, pytest.raises(OSError):  # noqa: PT011 -- smtplib's
        send_to(server)
    with mail_server() as server:
        assert send_to(server) == is_asked_again


@pytest.mark.usefixtures("waiting")
def test_server_that_is_not_there_is_asked_again(tmp_path: Path) -> None:
    with mail_server() as server:
        port = server.port
    with pytest.raises(OSError):  # noqa: PT011 -- whatever the system says
        send_notice(installation(tmp_path, port), now=NOW)

    assert not (tmp_path / "noticed").exists()


@pytest.mark.usefixtures("waiting")
def test_secure_server_is_spoken_to_under_tls_alone(tmp_path: Path) -> None:
    with mail_server() as server:
        address = f"smtps://user:hidden-password@127.0.0.1:{server.port}"
        with pytest.raises(OSError):  # noqa: PT011 -- TLS fails in many ways
            send_notice(installation(tmp_path, server.port, AMBASADA_SMTP=address), now=NOW)

    assert server.mails == []
    assert not any("AUTH" in each for each in server.said)


@pytest.mark.usefixtures("waiting")
def test_another_machine_without_tls_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ambasada.config.notices._LOOPBACK", frozenset())
    with mail_server() as server:
        address = f"smtp://user:hidden-password@127.0.0.1:{server.port}"
        with pytest.raises(Refused, match="offers no TLS"):
            send_notice(installation(tmp_path, server.port, AMBASADA_SMTP=address), now=NOW)

    assert not any("AUTH" in each for each in server.said)


@pytest.mark.parametrize(
    "address",
    [
        "notices",
        "notices@",
        "@example.org",
        "a@b@example.org",
        "a@example.org, b@example.org",
        "Notices <a@example.org>",
        "a@example.org\nBcc: b@example.org",
        "a@example.org\n",
        "a@localhost",
        "ü@example.org",
    ],
)
def test_mailbox_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="AMBASADA_NOTICES_TO must be one address"):
        mailbox_from(address)


@pytest.mark.parametrize(
    "address",
    [
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        "smtp://:25",
        "smtp://mail.example.org:port",
        "smtp://mail.example.org:0",
        "smtp://mail.example.org:99999",
        "smtp://user@mail.example.org",
        "smtp://:password@mail.example.org",
        "smtp://mail.example.org/path",
        "smtp://mail.example.org?x",
        "smtp://[",
    ],
)
def test_mail_server_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="AMBASADA_SMTP must be smtp://"):
        mail_server_from(address)


def test_mail_server_is_read_with_its_port_and_password() -> None:
    plain = mail_server_from("smtp://mail.example.org")
    secure = mail_server_from("smtps://a%40b:c%2Fd@mail.example.org:4650")

    assert plain is not None
    assert secure is not None
    assert (plain.port, plain.is_secure, plain.user) == (587, False, "")
    assert (secure.port, secure.is_secure, secure.user, secure.password) == (
        4650,
        True,
        "a@b",
        "c/d",
    )
    assert "c/d" not in repr(secure)


def test_password_is_never_shown() -> None:
    environment = read_environment({"AMBASADA_SMTP": "smtp://user:hidden-password@localhost"})

    rows = explain(environment)

    assert "hidden-password" not in repr(rows)
    assert ("AMBASADA_SMTP", "(set)") in [row[:2] for row in rows]


def test_everybody_elses_mail_is_still_off() -> None:
    assert quiet.EMAIL_BACKEND == "django.core.mail.backends.dummy.EmailBackend"
