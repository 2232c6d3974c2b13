from django import forms
from django.utils.translation import gettext_lazy as _


class DeclineForm(forms.Form):
    """Say why not, for those who wrote it; the note goes with the request after thirty days."""

    note = forms.CharField(
        label=_("What should be different"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Read by the members of this embassy. No names of people in danger."),
    )
