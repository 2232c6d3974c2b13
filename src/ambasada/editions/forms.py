from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class RollbackForm(forms.Form):
    reason = forms.CharField(
        label=_("Why, in one line"),
        max_length=200,
        help_text=_("It is signed with the edition, where everybody can read it. Name nobody."),
    )


class EraseForm(forms.Form):
    """What of a thing goes: all of it, or, if it has said something else, what it said before."""

    ALL, PAST = "all", "past"
    what = forms.ChoiceField(
        label=_("What to erase"),
        choices={
            ALL: _("All of it, in every language"),
            PAST: _("Only what it said before, and every draft: what is public now stays"),
        },
        widget=forms.RadioSelect,
    )
    is_known = forms.BooleanField(
        label=_("I know that nobody can bring it back, and that this cannot wait for a colleague.")
    )

    def __init__(self, *args: Any, has_past: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_past:
            self.fields["what"].widget = forms.HiddenInput()
            self.fields["what"].initial = self.ALL


class RemoveForm(forms.Form):
    """The member says that they know what taking somebody off means."""

    is_known = forms.BooleanField(
        label=_("I know that nothing kept here will tell who it was, and that the family wants it.")
    )
