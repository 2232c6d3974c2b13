"""Fingerprints: the words that are read out for a key."""

from typing import Any

from ambasada.lib.sealing.fingerprints import fingerprint
from tests.vectors.makers.given import identity_of, member_of


def make() -> dict[str, Any]:
    members = [member_of(f"member {name}") for name in "ABCD"]
    escrows = [identity_of(f"escrow {place}") for place in range(2)]
    halves = [(each.recipient, each.verify_key) for each in members]
    halves += [(each.recipient, "") for each in escrows]
    return {
        "format": "fingerprints 1",
        "read_out": [
            {"recipient": recipient, "verify": verify, "words": fingerprint(recipient, verify)}
            for recipient, verify in halves
        ],
    }
