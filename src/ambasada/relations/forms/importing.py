"""Forms about a file: what it is and why it may be kept, and which of its columns is which."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ambasada.lib.contacts.mappings import DAYS, SKIP, Columns
from ambasada.lib.contacts.suggestions import Column
from ambasada.network.models import Embassy
from ambasada.relations.actions import Terms, Why
from ambasada.relations.files import ENDINGS
from ambasada.relations.models import Circle, LegalBasis

LARGEST = 20_000_000  # bytes that are sealed and read at once; larger files take the command line


class ImportForm(forms.Form):
    """A file, and what whoever sends it declares about all in it."""

    class Standing(models.TextChoices):
        HERE = "here", _("Add nobody private who is not here yet")
        INTEREST = (
            "interest",
            _(
                "Nobody in it is in, or from, the country that this embassy stands for; "
                "we keep them for a legitimate interest"
            ),
        )
        CONSENT = "consent", _("All who are private in it consented")
        PUBLIC = "public", _("All in it are on public record: every embassy may know them")

    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_(
            "A table as CSV (Google, Outlook, LinkedIn, CiviCRM, your own), cards (.vcf) or Popolo "
            "(.json)."
        ),
    )
    standing = forms.ChoiceField(
        label=_("Why you may keep the people in it"),
        choices=Standing.choices,
        widget=forms.RadioSelect,
    )
    purpose = forms.CharField(label=_("What for"), max_length=300, required=False)
    text_version = forms.CharField(
        label=_("What they were told"),
        max_length=100,
        required=False,
        help_text=_("The name or the day of the text that they agreed to."),
    )
    given_on = forms.DateField(
        label=_("When they consented"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    source = forms.CharField(label=_("Where we know them from"), max_length=300)
    circle = forms.ChoiceField(
        label=_("Circle of organisations that are not here yet"),
        choices=[("", _("Refuse rows that name them")), *Circle.choices],
        required=False,
        help_text=_("All embassies of this installation see organisations."),
    )
    is_whole = forms.BooleanField(label=_("Take in nothing if a row is refused"), required=False)

    def __init__(self, *args: Any, leads: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not leads:
            field: Any = self.fields["standing"]
            field.choices = [each for each in field.choices if each[0] != self.Standing.PUBLIC]

    def clean_file(self) -> Any:  # noqa: ANN401 -- an upload
        """Refuse what no reader takes, before it is put aside."""
        file = self.cleaned_data["file"]
        if file.name.rpartition(".")[2].lower() not in ENDINGS:
            raise forms.ValidationError(_("Choose a file that ends in .csv, .vcf or .json."))
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("This file is larger than 20 MB. Ask whoever runs the server to import it.")
            )
        return file

    def clean(self) -> dict[str, Any]:
        """Ask what the reason needs to be one."""
        sent = super().clean() or self.cleaned_data
        asked = {"interest": ("purpose",), "consent": ("text_version", "given_on")}
        for name in asked.get(sent.get("standing", ""), ()):
            if not sent.get(name):
                self.add_error(name, _("This is needed to keep anything about them."))
        given = sent.get("given_on")
        if given and given > timezone.now().date():
            self.add_error("given_on", _("This day has not come yet."))
        return sent

    @property
    def said(self) -> dict[str, Any]:
        """What was declared, as it waits with the file."""
        sent = self.cleaned_data
        given = sent["given_on"]
        kept = ("standing", "purpose", "text_version", "source", "circle", "is_whole")
        return {name: sent[name] for name in kept} | {
            "given_on": given.isoformat() if given else ""
        }


def terms_of(said: dict[str, Any], embassy: Embassy) -> Terms:
    """Return the terms that were declared for a file."""
    standing, why = said["standing"], None
    if standing == ImportForm.Standing.INTEREST:
        why = Why(LegalBasis.Basis.INTEREST.value, purpose=said["purpose"])
    elif standing == ImportForm.Standing.CONSENT:
        why = Why(
            LegalBasis.Basis.CONSENT.value,
            purpose=said["purpose"],
            text_version=said["text_version"],
            given_on=date.fromisoformat(said["given_on"]),
        )
    return Terms(
        embassy=embassy,
        source=said["source"],
        is_shared=standing == ImportForm.Standing.PUBLIC,
        why=why,
        circle=said["circle"],
        is_whole=said["is_whole"],
    )


class MappingForm(forms.Form):
    """Which column of a table is which; those of one field are numbered in their order."""

    _KEPT = ("", _("Keep it as a remark"))
    _FIELDS = (
        (SKIP, _("Leave it out")),
        ("name", _("Whole name")),
        ("given", _("Given name")),
        ("patronymic", _("Patronymic or middle name")),
        ("family", _("Surname")),
        ("prefix", _("Form of address")),
        ("suffix", _("What follows the name")),
        ("other_name", _("Another spelling or name")),
        ("email", _("E-mail")),
        ("voice", _("Telephone")),
        ("cell", _("Mobile telephone")),
        ("fax", _("Fax")),
        ("address", _("Postal address, whole")),
        ("address.street", _("Street")),
        ("address.city", _("City")),
        ("address.region", _("Region")),
        ("address.postcode", _("Postcode")),
        ("address.country", pgettext_lazy("of an address", "Country")),
        ("link", _("Web page")),
        ("im", _("Messenger")),
        ("organisation", _("Organisation")),
        ("unit", _("Department")),
        ("position", _("Office")),
        ("role", _("What they do there")),
        ("start", _("Since")),
        ("end", _("Until")),
        ("kind", _("Whether a person or an organisation")),
        ("classification", _("What kind of organisation")),
        ("circle", _("Circle")),
        ("identifier", _("Number in a register")),
        ("source", _("Source")),
        ("note", _("Remark")),
        ("id", _("Number in this file")),
    )
    _ALONE = ("name", "id", "kind", "classification", "circle", SKIP, "note", "source")
    _ORDERS = (
        ("", _("as the column itself shows")),
        ("DMY", _("day, month, year")),
        ("MDY", _("month, day, year")),
        ("YMD", _("year, month, day")),
        ("YDM", _("year, day, month")),
        ("DYM", _("day, year, month")),
        ("MYD", _("month, year, day")),
    )

    separator = forms.CharField(
        label=_("What stands between several values in one cell"),
        max_length=10,
        required=False,
        strip=False,
    )
    order = forms.ChoiceField(label=_("How days are written"), choices=_ORDERS, required=False)
    century_from = forms.IntegerField(
        label=_("The first year that two figures can mean"),
        required=False,
        validators=[MinValueValidator(1000), MaxValueValidator(9900)],
        help_text=_("Only if years have two figures: 1950, for example."),
    )

    def __init__(self, *args: Any, columns: Sequence[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._columns = columns
        known = {value for value, _label in self._FIELDS}
        for number, column in enumerate(columns):
            suggested = column.suggested.partition("/")[0]
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=column.header,
                choices=[self._KEPT, *((value, capfirst(label)) for value, label in self._FIELDS)],
                initial=suggested if suggested in known else "",
                required=False,
                help_text=escape(" · ".join(each[:60] for each in column.cells)),
            )
        self.order_fields([f"column_{number}" for number in range(len(columns))])

    def clean(self) -> dict[str, Any]:
        """Refuse a mapping by which nobody has a name."""
        sent = super().clean() or self.cleaned_data
        named = {"name", "given", "family", "organisation", "email"}
        if not named & {sent.get(f"column_{each}") for each in range(len(self._columns))}:
            raise forms.ValidationError(_("Say in which column the name stands."))
        return sent

    @property
    def mapping(self) -> Columns:
        """What was chosen."""
        sent, seen = self.cleaned_data, Counter[str]()
        columns, days = {}, {}
        for number, column in enumerate(self._columns):
            field = sent[f"column_{number}"]
            if not field:
                continue
            seen[field] += 1
            columns[column.header] = field if field in self._ALONE else f"{field}/{seen[field]}"
            if field in DAYS and sent["order"]:
                days[column.header] = sent["order"]
        return Columns("", columns, days, sent["separator"], sent["century_from"] or 0)
