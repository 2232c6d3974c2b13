"""Records that may be one: what they share, who said they are two, and what was merged."""

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.relations.models.directory import Organisation, Person
from ambasada.relations.models.entry import Entry, OwnQuerySet, ScopedQuerySet

UNDONE_WITHIN = timedelta(days=90)


class MatchKey(models.Model):
    """What a person or an organisation shares with whoever may be the same.

    A key that comes of an address which one embassy alone knows is that embassy’s.
    """

    wagtail_reference_index_ignore: ClassVar[bool] = True

    embassy = models.ForeignKey(
        Embassy, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="match_keys"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="match_keys"
    )
    value = models.CharField(max_length=120)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        default_permissions: ClassVar = ()
        indexes: ClassVar = [models.Index(fields=["value"], name="match_keys_by_value")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(organisation=None) ^ models.Q(person=None),
                name="match_key_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.value


class Apart(models.Model):
    """That somebody looked at two and said they are not the same: nobody is asked again."""

    wagtail_reference_index_ignore: ClassVar[bool] = True

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    other_person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="+"
    )
    other_organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="+"
    )
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(
                    models.Q(organisation=None, other_organisation=None)
                    & models.Q(person__isnull=False, other_person__isnull=False)
                    | models.Q(person=None, other_person=None)
                    & models.Q(organisation__isnull=False, other_organisation__isnull=False)
                ),
                name="apart_are_two_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person or self.organisation}, {self.other_person or self.other_organisation}"


class Merge(Entry):
    """That two were made one: how the lost one was, which rows moved, what changed in the kept."""

    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="merges"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="merges")
    by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lost_name = models.CharField(max_length=200)
    what = models.JSONField()

    objects = OwnQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        indexes: ClassVar = [models.Index(fields=["embassy", "at"], name="merges_by_time")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(organisation=None) ^ models.Q(person=None), name="merge_of_one"
            )
        ]

    def __str__(self) -> str:
        return self.lost_name

    @property
    def kept(self) -> Any:  # noqa: ANN401 -- a person or an organisation
        """Who the two are now."""
        return self.person or self.organisation
