"""Making members, letting them back in, and ending what a lost device could still open."""

from collections.abc import Iterator
from datetime import datetime

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ambasada.accounts.models import Member
from ambasada.lib.refused import Refused


@transaction.atomic
def make_member(username: str, password: str, *, now: datetime) -> Member:
    """Make a member; raises Refused if the name is taken or the password too easy."""
    _require_password(password)
    try:
        with transaction.atomic():
            return Member.objects.create_member(username, password, joined_on=now.date())
    except IntegrityError:
        raise Refused(_("This user name is taken. Choose another one.")) from None


@transaction.atomic
def let_back_in(member: Member, password: str) -> None:
    """Give a member a new password and no keys: they set up new ones once they are in."""
    _require_password(password)
    member.set_password(password)
    Authenticator.objects.filter(user=member).delete()
    end_sessions(member)


@transaction.atomic
def lock_out(member: Member) -> None:
    """Take a member's password, keys, recovery codes and sessions; nothing opens any more."""
    member.set_unusable_password()
    Authenticator.objects.filter(user=member).delete()
    end_sessions(member)


@transaction.atomic
def lose_devices(member: Member) -> None:
    """End what a device in foreign hands can open: sessions, passkeys, one-time codes.

    The recovery codes on paper stay, and from now on a password is not enough without one of
    them. Somebody who never had any gets a sheet nobody has seen, for the same reason.
    """
    Authenticator.objects.filter(user=member).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    ).delete()
    RecoveryCodes.activate(member)
    end_sessions(member)


@transaction.atomic
def end_sessions(member: Member) -> None:
    """End every session of a member at once, and a sign-in that is under way; saves the member."""
    member.renew_session_salt()
    member.save(update_fields=["session_salt", "password", "is_active", "recovered_on"])
    keys = [each.session_key for each in _sessions_of(member)]
    Session.objects.filter(session_key__in=keys).delete()


def _sessions_of(member: Member) -> Iterator[Session]:
    for session in Session.objects.all():
        kept = session.get_decoded()
        begun = kept.get(LOGIN_SESSION_KEY)
        begun_by = begun.get("user_pk") if isinstance(begun, dict) else None
        if kept.get(SESSION_KEY) == str(member.pk) or begun_by == user_pk_to_url_str(member):
            yield session


def _require_password(password: str) -> None:
    try:
        validate_password(password)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from None
