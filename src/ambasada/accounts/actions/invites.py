"""Tokens and words of invites. Who may invite and vouch is decided where seats are known."""

import hashlib
import hmac
import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from ambasada.accounts.actions.ledger import append
from ambasada.accounts.models import (
    INVITE_LIFETIME,
    UNUSED_INVITES_KEPT,
    WRONG_WORDS_ALLOWED,
    Actor,
    Invite,
    Member,
    Verb,
)

# Said and heard in each of our languages without a doubt: no q, c, x, w, h, j, y.
_CONSONANTS = "bdfgklmnprstvz"
_VOWELS = "aeiou"
_PAIRS = 5


def make_invite(
    *,
    now: datetime,
    asked_by: Member | None = None,
    for_member: Member | None = None,
    is_recovery: bool = False,
) -> tuple[Invite, str]:
    """Make an invite that one person can use once within 24 hours; return it with its token.

    The token is shown to nobody again: the database keeps its SHA-256.
    """
    token = secrets.token_urlsafe(24)
    invite = Invite.objects.create(
        token_sha256=_digest(token),
        expires_at=now + INVITE_LIFETIME,
        asked_by=asked_by,
        for_member=for_member,
        is_recovery=is_recovery,
    )
    return invite, token


def invite_of(token: str) -> Invite | None:
    """Return the invite of a token; None if there is none.

    Whoever joins at the same time waits until this transaction ends: how many vouches an invite
    needs depends on who has joined.
    """
    list(Invite.objects.select_for_update().filter(used_at=None).order_by("pk"))
    return Invite.objects.filter(token_sha256=_digest(token)).first()


def hold(invite: Invite) -> Invite:
    """Return an invite as it is now; nobody else changes it until this transaction ends."""
    return Invite.objects.select_for_update().get(pk=invite.pk)


def is_open(invite: Invite, *, now: datetime) -> bool:
    """Tell whether an invite is neither used, expired nor spent by guessing its word."""
    return (
        invite.used_at is None
        and invite.expires_at > now
        and invite.wrong_words < WRONG_WORDS_ALLOWED
    )


def give_word(invite: Invite) -> str:
    """Give an invite a new word, to be told over another way than its link, and return it.

    Only a keyed digest is kept: whoever reads the database alone cannot try words against it.
    """
    letters = "".join(
        secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _pair in range(_PAIRS)
    )
    invite.word_hmac = _keyed(invite, letters)
    invite.save(update_fields=["word_hmac"])
    return f"{letters[:_PAIRS]}-{letters[_PAIRS:]}"


def is_word_right(invite: Invite, word: str) -> bool:
    """Tell whether this is the invite's word; capitals, spaces and the hyphen do not matter."""
    letters = "".join(each for each in word.lower() if each.isalpha())
    return bool(invite.word_hmac) and hmac.compare_digest(invite.word_hmac, _keyed(invite, letters))


def count_wrong_word(invite: Invite) -> None:
    Invite.objects.filter(pk=invite.pk).update(wrong_words=F("wrong_words") + 1)


def spend(invite: Invite, *, now: datetime) -> None:
    Invite.objects.filter(pk=invite.pk).update(used_at=now)


@transaction.atomic
def forget_invites(*, now: datetime) -> int:
    """Delete invites that open nothing any more, with who vouched for them; return how many.

    A used one goes once it would have expired: till then the ledger can name it if somebody tries
    it again. One that nobody used is kept for thirty days more, to answer for who asked for it.
    """
    used = Q(used_at__isnull=False, expires_at__lte=now)
    spent = Invite.objects.filter(used | Q(expires_at__lte=now - UNUSED_INVITES_KEPT))
    removed = spent.count()
    if removed:
        spent.delete()
        append(Verb.CLEANED, by=Actor.CLOCK, subject=f"invites:{removed}", now=now)
    return removed


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def _keyed(invite: Invite, letters: str) -> str:
    value = f"{invite.pk}:{letters}"
    return salted_hmac("ambasada.invite.word", value, algorithm="sha256").hexdigest()
