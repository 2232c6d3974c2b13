"""What an embassy did and was told: meetings, promises, stances, and who looks after whom."""

from datetime import date, timedelta
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.relations.models.advised import Advised, advice_has_its_giver
from ambasada.relations.models.directory import Organisation, Person
from ambasada.relations.models.entry import Entry, OwnQuerySet, PartialDayField


class Interaction(Advised, Entry):
    """A meeting, a call, a letter: whom the embassy dealt with, and about what.

    The note is restricted: its readers are those who were there, who looks after an organisation
    that was, and coordinators. The summary is written to be published once it is approved.
    """

    class Kind(models.TextChoices):
        MEETING = "meeting", _("meeting")
        CALL = "call", _("call")
        LETTER = "letter", _("letter")
        EVENT = "event", _("event")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        NOT_HELD = "not_held", _("not held")

    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    status = models.CharField(_("state"), max_length=20, choices=Status.choices)
    title = models.CharField(_("about what"), max_length=200)
    on = PartialDayField(
        _("day"), blank=False, help_text=_("A day, or what is known of it: 2021, 2021-05.")
    )
    starts_at = models.DateTimeField(null=True, editable=False)
    zone = models.CharField(_("time zone"), max_length=60, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    organisations = models.ManyToManyField(Organisation, related_name="interactions")
    people = models.ManyToManyField(Person, related_name="interactions")
    members = models.ManyToManyField(Member, related_name="+")
    # Whose names were taken out: that somebody was there stays.
    unnamed = models.PositiveSmallIntegerField(default=0, editable=False)
    agenda = models.TextField(_("agenda"), blank=True)
    note = models.TextField(
        _("restricted note"),
        blank=True,
        help_text=_(
            "For those of us who were there, who looks after the organisation, and coordinators."
        ),
    )
    summary = models.TextField(
        _("summary that may be published"),
        blank=True,
        help_text=_("Without names of people. Nothing is public before two members approve it."),
    )
    outcome = models.TextField(_("what came of it"), blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("meeting or message")
        verbose_name_plural = _("meetings and messages")
        indexes: ClassVar = [
            models.Index(fields=["embassy", "on", "id"], name="interactions_by_day"),
            models.Index(fields=["embassy", "status", "on"], name="interactions_by_status"),
        ]
        constraints: ClassVar = [advice_has_its_giver("advice_has_its_giver")]

    def __str__(self) -> str:
        return self.title


class Commitment(Entry):
    """What was promised, by whom, until when; or a next step that the embassy set itself."""

    class Side(models.TextChoices):
        OURS = "ours", _("we promised it")
        THEIRS = "theirs", _("they promised it")
        STEP = "step", _("a next step of our own")

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        KEPT = "kept", _("kept")
        BROKEN = "broken", _("not kept")

    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="+")
    interaction = models.ForeignKey(
        Interaction, on_delete=models.CASCADE, null=True, blank=True, related_name="commitments"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="commitments"
    )
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="commitments"
    )
    side = models.CharField(_("who promised"), max_length=10, choices=Side.choices)
    text = models.CharField(_("what"), max_length=500)
    owner = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who of us looks after it"),
    )
    due_on = models.DateField(_("by when"))
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    settled_on = models.DateField(null=True, editable=False)
    evidence = models.CharField(
        _("how we know"), max_length=500, blank=True, help_text=_("An address, a document, a day.")
    )

    objects = OwnQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("promise or next step")
        verbose_name_plural = _("promises and next steps")
        indexes: ClassVar = [
            models.Index(fields=["embassy", "status", "due_on"], name="commitments_by_due")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(
                    models.Q(status="open", settled_on=None)
                    | ~models.Q(status="open") & models.Q(settled_on__isnull=False)
                ),
                name="settled_has_its_day",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        """Whether it is neither kept nor broken yet."""
        return self.status == self.Status.OPEN


class Stance(Entry):
    """What somebody thinks of an issue, as of a day; a later one follows it and changes nothing."""

    class Value(models.IntegerChoices):
        STRONGLY_AGAINST = -2, _("strongly against")
        AGAINST = -1, _("against")
        NEUTRAL = 0, _("neither for nor against")
        FOR = 1, _("for")
        STRONGLY_FOR = 2, _("strongly for")

    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="stances"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="stances")
    issue = models.CharField(_("issue"), max_length=200)
    value = models.SmallIntegerField(
        _("stance"),
        choices=Value.choices,
        null=True,
        blank=True,
        help_text=_("Leave it empty if it is not known."),
    )
    on = PartialDayField(_("as of"), blank=False)
    source = models.CharField(_("source"), max_length=500)
    confidence = models.PositiveSmallIntegerField(
        _("how sure, from 1 to 3"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
    )

    objects = OwnQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("stance")
        verbose_name_plural = _("stances")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(organisation=None) ^ models.Q(person=None), name="stance_of_one"
            ),
            models.CheckConstraint(
                condition=models.Q(value=None) | models.Q(value__gte=-2, value__lte=2),
                name="stance_has_five_steps",
            ),
        ]

    def __str__(self) -> str:
        return self.issue


class Stewardship(Entry):
    """Who of an embassy looks after an organisation, and when they are in touch next."""

    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="stewardships"
    )
    owner = models.ForeignKey(
        Member, on_delete=models.PROTECT, related_name="+", verbose_name=_("who looks after it")
    )
    deputy = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deputy"),
    )
    interval = models.PositiveSmallIntegerField(
        _("in touch every so many days"), default=90, validators=[MinValueValidator(1)]
    )
    next_on = models.DateField(_("in touch next"))

    objects = OwnQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("who looks after it")
        verbose_name_plural = _("who looks after what")
        indexes: ClassVar = [models.Index(fields=["embassy", "next_on"], name="stewards_by_next")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["embassy", "organisation"], name="one_steward_per_embassy"
            ),
            models.CheckConstraint(
                condition=~models.Q(owner=models.F("deputy")) | models.Q(deputy=None),
                name="deputy_is_another",
                violation_error_message=_("The deputy is somebody else."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    def touched(self, on: date) -> None:
        """Move on when to be in touch next, since they were on a day; never back."""
        self.next_on = max(self.next_on, on + timedelta(days=self.interval))
