"""What the vectors are made of: keys that follow from their names, and seals made only once."""

import base64
import hashlib
import hmac
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from ambasada.lib.minisign import SecretKey
from ambasada.lib.sealing.canonical import canonical
from ambasada.lib.sealing.files import CannotBeOpened, seal, unseal
from ambasada.lib.sealing.frames import framed
from ambasada.lib.sealing.keys import Identity, MemberKeys, hkdf
from ambasada.lib.sealing.rosters import Entry, Roster

FOLDER = Path(__file__).parent.parent
FIRST_DAY = date(2027, 3, 1)
TODAY = date(2027, 3, 10)
MONTH = timedelta(days=30)
CASE = hashlib.sha256(b"ambasada vectors: case").hexdigest()
OTHER_CASE = hashlib.sha256(b"ambasada vectors: another case").hexdigest()


def secret_of(name: str) -> bytes:
    """Return 32 bytes that follow from a name."""
    return hashlib.sha256(f"ambasada vectors: {name}".encode()).digest()


def identity_of(name: str) -> Identity:
    return Identity.of_scalar(secret_of(name))


def member_of(name: str) -> MemberKeys:
    return MemberKeys(identity_of(f"{name} opens"), secret_of(f"{name} signs"))


def root_of(name: str) -> SecretKey:
    return SecretKey(secret_of(f"{name} number")[:8], secret_of(name))


def kid_of(name: str) -> str:
    return secret_of(f"{name} kid").hex()[:16]


def entry_of(name: str, *desks: str, until: date = FIRST_DAY + MONTH) -> Entry:
    keys = member_of(name)
    return Entry(
        kid=kid_of(name),
        desks=desks,
        recipient=keys.recipient,
        verify=keys.verify_key,
        start=FIRST_DAY,
        until=until,
    )


def roster_of(number: int, *real: Entry, **others: Any) -> Roster:
    """Return a roster with entries that stand for nobody beside the real ones."""
    fillers = [entry_of(f"nobody {each}", "help") for each in range(16 - len(real))]
    values: dict[str, Any] = {
        "embassy": "xt",
        "instance": "xt-2027",
        "number": number,
        "issued": FIRST_DAY,
        "expires": FIRST_DAY + MONTH,
        "desks": ("help", "press"),
        "escrow": "",
        "entries": tuple(sorted([*real, *fillers], key=lambda each: each.kid)),
    }
    return Roster(**{**values, **others})


def base64_of(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


class Seals:
    """Age files, which are different each time: what is stored and still opens is kept."""

    def __init__(self, name: str) -> None:
        self.path = FOLDER / f"{name}.json"
        stored = json.loads(self.path.read_text("utf-8")) if self.path.exists() else {}
        self.before: dict[str, str] = stored.get("sealed", {})
        self.all: dict[str, str] = {}

    def seal(self, name: str, content: bytes, *, to: Identity) -> bytes:
        """Return bytes sealed under a name; the same ones each time."""
        sealed = self.stored(name)
        if sealed is None or _opened(sealed, to) != content:
            sealed = seal(content, to=to.recipient)
        return self.keep(name, sealed)

    def letter(self, name: str, said: bytes, *, proof: bytes, to: Identity) -> bytes:
        """Return a letter of the protocol, whatever it says and however it is proved."""
        text = canonical({"content": said.decode("utf-8"), "proof": base64_of(proof)})
        return self.seal(name, framed(text), to=to)

    def keep(self, name: str, sealed: bytes) -> bytes:
        self.all[name] = base64_of(sealed)
        return sealed

    def stored(self, name: str) -> bytes | None:
        return base64.b64decode(self.before[name]) if name in self.before else None


def person_proof(said: bytes, stream: Identity) -> bytes:
    """Return the proof of the person, written out as the protocol has it."""
    return hmac.new(hkdf(stream.text.encode(), "pe-mac"), said, hashlib.sha256).digest()


def member_proof(said: bytes, stream: Identity, member: MemberKeys) -> bytes:
    """Return the proof of a member, written out as the protocol has it."""
    return member.sign(hashlib.sha256(b"pe-env-v1" + stream.recipient.encode() + said).digest())


def text_of(values: dict[str, Any]) -> str:
    """Return a file of vectors, one vector a line."""
    parts = (f" {_text(key)}: {_part(value)}" for key, value in values.items())
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _part(value: object) -> str:
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"  {_text(each)}" for each in value) + "\n ]"
    if isinstance(value, dict):
        lines = (f"  {_text(key)}: {_text(each)}" for key, each in value.items())
        return "{\n" + ",\n".join(lines) + "\n }"
    return _text(value)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _opened(sealed: bytes, identity: Identity) -> bytes | None:
    try:
        return unseal(sealed, by=identity)
    except CannotBeOpened:
        return None
