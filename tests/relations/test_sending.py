"""That a letter goes once at most, whatever ends in the middle, and not before it may."""

import json
import os
import signal
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string
from email.policy import SMTP
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone

from ambasada.accounts.models import LedgerLine, Member
from ambasada.config.environment import read_environment
from ambasada.config.letters import send_letters
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions import (
    note_advice,
    note_posted,
    send_letter,
    send_some,
    settle_copy,
    stop_letter,
)
from ambasada.relations.models import Interaction, Letter, LetterCopy
from tests import migrated
from tests.factories.contacts import letter, organisation, reached
from tests.factories.mail_server import MailServer, mail_server

NOW = timezone.now()
SENDER = "letters@example.org"


@pytest.fixture(autouse=True)
def _mails() -> Iterator[None]:
    with override_settings(LETTERS_FROM=SENDER):
        yield


def written(embassy: Embassy, by: Member, *, many: int = 1, **others: str) -> Letter:
    """Write a letter to some unions, each with an address."""
    unions = []
    for number in range(many):
        union = organisation(embassy, by, f"Union{number}-Test")
        reached(union, f"union{number}@example.org", by=by, embassy=embassy)
        unions.append(union)
    return letter(embassy, by, organisations=unions, **others)


def send(server: MailServer) -> int:
    @contextmanager
    def connect() -> Iterator[smtplib.SMTP]:
        with smtplib.SMTP("127.0.0.1", server.port, local_hostname="[127.0.0.1]") as connection:
            yield connection

    return send_some(connect, sender=SENDER, now=NOW)


def states() -> list[str]:
    return list(LetterCopy.objects.order_by("pk").values_list("state", flat=True))


def test_copy_goes_as_it_was_looked_at_and_the_ledger_knows_no_address(
    britain: Embassy, piotr: Member
) -> None:
    made = written(britain, piotr, many=2, title="A question\nBcc: all@example.org")
    with mail_server() as server:
        assert send(server) == 0, "nothing waits yet"
        assert send_letter(made, by=piotr, now=NOW) == 2
        assert send(server) == 2
        assert send(server) == 0

    assert states() == ["sent", "sent"]
    first, second = (message_from_string(each, policy=SMTP) for each in server.mails)
    assert (first["To"], second["To"]) == ("union0@example.org", "union1@example.org")
    assert first["From"] == "GB embassy <letters@example.org>"
    assert first["Reply-To"] == "embassy@example.org"
    assert first["Subject"] == "A question Bcc: all@example.org"
    assert first["Bcc"] is None
    copy = made.copies.order_by("pk")[0]
    assert first["Message-ID"] == f"<{copy.message_id}@example.org>"
    assert first["Message-ID"] != second["Message-ID"]
    assert first.get_content().replace("\r\n", "\n") == f"{copy.text}\n"
    lines = [(each.verb, each.subject) for each in LedgerLine.objects.all()]
    assert lines.count(("sent", made.subject)) == 1
    assert "example.org" not in repr(list(LedgerLine.objects.values()))
    assert Interaction.objects.count() == 2


def test_nothing_goes_before_a_coordinator_noted_advice(britain: Embassy, piotr: Member) -> None:
    made = written(britain, piotr, directed="unsure")
    lead = Member.objects.get(username="piotr-lead")
    for act in (
        lambda: send_letter(made, by=piotr, now=NOW),
        lambda: note_posted(made, NOW.date(), by=piotr, now=NOW),
        lambda: note_advice(made, "Go on", by=piotr, now=NOW),
    ):
        with pytest.raises(Refused):
            act()
    assert states() == ["ready"]

    note_advice(made, "A lawyer says it may", by=lead, now=NOW)

    assert send_letter(made, by=piotr, now=NOW) == 1
    Letter.objects.update(directed="yes", advice="", advised_by=None, advised_on=None)
    with mail_server() as server:
        assert send(server) == 0
    assert server.mails == []


def test_only_keepers_send_and_only_where_mail_and_answers_go(
    britain: Embassy, piotr: Member, nils: Member
) -> None:
    made = written(britain, piotr)
    with pytest.raises(Refused):
        send_letter(made, by=nils, now=NOW)
    with override_settings(LETTERS_FROM=""), pytest.raises(Refused, match="Print"):
        send_letter(made, by=piotr, now=NOW)
    Letter.objects.update(answers_to="")
    with pytest.raises(Refused, match="answers"):
        send_letter(made, by=piotr, now=NOW)


