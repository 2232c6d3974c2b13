from django import forms
from django.utils.translation import gettext_lazy as _


class RollbackForm(forms.Form):
    reason = forms.CharField(
        label=_("Why, in one line"),
        max_length=200,
        help_text=_("It is signed with the edition, where everybody can read it. Name nobody."),
    )


class EraseForm(forms.Form):
    is_known = forms.BooleanField(
        label=_("I know that nobody can bring it back, and that this cannot wait for a colleague.")
    )
