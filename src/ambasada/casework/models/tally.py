"""What outlives a case: counts by year; and what keeps the door: a pause, work that was spent."""

from typing import ClassVar

from django.db import models

from ambasada.casework.models.kept import Kept


class Matter(models.TextChoices):
    """What an appeal was about, as a member says when it is closed; the desk has the words."""

    PASSPORT = "passport"
    TRAVEL = "travel"
    ASYLUM = "asylum"
    STATUS = "status"
    FAMILY = "family"
    PAPERS = "papers"
    DIPLOMA = "diploma"
    PROPERTY = "property"
    RELEASED = "released"
    RELATIVE = "relative"
    BORDER = "border"
    THREATS = "threats"
    EXTRADITION = "extradition"
    CITIZENSHIP = "citizenship"
    HEALTH = "health"
    HOUSING = "housing"
    WORK = "work"
    PRISONER = "prisoner"
    FAKE = "fake"
    OTHER = "other"


class Outcome(models.TextChoices):
    """How a case ended; there is no word for advice."""

    INFORMED = "informed"
    REFERRED = "referred"
    TRANSFERRED = "transferred"
    AUTHORITY = "authority"
    NOTHING = "nothing"
    SILENCE = "silence"
    SPAM = "spam"  # no appeal of anybody: counted, and never published


class Tally(Kept):
    """How many cases of a kind ended so in a year."""

    embassy = models.CharField(max_length=50)
    year = models.PositiveSmallIntegerField()
    matter = models.CharField(max_length=20, choices=Matter.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["embassy", "year", "matter", "outcome"], name="one_tally_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.embassy} {self.year}: {self.count}"


class Pause(Kept):
    """That an embassy takes no appeals for now; those that are there go on, or are only read."""

    embassy = models.CharField(max_length=50, unique=True)
    is_read_only = models.BooleanField(default=False)  # nobody writes, closes or makes keys

    class Meta:
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return f"pause of {self.embassy}"


class PlainPath(Kept):
    """That an embassy takes text from those without scripts, which the server itself seals."""

    embassy = models.CharField(max_length=50, unique=True)

    class Meta:
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return f"plain path of {self.embassy}"


class Spent(Kept):
    """A challenge that was solved and used; which case it stood for is not kept."""

    challenge_sha256 = models.CharField(max_length=64, unique=True)
    day = models.DateField()

    class Meta:
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return "spent challenge"
