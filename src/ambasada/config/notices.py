"""The one mail to members: to mailboxes of a role, one fixed sentence."""

import os
import secrets
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from ambasada.casework.queries import has_alarm, has_overdue, has_roster_alarm
from ambasada.config.environment import Environment
from ambasada.config.mail import MailServer
from ambasada.editions.queries import all_waiting, false_mirrors
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval
from ambasada.publishing.queries import has_behind

SUBJECT = "Notice"
SENTENCE = "Something waits for you at the staff site."
_NOTICED = "noticed"  # file of the data folder: the day of the last notice
_TIMEOUT = 10.0  # seconds
# What this machine calls itself: its own name is nobody's business.
_CALLED = "[127.0.0.1]"
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def send_notice(environment: Environment, *, now: datetime) -> bool:
    """Tell the role mailbox that something waits, once a day at most; return whether it was told.

    What waits is a publication, a rollback or a restoration that members decide, a mirror that
    shows readers something else, a guide that was to be checked by now, an appeal that nobody
    has opened and that is soon to be deleted, one of somebody in danger that nobody has
    acknowledged in time, or a list of those on duty that is too old.

    The day is written down before the mail is handed over, so that a server that fails half-way
    is not asked again and again. Raises OSError or Refused if the mail cannot be handed over.
    """
    mailbox, server = environment.mailbox, environment.mail_server
    today = now.astimezone(UTC).date()
    noticed = environment.home_folder / _NOTICED
    if not mailbox or server is None or _day_in(noticed) == today.isoformat():
        return False
    if not _something_waits(now):
        return False
    with connected(server) as connection:
        _write_day(noticed, today)
        connection.send_message(notice(mailbox, now=now))
    return True


def _something_waits(now: datetime) -> bool:
    approvals = Approval.objects.filter(status=Approval.Status.WAITING)
    is_asked = approvals.exists() or bool(all_waiting())
    is_public_amiss = false_mirrors().exists() or has_behind(now=now)
    return is_asked or is_public_amiss or has_alarm() or _is_help_amiss(now)


def _is_help_amiss(now: datetime) -> bool:
    return has_overdue(now=now) or has_roster_alarm(today=now.astimezone(UTC).date())


def notice(mailbox: str, *, now: datetime, sender: str = "") -> EmailMessage:
    """Return the mail: no link, no name, no number, no embassy.

    It is from the same mailbox, unless the server takes mail from another one alone.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = sender or mailbox, mailbox
    mail["Subject"] = SUBJECT
    mail["Date"] = format_datetime(now.astimezone(UTC))
    mail["Message-ID"] = f"<{secrets.token_hex(16)}@{(sender or mailbox).rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(SENTENCE + "\n")
    return mail


@contextmanager
def connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """Connect and sign in; a password and a mail leave this machine under TLS alone."""
    context = ssl.create_default_context()
    connection: smtplib.SMTP
    if server.is_secure:
        connection = smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=_CALLED, timeout=_TIMEOUT, context=context
        )
    else:
        connection = smtplib.SMTP(
            server.host, server.port, local_hostname=_CALLED, timeout=_TIMEOUT
        )
    with connection:
        connection.ehlo_or_helo_if_needed()
        if not server.is_secure:
            _secure(connection, server, context)
        if server.user:
            connection.login(server.user, server.password)
        yield connection


def _secure(connection: smtplib.SMTP, server: MailServer, context: ssl.SSLContext) -> None:
    if connection.has_extn("starttls"):
        connection.starttls(context=context)
    elif server.host not in _LOOPBACK:
        message = "The mail server offers no TLS. Name another one in AMBASADA_SMTP."
        raise Refused(message)


def _day_in(noticed: Path) -> str:
    try:
        return noticed.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def _write_day(noticed: Path, day: date) -> None:
    noticed.write_text(f"{day}\n", encoding="ascii")
    midnight = datetime.combine(day, time(), UTC).timestamp()
    os.utime(noticed, (midnight, midnight))  # the file's own time would tell the hour
