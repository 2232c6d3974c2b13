"""A tar as it flows: the stock tool reads ours; nothing but plain files below a folder is taken."""

import io
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambasada.lib.tarred import Member, NotTarred, ShrankMeanwhile, Untarring, tarred

MIDNIGHT = 1_790_000_000 - 1_790_000_000 % 86_400
LONG = "media/" + "дакумент-" * 20 + ".pdf"


class Taken:
    """What was handed on, by name."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.finished: list[str] = []
        self._name = ""

    def begin(self, name: str) -> None:
        self._name = name
        self.files[name] = b""

    def take(self, piece: bytes) -> None:
        self.files[self._name] += piece

    def finish(self) -> None:
        self.finished.append(self._name)


def made(**files: bytes) -> bytes:
    return tar_of({name.replace("__", "/"): content for name, content in files.items()})


def tar_of(files: dict[str, bytes]) -> bytes:
    members = [Member(name, len(content), [content]) for name, content in files.items()]
    return b"".join(tarred(members, at=MIDNIGHT))


def taken_from(content: bytes, *, at_once: int = 700) -> Taken:
    taken = Taken()
    untarring = Untarring(taken)
    for place in range(0, len(content), at_once):
        untarring.write(content[place : place + at_once])
    untarring.end()
    return taken


FILES = {"a": b"", "media/b.txt": b"b" * 512, LONG: b"long" * 1000, "c": b"c"}


@pytest.mark.parametrize("at_once", [1, 511, 512, 513, 100_000])
def test_what_was_put_in_comes_out(at_once: int) -> None:
    taken = taken_from(tar_of(FILES), at_once=at_once)

    assert taken.files == FILES
    assert taken.finished == list(FILES)


@given(
    st.dictionaries(st.from_regex(r"[a-zа-я]{1,150}(/[a-z]{1,9})?", fullmatch=True), st.binary())
)
def test_whatever_files_there_are_come_out(files: dict[str, bytes]) -> None:
    assert taken_from(tar_of(files)).files == files


def test_stock_tool_reads_it_and_learns_a_day_and_nobody(tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(tar_of(FILES))

    listed = subprocess.run(
        ["tar", "--numeric-owner", "--utc", "--quoting-style=literal", "-tvf", "a.tar"],
        cwd=tmp_path,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    assert [line.split()[-1] for line in listed] == list(FILES)
    assert {line.split()[1] for line in listed} == {"0/0"}
    assert {line.split()[4] for line in listed} == {"00:00"}
    assert {line[:10] for line in listed} == {"-rw-------"}


def test_file_that_shrank_meanwhile_is_not_passed_over() -> None:
    with pytest.raises(ShrankMeanwhile, match="book"):
        b"".join(tarred([Member("book", 5, [b"1234"])], at=MIDNIGHT))


def foreign(name: str = "a", **said: Any) -> bytes:
    """Return a tar by Python's own module, with one entry that says something else."""
    info = tarfile.TarInfo(name)
    for key, value in said.items():
        setattr(info, key, value)
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w", format=tarfile.GNU_FORMAT) as tar:
        tar.addfile(info, io.BytesIO(bytes(info.size)))
    return content.getvalue()


@pytest.mark.parametrize(
    "name",
    ["../a", "a/../../b", "/etc/passwd", "./a", "a//b", "a/", "a/.", "..", "a\nb", ""],
)
def test_name_that_leaves_the_folder_is_refused(name: str) -> None:
    header = bytearray(tar_of({"x" * 20: b"content"}))
    written = name.encode().ljust(20, b"\0")
    header[:20] = written
    header[148:156] = b" " * 8
    header[148:156] = f"{sum(header[:512]):06o}\0 ".encode()

    with pytest.raises(NotTarred, match=r"leaves its folder|no plain file"):
        taken_from(bytes(header))


def test_name_that_is_no_text_is_refused() -> None:
    with pytest.raises(NotTarred, match="no text"):
        taken_from(foreign("\udcff"))
    with pytest.raises(NotTarred, match="no text"):
        taken_from(foreign("\udcff" * 120))


def test_long_name_that_leaves_the_folder_is_refused() -> None:
    with pytest.raises(NotTarred, match="leaves its folder"):
        taken_from(tar_of({"media/" + "x/" * 80 + "../" * 90 + "etc/passwd": b""}))


_NO_FILES: dict[str, dict[str, Any]] = {
    "symbolic link": {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"},
    "hard link": {"type": tarfile.LNKTYPE, "linkname": "b"},
    "folder": {"type": tarfile.DIRTYPE},
    "device": {"type": tarfile.CHRTYPE},
    "pipe": {"type": tarfile.FIFOTYPE},
    "sparse file": {"type": tarfile.GNUTYPE_SPARSE},
    "old file": {"type": tarfile.AREGTYPE},
    "header of another kind": {"type": tarfile.XHDTYPE, "size": 30},
    "long link": {"type": tarfile.GNUTYPE_LONGLINK, "size": 30},
}


@pytest.mark.parametrize("kind", _NO_FILES)
def test_what_is_no_plain_file_is_refused(kind: str) -> None:
    with pytest.raises(NotTarred):
        taken_from(foreign(**_NO_FILES[kind]))


_SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda _tar: b"",
    "no tar": lambda tar: b"x" * len(tar),
    "a wrong sum": lambda tar: b"b" + tar[1:],
    "no end": lambda tar: tar[:-1024],
    "half a header": lambda tar: tar[:300],
    "half a file": lambda tar: tar[:600],
    "more after the end": lambda tar: tar + tar,
}


@pytest.mark.parametrize("kind", _SPOILT)
def test_what_is_cut_short_or_longer_is_refused(kind: str) -> None:
    with pytest.raises(NotTarred):
        taken_from(_SPOILT[kind](made(a=b"content" * 100)))
