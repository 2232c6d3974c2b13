"""Splitting an age identity into shares on paper, and joining enough of them.

Shamir's method as SLIP-0039 writes it down (https://github.com/satoshilabs/slips/blob/master/slip-0039.md)
by its authors' own library: 33 words a share, of a list of 1,024, unique by their first four
letters, the last three a checksum that finds any three wrong words. Any program that knows
SLIP-0039 joins them, without a passphrase; what comes out are the 32 bytes of the identity.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bech32 import bech32_decode, convertbits
from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORDLIST

from ambasada.lib.escrow.schemes import Scheme
from ambasada.lib.sealing.keys import Identity

_PREFIX = "age-secret-key-"
_IDENTITY_BYTES = 32
_TELLS_APART = 4  # letters of a word
_BY_BEGINNING = {word[:_TELLS_APART]: word for word in WORDLIST}
WORDS = 33


class NotAShare(Exception):
    """What was typed is no share, or does not belong to the others; the text says which."""


@dataclass(frozen=True)
class Typed:
    """One share as its keeper typed it, found whole."""

    words: str
    number: int  # 1, 2, …
    needed: int
    set_name: int  # the same for all shares of one ceremony


def split(identity: str, scheme: Scheme) -> list[str]:
    """Return the shares of an age identity, each as its words. Raises NotAShare if it is none."""
    secret = _secret_of(identity)
    return generate_mnemonics(1, [(scheme.needed, scheme.made)], secret)[0]


def read_share(typed: str) -> Typed:
    """Read a share: any case and spacing, the first four letters of a word enough.

    Numbers are passed over, since a sheet numbers its words. Raises NotAShare.
    """
    words = [each for each in typed.lower().replace(".", " ").split() if not each.isdecimal()]
    unknown = [each for each in words if _word(each) is None]
    if unknown:
        message = f"“{unknown[0]}” is not a word of the list. Look at it again."
        raise NotAShare(message)
    if len(words) != WORDS:
        message = f"A share has {WORDS} words, and this has {len(words)}. Look at it again."
        raise NotAShare(message)
    whole = " ".join(_word(each) or "" for each in words)
    try:
        share = Share.from_mnemonic(whole)
    except MnemonicError:
        message = "The words do not belong together: one of them is wrong. Look at each again."
        raise NotAShare(message) from None
    return Typed(whole, share.index + 1, share.member_threshold, share.identifier)


def require_belongs(share: Typed, others: Sequence[Typed]) -> None:
    """Raise NotAShare unless a share adds something to those that were typed before."""
    if any(share.set_name != each.set_name for each in others):
        message = "This share is of another ceremony than the ones before."
        raise NotAShare(message)
    if any(share.number == each.number for each in others):
        message = f"Share {share.number} was typed already. Type another one."
        raise NotAShare(message)


def join(shares: Iterable[Typed]) -> str:
    """Return the age identity of exactly as many shares as are needed. Raises NotAShare."""
    try:
        return _identity_of(combine_mnemonics([each.words for each in shares]))
    except MnemonicError:
        message = "These shares do not make a key. Are they all of the same ceremony?"
        raise NotAShare(message) from None


def _word(typed: str) -> str | None:
    word = _BY_BEGINNING.get(typed[:_TELLS_APART])
    return word if word is not None and word.startswith(typed) else None


def _secret_of(identity: str) -> bytes:
    human, data = bech32_decode(identity)
    secret = convertbits(data, 5, 8, pad=False) if data and human == _PREFIX else None
    if secret is None or len(secret) != _IDENTITY_BYTES:
        message = "This is not an identity of age."
        raise NotAShare(message)
    return bytes(secret)


def _identity_of(secret: bytes) -> str:
    if len(secret) != _IDENTITY_BYTES:
        message = "These shares are of something else than an escrow."
        raise NotAShare(message)
    return Identity.of_scalar(secret).text
