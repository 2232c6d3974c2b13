"""Letters: what is written to many, and the copy that each of them gets."""

import hashlib
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.relations.filling import IN_SALUTATION, unknown_in
from ambasada.relations.models.advised import Advised, advice_has_its_giver
from ambasada.relations.models.dealings import Interaction
from ambasada.relations.models.directory import Organisation, Person
from ambasada.relations.models.entry import Entry, OwnQuerySet
from ambasada.relations.models.segments import Segment

_FIELDS_SAID = _(
    "Fields: {salutation}, {name}, {position}, {organisation}, {date}. Nothing else may stand in "
    "braces."
)


class Worded(models.Model):
    """The words of a letter in one language, with fields, and how it greets whom."""

    language = models.CharField(_("language"), max_length=20, choices=settings.LANGUAGES)
    to_named = models.CharField(
        _("salutation of somebody with a name"),
        max_length=200,
        help_text=_("Their form of address stands before {name}, if it is written down."),
    )
    to_office = models.CharField(
        _("salutation where nobody is named"),
        max_length=200,
        help_text=_("Such as Dear Sir or Madam."),
    )
    body = models.TextField(_("text"), max_length=20_000, help_text=_FIELDS_SAID)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a field that nobody knows: it would stand in the letter as it is."""
        super().clean()
        wrong: dict[str, Any] = {
            name: _("There is no field %s.") % found
            for name, known in (
                ("body", None),
                ("to_named", IN_SALUTATION),
                ("to_office", IN_SALUTATION[1:]),
            )
            if (found := unknown_in(getattr(self, name), *([known] if known else [])))
        }
        if "{salutation}" not in self.body:
            wrong.setdefault("body", _("Write {salutation} where they are greeted."))
        if wrong:
            raise ValidationError(wrong)


class LetterTemplate(Worded, Entry):
    """What letters begin from."""

    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name of the template"), max_length=100)

    objects = OwnQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("template of letters")
        verbose_name_plural = _("templates of letters")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["embassy", "name", "language"],
                name="one_template_of_a_name",
                violation_error_message=_("There is a template of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Letter(Worded, Advised, Entry):
    """A letter as it is written; what somebody was sent stands in their copy."""

    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="+")
    writer = models.ForeignKey(Member, on_delete=models.PROTECT, editable=False, related_name="+")
    title = models.CharField(
        _("subject"), max_length=200, help_text=_("It stands above the letter.")
    )
    segment = models.ForeignKey(
        Segment,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("to everybody in"),
    )
    organisations = models.ManyToManyField(Organisation, related_name="+")
    people = models.ManyToManyField(Person, related_name="+")
    answers_to = models.EmailField(
        _("answers go to"),
        blank=True,
        help_text=_("A mailbox of the embassy. Nothing goes by e-mail without one."),
    )

    objects = OwnQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes: ClassVar = [models.Index(fields=["embassy", "-id"], name="letters_newest")]
        constraints: ClassVar = [advice_has_its_giver("letter_advice_has_its_giver")]

    def __str__(self) -> str:
        return self.title


class LetterCopy(Entry):
    """What one of them gets, whole. Once it may have gone the database changes its words no more.

    The one exception: a name is taken out of it, and `unnamed` counts how often.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        PRINT = "print", _("print")

    class State(models.TextChoices):
        READY = "ready", pgettext_lazy("letter", "ready")
        LEFT_OUT = "left_out", _("left out")
        QUEUED = "queued", _("waits to be sent")
        SENDING = "sending", _("is being sent")
        UNSURE = "unsure", _("may have gone")
        FAILED = "failed", _("was not taken")
        SENT = "sent", pgettext_lazy("letter", "sent")
        ANSWERED = "answered", pgettext_lazy("letter", "answered")
        DECLINED = "declined", pgettext_lazy("letter", "declined")

    OPEN: ClassVar = (State.READY, State.LEFT_OUT, State.FAILED)  # may be made anew
    GONE: ClassVar = (State.SENT, State.ANSWERED, State.DECLINED)

    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="+")
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="copies")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="+"
    )
    # A copy is about whom it was written to: it goes with them.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=300, blank=True)  # as the letter is in its language
    position = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    salutation = models.CharField(_("salutation"), max_length=600)
    is_greeted_by_hand = models.BooleanField(default=False)  # else by the rule of the letter
    text = models.TextField()
    channel = models.CharField(_("how it goes"), max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    sent_on = models.DateField(null=True, editable=False)
    answer = models.TextField(_("what they answered"), blank=True)
    answered_on = models.DateField(_("answered on"), null=True)
    interaction = models.ForeignKey(
        Interaction, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    unnamed = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = OwnQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("copy of a letter")
        verbose_name_plural = _("copies of letters")
        indexes: ClassVar = [models.Index(fields=["state", "id"], name="copies_by_state")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(
                    models.Q(state__in=["sent", "answered", "declined"], sent_on__isnull=False)
                    | ~models.Q(state__in=["sent", "answered", "declined"]) & models.Q(sent_on=None)
                ),
                name="sent_copy_has_its_day",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.place

    @property
    def addressee(self) -> list[str]:
        """Whom it is to, in lines: the name, the office, the organisation."""
        return [each for each in (self.name, self.position, self.place) if each]

    @property
    def is_open(self) -> bool:
        """Whether it may still be changed."""
        return self.state in self.OPEN

    @property
    def is_gone(self) -> bool:
        """Whether it is known to have gone."""
        return self.state in self.GONE

    @property
    def message_id(self) -> str:
        """The left part of its Message-ID: the same however often somebody tries to send it."""
        return hashlib.sha256(f"letter:{self.ref}".encode()).hexdigest()[:32]


class NoLetters(Entry):
    """That an embassy writes to somebody no more, and why."""

    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="+"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    reason = models.CharField(
        _("why"), max_length=300, help_text=_("Such as: they asked for it, on which day.")
    )

    objects = OwnQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("wish for no letters")
        verbose_name_plural = _("wishes for no letters")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(organisation=None) ^ models.Q(person=None),
                name="no_letters_to_one",
            )
        ]

    def __str__(self) -> str:
        return self.reason
