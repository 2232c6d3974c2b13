"""Forms about organisations and people; each carries the version it was made from."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ambasada.network.models import Embassy
from ambasada.relations.actions.spellings import Spelt
from ambasada.relations.forms.picking import Pick, PickMany
from ambasada.relations.models import (
    Area,
    Entry,
    LegalBasis,
    LinesBox,
    Organisation,
    Person,
    require_partial_day,
)

REVIEWED_AFTER = timedelta(days=365)


class Differing(NamedTuple):
    """A field that two members filled in differently."""

    label: str
    stored: str
    sent: str


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form about one row, as an embassy sees it."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, embassy: Embassy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.embassy = embassy
        self.fields["version"].initial = self.instance.version

    def _get_validation_exclusions(self) -> set[str]:
        # Whoever a row is about is set beside the form, and rules of the table name them.
        left_out: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return {each for each in left_out if getattr(self.instance, f"{each}_id", None) is None}

    @property
    def is_new(self) -> bool:
        """Whether the row is not stored yet."""
        return self.instance.pk is None

    def again(self, sent: Any, held: Any) -> "EntryForm":  # noqa: ANN401 -- what was posted; a row
        """Return the same form about a row as it stands now."""
        return type(self)(sent, instance=held, embassy=self.embassy)

    def differing(self, held: Entry) -> list[Differing]:
        """Return where what is stored now and what was sent say different things."""
        stored = self.again(None, held)
        return list(self._differing(stored))

    def _differing(self, stored: "EntryForm") -> Iterator[Differing]:
        for name, field in self.fields.items():
            there = _said(stored, name, stored.get_initial_for_field(stored.fields[name], name))
            sent = _said(self, name, self.cleaned_data.get(name))
            if name != "version" and there != sent:
                yield Differing(str(field.label), there, sent)


def _said(form: EntryForm, name: str, value: Any) -> str:  # noqa: ANN401 -- of any field
    """Return in words what a field holds, stored or sent."""
    field = form.fields[name]
    if isinstance(field, Pick | PickMany):
        sent = field.prepare_value(value)
        return ", ".join(label for _ref, label in field.labels_of(sent.refs)) if sent else ""
    if isinstance(value, list | QuerySet):
        return "\n".join(str(each) for each in value)
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        words = {str(key): str(label) for key, label in choices}
        value = getattr(value, "pk", value)
        return words.get("" if value is None else str(value), "")
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return "" if value is None else str(value)


class NamedForm(EntryForm):
    """A form about somebody with names: one in each language, and other spellings."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        spelt = list(self.instance.spellings.order_by("pk")) if self.instance.pk else []
        by_language = {each.language: each.text for each in spelt}
        for code, language in settings.LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": _(language)},
                max_length=200,
                required=False,
                initial=by_language.get(code, ""),
            )
        others = [each.text for each in spelt if not each.language]
        self.fields["spellings"] = LinesBox(
            label=_("Other spellings"),
            required=False,
            help_text=_(
                "One a line: in another alphabet, as a passport has it, before a marriage."
            ),
            initial=[each for each in others if each != self.instance.name],
        )
        self.order_fields(["name", *(f"name_{code}" for code, _name in settings.LANGUAGES)])

    @property
    def names(self) -> list[Spelt]:
        """What was filled in, besides the name itself."""
        sent = self.cleaned_data
        said = [Spelt(sent[f"name_{code}"], code) for code, _name in settings.LANGUAGES]
        return [each for each in said if each.text] + [Spelt(each) for each in sent["spellings"]]

    def clean_links(self) -> list[str]:
        """Refuse what is no address of the web: a link to a script would run as whoever reads."""
        lines: list[str] = self.cleaned_data["links"]
        require = URLValidator(
            schemes=["http", "https"],
            message=_("Write an address of the web on each line, as https://example.org."),
        )
        for line in lines:
            require(line)
        return lines

    def clean_spellings(self) -> list[str]:
        """Refuse a spelling that is too long to be a name."""
        lines: list[str] = self.cleaned_data["spellings"]
        for line in lines:
            forms.CharField(max_length=200).clean(line)
        return lines


class OrganisationForm(NamedForm):
    """An organisation; an area that nobody named before is added with it."""

    class Meta:
        model = Organisation
        fields: ClassVar = (
            "name",
            "circle",
            "classification",
            "since",
            "until",
            "identifiers",
            "links",
            "sources",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = Pick(
            "organisation",
            self.embassy,
            label=_("Part of"),
            required=False,
            initial=self.instance.parent_id,
        )
        self.fields["area"] = forms.CharField(
            label=_("Area"),
            max_length=200,
            required=False,
            help_text=_("Such as a constituency, a city, a country."),
            initial=str(self.instance.area or ""),
        )

    def clean(self) -> dict[str, Any]:
        """Put what was picked into the row before the row is checked."""
        sent = super().clean() or self.cleaned_data
        self.instance.parent = sent.get("parent")
        name = sent.get("area", "").strip()
        found = Area.objects.filter(name__iexact=name).order_by("pk").first() if name else None
        self.instance.area = (found or Area(name=name)) if name else None
        return sent


class PersonForm(NamedForm):
    """A person who is here already."""

    class Meta:
        model = Person
        fields: ClassVar = ("name", "honorific", "links", "sources")
        labels: ClassVar = {"name": pgettext_lazy("of a person", "Name")}


class BasisForm(EntryForm):
    """Why the embassy may keep what it knows of somebody."""

    class Meta:
        model = LegalBasis
        fields: ClassVar = (
            "basis",
            "purpose",
            "source",
            "text_version",
            "given_on",
            "withdrawn_on",
            "review_on",
        )
        widgets: ClassVar = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("given_on", "withdrawn_on", "review_on")
        }


