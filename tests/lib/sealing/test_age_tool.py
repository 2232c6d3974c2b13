"""The stock tool opens what we seal, and we open what it seals."""

import subprocess
from pathlib import Path

import pytest

from ambasada.lib.sealing.attachments import seal_file
from ambasada.lib.sealing.codes import CaseCode
from ambasada.lib.sealing.files import seal, unseal
from ambasada.lib.sealing.frames import framed, unframed
from ambasada.lib.sealing.keys import Identity, derive
from ambasada.lib.sealing.letters import open_letter
from ambasada.lib.sealing.wraps import unwrap, wrap
from tests.factories.sealing import a_correspondence

SIZES = [0, 1, 1023, 65_535, 65_536, 65_537, 2**20]


def opened_by_tool(sealed: bytes, identity: Identity, folder: Path) -> bytes:
    key = folder / "identity.txt"
    key.write_text(f"# an identity\n{identity.text}\n")
    return subprocess.run(
        ["age", "--decrypt", "--identity", key], input=sealed, capture_output=True, check=True
    ).stdout


def sealed_by_tool(content: bytes, recipient: str) -> bytes:
    return subprocess.run(
        ["age", "--recipient", recipient], input=content, capture_output=True, check=True
    ).stdout


@pytest.mark.parametrize("size", SIZES)
def test_stock_tool_opens_what_we_seal(size: int, tmp_path: Path) -> None:
    identity = Identity.new()

    assert opened_by_tool(seal(bytes(size), to=identity.recipient), identity, tmp_path) == bytes(
        size
    )


@pytest.mark.parametrize("size", SIZES)
def test_we_open_what_the_stock_tool_seals(size: int) -> None:
    identity = Identity.new()

    assert unseal(sealed_by_tool(bytes(size), identity.recipient), by=identity) == bytes(size)


def test_stock_tool_opens_a_whole_case_with_nothing_but_a_wrap(tmp_path: Path) -> None:
    case, escrow = a_correspondence(letters=2), Identity.new()
    wrapped = wrap(case.stream, for_recipient=escrow.recipient)

    stream = Identity.read(opened_by_tool(wrapped, escrow, tmp_path).decode())

    for sealed in case.sealed:
        letter = unframed(opened_by_tool(sealed, stream, tmp_path))
        assert open_letter(sealed, stream=stream).said.decode() in letter.decode().replace("\\", "")
    file = seal_file("Ліст".encode(), stream=stream)
    assert unframed(opened_by_tool(file, stream, tmp_path)) == "Ліст".encode()


def test_stock_tool_reads_the_identity_that_a_code_derives(tmp_path: Path) -> None:
    keys = derive(CaseCode.new(), instance="xt")
    key = tmp_path / "identity.txt"
    key.write_text(keys.identity.text)

    said = subprocess.run(["age-keygen", "-y", key], capture_output=True, check=True, text=True)

    assert said.stdout.strip() == keys.identity.recipient


def test_letter_and_wrap_that_the_stock_tool_seals_are_read() -> None:
    reader, stream = Identity.new(), Identity.new()

    assert unwrap(sealed_by_tool(stream.text.encode(), reader.recipient), by=reader) == stream
    assert unseal(sealed_by_tool(framed(b"{}"), stream.recipient), by=stream) == framed(b"{}")
