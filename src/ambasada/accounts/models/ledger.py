"""The audit ledger: who did what to which row, by number and verb alone.

No column is a foreign key: a row may go, what was done to it stays. None has room for a title, a
name, a text or an address. The database itself refuses to change a line (migration 0002), and the
head's seal shows what somebody with the database alone did all the same.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ambasada.lib import chain

# Long enough to answer for a whole term of office after it ended; what is older tells a thief of
# the database only who worked here, and when.
LEDGER_KEPT = timedelta(days=3 * 365)


class Verb(models.TextChoices):
    """What can be done to a thing and is worth answering for."""

    ASKED = "asked", pgettext_lazy("ledger", "asked for approval")
    APPROVED = "approved", pgettext_lazy("ledger", "approved")
    DECLINED = "declined", pgettext_lazy("ledger", "declined")
    VOIDED = "voided", pgettext_lazy("ledger", "approval became void")
    PUBLISHED = "published", pgettext_lazy("ledger", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("ledger", "withdrew")
    ERASED = "erased", pgettext_lazy("ledger", "erased")
    RESTORED = "restored", pgettext_lazy("ledger", "lifted the erasure of")
    APPROVAL_REFUSED = "approval_refused", pgettext_lazy("ledger", "was refused an approval")
    INVITED = "invited", pgettext_lazy("ledger", "invited")
    VOUCHED = "vouched", pgettext_lazy("ledger", "vouched")
    VOUCH_REFUSED = "vouch_refused", pgettext_lazy("ledger", "was not allowed to vouch")
    JOINED = "joined", pgettext_lazy("ledger", "joined")
    JOIN_REFUSED = "join_refused", pgettext_lazy("ledger", "was not let in")
    SEAT_TAKEN = "seat_taken", pgettext_lazy("ledger", "took a seat")
    SEAT_CHANGED = "seat_changed", pgettext_lazy("ledger", "changed a seat")
    SEAT_ENDED = "seat_ended", pgettext_lazy("ledger", "ended a seat")
    DEVICE_LOST = "device_lost", pgettext_lazy("ledger", "reported a lost device")
    RECOVERED = "recovered", pgettext_lazy("ledger", "recovered")
    RECOVERY_REFUSED = "recovery_refused", pgettext_lazy("ledger", "was refused a recovery")
    KEY_ADDED = "key_added", pgettext_lazy("ledger", "added a key")
    KEY_REMOVED = "key_removed", pgettext_lazy("ledger", "removed a key")
    CLOSED = "closed", pgettext_lazy("ledger", "closed")
    SHARED = "shared", pgettext_lazy("ledger", "shared with a colleague")
    PAUSED = "paused", pgettext_lazy("ledger", "paused the forms of")
    RESUMED = "resumed", pgettext_lazy("ledger", "opened the forms again of")
    READ_ONLY = "read_only", pgettext_lazy("ledger", "made the appeals read-only of")
    PLAIN_OPENED = "plain_opened", pgettext_lazy("ledger", "opened the path without scripts of")
    PLAIN_CLOSED = "plain_closed", pgettext_lazy("ledger", "closed the path without scripts of")
    ESCROWED = "escrowed", pgettext_lazy("ledger", "handed to the escrow")
    RECORDED = "recorded", pgettext_lazy("ledger", "recorded")
    CHANGED = "changed", pgettext_lazy("ledger", "changed")
    REMOVED = "removed", pgettext_lazy("ledger", "removed")
    ADVISED = "advised", pgettext_lazy("ledger", "noted advice on")
    HANDED_OVER = "handed_over", pgettext_lazy("ledger", "handed over the contacts of")
    NOTE_READ = "note_read", pgettext_lazy("ledger", "read the restricted note of")
    MERGED = "merged", pgettext_lazy("ledger", "merged another into")
    MERGE_UNDONE = "merge_undone", pgettext_lazy("ledger", "took another out again of")
    IMPORTED = "imported", pgettext_lazy("ledger", "imported contacts by")
    IMPORT_UNDONE = "import_undone", pgettext_lazy("ledger", "took back the import")
    EXPORTED = "exported", pgettext_lazy("ledger", "exported")
    SENT = "sent", pgettext_lazy("ledger", "sent")
    ANONYMISED = "anonymised", pgettext_lazy("ledger", "anonymised")
    CLEANED = "cleaned", pgettext_lazy("ledger", "cleaned up")
    PRUNED = "pruned", pgettext_lazy("ledger", "pruned the ledger")


class Actor(StrEnum):
    """Who does something without being a member."""

    FOUNDER = "founder"  # a command while no member exists
    OPERATOR = "operator"  # a command later
    STRANGER = "stranger"  # somebody who is not signed in
    CLOCK = "clock"  # our own timed work

    @property
    def label(self) -> str:
        """How the admin names this one."""
        return {
            Actor.FOUNDER: gettext("the founder at the command line"),
            Actor.OPERATOR: gettext("the operator at the command line"),
            Actor.STRANGER: gettext("somebody not signed in"),
            Actor.CLOCK: gettext("the clock"),
        }[self]


_HASHED = ("number", "at", "actor", "verb", "subject", "digest", "previous")


class LedgerLine(models.Model):
    """One thing that was done: a link of the chain, which nothing changes afterwards."""

    number = models.PositiveBigIntegerField(primary_key=True)  # 1, 2, 3 … without a gap
    at = models.DateTimeField()  # the minute, in UTC; a second would tell more than is asked
    actor = models.CharField(max_length=26)  # "member:7", or an Actor
    verb = models.CharField(max_length=20, choices=Verb.choices)
    subject = models.CharField(max_length=100)  # "invite:5", "publishing.newspage:44"
    digest = models.CharField(max_length=64, blank=True)  # of what was looked at
    previous = models.CharField(max_length=64)  # sha256 of the line before
    sha256 = models.CharField(max_length=64)  # of every other column

    class Meta:
        verbose_name = _("ledger line")
        verbose_name_plural = _("ledger lines")
        default_permissions: ClassVar = ()  # there is nothing anybody may do to a line

    def __str__(self) -> str:
        return f"ledger line {self.number}"

    @property
    def is_intact(self) -> bool:
        """Tell whether the line says what it said when it was hashed."""
        return self.sha256 == self.sha256_of({name: getattr(self, name) for name in _HASHED})

    @staticmethod
    def sha256_of(values: Mapping[str, Any]) -> str:
        """Return what `sha256` must be for the values of the other columns."""
        at: datetime | None = values["at"]
        minute = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}" if at else ""
        return chain.sha256_of({**values, "at": minute})


class LedgerCheckpoint(models.Model):
    """The last line that was pruned: what the first one still here follows."""

    number = models.PositiveBigIntegerField(primary_key=True)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("ledger checkpoint")
        verbose_name_plural = _("ledger checkpoints")
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return f"ledger checkpoint {self.number}"


class LedgerHead(models.Model):
    """The one row that says where the chain ends, sealed with this installation's secret."""

    number = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    seal = models.CharField(max_length=64, blank=True)  # empty once the chain was found broken

    class Meta:
        verbose_name = _("ledger head")
        verbose_name_plural = _("ledger heads")
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(id=1), name="ledger_has_one_head")
        ]

    def __str__(self) -> str:
        return f"ledger head at {self.number}"

    @property
    def is_sealed(self) -> bool:
        secret = settings.SECRET_KEY
        return chain.is_seal_of(self.seal, self.number, self.sha256, secret=secret)

    def move_to(self, line: LedgerLine, *, is_sound: bool) -> None:
        """Name another line as the last one; under a new seal only if the chain held so far."""
        self.number, self.sha256 = line.number, line.sha256
        secret = settings.SECRET_KEY
        self.seal = chain.seal_of(line.number, line.sha256, secret=secret) if is_sound else ""
