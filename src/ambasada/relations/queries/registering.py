"""What of an embassy's meetings is on the public register, on its way there, or kept off it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ambasada.network.models import Approval, Embassy, FairCopy
from ambasada.pages.queries import current
from ambasada.register.models import RegisterCount, RegisterEntry
from ambasada.register.periods import first_day_of, last_day_of, quarter_of
from ambasada.relations.copying import KINDS
from ambasada.relations.models import (
    Interaction,
    Organisation,
    Registered,
    RegisterRule,
    Unlisted,
)

_MOST = 100
_QUARTERS = 8  # that the screen counts, from the newest that is over


class State(models.TextChoices):
    """How far the row of an organisation at a meeting is."""

    PUBLIC = "public", _("public")
    DUE = "due", _("approved, shown when its day comes")
    WAITING = "waiting", _("waits for approval")
    DRAFT = "draft", _("not asked for")
    OFF = "off", _("not on the register")
    UNLISTED = "unlisted", _("never published")


class Withheld(NamedTuple):
    """A meeting, and which organisation at it no row names; None if none was there."""

    interaction: int
    organisation: int | None


@dataclass(frozen=True)
class RowShown:
    """An organisation at a meeting, as members see it."""

    interaction: Interaction
    organisation: Organisation
    state: State
    entry: RegisterEntry | None  # as its newest draft has it
    tie: Registered | None
    is_changing: bool = False  # what is public is one thing, what was asked for since another


@dataclass(frozen=True)
class QuarterShown:
    """A quarter that is over: what is withheld now, and what readers are told of it."""

    name: str
    withheld: int
    told: int | None
    is_asked: bool


def days_of(embassy: Embassy) -> int:
    """Return how many days an embassy waits before it shows a meeting."""
    rule = RegisterRule.objects.seen_by(embassy).first()
    return rule.days if rule else RegisterRule.DAYS


def is_unlisted(embassy: Embassy, organisation: Organisation) -> bool:
    """Tell whether an embassy publishes no meeting with an organisation."""
    return Unlisted.objects.seen_by(embassy).filter(organisation=organisation).exists()


def held_in(embassy: Embassy, quarter: str) -> QuerySet[Interaction]:
    """Return what took place in a quarter; of what only the year is known, in the last of it."""
    first, last = first_day_of(quarter), last_day_of(quarter)
    inside = Q(on__gte=f"{first:%Y-%m}", on__lte=last.isoformat())
    if quarter.endswith("q4"):
        inside |= Q(on=f"{first:%Y}")
    rows = Interaction.objects.seen_by(embassy).filter(inside, kind__in=KINDS)
    found: QuerySet[Interaction] = rows.filter(status=Interaction.Status.HELD)
    return found


def withheld_in(embassy: Embassy, quarter: str) -> list[Withheld]:
    """Return which rows of a quarter there could be and are not, on the way there neither."""
    held = held_in(embassy, quarter)
    pairs = held.order_by("on", "pk").values_list("pk", "organisations")
    entries = RegisterEntry.objects.filter(embassy=embassy).values("ref")
    ties = Registered.objects.seen_by(embassy).filter(interaction__in=held, entry__in=entries)
    there = set(ties.values_list("interaction_id", "organisation_id"))
    return [Withheld(*each) for each in pairs if each not in there]


def rows_of(interaction: Interaction, today: date) -> list[RowShown]:
    """Return the organisations at a meeting, each with how far its row is."""
    embassy = interaction.embassy
    ties = interaction.registered.select_related("organisation", "position", "embassy")
    ties = ties.prefetch_related("organisation__spellings")
    known = {each.organisation_id: each for each in ties}
    kept_off = Unlisted.objects.seen_by(embassy).values_list("organisation_id", flat=True)
    shown = {each.organisation.pk: each for each in _shown(list(known.values()), today)}
    return [
        shown[each.pk]
        if each.pk in shown
        else RowShown(
            interaction,
            each,
            State.UNLISTED if each.pk in kept_off else State.OFF,
            None,
            known.get(each.pk),
        )
        for each in interaction.organisations.order_by("sort_key", "pk").prefetch_related(
            "spellings"
        )
    ]


def _shown(ties: Sequence[Registered], today: date) -> list[RowShown]:
    """Return those of some rows that are on the register or on the way there, with few queries."""
    refs = [each.entry for each in ties]
    rows = {
        each.ref: each
        for each in RegisterEntry.objects.filter(ref__in=refs).select_related("latest_revision")
    }
    numbers = [each.pk for each in rows.values()]
    copies = FairCopy.objects.filter(
        kind=RegisterEntry._meta.label_lower, object_id__in=numbers
    ).select_related("embassy")
    public = {each.object_id: each for each in copies.filter(is_public=True)}
    asked = set(
        copies.filter(approval__status__in=Approval.OPEN).values_list("object_id", flat=True)
    )
    found = []
    for tie in ties:
        entry = rows.get(tie.entry)
        if entry is None:
            continue
        copy = public.get(entry.pk)
        found.append(
            RowShown(
                tie.interaction,
                tie.organisation,
                _state(copy, today=today, is_asked=entry.pk in asked),
                current(entry) if entry.has_unpublished_changes else entry,
                tie,
                is_changing=copy is not None and entry.pk in asked,
            )
        )
    return found


def _state(copy: FairCopy | None, *, today: date, is_asked: bool) -> State:
    if copy is not None:
        return State.PUBLIC if copy.thing.not_before <= today else State.DUE
    return State.WAITING if is_asked else State.DRAFT


class RegisterShown:
    """The register as those who keep contacts see it: what is there, what waits, what is not."""

    def __init__(self, embassy: Embassy, *, today: date) -> None:
        ties = Registered.objects.seen_by(embassy).order_by("-interaction__on", "-pk")
        ties = ties.select_related("interaction__embassy", "organisation", "position", "embassy")
        shown = _shown(list(ties.prefetch_related("organisation__spellings")[:_MOST]), today)
        self.public = [each for each in shown if each.state == State.PUBLIC]
        self.coming = [each for each in shown if each.state != State.PUBLIC]
        marks = Unlisted.objects.seen_by(embassy).select_related("organisation")
        marks = marks.prefetch_related("organisation__spellings")
        self.unlisted = [each.organisation for each in marks.order_by("organisation__sort_key")]
        self.days = days_of(embassy)
        self.quarters = _quarters(embassy, today)
        self.withheld = _withheld(embassy, today)


def _quarters(embassy: Embassy, today: date) -> list[QuarterShown]:
    """Return the quarters that are over in which anything took place, newest first."""
    counts = RegisterCount.objects.filter(embassy=embassy)
    numbers = {each.pk: each.quarter for each in counts}
    copies = FairCopy.objects.filter(kind=RegisterCount._meta.label_lower, object_id__in=numbers)
    told = {
        numbers[each.object_id]: each.thing.withheld
        for each in copies.filter(is_public=True).select_related("embassy")
    }
    asked = {
        numbers[number]
        for number in copies.filter(approval__status__in=Approval.OPEN).values_list(
            "object_id", flat=True
        )
    }
    return [
        QuarterShown(name, len(withheld_in(embassy, name)), told.get(name), name in asked)
        for name in _over(today)
        if name in told or held_in(embassy, name).exists()
    ]


def _over(today: date) -> Iterable[str]:
    """Yield the names of the quarters that are over, newest first."""
    day = first_day_of(quarter_of(today.isoformat()))
    for _number in range(_QUARTERS):
        day = first_day_of(quarter_of((day - timedelta(days=1)).isoformat()))
        yield quarter_of(day.isoformat())


def _withheld(embassy: Embassy, today: date) -> list[tuple[Interaction, Organisation | None]]:
    """Return the meetings of this quarter and the one before of which no row tells."""
    now = quarter_of(today.isoformat())
    pairs = [
        *withheld_in(embassy, now),
        *withheld_in(embassy, next(iter(_over(today)))),
    ][:_MOST]
    met = Interaction.objects.seen_by(embassy).in_bulk([each.interaction for each in pairs])
    who = Organisation.objects.prefetch_related("spellings").in_bulk(
        [each.organisation for each in pairs if each.organisation]
    )
    return [
        (met[each.interaction], who.get(each.organisation) if each.organisation else None)
        for each in pairs
    ]
