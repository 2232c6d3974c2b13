"""Files beside letters: sealed in parts on a page, opened in Python, and the reverse."""

import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ambasada.lib.sealing.attachments import PART, joined, open_file, require_part, seal_file, split
from ambasada.lib.sealing.contents import Attachment
from ambasada.lib.sealing.keys import Identity
from ambasada.lib.sealing.outside import check_attachment
from tests.sealing.laboratory import Laboratory, Thrown
from tests.vectors.reading import pattern

MOST = 20 * 2**20
SIZES = [0, 1, 1023, 65_535, 65_536, 65_537, PART, MOST]


def named(content: bytes) -> Attachment:
    """Return how a letter names a file."""
    return Attachment(
        blob="0" * 32,
        name="file",
        type="",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def said(content: bytes) -> dict[str, Any]:
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


@pytest.fixture(scope="module")
def stream() -> Identity:
    return Identity.new()


@pytest.mark.parametrize("size", SIZES)
def test_file_sealed_on_a_page_is_opened_in_python(
    laboratory: Laboratory, stream: Identity, size: int
) -> None:
    content = pattern(size)

    sealed = laboratory("sealFile", content, stream.text)

    parts = sealed["parts"]
    for number, part in enumerate(parts):
        require_part(part["bytes"], part["sha256"])
        assert (part["number"], len(part["bytes"]) == PART) == (number, number < len(parts) - 1)
    whole = joined({part["number"]: part["bytes"] for part in parts})
    check_attachment(whole[:2048], size=len(whole))
    assert open_file(whole, stream=stream, named=named(content)) == content
    assert {name: sealed[name] for name in ("size", "sha256")} == said(content)
    assert sealed["count"] == len(parts)
    assert sealed["steps"] == [[made, len(parts)] for made in range(1, len(parts) + 1)]


@pytest.mark.parametrize("size", SIZES)
def test_file_sealed_in_python_is_opened_on_a_page(
    laboratory: Laboratory, stream: Identity, size: int
) -> None:
    content = pattern(size)
    parts = [part.content for part in split(seal_file(content, stream=stream))]

    assert laboratory("openFile", parts, stream.text, said(content)) == content


def test_file_too_large_is_not_sealed(laboratory: Laboratory, stream: Identity) -> None:
    with pytest.raises(Thrown) as refusal:
        laboratory("sealFile", bytes(MOST + 1), stream.text)

    assert refusal.value.name == "WrongFile"


def test_stock_tool_opens_what_a_page_sealed(
    laboratory: Laboratory, stream: Identity, tmp_path: Path
) -> None:
    content = pattern(300_000)
    sealed = laboratory("sealFile", content, stream.text)
    (tmp_path / "key").write_text(stream.text, encoding="ascii")

    opened = subprocess.run(
        ["age", "--decrypt", "--identity", str(tmp_path / "key")],
        input=b"".join(part["bytes"] for part in sealed["parts"]),
        capture_output=True,
        check=True,
    ).stdout

    assert opened[4 : 4 + len(content)] == content


def _without_last(parts: list[bytes]) -> list[bytes]:
    return parts[:-1]


def _cut_short(parts: list[bytes]) -> list[bytes]:
    return [*parts[:-1], parts[-1][:-1]]


def _exchanged(parts: list[bytes]) -> list[bytes]:
    return [parts[1], parts[0], *parts[2:]]


def _last_bit(parts: list[bytes]) -> list[bytes]:
    return [*parts[:-1], parts[-1][:-1] + bytes([parts[-1][-1] ^ 1])]


def _twice(parts: list[bytes]) -> list[bytes]:
    return [*parts, parts[-1]]


@pytest.mark.parametrize("broken", [_without_last, _cut_short, _exchanged, _last_bit, _twice])
def test_nothing_of_a_file_comes_out_before_its_end_was_checked(
    laboratory: Laboratory, stream: Identity, broken: Callable[[list[bytes]], list[bytes]]
) -> None:
    content = pattern(3 * PART)
    parts = [part.content for part in split(seal_file(content, stream=stream))]

    with pytest.raises(Thrown):
        laboratory("openFile", broken(parts), stream.text, said(content))


def test_another_file_of_the_same_case_is_refused(laboratory: Laboratory, stream: Identity) -> None:
    other = seal_file(b"another", stream=stream)

    with pytest.raises(Thrown) as refusal:
        laboratory("openFile", [other], stream.text, said(b"the one"))

    assert refusal.value.name == "WrongFile"
