from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.documents.forms import BaseDocumentForm

from ambasada.accounts.models import Member
from ambasada.lib.papers import NotAPaper, cleaned
from ambasada.network.languages import spoken
from ambasada.network.models import PAPER, Embassy, FairCopy, Seat
from ambasada.network.rules import embassies_of


class EmbassyField(forms.ModelChoiceField[Embassy]):
    """A choice of embassies by name, in the member's language; rows and ledger know codes alone."""

    def label_from_instance(self, obj: Embassy) -> str:
        """Return the name that was approved, else the code: a draft is not for other embassies."""
        copy = FairCopy.objects.public(obj).of_thing(obj).first()
        if copy is None or not copy.is_whole:
            return obj.code
        return spoken(copy.thing.name, get_language() or settings.LANGUAGE_CODE).text


class OwnEmbassyForm(WagtailAdminModelForm):
    """A form about an embassy's facts; offers the embassies where the member has a seat."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "embassy" in self.fields:
            own = embassies_of(self.for_user, today=timezone.now().date())
            made = self.fields["embassy"]
            self.fields["embassy"] = EmbassyField(
                own, label=made.label, widget=made.widget, initial=own.first()
            )


class InviteForm(forms.Form):
    """To which seat an invite leads."""

    role = forms.ChoiceField(
        label=_("What they will do"),
        choices=Seat.Role.choices,
        initial=Seat.Role.COORDINATOR,  # until two coordinate, nobody can approve for another
        widget=forms.RadioSelect,
    )
    embassy = EmbassyField(Embassy.objects.order_by("code"), label=_("Embassy"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        embassies = list(Embassy.objects.all()[:2])
        if len(embassies) == 1:
            self.fields["embassy"].widget = forms.HiddenInput()
            self.fields["embassy"].initial = embassies[0]


class StoredDocumentForm(BaseDocumentForm):
    """Store a document once: what was approved with it must not become another one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("file", None)

    def clean_file(self) -> Any:  # noqa: ANN401 -- an upload, as Django has it
        """Take a PDF without what it says besides its pages; refuse one that can't be cleaned."""
        file = self.cleaned_data["file"]
        if PurePath(file.name).suffix.lower() != PAPER:
            return file
        try:
            content = cleaned(file.read())
        except NotAPaper:
            raise ValidationError(
                _(
                    "What is hidden in this PDF cannot be taken out: it is damaged, locked, or has "
                    "pictures of a kind (JPEG 2000) that we cannot look into. Export it once more."
                )
            ) from None
        return SimpleUploadedFile(file.name, content, "application/pdf")


class JoinForm(forms.Form):
    """Choose a user name and a password. The token comes from the link's fragment, by script."""

    token = forms.CharField(
        label=_("Invitation code"),
        max_length=64,
        help_text=_("The part of your link after the # sign."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    word = forms.CharField(
        label=_("Word"),
        required=False,
        max_length=40,
        help_text=_(
            "A member tells it to you, not in the message with the link. "
            "Leave it empty if you were told that there is none."
        ),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    username = forms.CharField(
        label=_("User name"),
        max_length=40,
        help_text=_("An office or a pseudonym, never your real name."),
        validators=Member._meta.get_field("username").validators,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        help_text=_("At least 15 characters. A sentence that only you would write is good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class SeatForm(forms.Form):
    """What a seat should become; one's own can only be given up."""

    END = "end"

    def __init__(self, *args: Any, is_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [] if is_own else Seat.Role.choices
        self.fields["role"] = forms.ChoiceField(
            label=_("This seat"),
            choices=[*roles, (self.END, _("ends now"))],
            widget=forms.RadioSelect,
        )
        self.fields["keeps_contacts"] = forms.BooleanField(
            label=_("Keeps contacts"),
            required=False,
            help_text=_("Sees institutions, people and notes of meetings. Coordinators do."),
        )

    @property
    def new_role(self) -> str:
        """The role that was chosen; empty if the seat should end."""
        role: str = self.cleaned_data["role"]
        return "" if role == self.END else role
