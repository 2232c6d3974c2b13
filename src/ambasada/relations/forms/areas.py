"""Forms about areas, and the postcode that somebody asks about."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ambasada.relations.forms.entries import EntryForm
from ambasada.relations.models import Area
from ambasada.relations.queries import areas_named


class AreaBox(forms.CharField):
    """An area that is here already, by its name or its code."""

    default_error_messages: ClassVar = {
        "none": _("No area of this name or code is here. Add it first, or write it differently."),
        "several": _(
            "Several areas are called so. Write the code, or the name and what kind it is, as "
            "“Test Vale (county)”."
        ),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 310, "required": False, **kwargs})

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 -- as Django has it
        """Return the area by what finds it again."""
        if not isinstance(value, Area):
            return value
        return f"{value.name} ({value.classification})" if value.classification else value.name

    def clean(self, value: Any) -> Area | None:  # noqa: ANN401 -- likewise
        """Return the area that is meant, and nothing like it."""
        text = super().clean(value)
        if not text:
            return None
        found = areas_named(text)
        if len(found) != 1:
            code = "several" if found else "none"
            raise forms.ValidationError(self.error_messages[code], code=code)
        return found[0]


class AreaForm(EntryForm):
    """An area, and the larger one that it lies within."""

    class Meta:
        model = Area
        fields: ClassVar = ("name", "code", "classification")
        help_texts: ClassVar = {
            "classification": _("Such as constituency, county, country."),
            "code": _("As tables of postcodes name it, if they do."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = AreaBox(label=_("Within which area"), initial=self.instance.parent)

    def clean(self) -> dict[str, Any]:
        """Put the area around it into the row."""
        sent = super().clean() or self.cleaned_data
        self.instance.parent = sent.get("parent")
        return sent


class PostcodeForm(forms.Form):
    """A postcode, which is sent in the form alone and stands in no address."""

    postcode = forms.CharField(
        label=_("Postcode"), max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
