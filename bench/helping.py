"""What only the server of an embassy knows of its sealed help; imported once Django is set up."""

import json
import sys
import time

from altcha import Challenge, Payload, Solution, create_challenge, solve_challenge

from ambasada.casework import work
from ambasada.casework.models import Case
from ambasada.editions.actions import keys_of
from ambasada.network.models import Embassy


def root() -> None:
    """Print the development root, which signs the page and the roster."""
    found = keys_of(Embassy.objects.get(code="gb")).development_root
    json.dump(found.file if found else "", sys.stdout)


def proofs(count: int, cost: int) -> None:
    """Print solved challenges that the server takes: at its price to check, and solved at once."""
    json.dump([_proof(cost) for _ in range(count)], sys.stdout)


def _proof(cost: int) -> str:
    challenge = create_challenge(
        "PBKDF2/SHA-256",
        cost,
        key_prefix="",
        expires_at=int(time.time()) + work.LASTS,
        hmac_secret=work._secret(),  # noqa: SLF001 -- no other way to be spared the solving
    )
    solved = solve_challenge(Challenge.from_dict(challenge.to_dict()))
    if solved is None:
        sys.exit("A challenge could not be solved.")
    return Payload(challenge, Solution(solved.counter, solved.derived_key)).to_base64()


def open_all() -> None:
    """Let every case have been opened by somebody."""
    json.dump(Case.objects.update(state=Case.State.OPEN), sys.stdout)
