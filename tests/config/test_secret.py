import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ambasada.config.secret import secret_key
from ambasada.lib.refused import Refused


def test_secret_is_made_once_and_long(tmp_path: Path) -> None:
    first = secret_key(tmp_path / "var")

    assert secret_key(tmp_path / "var") == first
    assert len(first) >= 50
    assert secret_key(tmp_path / "other") != first


def test_secret_is_its_owners_alone(tmp_path: Path) -> None:
    home = tmp_path / "var"
    secret_key(home)

    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [home, *home.iterdir()]}

    assert modes == {home: 0o700, home / "secret_key": 0o600, home / "uploads": 0o700}


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(secret_key, [tmp_path / "var"] * 32))

    assert len(secrets) == 1
    assert {path.name for path in (tmp_path / "var").iterdir()} == {"secret_key", "uploads"}


def test_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file", encoding="ascii")

    with pytest.raises(Refused, match="The data folder cannot be used"):
        secret_key(tmp_path / "var")

    assert (tmp_path / "var").read_text(encoding="ascii") == "a file"


@pytest.mark.parametrize("broken", [b"", b"\n", b"short", b"\xff" * 64])
def test_broken_secret_is_refused_and_kept(tmp_path: Path, broken: bytes) -> None:
    (tmp_path / "secret_key").write_bytes(broken)

    with pytest.raises(Refused):
        secret_key(tmp_path)

    assert (tmp_path / "secret_key").read_bytes() == broken