@pytest.mark.parametrize(
    ("refused", "left"), [("RCPT", ["failed", "failed"]), ("MAIL", ["queued", "queued"])]
)
def test_what_a_server_does_not_take_has_not_gone(
    britain: Embassy, piotr: Member, *, refused: str, left: list[str]
) -> None:
    made = written(britain, piotr, many=2)
    send_letter(made, by=piotr, now=NOW)
    with mail_server(refused=refused) as server:
        try:
            assert send(server) == 0
        except smtplib.SMTPSenderRefused:
            assert refused == "MAIL"

    assert states() == left
    assert stop_letter(made, by=piotr, now=NOW) == left.count("queued")


def test_what_may_have_gone_waits_for_a_member(britain: Embassy, piotr: Member) -> None:
    made = written(britain, piotr, many=2)
    LetterCopy.objects.update(state="sending")
    with mail_server() as server:
        assert send(server) == 0
        assert states() == ["unsure", "unsure"]
        went, stayed = made.copies.order_by("pk")
        settle_copy(went, has_gone=True, by=piotr, now=NOW)
        settle_copy(stayed, has_gone=False, by=piotr, now=NOW)
        with pytest.raises(Refused):
            settle_copy(stayed, has_gone=True, by=piotr, now=NOW)
        assert send(server) == 0, "not by itself"
        assert send_letter(made, by=piotr, now=NOW) == 1
        assert send(server) == 1

    assert states() == ["sent", "sent"]


_WRITE = """
import django
django.setup()
from tests.factories.contacts import keeper
from tests.relations.conftest import made_embassy
from tests.relations.test_sending import NOW, send_letter, written
gb = made_embassy("gb")
piotr = keeper(gb, "piotr")
send_letter(written(gb, piotr, many=3), by=piotr, now=NOW)
"""
_SEND = """
import json, sys
import django
django.setup()
from django.utils import timezone
from ambasada.config.environment import read_environment
from ambasada.config.letters import send_letters
from ambasada.relations.models import LetterCopy
try:
    send_letters(read_environment(), now=timezone.now())
finally:
    states = LetterCopy.objects.order_by("pk").values_list("state", flat=True)
    print(json.dumps(list(states)))
"""


class Clock:
    """The clock as a process of its own, which the mail server kills when it hears a word."""

    def __init__(self, home: Path) -> None:
        self.home, self.deadly = home, ""
        self._running: subprocess.Popen[bytes] | None = None

    def hear(self, line: str) -> None:
        if line == self.deadly and self._running is not None:
            self._running.kill()
            self._running.wait()

    def beat(self, script: str, port: int, *, dies_at: str = "") -> list[str] | None:
        own = {name: value for name, value in os.environ.items() if "AMBASADA" not in name}
        own |= {"AMBASADA_HOME": str(self.home), "AMBASADA_LETTERS_FROM": SENDER}
        own |= {"AMBASADA_SMTP": f"smtp://127.0.0.1:{port}"}
        own |= {"DJANGO_SETTINGS_MODULE": "ambasada.config.settings"}
        self.deadly = dies_at
        running = self._running = subprocess.Popen(
            [sys.executable, "-c", script],
            env=own,
            cwd=migrated.REPOSITORY,
            stdout=subprocess.PIPE,
        )
        said, _nothing = running.communicate(timeout=120)
        expected = -signal.SIGKILL if dies_at else 0
        assert running.returncode == expected
        found: list[str] | None = json.loads(said) if said else None
        return found


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("db")
def test_clock_that_is_killed_sends_nothing_twice(tmp_path: Path) -> None:
    home = tmp_path / "var"
    migrated.copy_kept(home)
    clock = Clock(home)

    with mail_server(told=clock.hear) as server:
        clock.beat(_WRITE, server.port)
        clock.beat(_SEND, server.port, dies_at="data")  # claimed, and not sent
        assert server.mails == []
        clock.beat(_SEND, server.port, dies_at=".")  # sent, and not written down
        assert len(server.mails) == 1
        found = clock.beat(_SEND, server.port)

    assert found == ["unsure", "unsure", "sent"]
    to = [message_from_string(each)["To"] for each in server.mails]
    assert to == ["union1@example.org", "union2@example.org"]


def test_clock_without_an_address_for_letters_sends_none(
    britain: Embassy, piotr: Member, tmp_path: Path
) -> None:
    send_letter(written(britain, piotr), by=piotr, now=NOW)
    with mail_server() as server:
        said = {"AMBASADA_HOME": str(tmp_path), "AMBASADA_SMTP": f"smtp://127.0.0.1:{server.port}"}
        assert send_letters(read_environment(said), now=NOW) == 0
        assert send_letters(read_environment({**said, "AMBASADA_LETTERS_FROM": SENDER}), now=NOW)
    with pytest.raises(Refused):
        _ = read_environment({"AMBASADA_LETTERS_FROM": SENDER}).letters_sender
