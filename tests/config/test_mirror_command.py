"""`ambasada mirror pull` and `ambasada edition export`, as they are typed."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import override_settings

from ambasada.config.cli import main
from ambasada.config.commands import mirror
from ambasada.editions.actions import bundle_all
from ambasada.lib.mirroring import pull
from ambasada.network.models import Embassy
from tests.config.state import is_one_sentence
from tests.factories.editions import NOW, baked, folders
from tests.factories.mirrors import Site, root_of, site_of, tree_of
from tests.factories.onions import onion_of
from tests.factories.pages import onion
from tests.running_site import AMBASADA

pytestmark = [pytest.mark.django_db, pytest.mark.files]
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def old(britain: Embassy, tmp_path: Path) -> Iterator[Site]:
    """Serve an edition that ran out a month ago."""
    places = {"EDITIONS_ROOT": tmp_path / "editions", "KEYS_ROOT": tmp_path / "keys"}
    onion(britain, onion_of())
    with override_settings(**places):
        baked(britain, later=datetime.now(UTC) - NOW - timedelta(days=60))
        with site_of(britain) as site:
            yield site


def test_edition_that_ran_out_is_taken_and_served_on_with_its_date(
    britain: Embassy, old: Site, *, tmp_path: Path, capsys: Capture
) -> None:
    folder = str(tmp_path / "mirror")
    ended = (datetime.now(UTC) - timedelta(days=30)).date()

    code = main(["mirror", "pull", old.address, folder, "--root", root_of(britain)])

    told = capsys.readouterr().out.splitlines()
    assert code == 0
    assert told[0].startswith("Edition 1 of ")
    assert told[1] == f"The embassy itself is at {britain.origin} and {onion_of()}."
    assert told[-1].startswith(f"This edition ran out on {ended} and is served on.")
    assert "green/en/index.html" in tree_of(tmp_path / "mirror")

    assert main(["mirror", "pull", old.address, folder]) == 0
    again = capsys.readouterr().out.splitlines()
    assert again[0].endswith("nothing new.")
    assert again[1:] == told[-1:]


def test_pull_carries_the_copy_to_read_offline_without_a_data_folder(
    britain: Embassy, old: Site, tmp_path: Path
) -> None:
    """In a process of its own: this one has the settings of a whole site."""
    bundle_all(now=NOW)
    names = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}

    done = subprocess.run(
        [
            *AMBASADA,
            *("mirror", "pull", old.address, tmp_path / "mirror", "--root", root_of(britain)),
        ],
        env=names | {"AMBASADA_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "The copy to read offline" not in done.stdout
    carried = tree_of(tmp_path / "mirror")["green/offline/information.zip"]
    assert carried == folders().bundle("gb").read_bytes()
    assert not (tmp_path / "home").exists()


def test_copy_to_read_offline_is_left_out_where_it_cannot_be_compared(
    britain: Embassy, old: Site, *, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle_all(now=NOW)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    monkeypatch.setattr(mirror, "settings", LazySettings())  # as in a process of its own

    told = pull(old.address, tmp_path / "mirror", root=root_of(britain), page_of=mirror.page_of)

    assert told.remark.startswith("There is no room for temporary files")
    assert "green/en/index.html" in tree_of(tmp_path / "mirror")


def test_copy_to_read_offline_that_is_refused_is_told_of(
    britain: Embassy, old: Site, *, tmp_path: Path, capsys: Capture
) -> None:
    bundle_all(now=NOW)
    folders().bundle("gb").write_bytes(b"canary")

    pulling = ["mirror", "pull", old.address, str(tmp_path / "mirror"), "--root", root_of(britain)]
    code = main(pulling)

    told = capsys.readouterr().out
    assert code == 0
    assert "The copy to read offline is not taken. It was not signed with a key that" in told


def test_pull_makes_no_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("AMBASADA_HOME", str(tmp_path / "home"))

    code = main(["mirror", "pull", "http://127.0.0.1:1", str(tmp_path / "mirror")])

    assert code == 1
    assert is_one_sentence(capsys.readouterr().err)
    assert not (tmp_path / "home").exists()
