from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey that signs in by itself, unless the device cannot tell its owner."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        required=False,
        max_length=40,
        help_text=_("Such as “phone”. Only you see it."),
    )
    passwordless = forms.BooleanField(
        label=_("It signs me in by itself"),
        required=False,
        initial=True,
        help_text=_(
            "The device asks for a finger, a face or a PIN. Without this, it comes after the "
            "password."
        ),
    )


class EditPasskeyForm(EditWebAuthnForm):
    """Another name for a passkey, asked for in the member's language and as short as the first."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=40)
