from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy


class OwnEmbassyForm(WagtailAdminModelForm):
    """A form about an embassy's facts; offers the embassies where the member has a seat."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        embassy = self.fields.get("embassy")
        if isinstance(embassy, forms.ModelChoiceField):
            embassy.queryset = Embassy.objects.filter(seats__member=self.for_user)
            embassy.initial = embassy.queryset.first()


class JoinForm(forms.Form):
    """Choose a user name and a password. The token comes from the link's fragment, by script."""

    token = forms.CharField(
        label=_("Invitation code"),
        max_length=64,
        help_text=_("The part of your link after the # sign."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    username = forms.CharField(
        label=_("User name"),
        max_length=40,
        help_text=_("An office or a pseudonym, never your real name."),
        validators=Member._meta.get_field("username").validators,
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 15 characters. A sentence that only you would write is good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Refuse a password that is short or known."""
        password = str(self.cleaned_data["password"])
        validate_password(password)
        return password
