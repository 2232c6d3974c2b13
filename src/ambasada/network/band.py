"""The pattern of an embassy's woven band: rows of one repeat, edited as lines of text."""

from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst


class BandField(models.JSONField):
    """Rows of one length: # for red, o for ink, . for the ground."""

    def deconstruct(self) -> Any:  # noqa: ANN401 -- Django's own signature
        """Leave out what the database does not need to know."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:  # noqa: ANN401 -- Django's own signature
        """Return a text area with a row of the band on each line."""
        return BandFormField(
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
        )


class BandFormField(forms.CharField):
    """Read lines into rows."""

    widget = forms.Textarea(attrs={"rows": 12, "spellcheck": "false"})

    def prepare_value(self, value: object) -> object:
        """Show rows as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: str) -> list[str]:
        """Return the rows, blank lines at either end left out."""
        return str(super().clean(value)).strip().splitlines()

    def has_changed(self, initial: object, data: object) -> bool:
        """Compare as lines."""
        return self.prepare_value(initial) != str(data or "").replace("\r\n", "\n").strip()
