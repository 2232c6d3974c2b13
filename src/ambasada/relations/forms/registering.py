"""The form by which a meeting is put on the public register: the words that readers get."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ambasada.relations.actions import Chosen
from ambasada.relations.models import Interaction, Registered, RegisterRule
from ambasada.relations.queries import RowShown, State

_LONGEST = 300  # letters of a subject
_WHOLE_DAY = 10  # characters of a day that is known whole


class PutOnRegisterForm(forms.Form):
    """The subject in the languages of the embassy, how exact the day is, and who is named."""

    def __init__(
        self, *args: Any, interaction: Interaction, rows: list[RowShown], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = [each for each in rows if each.state != State.UNLISTED]
        self.languages = list(interaction.embassy.languages)
        names = dict(settings.LANGUAGES)
        entry = next((each.entry for each in self.rows if each.entry), None)
        tie = next((each.tie for each in self.rows if each.tie), None)
        for code in self.languages:
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject (%(language)s)") % {"language": _(names[code])},
                max_length=_LONGEST,
                required=False,
                initial=entry.subject.get(code, "") if entry else "",
                widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
            )
        known = [
            (value, label)
            for value, label in Registered.Precision.choices
            if value != Registered.Precision.DAY or len(interaction.on) == _WHOLE_DAY
        ]
        self.fields["precision"] = forms.ChoiceField(
            label=_("How exactly readers are told when it was"),
            choices=known,
            initial=tie.precision if tie else Registered.Precision.MONTH,
            widget=forms.RadioSelect,
        )
        for each in self.rows:
            self._add_row(each, is_new=tie is None)

    def _add_row(self, row: RowShown, *, is_new: bool) -> None:
        key, name = row.organisation.ref, row.organisation.spoken
        self.fields[f"with_{key}"] = forms.BooleanField(
            label=name,
            required=False,
            initial=is_new or row.entry is not None,
            disabled=row.entry is not None,  # what is there is taken back, not left out
        )
        offices = row.organisation.positions.order_by("label")
        self.fields[f"office_{key}"] = forms.ModelChoiceField(
            offices,
            label=_("Office at %(name)s") % {"name": name},
            required=False,
            initial=row.tie.position_id if row.tie else None,
            empty_label=str(_("none is named")),
        )

    def clean(self) -> dict[str, Any]:
        """Ask for a subject in one language at least."""
        sent = super().clean() or self.cleaned_data
        if not any(sent.get(f"subject_{code}") for code in self.languages):
            self.add_error(
                f"subject_{self.languages[0]}", _("Write in a few words what it was about.")
            )
        return sent

    @property
    def subject(self) -> dict[str, str]:
        """The subject by language, where there is one."""
        said = {code: self.cleaned_data[f"subject_{code}"] for code in self.languages}
        return {code: text for code, text in said.items() if text}

    @property
    def chosen(self) -> list[Chosen]:
        """Which organisations are named, and in which office."""
        sent = self.cleaned_data
        return [
            Chosen(each.organisation, sent[f"office_{each.organisation.ref}"])
            for each in self.rows
            if sent[f"with_{each.organisation.ref}"]
        ]


class DelayForm(forms.Form):
    """How long the embassy waits."""

    days = forms.IntegerField(
        label=_("Days from the end of what is told"), min_value=1, max_value=RegisterRule.MOST
    )


class QuarterForm(forms.Form):
    """Which quarter is counted."""

    quarter = forms.RegexField(r"[0-9]{4}-q[1-4]")
