"""The work a stranger’s machine does before an appeal is taken: ALTCHA with PBKDF2.

What it costs depends on how many appeals everybody together sent in the last minute, and on
nothing else: nobody is known here, and typing codes does not count, since 80 random bits need no
such guard. So guessing codes makes no first appeal dearer.
"""

import hashlib
import time
from typing import Any

from altcha import ChallengeParameters, Payload, create_challenge, verify_solution
from django.conf import settings
from django.utils.crypto import salted_hmac

from ambasada.casework.metering import Meter
from ambasada.casework.queries import is_spent
from ambasada.casework.refusing import NotTaken, Word

LASTS = 20 * 60  # seconds: somebody types while their machine works
_PRICE_LASTS = 2 * 60  # seconds: cheaper work than that of now is taken no longer
_ALGORITHM = "PBKDF2/SHA-256"
_PREFIX = "00"  # one solution in 256 tries
# Rounds of each try, by how many appeals one process took in the last minute. The dearest is some
# three seconds of a desktop, and 12 ms of ours to check.
_COSTS = ((60, 5_000), (120, 10_000), (300, 20_000))
_DEAREST = 40_000
_LARGEST = 4_000  # characters of a solved challenge

appeals = Meter()


def new_challenge() -> dict[str, Any]:
    """Return a challenge that is good for twenty minutes; nothing of it is kept."""
    challenge = create_challenge(
        _ALGORITHM,
        _cost_now(),
        key_prefix=_PREFIX,
        expires_at=int(time.time()) + LASTS,
        hmac_secret=_secret(),
    )
    return dict(challenge.to_dict())


def require_done(proof: str) -> str:
    """Return by which name to remember that a challenge was used.

    Raises NotTaken unless it is one of ours, solved, not used, and not too old; whether it was used
    is asked before it is worked out anew, which is the dearest. What was cheaper than it would be
    now is too old after two minutes: nobody lays in cheap ones and sends them at once. The page of
    somebody who typed meanwhile solves another by itself.
    """
    if len(proof) > _LARGEST:
        raise NotTaken(Word.PROOF)
    try:
        payload = Payload.from_base64(proof)
        name = hashlib.sha256(str(payload.challenge.signature).encode()).hexdigest()
        if is_spent(name):
            raise NotTaken(Word.PROOF)
        verified = verify_solution(payload, _secret()).verified
        asked = payload.challenge.parameters
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise NotTaken(Word.PROOF) from None
    if not verified or (asked.cost < _cost_now() and _age_of(asked) > _PRICE_LASTS):
        raise NotTaken(Word.PROOF)
    return name


def _cost_now() -> int:
    taken = appeals.count
    return next((cost for below, cost in _COSTS if taken < below), _DEAREST)


def _age_of(asked: ChallengeParameters) -> float:
    """Return the seconds since a challenge of ours was made; when it ends is all that it says."""
    return time.time() + LASTS - float(asked.expires_at or 0)


def _secret() -> str:
    secret = settings.SECRET_KEY
    return salted_hmac("ambasada.casework.work", "", secret=secret, algorithm="sha256").hexdigest()