class NewPersonForm(PersonForm):
    """A person who is not here yet: who may know of them, and why the embassy may."""

    class Standing(models.TextChoices):
        PUBLIC = "public", _("On public record for their office: every embassy may know them")
        PRIVATE = "private", _("Known to this embassy alone")

    standing = forms.ChoiceField(
        label=_("Who they are to the public"), choices=Standing.choices, widget=forms.RadioSelect
    )
    in_danger = forms.ChoiceField(
        label=_("Are they in, or from, the country that this embassy stands for?"),
        choices=[("no", _("no")), ("yes", _("yes")), ("unsure", _("unsure"))],
        help_text=_(
            "For somebody known to us alone. The answer is not kept. Unless it is no, they are "
            "recorded with their consent alone."
        ),
        required=False,
        widget=forms.RadioSelect,
    )
    office = forms.CharField(
        label=_("Which public office they hold"),
        max_length=300,
        required=False,
        help_text=_("For somebody on public record."),
    )
    purpose = forms.CharField(label=_("What for"), max_length=300, required=False)
    source = forms.CharField(label=_("Where we know them from"), max_length=300, required=False)
    has_consented = forms.BooleanField(label=_("They consent to be recorded"), required=False)
    text_version = forms.CharField(
        label=_("What they were told"),
        max_length=100,
        required=False,
        help_text=_("The name or the day of the text that they agreed to."),
    )

    def clean(self) -> dict[str, Any]:
        """Make them this embassy’s unless they are on public record; ask what must be known."""
        sent = super().clean() or self.cleaned_data
        is_public = sent.get("standing") == self.Standing.PUBLIC
        self.instance.embassy = None if is_public else self.embassy
        asked = ["office", "source"] if is_public else ["in_danger", "purpose", "source"]
        asked += ["text_version"] if sent.get("has_consented") and not is_public else []
        for name in asked:
            if not sent.get(name):
                self.add_error(name, _("This is needed to keep anything about them."))
        return sent

    @property
    def legal_basis(self) -> LegalBasis:
        """Why the embassy may keep them."""
        sent, today = self.cleaned_data, timezone.now().date()
        kind = LegalBasis.Basis.PUBLIC_OFFICE
        if self.instance.embassy:
            consents = sent["has_consented"]
            kind = LegalBasis.Basis.CONSENT if consents else LegalBasis.Basis.INTEREST
        return LegalBasis(
            embassy=self.embassy,
            basis=kind,
            purpose=sent["purpose"] if self.instance.embassy else sent["office"],
            source=sent["source"],
            text_version=sent["text_version"],
            given_on=today if kind == LegalBasis.Basis.CONSENT else None,
            review_on=today + REVIEWED_AFTER,
        )


class StandingForm(forms.Form):
    """Why somebody who is here already is public from now on, or the embassy’s alone."""

    def __init__(self, *args: Any, embassy: Embassy, becomes_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.embassy, self.becomes_public = embassy, becomes_public
        known = NewPersonForm.base_fields  # the same questions as when they were not here yet
        asked = ["office", "source"]
        if not becomes_public:
            asked = ["in_danger", "purpose", "source", "has_consented", "text_version"]
        for name in asked:
            self.fields[name] = deepcopy(known[name])
            self.fields[name].required = name not in ("has_consented", "text_version")

    def clean(self) -> dict[str, Any]:
        """Ask to which text they consented, if they did."""
        sent = super().clean() or self.cleaned_data
        if sent.get("has_consented") and not sent.get("text_version"):
            self.add_error("text_version", _("This is needed to keep anything about them."))
        return sent

    @property
    def legal_basis(self) -> LegalBasis:
        """Why the embassy may keep them from now on."""
        sent, today = self.cleaned_data, timezone.now().date()
        made = LegalBasis(
            embassy=self.embassy, source=sent["source"], review_on=today + REVIEWED_AFTER
        )
        if self.becomes_public:
            made.basis, made.purpose = LegalBasis.Basis.PUBLIC_OFFICE, sent["office"]
            return made
        made.basis, made.purpose = LegalBasis.Basis.INTEREST, sent["purpose"]
        made.text_version = sent["text_version"]
        if sent["has_consented"]:
            made.basis, made.given_on = LegalBasis.Basis.CONSENT, today
        return made


class CloseForm(forms.Form):
    """Until when something was so."""

    until = forms.CharField(
        label=_("Until"),
        max_length=10,
        validators=[require_partial_day],
        help_text=_("A day, or what is known of it: 2021, 2021-05 or 2021-05-09."),
    )
