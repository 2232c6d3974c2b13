"""What allauth asks us about: addresses (there are none), signing up (nobody), keys."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


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
    """Keys are named after our site, not after Django's sites framework."""

    def get_totp_label(self, user: object) -> str:
        """Return the user name alone."""
        return str(user)
