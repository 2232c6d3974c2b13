"""Lists of people by source: a fact that names a roll, which names records, each by its hash."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin

from ambasada.network.models import Embassy, Fact, FairCopy
from ambasada.prisoners.records import is_safe, sha256_of


class PrisonerList(Fact, DraftStateMixin, RevisionMixin, models.Model):
    """What one organisation says of political prisoners, as its list of a day has them.

    Its approval covers everybody on it: the copy that members approve holds the hash of the roll,
    the roll that of each record.
    """

    embassy = models.ForeignKey(
        Embassy, on_delete=models.CASCADE, related_name="prisoner_lists", verbose_name=_("embassy")
    )
    # What people are named by does not change when the source is called otherwise.
    key = models.CharField(max_length=80, editable=False)
    source = models.CharField(
        _("source"), max_length=120, help_text=_("As the organisation calls itself.")
    )
    address = models.URLField(_("address of the list"))
    dated_on = models.DateField(_("list of"))
    language = models.CharField(
        _("language of its words"), max_length=10, choices=settings.LANGUAGES
    )
    held_words = models.TextField(
        _("words for who is held"),
        blank=True,
        max_length=400,
        help_text=_(
            "The source’s own words of status, one a line. People with one of them stand among the "
            "birthdays and are shown with where to write."
        ),
    )
    people = models.PositiveIntegerField(_("people on it"), default=0, editable=False)
    roll = models.CharField(_("hash of the roll"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("list of political prisoners")
        verbose_name_plural = _("lists of political prisoners")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["embassy", "key"], name="one_list_of_a_source")
        ]

    def __str__(self) -> str:
        return self.source

    def clean(self) -> None:
        """Accept an address that readers can be led to."""
        if not is_safe(self.address):
            raise ValidationError({"address": _("Begin with https://.")})

    @property
    def held(self) -> frozenset[str]:
        """The words of status for who is held, without upper case."""
        return frozenset(each.strip().casefold() for each in self.held_words.splitlines()) - {""}

    def rows_address(self, copy: FairCopy) -> str:
        """Return where staff look at each person that a copy changes."""
        return reverse("prisoner_rows", args=[copy.approval_id, copy.pk])


class PrisonerRoll(models.Model):
    """Who is on a list: a line for each, with a reference and the hash of the record."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    lines = models.TextField()

    class Meta:
        verbose_name = _("roll of people")
        verbose_name_plural = _("rolls of people")
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return self.sha256

    @classmethod
    def keep(cls, entries: Mapping[str, str]) -> str:
        """Store who is on a list, if it is not there yet; return the hash."""
        lines = "".join(f"{ref} {sha256}\n" for ref, sha256 in sorted(entries.items()))
        sha256 = sha256_of(lines)
        cls.objects.get_or_create(sha256=sha256, defaults={"lines": lines})
        return sha256


def roll_of(sha256: str) -> dict[str, str] | None:
    """Return the hash of each record by reference; None if the roll is gone or not that one."""
    found = PrisonerRoll.objects.filter(sha256=sha256).first()
    if found is None or sha256_of(found.lines) != sha256:
        return None
    pairs = (line.partition(" ")[::2] for line in found.lines.splitlines())
    return dict(pairs)


class PrisonerRecord(models.Model):
    """What a source said of one person in the list of a day: canonical JSON, and its hash."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    ref = models.CharField(max_length=16, db_index=True)
    source = models.TextField()
    said = models.CharField(max_length=64)  # the hash of what is said, whatever the day

    class Meta:
        verbose_name = _("record of a person")
        verbose_name_plural = _("records of people")
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return self.ref


class PrisonerClaim(models.Model):
    """What a list says that a human has to look at before it goes any further."""

    class Kind(models.TextChoices):
        DEATH = "death", _("a death")
        RELEASE = "release", _("a release")
        STATUS = "status", _("another word of status")
        DATE = "date", _("an odd date")

    of_list = models.ForeignKey(PrisonerList, on_delete=models.CASCADE, related_name="claims")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    ref = models.CharField(max_length=16, db_index=True)
    said = models.CharField(max_length=64)
    record = models.CharField(max_length=64)  # the hash of the record as it would become
    is_dismissed = models.BooleanField(default=False)
    claimed_on = models.DateField()

    class Meta:
        verbose_name = _("claim about a person")
        verbose_name_plural = _("claims about people")
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of_list", "ref", "said"], name="a_claim_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.ref}"


class Intake(models.Model):
    """How the newest list of a source compared with the one before, in numbers alone."""

    of_list = models.OneToOneField(PrisonerList, on_delete=models.CASCADE, related_name="intake")
    dated_on = models.DateField()
    absent = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("reading of a list")
        verbose_name_plural = _("readings of lists")
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return f"{self.of_list} · {self.dated_on}"
