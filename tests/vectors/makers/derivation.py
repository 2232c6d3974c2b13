"""Derivation: what a code and an instance make, and what is a key."""

import base64
from typing import Any

import bech32

from ambasada.lib.sealing.codes import CaseCode
from ambasada.lib.sealing.keys import MemberKeys, derive
from tests.vectors.makers.codes import SECRETS
from tests.vectors.makers.given import identity_of, member_of

# Points of small order: whoever is sealed to one is sealed to everybody.
LOW_ORDER = (
    "00" * 32,
    "01" + "00" * 31,
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
)


def make() -> dict[str, Any]:
    pairs = [(SECRETS[0], "example.org"), (SECRETS[0], "xt-2027"), (SECRETS[4], "xt-2027")]
    pairs.append((SECRETS[2], "пасольства"))
    return {
        "format": "derivation 1",
        "derived": [_derived(*each) for each in pairs],
        "identities": _identities(),
        "recipients": _recipients(),
        "members": [_member(name) for name in ("member A", "member B")],
        "not_bundles": _not_bundles(),
    }


def _derived(secret: str, instance: str) -> dict[str, Any]:
    keys = derive(CaseCode(bytes.fromhex(secret)), instance=instance)
    return {
        "secret": secret,
        "instance": instance,
        "lookup": keys.lookup.hex(),
        "auth": keys.auth.hex(),
        "lookup_sha256": keys.lookup_sha256,
        "auth_sha256": keys.auth_sha256,
        "case": keys.case,
        "identity": keys.identity.text,
        "recipient": keys.identity.recipient,
    }


def _identities() -> list[dict[str, Any]]:
    identity = identity_of("an identity")
    text = identity.text
    return [
        {"name": "as age writes it", "text": text, "recipient": identity.recipient},
        {"name": "in small letters", "text": text.lower(), "is_refused": True},
        {"name": "a letter exchanged", "text": _other_last(text), "is_refused": True},
        {"name": "a letter lacks", "text": text[:-1], "is_refused": True},
        {"name": "a line's end behind", "text": text + "\n", "is_refused": True},
        {"name": "a recipient", "text": identity.recipient, "is_refused": True},
        {"name": "nothing", "text": "", "is_refused": True},
        {
            "name": "31 bytes",
            "text": bech32_of("age-secret-key-", bytes(31)).upper(),
            "is_refused": True,
        },
    ]


def _recipients() -> list[dict[str, Any]]:
    text = identity_of("an identity").recipient
    low = [
        {"name": f"point of small order {place}", "text": bech32_of("age", bytes.fromhex(point))}
        for place, point in enumerate(LOW_ORDER, start=1)
    ]
    wrong = [
        {"name": "in capitals", "text": text.upper()},
        {"name": "a letter exchanged", "text": _other_last(text)},
        {"name": "33 bytes", "text": bech32_of("age", bytes(33))},
        {"name": "of another kind", "text": bech32_of("age1tag", b"\x02" + bytes(32))},
        {"name": "nothing", "text": ""},
    ]
    return [
        {"name": "as age writes it", "text": text},
        *({**each, "is_refused": True} for each in [*wrong, *low]),
    ]


def _member(name: str) -> dict[str, Any]:
    keys = member_of(name)
    challenge = "c2f1b1a0d8e94c7f"
    return {
        "identity": keys.identity.text,
        "seed": keys.seed.hex(),
        "recipient": keys.recipient,
        "verify": keys.verify_key,
        "bundle": keys.bundle().decode("utf-8"),
        "challenge": challenge,
        "proof": keys.prove(challenge),
    }


def _not_bundles() -> list[dict[str, Any]]:
    text = member_of("member A").bundle().decode("utf-8")
    seed = base64.b64encode(MemberKeys.read(text.encode()).seed).decode("ascii")
    short = base64.b64encode(bytes(31)).decode("ascii")
    return [
        {"name": "a space", "text": text.replace(",", ", ", 1)},
        {"name": "another format", "text": text.replace("keys 1", "keys 2")},
        {"name": "a name more", "text": text.replace('"sign"', '"more":1,"sign"')},
        {"name": "a short seed", "text": text.replace(seed, short)},
        {"name": "base64 without padding", "text": text.replace(seed, seed.rstrip("="))},
        {"name": "no JSON", "text": "AGE-SECRET-KEY-1"},
    ]


def _other_last(text: str) -> str:
    last = "q" if text[-1].lower() != "q" else "p"
    return text[:-1] + (last.upper() if text.isupper() else last)


def bech32_of(prefix: str, content: bytes) -> str:
    return bech32.bech32_encode(prefix, bech32.convertbits(content, 8, 5) or [])
