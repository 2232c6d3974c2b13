from django import forms
from django.utils.translation import gettext_lazy as _


class NameForm(forms.Form):
    """A part of a name, to find somebody who is public."""

    name = forms.CharField(label=_("Part of a name"), max_length=100)


class NumberForm(forms.Form):
    """Who a source has under a number of its own, whether they are on our list or not."""

    of_list = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.CharField(label=_("The source’s number of the person"), max_length=100)
