"""What files brought: by what it is known again, what undoing it takes back, what had no field."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.relations.models.directory import Organisation, Person
from ambasada.relations.models.entry import Entry, LinesField, OwnQuerySet, ScopedQuerySet

RECORD = "record"  # the scheme of a whole record: its SHA-256


class Origin(models.Model):
    """By what somebody in a file is known again: an identifier of a register, or the record."""

    wagtail_reference_index_ignore: ClassVar[bool] = True

    embassy = models.ForeignKey(
        Embassy, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="origins"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="origins")
    scheme = models.CharField(max_length=60)
    value = models.CharField(max_length=200)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        default_permissions: ClassVar = ()
        indexes: ClassVar = [models.Index(fields=["value"], name="origins_by_value")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(organisation=None) ^ models.Q(person=None),
                name="origin_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.scheme


class ImportRun(models.Model):
    """One file that was imported: what it was, by whom, and how many records became what."""

    wagtail_reference_index_ignore: ClassVar[bool] = True

    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    is_shared = models.BooleanField()
    undone_at = models.DateTimeField(null=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        default_permissions: ClassVar = ()
        indexes: ClassVar = [models.Index(fields=["embassy", "at"], name="imports_by_time")]

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"relations.importrun:{self.pk}"


class ImportedRow(models.Model):
    """What one record made and changed: numbers of rows, and the fields as they were before.

    One of an office or an area alone names neither a person nor an organisation.
    """

    wagtail_reference_index_ignore: ClassVar[bool] = True

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="+"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    is_made = models.BooleanField()
    version = models.PositiveIntegerField()  # of whoever it is about once the import had ended
    made = models.JSONField(default=dict)  # by the name of a kind, the numbers of its rows
    was = models.JSONField(default=dict)  # by kind and number, fields as they were before

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(organisation=None) | models.Q(person=None),
                name="imported_row_of_one",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Leftover(Entry):
    """What a file said of somebody that has no field: an embassy’s own, and written back by it."""

    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="leftovers"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="leftovers"
    )
    lines = LinesField(_("from files"))

    objects = OwnQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("remark from a file")
        verbose_name_plural = _("remarks from files")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(organisation=None) ^ models.Q(person=None),
                name="leftover_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.lines[0] if self.lines else ""


class SavedMapping(models.Model):
    """Which column is which, in tables of the same header: asked once by an embassy."""

    wagtail_reference_index_ignore: ClassVar[bool] = True

    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="+")
    headers = models.CharField(max_length=64)  # SHA-256 of their plain form, in order
    toml = models.TextField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["embassy", "headers"], name="one_mapping_of_a_table")
        ]

    def __str__(self) -> str:
        return self.headers[:12]
