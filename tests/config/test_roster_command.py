"""`ambasada roster`, as it is typed: on the server, where the root key is, and back."""

import json
import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from ambasada.casework.models import SignedRoster
from ambasada.config.cli import main
from ambasada.editions.keys import KeyFolder
from ambasada.lib.minisign import PublicKey
from ambasada.lib.sealing.fingerprints import fingerprint
from ambasada.network.models import Embassy
from tests.config.state import is_one_sentence
from tests.factories.duty import ALL, development_root, key_of, kid_of, put_in_force
from tests.factories.staff import seat

pytestmark = [pytest.mark.django_db(databases=ALL), pytest.mark.files]
Capture = pytest.CaptureFixture[str]
GB = ("--embassy", "gb")


def done(*arguments: str | Path) -> None:
    assert main([str(each) for each in arguments]) == 0


def refused(capsys: Capture, *arguments: str | Path) -> str:
    assert main([str(each) for each in arguments]) == 1
    said = capsys.readouterr().err
    assert is_one_sentence(said), said
    return said


def test_roster_goes_to_the_root_key_and_back(
    britain: Embassy, tmp_path: Path, capsys: Capture
) -> None:
    development_root(britain)
    member = seat("helper", britain)
    keys = key_of(member)
    draft, stick = tmp_path / "draft.json", tmp_path / "stick"
    stick.mkdir()
    entry = f"{kid_of(member)}  help\n      {fingerprint(keys.recipient, keys.verify_key)}\n"

    done("roster", "draft", draft, *GB)
    drafted = capsys.readouterr().out
    done("roster", "complete", draft, stick)
    completed = capsys.readouterr().out
    done("roster", "sign", stick / "roster.json", *GB)
    done("roster", "install", stick / "roster.json", *GB)

    assert f"  helper  {entry}" in drafted
    assert f"  somebody  {entry}" in completed
    assert "There is no escrow." in drafted
    assert "helper" not in completed + draft.read_text() + (stick / "roster.json").read_text()
    assert len(json.loads((stick / "fillers.json").read_text())["entries"]) == 15
    assert "Roster 1 is in force." in capsys.readouterr().out
    assert bytes(SignedRoster.objects.get().content) == (stick / "roster.json").read_bytes()


def test_roster_in_force_is_shown_with_who_was_removed(britain: Embassy, capsys: Capture) -> None:
    member = seat("helper", britain)
    keys = key_of(member)
    put_in_force(britain, now=timezone.now())
    entry = f"  helper  {kid_of(member)}  help"

    done("roster", "show", *GB)
    told = capsys.readouterr().out
    done("roster", "remove", kid_of(member), *GB)
    done("roster", "show", *GB)
    then = capsys.readouterr().out

    assert re.search(r"^Roster 1 of [\d-]+, until [\d-]+\.$", told, re.MULTILINE)
    assert f"{entry}\n      {fingerprint(keys.recipient, keys.verify_key)}\n" in told
    assert "15 of its 16 stand for nobody." in told
    assert "Sign a roster without it" in then
    assert f"{entry}  removed\n" in then
    assert "has nobody for the desk “help”" in then


