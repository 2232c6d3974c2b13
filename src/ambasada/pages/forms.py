from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from ambasada.lib.refused import Refused
from ambasada.pages.scheduling import moment_in


class DeclineForm(forms.Form):
    """Say why not, for those who wrote it; the note goes with the request after thirty days."""

    note = forms.CharField(
        label=_("What should be different"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Read by the members of this embassy. No names of people in danger."),
    )


class MomentForm(forms.Form):
    """Say when something goes out; left empty, as soon as it is approved."""

    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    hour = forms.TimeField(
        label=_("Hour and minute"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )
    zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(self, *args: object, zones: list[str], **kwargs: object) -> None:
        """Offer these time zones, the first of them unless another is chosen."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as a form takes them
        self._first = zones[0]
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)  # noqa: S101 -- for mypy
        zone.choices = [(each, each) for each in zones]

    def clean(self) -> dict[str, object]:
        """Ask for both or neither, and find the moment."""
        said = super().clean() or self.cleaned_data
        day, hour = said.get("day"), said.get("hour")
        if self.errors:
            return said
        if (day is None) != (hour is None):
            raise forms.ValidationError(_("Name a day and an hour, or neither."))
        if day is not None and hour is not None:
            try:
                said["moment"] = moment_in(day, hour, said.get("zone") or self._first)
            except Refused as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return said

    @property
    def moment(self) -> datetime | None:
        """The moment that was named, if it was."""
        found: datetime | None = self.cleaned_data.get("moment")
        return found

    @property
    def fault(self) -> str:
        """The first sentence that says what is wrong; "" if nothing is."""
        return next((str(each[0]) for each in self.errors.values()), "")
