"""`ambasada import prisoners`: tried, imported, imported again, and refused with a sentence."""

from pathlib import Path

import pytest
from django.conf import settings

from ambasada.config.cli import main
from ambasada.network.models import Embassy
from ambasada.prisoners.models import PrisonerList, PrisonerRecord, public_people
from tests.factories.prisoners import listed, person

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]
SOURCE = ["--source", "Test Centre", "--address", "https://centre.example.org/list"]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the command on a list of three, one of whom was released."""
    file = tmp_path / "list.csv"
    file.write_bytes(listed([person(1), person(2), person(3, released="2025-01-01")]))
    monkeypatch.setattr("ambasada.config.cli._require_folder", lambda **_: None)
    return [
        *("import", "prisoners", str(file), *SOURCE),
        *("--dated", "2026-11-01", "--held", "active", "--embassy", "gb"),
    ]


def test_list_is_tried_imported_and_imported_again(
    britain: Embassy, command: list[str], capsys: Capture
) -> None:
    assert main([*command, "--dry-run"]) == 0
    tried = capsys.readouterr().out
    assert "New: 2" in tried
    assert "tells of a release: 1" in tried
    assert tried.endswith("Nothing was changed.\n")
    assert not PrisonerList.objects.exists()
    assert not PrisonerRecord.objects.exists()
    assert not (Path(settings.PEOPLE_ROOT) / "gb").exists()

    assert main(command) == 0
    said = capsys.readouterr().out
    assert said.replace("Imported.", "") == tried.replace("Nothing was changed.", "")
    assert len(public_people(britain).standing) == 2

    assert main(command) == 0
    again = capsys.readouterr().out
    assert "New: 0\nChanged: 0\nThe same: 2" in again
    assert again.endswith("Nothing has changed.\n")
    assert "Test" not in said + again


@pytest.mark.usefixtures("britain")
def test_refused_list_changes_nothing(command: list[str], capsys: Capture) -> None:
    file = Path(command[2])
    file.write_bytes(listed([person(1), person(1)]))

    assert main(command) == 1

    assert "Rows 2 and 3 have the same id" in capsys.readouterr().err
    assert not PrisonerList.objects.exists()
    assert main([*command[:2], str(file.with_name("absent.csv")), *command[3:]]) == 1
    assert "cannot be read" in capsys.readouterr().err
