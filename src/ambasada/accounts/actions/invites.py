import hashlib
import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ambasada.accounts.models import INVITE_LIFETIME, Invite, Member
from ambasada.lib.refused import Refused


def invite(*, now: datetime) -> str:
    """Make an invite that one person can use once within 24 hours, and return its token.

    The token is shown to nobody again: the database keeps its SHA-256.
    """
    token = secrets.token_urlsafe(24)
    Invite.objects.create(token_sha256=_digest(token), expires_at=now + INVITE_LIFETIME)
    return token


@transaction.atomic
def join(token: str, *, username: str, password: str, now: datetime) -> Member:
    """Turn an invite into a member; the invite is spent in the same transaction.

    Raises Refused, in one sentence for every cause, if the token is unknown, used or expired: a
    guesser learns nothing from the difference. Only who holds a good token is told that a user
    name is taken, and the token stays good.
    """
    spent = Invite.objects.filter(
        token_sha256=_digest(token), used_at=None, expires_at__gt=now
    ).update(used_at=now)
    if not spent:
        raise Refused(_("This invitation cannot be used. Ask who sent it for a new one."))
    try:
        with transaction.atomic():
            return Member.objects.create_member(username, password)
    except IntegrityError:
        raise Refused(_("This user name is taken. Choose another one.")) from None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
