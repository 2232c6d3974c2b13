"""What allauth asks us about: addresses (there are none), signing up (nobody), keys."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

# What allauth asks about where it means "is a second factor asked for at signing in?".
_AT_SIGN_IN = {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}


class AccountAdapter(DefaultAccountAdapter):
    """allauth without addresses, mails and sign-up."""

    def get_client_ip(self, request: HttpRequest) -> str:  # noqa: ARG002 -- allauth's signature
        """Return one name for everybody: rate limits are global, no address is known here."""
        return "everybody"

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Refuse: an invite is the only way in."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Send nothing: members have no e-mail here."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keys are named after our site, and recovery codes alone are a second factor too."""

    def get_totp_label(self, user: object) -> str:
        """Return the user name alone."""
        return str(user)

    def is_mfa_enabled(self, user: object, types: list[str] | None = None) -> bool:
        """Ask for a second factor of whoever has recovery codes and no key left.

        allauth takes a member without keys for one who never had a second factor, and lets the
        password in alone; after a lost device that is exactly what must not happen.
        """
        if types is not None and set(types) == _AT_SIGN_IN:
            types = None
        return bool(super().is_mfa_enabled(user, types))
