import secrets
from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class MemberManager(BaseUserManager["Member"]):
    def create_member(
        self, username: str, password: str, *, joined_on: date | None = None
    ) -> "Member":
        member = self.model(username=username, joined_on=joined_on or timezone.localdate())
        member.set_password(password)
        member.save()
        return member

    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(username=(username or "").lower())


class Member(AbstractBaseUser, PermissionsMixin):
    """A person who works for an embassy, known here by an office or a pseudonym only.

    There is no e-mail, no real name and no superuser: what is not stored cannot be seized.
    A member who leaves is switched off and never deleted, so that the ledger's numbers keep
    their meaning.
    """

    username = models.CharField(
        _("user name"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"\A[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\Z",
                _("Use small Latin letters, digits and hyphens."),
            )
        ],
        help_text=_("An office or a pseudonym, never a real name."),
    )
    is_active = models.BooleanField(default=True)
    joined_on = models.DateField(default=timezone.localdate)
    recovered_on = models.DateField(null=True, blank=True)  # let back in from the command line
    session_salt = models.CharField(max_length=32, blank=True)
    last_login = None  # the hour of a visit is nobody's business, a member's included

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = MemberManager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(is_superuser=False), name="no_member_is_a_superuser"
            )
        ]

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return self.username

    def get_session_auth_hash(self) -> str:
        """Bind sessions to the password and to a salt: a new salt ends every one of them."""
        bound = f"{self.session_salt}:{self.password}"
        return salted_hmac("ambasada.session", bound, algorithm="sha256").hexdigest()

    def renew_session_salt(self) -> None:
        self.session_salt = secrets.token_hex(16)
