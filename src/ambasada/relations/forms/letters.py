"""Forms about letters, their templates, and what became of a copy."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambasada.accounts.models import Member
from ambasada.relations.actions import Picked
from ambasada.relations.forms.entries import EntryForm
from ambasada.relations.forms.picking import PickMany
from ambasada.relations.models import Letter, LetterTemplate
from ambasada.relations.queries import segments_of

_WORDS = ("language", "to_named", "to_office", "body")


class TemplateForm(EntryForm):
    """What letters begin from, in one language."""

    class Meta:
        model = LetterTemplate
        fields: ClassVar = ("name", *_WORDS)
        widgets: ClassVar = {"body": forms.Textarea(attrs={"rows": 16})}


class LetterForm(EntryForm):
    """A letter, and to whom it goes."""

    class Meta:
        model = Letter
        fields: ClassVar = ("title", *_WORDS, "segment", "answers_to", "on_behalf_of", "directed")
        widgets: ClassVar = {"body": forms.Textarea(attrs={"rows": 16})}

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        offered = segments_of(self.embassy, member)
        chosen: Any = self.fields["segment"]
        # Another’s own segment stays where a colleague changes the rest.
        held = type(self.instance).objects.filter(pk=self.instance.pk).values("segment")
        chosen.queryset = offered | offered.model.objects.filter(pk__in=held)
        there = self.instance if self.instance.pk else None
        for name, label, kind in (
            ("organisations", _("To organisations"), "organisation"),
            ("people", _("To people"), "person"),
        ):
            stored = [each.pk for each in getattr(there, name).all()] if there else None
            self.fields[name] = PickMany(
                kind, self.embassy, label=label, required=False, initial=stored
            )
        self.order_fields(["title", *_WORDS, "segment", "organisations", "people"])

    def again(self, sent: Any, held: Any) -> EntryForm:  # noqa: ANN401 -- what was posted; a row
        """Return the same form about a row as it stands now."""
        return LetterForm(sent, instance=held, embassy=self.embassy, member=self.member)

    def clean(self) -> dict[str, Any]:
        """Ask for somebody to write to."""
        sent = super().clean() or self.cleaned_data
        named = ("segment", "organisations", "people")
        # What was typed and is not found yet says so itself.
        if not any(sent.get(each) or self.has_error(each) for each in named):
            self.add_error("segment", _("Say to whom it goes."))
        return sent

    @property
    def picked(self) -> Picked:
        """To whom it goes besides the segment."""
        return Picked(self.cleaned_data["organisations"], self.cleaned_data["people"])


class CopyForm(forms.Form):
    """How one of them is greeted, or that they are left out."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    salutation = forms.CharField(label=_("Salutation"), max_length=600)
    is_left_out = forms.BooleanField(label=_("Leave them out of this letter"), required=False)


class PostedForm(forms.Form):
    """When what was printed went."""

    on = forms.DateField(
        label=_("Posted on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = timezone.now().date()


class AnswerForm(forms.Form):
    """What somebody answered."""

    has_declined = forms.TypedChoiceField(
        label=_("What they did"),
        choices=[("", _("They answered")), ("yes", _("They declined"))],
        coerce=bool,
        empty_value="",
        required=False,
        widget=forms.RadioSelect,
    )
    on = forms.DateField(
        label=_("Day of the answer"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    answer = forms.CharField(
        label=_("What they answered"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
