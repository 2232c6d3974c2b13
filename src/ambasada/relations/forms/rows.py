"""Forms about what hangs on an organisation or a person."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from ambasada.relations.forms.areas import AreaBox
from ambasada.relations.forms.dealings import CommitmentForm, StanceForm, StewardForm
from ambasada.relations.forms.entries import BasisForm, EntryForm
from ambasada.relations.forms.picking import Pick
from ambasada.relations.models import (
    ContactDetail,
    Entry,
    Interaction,
    Membership,
    NoLetters,
    Organisation,
    Person,
    Position,
    Relationship,
)


class PositionForm(EntryForm):
    """An office of an organisation, and for which area it is, if for one."""

    class Meta:
        model = Position
        fields: ClassVar = ("label", "since", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"] = AreaBox(
            label=_("For which area"),
            initial=self.instance.area,
            help_text=_("By its name or code, such as the constituency that they stand for."),
        )
        self.order_fields(["label", "area"])

    def clean(self) -> dict[str, Any]:
        """Put the area into the row."""
        sent = super().clean() or self.cleaned_data
        self.instance.area = sent.get("area")
        return sent


class MembershipForm(EntryForm):
    """That a person is somewhere: whichever end is known already is not asked for."""

    class Meta:
        model = Membership
        fields: ClassVar = ("role", "since", "until", "sources")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.person_id is None:
            self.fields["person"] = Pick("person", self.embassy, label=_("Who"))
        if self.instance.organisation_id is None:
            self.fields["organisation"] = Pick("organisation", self.embassy, label=_("Where"))
        self.fields["office"] = forms.CharField(
            label=_("Office"),
            max_length=200,
            required=False,
            help_text=_(
                "One that others hold after them, such as Member for a constituency. Every embassy "
                "sees the place of somebody on public record, and its sources."
            ),
        )
        self.fields["on_behalf_of"] = Pick(
            "organisation", self.embassy, label=_("On behalf of"), required=False
        )
        self.order_fields(["person", "organisation", "office", "role"])

    def clean(self) -> dict[str, Any]:
        """Put what was picked into the row."""
        sent = super().clean() or self.cleaned_data
        for name in ("person", "organisation", "on_behalf_of"):
            if name in self.fields and sent.get(name):
                setattr(self.instance, name, sent[name])
        if not sent.get("office") and not sent.get("role"):
            self.add_error("role", _("Say what they are there: an office, or what they do."))
        return sent


class _SharedForm(EntryForm):
    """A row that may be for all embassies, if whoever it is about is known to all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_new:
            self.fields["is_shared"] = forms.BooleanField(
                label=_("Every embassy of this installation may know it"), required=False
            )


class DetailForm(_SharedForm):
    """A way to reach somebody."""

    class Meta:
        model = ContactDetail
        fields: ClassVar = ("kind", "value", "label", "since", "until", "note")


class RelationshipForm(_SharedForm):
    """A relation to a person or an organisation."""

    class Meta:
        model = Relationship
        fields: ClassVar = ("kind", "since", "until", "sources")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (
            ("person", _("To a person")),
            ("organisation", _("To an organisation")),
        ):
            self.fields[f"to_{name}"] = Pick(
                name,
                self.embassy,
                label=label,
                required=False,
                initial=getattr(self.instance, f"to_{name}_id"),
            )
        self.order_fields(["kind", "to_person", "to_organisation"])

    def clean(self) -> dict[str, Any]:
        """Put what was picked into the row; refuse a relation of somebody to themselves."""
        sent = super().clean() or self.cleaned_data
        self.instance.to_person = sent.get("to_person")
        self.instance.to_organisation = sent.get("to_organisation")
        if bool(sent.get("to_person")) == bool(sent.get("to_organisation")):
            self.add_error("to_person", _("Name either a person or an organisation."))
        if self.instance.one is not None and self.instance.one == self.instance.other:
            self.add_error("kind", _("This is a relation to itself. Choose somebody else."))
        return sent


class NoLettersForm(EntryForm):
    """That the embassy writes to somebody no more."""

    class Meta:
        model = NoLetters
        fields: ClassVar = ("reason",)


class RowKind:
    """What may hang on what, by the words of the addresses."""

    def __init__(
        self, form: type[EntryForm], owners: dict[str, str], *, is_fixed: bool = False
    ) -> None:
        self.form, self.owners = form, owners
        self.is_fixed = is_fixed  # a later row follows it, and nothing is written over

    @property
    def model(self) -> type[Entry]:
        """The rows themselves."""
        model: type[Entry] = self.form._meta.model
        return model


_BOTH = {"organisations": "organisation", "people": "person"}
_ENDS = {"organisations": "from_organisation", "people": "from_person"}
_REACHED = {**_BOTH, "positions": "position", "places": "membership"}
ROWS = {
    "positions": RowKind(PositionForm, {"organisations": "organisation"}),
    "places": RowKind(MembershipForm, _BOTH, is_fixed=True),
    "details": RowKind(DetailForm, _REACHED),
    "relations": RowKind(RelationshipForm, _ENDS),
    "promises": RowKind(CommitmentForm, {**_BOTH, "meetings": "interaction"}),
    "stances": RowKind(StanceForm, _BOTH, is_fixed=True),
    "bases": RowKind(BasisForm, {"people": "person"}, is_fixed=True),
    "no-letters": RowKind(NoLettersForm, _BOTH),
    "stewards": RowKind(StewardForm, {"organisations": "organisation"}),
}
OWNERS: dict[str, type[Entry]] = {
    "organisations": Organisation,
    "people": Person,
    "positions": Position,
    "places": Membership,
    "meetings": Interaction,
}
