"""Our signatures and the stock tool's: each verifies the other's."""

import subprocess
from pathlib import Path

import pytest

from ambasada.lib.minisign import NotSigned, PublicKey, SecretKey

MESSAGE = b"what is true\n"


def test_stock_tool_verifies_what_we_sign(tmp_path: Path) -> None:
    key = SecretKey.make()
    file = tmp_path / "message"
    file.write_bytes(MESSAGE)
    (tmp_path / "message.minisig").write_text(key.sign(MESSAGE, "xt edition 7"))

    said = subprocess.run(
        ["minisign", "-V", "-P", key.public.line, "-m", file],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "Trusted comment: xt edition 7" in said.stdout


def test_we_verify_what_the_stock_tool_signs_with_our_key(tmp_path: Path) -> None:
    key = SecretKey.make()
    file, secret = tmp_path / "message", tmp_path / "root.key"
    file.write_bytes(MESSAGE)
    secret.write_text(key.file)

    subprocess.run(
        ["minisign", "-S", "-s", secret, "-m", file, "-t", "by hand"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )

    assert key.public.verify(MESSAGE, (tmp_path / "message.minisig").read_text()) == "by hand"


def test_keys_of_the_stock_tool_are_read(tmp_path: Path) -> None:
    public, secret = tmp_path / "their.pub", tmp_path / "their.key"
    subprocess.run(
        ["minisign", "-G", "-W", "-p", public, "-s", secret], capture_output=True, check=True
    )

    key = SecretKey.read(secret.read_text())

    assert key.public == PublicKey.read(public.read_text())


def test_key_is_what_it_was_after_writing_and_reading() -> None:
    key = SecretKey.make()

    assert SecretKey.read(key.file) == key
    assert PublicKey.read(key.public.file) == key.public
    assert PublicKey.read(key.public.line) == key.public


@pytest.mark.parametrize("changed", [b"", b"what is true", b"what is trve\n"])
def test_other_bytes_are_refused(changed: bytes) -> None:
    key = SecretKey.make()

    with pytest.raises(NotSigned, match="does not belong to these bytes"):
        key.public.verify(changed, key.sign(MESSAGE, "first"))


def test_another_comment_is_refused() -> None:
    key = SecretKey.make()
    signature = key.sign(MESSAGE, "edition 7").replace("edition 7", "edition 8")

    with pytest.raises(NotSigned, match="does not belong to these bytes"):
        key.public.verify(MESSAGE, signature)


def test_another_key_is_refused_even_under_the_same_number() -> None:
    key = SecretKey.make()
    forged = SecretKey(key.number, SecretKey.make().seed)

    with pytest.raises(NotSigned, match="another key"):
        key.public.verify(MESSAGE, SecretKey.make().sign(MESSAGE, "x"))
    with pytest.raises(NotSigned, match="does not belong to these bytes"):
        key.public.verify(MESSAGE, forged.sign(MESSAGE, "x"))


@pytest.mark.parametrize("text", ["", "x", "\n" * 4, "a\nb\ntrusted comment: c\nd", "é\n" * 4])
def test_what_is_no_signature_is_told(text: str) -> None:
    with pytest.raises(NotSigned, match="not a minisign signature"):
        SecretKey.make().public.verify(MESSAGE, text)


@pytest.mark.parametrize("text", ["", "RWQ=", "untrusted comment: x\n!!!\n", "A" * 56])
def test_what_is_no_key_is_told(text: str) -> None:
    with pytest.raises(NotSigned, match="not a minisign public key"):
        PublicKey.read(text)
    with pytest.raises(NotSigned, match="not a minisign secret key"):
        SecretKey.read(text)


def test_key_with_a_password_is_left_to_the_stock_tool(tmp_path: Path) -> None:
    public, secret = tmp_path / "their.pub", tmp_path / "their.key"
    subprocess.run(
        ["minisign", "-G", "-p", public, "-s", secret],
        input=b"long words\nlong words\n",
        capture_output=True,
        check=True,
    )

    with pytest.raises(NotSigned, match="has a password"):
        SecretKey.read(secret.read_text())