def test_roster_signed_with_the_stock_tool_is_taken(britain: Embassy, tmp_path: Path) -> None:
    public, secret = tmp_path / "root.pub", tmp_path / "root.key"
    subprocess.run(
        ["minisign", "-G", "-W", "-p", public, "-s", secret], capture_output=True, check=True
    )
    root = PublicKey.read(public.read_text())
    KeyFolder(settings.KEYS_ROOT, "gb").make_development_root()
    KeyFolder(settings.KEYS_ROOT, "gb").pin(root)
    key_of(seat("helper", britain))
    done("roster", "draft", tmp_path / "draft.json", *GB)
    done("roster", "complete", tmp_path / "draft.json", tmp_path)

    subprocess.run(
        ["minisign", "-S", "-s", secret, "-m", tmp_path / "roster.json"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )

    done("roster", "install", tmp_path / "roster.json", *GB)
    assert SignedRoster.objects.get().number == 1


def test_who_is_nobody_is_the_same_in_the_next_roster(britain: Embassy, tmp_path: Path) -> None:
    development_root(britain)
    key_of(seat("helper", britain))
    kids = []
    for _time in range(2):
        done("roster", "draft", tmp_path / "draft.json", *GB)
        done("roster", "complete", tmp_path / "draft.json", tmp_path)
        roster = json.loads((tmp_path / "roster.json").read_text())
        kids.append([each["kid"] for each in roster["entries"]])

    assert kids[0] == kids[1]


def test_complete_needs_no_data_folder_and_makes_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("AMBASADA_HOME", str(tmp_path / "home"))
    (tmp_path / "draft.json").write_text("{}")

    said = refused(capsys, "roster", "complete", tmp_path / "draft.json", tmp_path)

    assert "not the draft of a roster" in said
    assert not (tmp_path / "home").exists()


def test_what_was_changed_after_it_was_signed_is_refused(
    britain: Embassy, tmp_path: Path, capsys: Capture
) -> None:
    development_root(britain)
    key_of(seat("helper", britain))
    file = tmp_path / "roster.json"
    done("roster", "draft", tmp_path / "draft.json", *GB)
    done("roster", "complete", tmp_path / "draft.json", tmp_path)
    done("roster", "sign", file, *GB)
    file.write_bytes(file.read_bytes().replace(b'"number":1', b'"number":2'))

    said = refused(capsys, "roster", "install", file, *GB)

    assert "not signed with the root key" in said
    assert not SignedRoster.objects.exists()


def test_older_roster_is_refused(britain: Embassy, tmp_path: Path, capsys: Capture) -> None:
    development_root(britain)
    key_of(seat("helper", britain))
    file = tmp_path / "roster.json"
    done("roster", "draft", tmp_path / "draft.json", *GB)
    done("roster", "complete", tmp_path / "draft.json", tmp_path)
    done("roster", "sign", file, *GB)
    done("roster", "install", file, *GB)
    capsys.readouterr()

    assert "older than one that was shown before" in refused(capsys, "roster", "install", file, *GB)


def test_server_without_the_root_key_signs_nothing(
    britain: Embassy, tmp_path: Path, capsys: Capture
) -> None:
    development_root(britain)
    key_of(seat("helper", britain))
    done("roster", "draft", tmp_path / "draft.json", *GB)
    done("roster", "complete", tmp_path / "draft.json", tmp_path)
    keys = KeyFolder(settings.KEYS_ROOT, "gb")
    keys.pin(development_root(britain).public)
    capsys.readouterr()

    said = refused(capsys, "roster", "sign", tmp_path / "roster.json", *GB)

    assert "Sign where it is kept" in said
    assert not (tmp_path / "roster.json.minisig").exists()


@pytest.mark.parametrize("verb", [["show"], ["remove", "0" * 16]])
def test_without_a_roster_there_is_one_sentence(
    britain: Embassy, verb: list[str], capsys: Capture
) -> None:
    development_root(britain)

    refused(capsys, "roster", *verb, *GB)


def test_files_that_are_absent_or_too_large_are_refused(
    britain: Embassy, tmp_path: Path, capsys: Capture
) -> None:
    development_root(britain)
    large = tmp_path / "large.json"
    large.write_bytes(bytes(40_000))

    assert "cannot be read" in refused(capsys, "roster", "install", tmp_path / "none", *GB)
    assert "larger than" in refused(capsys, "roster", "install", large, *GB)
    assert "larger than" in refused(capsys, "roster", "complete", large, tmp_path)


def test_show_says_from_day_14_that_another_is_due(britain: Embassy, capsys: Capture) -> None:
    member = seat("helper", britain, days_ago=40)
    key_of(member)
    put_in_force(britain, now=timezone.now() - timedelta(days=14))

    done("roster", "show", *GB)

    assert "is 14 days old and ends in 16. Sign another one." in capsys.readouterr().out
