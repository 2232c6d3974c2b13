"""Rosters signed with the stock minisign, which whoever holds the root key may prefer."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sealing.laboratory import Laboratory, Thrown
from tests.vectors.reading import FILES

CONTENT = FILES["rosters"]["contents"]["first"]
Signing = Callable[..., tuple[str, str]]


@pytest.fixture
def sign(tmp_path: Path) -> Signing:
    """Return what makes a key and signs the roster with it: the key's line and the signature."""

    def signed(*options: str) -> tuple[str, str]:
        public, secret, file = (tmp_path / name for name in ("key.pub", "key", "roster.json"))
        file.write_text(CONTENT, encoding="utf-8")
        _minisign("-G", "-W", "-p", str(public), "-s", str(secret))
        _minisign("-S", *options, "-s", str(secret), "-m", str(file))
        line = public.read_text(encoding="utf-8").splitlines()[1]
        return line, file.with_suffix(".json.minisig").read_text(encoding="utf-8")

    return signed


def _minisign(*arguments: str) -> None:
    subprocess.run(["minisign", *arguments], capture_output=True, check=True)


def _read(laboratory: Laboratory, root: str, signature: str) -> object:
    expected = {"root": root, "embassy": "xt", "today": "2027-03-10", "atLeast": 1}
    return laboratory("readRoster", CONTENT.encode(), signature, expected)


def test_roster_signed_with_the_stock_tool_is_read(laboratory: Laboratory, sign: Signing) -> None:
    root, signature = sign("-t", "roster 1")

    assert _read(laboratory, root, signature) == json.loads(CONTENT)
    with pytest.raises(Thrown) as refusal:
        _read(laboratory, root, signature.replace("roster 1", "roster 2"))
    assert refusal.value.values == {
        "reason": "signature",
        "message": "the roster is refused: signature",
    }


def test_signature_of_the_older_kind_is_refused_as_everywhere(
    laboratory: Laboratory, sign: Signing
) -> None:
    root, signature = sign("-l")

    with pytest.raises(Thrown) as refusal:
        _read(laboratory, root, signature)

    assert refusal.value.values["reason"] == "signature"
