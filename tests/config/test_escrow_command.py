"""`ambasada escrow`, as it is typed: offline in a network of its own, and on the server."""

import os
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from ambasada.accounts.models import LedgerLine, Verb
from ambasada.config.cli import main
from ambasada.editions.escrows import escrow_of
from ambasada.editions.keys import KeyFolder
from ambasada.lib.escrow.records import Record
from ambasada.lib.sealing.fingerprints import fingerprint
from ambasada.network.models import Embassy
from tests.config.state import is_one_sentence
from tests.factories.appeals import Person, appeal_of
from tests.factories.duty import key_of, kid_of, put_in_force
from tests.factories.escrows import held, words_on
from tests.factories.staff import seat
from tests.running_site import AMBASADA

pytestmark = [pytest.mark.django_db, pytest.mark.files]
Capture = pytest.CaptureFixture[str]
GB = ("--embassy", "gb")
NOW = datetime.now(UTC)
CANARY = "The canary sings at five-Test"


def offline(*arguments: str | Path) -> "subprocess.Popen[str]":
    """Begin a command on a machine without a network."""
    names = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    return subprocess.Popen(
        ["unshare", "--net", "--map-root-user", *AMBASADA, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=names | {"AMBASADA_HOME": "nowhere"},
        text=True,
    )


def typed(process: "subprocess.Popen[str]", sheets: Iterable[str]) -> tuple[int, str, str]:
    """Type sheets, one a line; return the exit code and what was said."""
    out, error = process.communicate("".join(f"{each}\n" for each in sheets), timeout=120)
    return process.returncode, out, error


def done(*arguments: str | Path) -> None:
    assert main([str(each) for each in arguments]) == 0


def refused(capsys: Capture, *arguments: str | Path) -> str:
    assert main([str(each) for each in arguments]) == 1
    said = capsys.readouterr().err
    assert is_one_sentence(said), said
    return said


def baked_keys(embassy: Embassy) -> KeyFolder:
    """Give an embassy a root, a key for editions and a charter, as a first start does."""
    from ambasada.editions.actions.release import authority_of  # noqa: PLC0415 -- of one helper
    from ambasada.network.queries import facts_of  # noqa: PLC0415 -- likewise

    facts = facts_of(embassy)
    assert facts is not None
    authority_of(facts, now=NOW)
    return KeyFolder(settings.KEYS_ROOT, embassy.code)


def written(embassy: Embassy, escrow: str) -> Person:
    """Let somebody write three letters with a file, one of them a member's."""
    member = seat("helper", embassy, days_ago=40)
    keys = key_of(member)
    roster = put_in_force(embassy, now=NOW, escrow=escrow)
    person = appeal_of(CANARY, roster=roster, now=NOW)
    person.write("with a file", now=NOW, files=(("../../where.txt", b"the file itself"),))
    person.answer("we read it", by=keys, kid=kid_of(member), now=NOW)
    return person


def test_machine_with_a_network_is_refused(tmp_path: Path) -> None:
    command = (
        "ip link add to-others type veth peer other && ip link set to-others up && exec "
        f"{' '.join(map(str, AMBASADA))} escrow ceremony {tmp_path / 'new'} --shares 2/3"
    )

    done = subprocess.run(
        ["unshare", "--net", "--map-root-user", "sh", "-c", command],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )

    assert done.returncode == 1
    assert done.stderr.startswith("This machine has a network: to-others.")
    assert not (tmp_path / "new").exists()


def test_ceremony_is_held_at_the_keyboard(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    process = offline("escrow", "ceremony", folder, "--shares", "2/3")
    assert process.stdin is not None
    assert process.stdout is not None
    said = [process.stdout.readline() for _line in range(5)]
    sheets = [words_on((folder / f"sheet-{number}.txt").read_text()) for number in (1, 2, 3)]

    code, out, error = typed(process, [sheets[2], "nonsense", sheets[0], sheets[1]])

    record = Record.read((folder / "escrow.json").read_bytes())
    assert (code, error) == (0, "")
    assert said[0].startswith("There are 3 sheets")
    assert "age1" not in "".join(said)
    assert f"{record.recipient}\n  {fingerprint(record.recipient)}\n" in out
    assert not list(folder.glob("sheet-*"))
    assert not Path("nowhere").exists()


def test_ceremony_that_is_cut_off_tells_no_recipient(tmp_path: Path) -> None:
    process = offline("escrow", "ceremony", tmp_path / "new", "--shares", "3/5")

    code, out, error = typed(process, ["nonsense"])

    assert code == 1
    assert "age1" not in out
    assert error == "Nothing more was typed, and nothing was made. Begin anew in a new folder.\n"


def test_drill_notes_its_day_in_the_record(tmp_path: Path) -> None:
    _record, sheets = held(tmp_path)

    code, out, error = typed(offline("escrow", "drill", tmp_path), sheets[1:])

    assert (code, error) == (0, "")
    assert "The papers opened the test appeal." in out
    assert Record.read((tmp_path / "escrow.json").read_bytes()).drilled_on == NOW.date()


def test_record_is_installed_shown_and_ended(
    britain: Embassy, tmp_path: Path, capsys: Capture
) -> None:
    folder = tmp_path / "ceremony"
    record, _sheets = held(folder, today=NOW.date())
    done("escrow", "show", *GB)
    assert capsys.readouterr().out == "There is no escrow, and the next roster has none.\n"

    done("escrow", "install", folder / "escrow.json", *GB)
    assert "`ambasada roster draft` names it" in capsys.readouterr().out
    assert escrow_of(britain) == record
    done("escrow", "show", *GB)
    assert fingerprint(record.recipient) in capsys.readouterr().out
    key_of(seat("helper", britain, days_ago=40))
    KeyFolder(settings.KEYS_ROOT, "gb").make_development_root()
    done("roster", "draft", tmp_path / "draft.json", *GB)
    assert fingerprint(record.recipient) in capsys.readouterr().out
    assert record.recipient in (tmp_path / "draft.json").read_text()

    done("escrow", "off", *GB)
    assert escrow_of(britain) is None
    assert refused(capsys, "escrow", "off", *GB) == "There is no escrow.\n"
    verbs = LedgerLine.objects.filter(subject=f"network.embassy:{britain.pk}").values_list("verb")
    assert [verb for (verb,) in verbs.order_by("number")] == [Verb.KEY_ADDED, Verb.KEY_REMOVED]


def test_record_of_an_older_or_a_later_day_is_refused(
    britain: Embassy, tmp_path: Path, capsys: Capture
) -> None:
    recipient, file = f"age1{'q' * 58}", tmp_path / "escrow.json"
    today = NOW.date()

    def write(drilled_days_ago: int) -> None:
        drilled = today - timedelta(days=drilled_days_ago)
        record = Record(recipient, "2/3", made_on=today - timedelta(900), drilled_on=drilled)
        file.write_bytes(record.canonical())

    write(400)
    done("escrow", "install", file, *GB)
    done("escrow", "show", *GB)
    assert "hold a drill" in capsys.readouterr().out
    write(1)
    done("escrow", "install", file, *GB)
    write(2)
    assert "is known already" in refused(capsys, "escrow", "install", file, *GB)
    write(-3)
    assert "a later day than today" in refused(capsys, "escrow", "install", file, *GB)
    file.write_text("{}")
    assert "not the record of an escrow" in refused(capsys, "escrow", "install", file, *GB)
    assert escrow_of(britain) == Record(
        recipient, "2/3", today - timedelta(900), today - timedelta(1)
    )


def test_one_case_goes_to_the_offline_machine_and_is_opened_there(
    britain: Embassy, tmp_path: Path, capsys: Capture
) -> None:
    record, sheets = held(tmp_path / "ceremony", today=NOW.date())
    done("escrow", "install", tmp_path / "ceremony" / "escrow.json", *GB)
    keys, person = baked_keys(britain), written(britain, record.recipient)
    folder, root = tmp_path / "export", tmp_path / "root.pub"
    assert keys.root is not None
    root.write_text(keys.root.file)

    done("escrow", "export", person.case.ref, folder, *GB)
    told = capsys.readouterr().out
    code, out, error = typed(offline("escrow", "open", folder, "--root", root), sheets[:2])

    assert "The next member who opens the case is asked to tell the person." in told
    assert (code, error) == (0, "")
    assert "3 letters and 1 files are in" in out
    text = (folder / "opened" / "case.txt").read_text()
    assert CANARY in text
    assert "we read it" in text
    (opened,) = (folder / "opened").glob("file-*")
    assert (opened.read_bytes(), opened.name[13:]) == (b"the file itself", "-_.._where.txt")


def test_every_use_is_in_the_ledger_and_on_the_case(
    britain: Embassy, tmp_path: Path, capsys: Capture
) -> None:
    record, _sheets = held(tmp_path / "ceremony", today=NOW.date())
    done("escrow", "install", tmp_path / "ceremony" / "escrow.json", *GB)
    _keys, person = baked_keys(britain), written(britain, record.recipient)

    done("escrow", "export", person.case.ref, tmp_path / "export", *GB)

    line = LedgerLine.objects.get(verb=Verb.ESCROWED)
    assert (line.actor, line.subject) == ("operator", f"appeal_of:{britain.pk}")
    assert (line.at.hour, line.at.minute) == (0, 0)
    assert person.case.escrowed_on == NOW.date()
    host = {"host": str(settings.HELP_HOST)}
    code = {"Case-Lookup": person.keys.lookup.hex(), "Case-Auth": person.keys.auth.hex()}
    box = Client(headers=host).get("/i/box", headers=code).json()
    assert box["escrowed"] == NOW.date().isoformat()
    assert CANARY not in capsys.readouterr().out


def test_export_that_was_changed_or_is_anothers_is_not_opened(
    britain: Embassy, norland: Embassy, tmp_path: Path
) -> None:
    record, sheets = held(tmp_path / "ceremony", today=NOW.date())
    done("escrow", "install", tmp_path / "ceremony" / "escrow.json", *GB)
    keys, person = baked_keys(britain), written(britain, record.recipient)
    other, folder, root = baked_keys(norland), tmp_path / "export", tmp_path / "root.pub"
    done("escrow", "export", person.case.ref, folder, *GB)
    assert keys.root is not None
    assert other.root is not None

    root.write_text(other.root.file)
    assert (
        "Nothing in this folder is signed under this root key."
        in typed(offline("escrow", "open", folder, "--root", root), sheets)[2]
    )
    root.write_text(keys.root.file)
    letter = next((folder / "letters").iterdir())
    letter.write_bytes(letter.read_bytes()[:-1] + b"x")
    assert (
        f"letters/{letter.name} is not as it was exported."
        in typed(offline("escrow", "open", folder, "--root", root), sheets)[2]
    )
    assert not (folder / "opened").exists()


def test_nothing_is_exported_without_an_escrow_or_a_case(
    britain: Embassy, tmp_path: Path, capsys: Capture
) -> None:
    assert britain.pk
    assert "has no escrow" in refused(capsys, "escrow", "export", "0" * 16, tmp_path / "x", *GB)
    held(tmp_path / "ceremony", today=NOW.date())
    done("escrow", "install", tmp_path / "ceremony" / "escrow.json", *GB)

    said = refused(capsys, "escrow", "export", "0" * 16, tmp_path / "x", *GB)
    assert "no case with this reference" in said
    said = refused(capsys, "escrow", "export", "0" * 16, tmp_path / "ceremony", *GB)
    assert "not empty" in said
