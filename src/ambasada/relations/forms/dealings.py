"""Forms about an embassy’s own notes: meetings, promises, stances, and who looks after whom."""

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.network.rules import keepers_of
from ambasada.relations.actions import Parties
from ambasada.relations.forms.entries import EntryForm
from ambasada.relations.forms.picking import Pick, PickMany
from ambasada.relations.models import Commitment, Interaction, Stance, Stewardship

_WHOLE_DAY = 10  # characters of a day that is known whole


def keepers(embassy: Embassy, *besides: int | None) -> QuerySet[Member]:
    """Return who keeps contacts for an embassy, and who stands in a row already."""
    kept = keepers_of(embassy, today=timezone.now().date()).values("pk")
    return Member.objects.filter(Q(pk__in=kept) | Q(pk__in=filter(None, besides))).order_by(
        "username"
    )


class InteractionForm(EntryForm):
    """A meeting or a message; the note is shown to those it is for."""

    class Meta:
        model = Interaction
        fields: ClassVar = (
            "kind",
            "status",
            "title",
            "on",
            "zone",
            "place",
            "agenda",
            "note",
            "summary",
            "outcome",
            "on_behalf_of",
            "directed",
        )

    time = forms.TimeField(
        label=_("Hour"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )

    def __init__(self, *args: Any, reads_note: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reads_note = reads_note
        if not reads_note:
            del self.fields["note"]
        there = self.instance if self.instance.pk else None
        given: dict[str, Any] = kwargs.get("initial") or {}
        for name, label, kind in (
            ("organisations", _("With which organisations"), "organisation"),
            ("people", _("With whom"), "person"),
        ):
            stored = [each.pk for each in getattr(there, name).all()] if there else given.get(name)
            self.fields[name] = PickMany(
                kind, self.embassy, label=label, required=False, initial=stored
            )
        ours = list(there.members.all()) if there else []
        self.fields["members"] = forms.ModelMultipleChoiceField(
            keepers(self.embassy, *(each.pk for each in ours)),
            label=_("Who of us"),
            required=False,
            initial=ours or given.get("members"),
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["zone"].initial = self.instance.zone or self.embassy.time_zone
        self.initial["zone"] = self.fields["zone"].initial
        if self.instance.starts_at:
            local = self.instance.starts_at.astimezone(ZoneInfo(self.instance.zone))
            self.fields["time"].initial = local.time().replace(tzinfo=None)
        self.order_fields(["kind", "status", "title", "organisations", "people", "members"])

    def again(self, sent: Any, held: Any) -> EntryForm:  # noqa: ANN401 -- as below
        """Return the same form about a row as it stands now."""
        reads = self.reads_note
        return InteractionForm(sent, instance=held, embassy=self.embassy, reads_note=reads)

    def clean_zone(self) -> str:
        """Refuse a zone that nobody knows."""
        zone: str = self.cleaned_data["zone"]
        if zone and zone not in available_timezones():
            raise forms.ValidationError(_("Name it as Europe/London is named."))
        return zone

    def clean(self) -> dict[str, Any]:
        """Work out the moment from the day, the hour and the zone."""
        sent = super().clean() or self.cleaned_data
        if not sent.get("organisations") and not sent.get("people"):
            self.add_error("organisations", _("Name an organisation or a person."))
        on, hour, zone = sent.get("on", ""), sent.get("time"), sent.get("zone")
        self.instance.starts_at = None
        if hour and (len(on) != _WHOLE_DAY or not zone):
            self.add_error("time", _("An hour needs a whole day and a time zone."))
        elif hour and on:
            moment = datetime.combine(datetime.fromisoformat(on), hour)
            self.instance.starts_at = moment.replace(tzinfo=ZoneInfo(str(zone)))
        return sent

    @property
    def parties(self) -> Parties:
        """Who took part."""
        sent = self.cleaned_data
        return Parties(sent["organisations"], sent["people"], list(sent["members"]))


class CommitmentForm(EntryForm):
    """A promise, or a next step."""

    class Meta:
        model = Commitment
        fields: ClassVar = ("side", "text", "due_on", "owner")
        widgets: ClassVar = {"due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row, met = self.instance, self.instance.interaction if self.instance.pk is None else None
        owners: Any = self.fields["owner"]
        owners.queryset = keepers(self.embassy, row.owner_id)
        known = list(met.organisations.all()[:2]) if met else []
        sole = known[0].pk if len(known) == 1 else None
        for name, label, stored in (
            ("organisation", _("Organisation"), row.organisation_id or sole),
            ("person", _("Person"), row.person_id),
        ):
            self.fields[name] = Pick(
                name, self.embassy, label=label, required=False, initial=stored
            )

    def clean(self) -> dict[str, Any]:
        """Put what was picked into the row."""
        sent = super().clean() or self.cleaned_data
        for name in ("organisation", "person"):
            setattr(self.instance, name, sent.get(name))
        return sent


class SettleForm(forms.Form):
    """What became of a promise."""

    status = forms.ChoiceField(
        label=_("It was"),
        choices=[(each.value, each.label) for each in Commitment.Status if each.value != "open"],
        widget=forms.RadioSelect,
    )
    evidence = forms.CharField(
        label=_("How we know"), max_length=500, help_text=_("An address, a document, a day.")
    )


class StanceForm(EntryForm):
    """What somebody thinks of an issue."""

    class Meta:
        model = Stance
        fields: ClassVar = ("issue", "value", "on", "source", "confidence")


class StewardForm(EntryForm):
    """Who looks after an organisation."""

    class Meta:
        model = Stewardship
        fields: ClassVar = ("owner", "deputy", "interval", "next_on")
        widgets: ClassVar = {"next_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = (self.instance.owner_id, self.instance.deputy_id)
        for name in ("owner", "deputy"):
            chosen: Any = self.fields[name]
            chosen.queryset = keepers(self.embassy, *there)


class AdviceForm(forms.Form):
    """What a lawyer said, or where it is kept."""

    advice = forms.CharField(
        label=_("What was advised, by whom, and where it is kept"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
    )


class HandOverForm(forms.Form):
    """To whom rows go, and which."""

    successor = forms.ModelChoiceField(Member.objects.none(), label=_("They go to"))

    def __init__(self, *args: Any, embassy: Embassy, leaving: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["successor"]
        chosen.queryset = keepers(embassy).exclude(pk=leaving.pk)
