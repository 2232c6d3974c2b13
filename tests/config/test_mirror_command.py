"""`ambasada mirror pull` and `ambasada edition export`, as they are typed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from ambasada.config.cli import main
from ambasada.network.models import Embassy
from tests.config.state import is_one_sentence
from tests.factories.editions import NOW, baked
from tests.factories.mirrors import Site, root_of, site_of, tree_of
from tests.factories.onions import onion_of
from tests.factories.pages import onion

pytestmark = pytest.mark.django_db
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


def test_pull_makes_no_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("AMBASADA_HOME", str(tmp_path / "home"))

    code = main(["mirror", "pull", "http://127.0.0.1:1", str(tmp_path / "mirror")])

    assert code == 1
    assert is_one_sentence(capsys.readouterr().err)
    assert not (tmp_path / "home").exists()
