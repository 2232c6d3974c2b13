"""What waits for a decision can be read by nobody but who put it there, and not for long."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ambasada.lib.waiting import WAITS, Waiting, let_go, put_aside, taken_up, wait_longer

WAITING = Waiting(b"Zorkanary" * 100, {"who": "Zorkanary"})


def now() -> datetime:
    return datetime.now(UTC)


def test_what_was_put_aside_comes_back_whole(tmp_path: Path) -> None:
    token = put_aside(tmp_path, WAITING, owner="anna")

    assert taken_up(tmp_path, token, owner="anna", now=now()) == WAITING


def test_disk_holds_neither_the_bytes_nor_the_token(tmp_path: Path) -> None:
    token = put_aside(tmp_path, WAITING, owner="anna")
    (file,) = tmp_path.iterdir()

    assert b"Zorkanary" not in file.read_bytes()
    assert token not in file.name
    assert file.stat().st_mode & 0o077 == 0


def test_somebody_else_gets_nothing(tmp_path: Path) -> None:
    token = put_aside(tmp_path, WAITING, owner="anna")

    assert taken_up(tmp_path, token, owner="boris", now=now()) is None
    assert taken_up(tmp_path, "another", owner="anna", now=now()) is None
    assert taken_up(tmp_path, f"{token}x", owner="anna", now=now()) is None


def test_altered_file_is_as_good_as_gone(tmp_path: Path) -> None:
    token = put_aside(tmp_path, WAITING, owner="anna")
    (file,) = tmp_path.iterdir()

    file.write_bytes(file.read_bytes()[:-1] + b"x")
    assert taken_up(tmp_path, token, owner="anna", now=now()) is None
    file.write_bytes(b"")
    assert taken_up(tmp_path, token, owner="anna", now=now()) is None


def test_it_waits_ten_minutes_from_the_last_look(tmp_path: Path) -> None:
    token = put_aside(tmp_path, WAITING, owner="anna")
    (file,) = tmp_path.iterdir()
    before = (now() - WAITS / 2).timestamp()
    os.utime(file, (before, before))

    assert taken_up(tmp_path, token, owner="anna", now=now() + WAITS / 2) is None
    wait_longer(tmp_path, token)
    assert taken_up(tmp_path, token, owner="anna", now=now() + WAITS / 2) == WAITING
    later = now() + WAITS + timedelta(seconds=1)
    assert taken_up(tmp_path, token, owner="anna", now=later) is None


def test_what_was_let_go_is_gone(tmp_path: Path) -> None:
    token = put_aside(tmp_path, WAITING, owner="anna")

    let_go(tmp_path, token)
    let_go(tmp_path, token)

    assert list(tmp_path.iterdir()) == []
