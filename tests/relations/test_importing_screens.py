"""The pages of importing: sending, naming columns, trying, importing, fetching, taking back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.config.cli import main
from ambasada.network.models import Embassy
from ambasada.relations.actions import anonymise
from ambasada.relations.models import ImportRun, Person, SavedMapping
from tests.factories.contacts import keeper, private_person
from tests.factories.staff import confirm_passkey, signed_in

pytestmark = pytest.mark.screens

TABLE = "Who,Where to write,Works at\nAnna Pugh-Test,anna@example.org,\n,,Nobody Ltd\n"
SAID = {"standing": "interest", "purpose": "To invite them", "source": "A congress"}
COLUMNS = {"column_0": "name", "column_1": "email", "column_2": "organisation", "do": "map"}


@pytest.fixture(autouse=True)
def uploads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what waits stand in a folder of each test’s own."""
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", tmp_path / "uploads")


def sent(browser: Client, text: str, name: str = "a.csv", **said: Any) -> Any:  # noqa: ANN401 -- the client's
    file = SimpleUploadedFile(name, text.encode())
    return browser.post("/admin/relations/gb/imports/", {**SAID, "file": file, **said})


def led(answer: Any) -> str:  # noqa: ANN401 -- likewise
    """Return where an answer leads."""
    assert answer.status_code == 302, answer.content
    return str(answer.headers["Location"])


def waiting() -> list[Path]:
    return list(Path(settings.FILE_UPLOAD_TEMP_DIR).glob("imports/*/*"))


def test_table_is_named_tried_imported_and_taken_back(
    browser_of_piotr: Client, said: Callable[[Any], str]
) -> None:
    answer = sent(browser_of_piotr, TABLE)
    assert answer.status_code == 302, said(answer)
    path = led(answer)
    (stored,) = waiting()
    assert b"Anna" not in stored.read_bytes()
    assert stored.stat().st_mode & 0o077 == 0
    assert "anna@example.org" in said(browser_of_piotr.get(path))

    assert browser_of_piotr.post(path, COLUMNS).status_code == 302

    shown = said(browser_of_piotr.get(path))
    assert "new: 1" in shown
    assert "nobody said in which circle" in shown
    assert not Person.objects.exists()
    assert SavedMapping.objects.count() == 1
    fetched = browser_of_piotr.get(f"{path}refused/").content.decode("utf-8-sig")
    assert fetched.splitlines()[0] == "line,reason,Who,Where to write,Works at"
    assert "Nobody Ltd" in fetched

    again = led(sent(browser_of_piotr, TABLE, circle="unions"))
    assert "new: 2" in said(browser_of_piotr.get(again)), "the columns are not asked about again"
    assert browser_of_piotr.post(again, {"do": "import"}).status_code == 302
    assert Person.objects.get().name == "Anna Pugh-Test"
    assert waiting() == [stored], "the file that went in is gone"

    run = ImportRun.objects.get()
    undo = f"/admin/relations/gb/imports/{run.ref}/undo/"
    assert led(browser_of_piotr.post(undo)) == "/admin/relations/gb/imports/"
    assert not Person.objects.exists()


@pytest.mark.usefixtures("britain")
def test_large_file_is_never_laid_on_the_disk_in_clear(
    browser_of_piotr: Client,
) -> None:
    answer = sent(browser_of_piotr, TABLE + "x" * 3_000_000)

    assert isinstance(answer.wsgi_request.FILES["file"], InMemoryUploadedFile)


@pytest.mark.usefixtures("britain")
def test_cells_of_a_file_are_words_and_no_part_of_a_page(browser_of_piotr: Client) -> None:
    path = led(sent(browser_of_piotr, TABLE.replace("Anna", "<i>Anna").replace("Who", "<i>Who")))
    asked = browser_of_piotr.get(path).content
    browser_of_piotr.post(path, COLUMNS)
    shown = browser_of_piotr.get(path).content

    assert b"<i>Anna" not in asked + shown
    assert b"<i>Who" not in asked + shown
    assert asked.count(b"&lt;i&gt;Anna") == shown.count(b"&lt;i&gt;Anna") == 1


def test_file_is_seen_by_who_sent_it_alone_and_goes_with_whoever_is_let_go_of(
    britain: Embassy, piotr: Member, browser_of_piotr: Client
) -> None:
    path = led(sent(browser_of_piotr, TABLE))
    other = signed_in(keeper(britain, "other"))

    assert led(other.get(path)) == "/admin/relations/gb/imports/"
    assert other.get(f"{path}refused/").status_code == 404
    person = private_person(britain, piotr, "Anna Pugh-Test")
    anonymise(person, embassy=britain, by=piotr, now=timezone.now(), is_dry=False)
    assert waiting() == []
    assert led(browser_of_piotr.get(path)) == "/admin/relations/gb/imports/"


@pytest.mark.usefixtures("britain")
def test_reason_is_asked_for_and_public_record_is_a_coordinators(
    browser_of_piotr: Client, said: Callable[[Any], str]
) -> None:
    assert "This is needed" in said(sent(browser_of_piotr, TABLE, purpose=""))
    assert "This is needed" in said(sent(browser_of_piotr, TABLE, standing="consent"))
    assert sent(browser_of_piotr, TABLE, standing="public").status_code == 200
    assert sent(browser_of_piotr, TABLE, "a.exe").status_code == 200
    assert waiting() == []


def test_list_is_exported_as_it_was_searched(
    britain: Embassy, piotr: Member, browser_of_piotr: Client
) -> None:
    private_person(britain, piotr, "Anna Pugh-Test")
    private_person(britain, piotr, "Bo Hartley-Test")
    path = "/admin/relations/gb/exports/people/?q=hartley"
    assert "/account/" in led(browser_of_piotr.post(path, {"form": "csv"})), "a key is asked for"
    confirm_passkey(browser_of_piotr)

    answer = browser_of_piotr.post(path, {"form": "vcf"})

    assert answer.headers["Content-Disposition"] == 'attachment; filename="people.vcf"'
    assert b"Bo Hartley-Test" in answer.content
    assert b"Anna" not in answer.content
    assert browser_of_piotr.get(path).status_code == 200


@pytest.mark.usefixtures("britain")
def test_command_says_what_became_of_each_and_names_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("ambasada.config.cli._require_folder", lambda **_: None)
    file = tmp_path / "a.csv"
    file.write_text("name,role/1\nAnna Pugh-Test,\n,=Clerk\n", encoding="utf-8")
    command = ["import", "contacts", str(file), "--embassy", "gb"]
    assert main([*command, "--consent", "2026-11"]) == 1
    command += ["--consent", "2026-11", "--given", "2026-11-01"]

    assert main([*command, "--dry-run"]) == 0
    assert capsys.readouterr().out.endswith("Nothing was changed.\n")
    assert not Person.objects.exists()
    assert main(command) == 0

    said = capsys.readouterr().out
    assert "New: 1\nChanged: 0\nThe same: 0\n" in said
    assert "Pugh" not in said
    for name in ("a.refused.csv", "a.refused-2.csv"):  # of the run that only tried, and this one
        refused = tmp_path / name
        assert ",'=Clerk" in refused.read_text(encoding="utf-8-sig")
        assert refused.stat().st_mode & 0o777 == 0o600
