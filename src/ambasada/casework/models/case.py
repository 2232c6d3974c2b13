"""A case and its letters: sealed bytes, their order, and days."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models

from ambasada.casework.models.kept import Kept, random_hex

OPEN_KEPT = timedelta(days=90)
CLOSED_KEPT = timedelta(days=30)
SPAM_KEPT = timedelta(days=7)


class Stream(models.TextChoices):
    """What a letter belongs to: the conversation, or the notes that the person has no key of."""

    CASE = "case"
    NOTES = "notes"


class Case(Kept):
    """One appeal and what followed, as far as the server knows it.

    There is no column for an hour but `due_at`, which only a dangerous case has, in whole minutes,
    until somebody acknowledges it.
    """

    class Urgency(models.TextChoices):
        DANGER = "danger"
        DEADLINE = "deadline"
        NORMAL = "normal"

    class State(models.TextChoices):
        NEW = "new"  # nobody has opened it
        OPEN = "open"
        CLOSED = "closed"

    embassy = models.CharField(max_length=50)  # its code: no foreign key crosses stores
    ref = models.CharField(max_length=16, unique=True, default=random_hex)
    lookup_sha256 = models.CharField(max_length=64, unique=True)
    auth_sha256 = models.CharField(max_length=64)
    desk = models.CharField(max_length=20)
    urgency = models.CharField(max_length=10, choices=Urgency.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    epoch = models.PositiveSmallIntegerField(default=1)
    notes_epoch = models.PositiveSmallIntegerField(default=0)  # 0: nobody has opened the case
    came_on = models.DateField()
    active_on = models.DateField()  # of the last letter
    closed_on = models.DateField(null=True)
    # Closed as no appeal of anybody: it goes sooner. A letter of its person says otherwise.
    is_spam = models.BooleanField(default=False)
    escrowed_on = models.DateField(null=True)  # when it was last handed to the escrow
    due_at = models.DateTimeField(null=True)
    header = models.BinaryField()
    # An entry that could open the newest epoch is on the roster no more: a member begins another.
    must_rekey = models.BooleanField(default=False)
    # An appeal that nobody has opened is not deleted before coordinators were alarmed twice.
    alarms = models.PositiveSmallIntegerField(default=0)
    alarmed_on = models.DateField(null=True)

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_on__isnull=False)
                | ~models.Q(state="closed") & models.Q(closed_on=None),
                name="closed_case_has_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"case {self.ref}"

    @property
    def delete_on(self) -> date:
        """The day on which the clock deletes it, if nothing is written until then."""
        if self.closed_on is not None:
            return self.closed_on + (SPAM_KEPT if self.is_spam else CLOSED_KEPT)
        return self.active_on + OPEN_KEPT

    def epoch_of(self, stream: str) -> int:
        """Return the newest epoch of a stream; 0 if notes were never begun."""
        return self.epoch if stream == Stream.CASE else self.notes_epoch


class Letter(Kept):
    """One sealed letter; who wrote it is inside."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="letters")
    stream = models.CharField(max_length=5, choices=Stream.choices)
    id_hex = models.CharField(max_length=32, unique=True)  # made by who sends it
    counter = models.PositiveIntegerField()  # 1, 2, … in its stream
    epoch = models.PositiveSmallIntegerField()
    day = models.DateField()
    sealed = models.BinaryField()

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "stream", "counter"], name="letters_of_a_stream_have_an_order"
            )
        ]

    def __str__(self) -> str:
        return f"letter {self.id_hex}"
