"""What coordinators fill in about duty: shifts, stand-ins, mailboxes."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambasada.accounts.models import Member
from ambasada.casework.actions import Plan
from ambasada.casework.models import Rota, Shift
from ambasada.casework.queries import able_members, desks_of
from ambasada.network.models import Embassy


class _OfEmbassy(forms.Form):
    """A form about one embassy, which offers those of its members who may be on duty."""

    member = forms.TypedChoiceField(label=_("Who"), coerce=int)

    def __init__(self, *args: Any, embassy: Embassy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.embassy, self.today = embassy, timezone.now().date()
        self._able = {each.pk: each for each in able_members(embassy, today=self.today)}
        chosen: Any = self.fields["member"]
        chosen.choices = [(number, each.username) for number, each in self._able.items()]

    @property
    def chosen(self) -> Member:
        """Who was chosen."""
        return self._able[self.cleaned_data["member"]]


class StandInForm(_OfEmbassy):
    """Who stands in for a shift."""


class ShiftForm(_OfEmbassy):
    """A shift, or one of every week, in the hours of a place."""

    desk = forms.ChoiceField(label=_("Desk"))
    turn = forms.TypedChoiceField(label=_("Turn"), choices=Shift.Turn.choices, coerce=int)
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    begins = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(
        label=_("Until"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("On the next day, if it is no later than the beginning."),
    )
    zone = forms.CharField(
        label=_("Time zone"),
        max_length=60,
        help_text=_("Of whoever is on duty, such as Europe/London. The hours stay all year."),
    )
    weekly_until = forms.DateField(
        label=_("Every week until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Leave it empty for one shift."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        desks: Any = self.fields["desk"]
        desks.choices = [(each, each) for each in desks_of(self.embassy, today=self.today)]
        self.fields["zone"].initial = self.embassy.time_zone

    @property
    def plan(self) -> Plan:
        """What was planned."""
        sent = self.cleaned_data
        until: date | None = sent["weekly_until"]
        return Plan(
            embassy=self.embassy,
            member=self.chosen,
            desk=sent["desk"],
            turn=sent["turn"],
            day=sent["day"],
            begins=sent["begins"],
            ends=sent["ends"],
            zone=sent["zone"],
            weekly_until=until,
        )


class MailboxForm(forms.ModelForm[Rota]):
    """Where notices of duty go."""

    class Meta:
        model = Rota
        fields = ("first", "second")
