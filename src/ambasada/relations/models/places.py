"""Who holds what where, how they are reached, and who knows whom."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ambasada.network.models import Embassy
from ambasada.relations.models.directory import Area, Organisation, Person
from ambasada.relations.models.entry import (
    Entry,
    LinesField,
    PartialDayField,
    ScopedQuerySet,
    SharedQuerySet,
    ends_after,
)


class Position(Entry):
    """An office that somebody holds after somebody else, whoever it is (Popolo’s post)."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="positions"
    )
    label = models.CharField(
        _("office"), max_length=200, help_text=_("Such as Minister of Justice.")
    )
    area = models.ForeignKey(
        Area, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("area")
    )
    since = PartialDayField(_("since"))
    until = PartialDayField(_("until"))

    objects = SharedQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "label"], name="one_position_of_a_label"
            ),
            ends_after("position_ends_after"),
        ]

    def __str__(self) -> str:
        return self.label


class Membership(Entry):
    """That a person is or was somewhere. It is opened and closed, and never written over."""

    embassy = models.ForeignKey(
        Embassy, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    position = models.ForeignKey(
        Position, on_delete=models.SET_NULL, null=True, blank=True, related_name="holders"
    )
    role = models.CharField(
        _("what they do there"), max_length=200, blank=True, help_text=_("If it is no office.")
    )
    on_behalf_of = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="sent",
        verbose_name=_("on behalf of"),
    )
    since = PartialDayField(_("since"))
    until = PartialDayField(_("until"))
    sources = LinesField(_("sources"), help_text=_("Where this is from, one a line."))

    objects = ScopedQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("place of a person")
        verbose_name_plural = _("places of people")
        constraints: ClassVar = [ends_after("membership_ends_after")]

    def __str__(self) -> str:
        return self.what

    @property
    def what(self) -> str:
        """What they are there: the office, or what they do."""
        return str(self.position) if self.position else self.role

    @property
    def is_over(self) -> bool:
        """Whether it was closed."""
        return bool(self.until)


class ContactDetail(Entry):
    """How somebody is reached: an organisation, an office whoever holds it, a person there."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("telephone")
        ADDRESS = "address", _("postal address")
        WEB = "web", _("web page")
        OTHER = "other", _("another way")

    OWNERS: ClassVar = ("organisation", "position", "person", "membership")

    embassy = models.ForeignKey(
        Embassy, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="details"
    )
    position = models.ForeignKey(
        Position, on_delete=models.CASCADE, null=True, related_name="details"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="details")
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, null=True, related_name="details"
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    value = models.CharField(_("address or number"), max_length=300)
    label = models.CharField(
        _("for what"), max_length=100, blank=True, help_text=_("Such as private office, press.")
    )
    since = PartialDayField(_("since"))
    until = PartialDayField(_("until"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("way to reach")
        verbose_name_plural = _("ways to reach")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(
                    models.Q(
                        position=None, person=None, membership=None, organisation__isnull=False
                    )
                    | models.Q(
                        organisation=None, person=None, membership=None, position__isnull=False
                    )
                    | models.Q(
                        organisation=None, position=None, membership=None, person__isnull=False
                    )
                    | models.Q(
                        organisation=None, position=None, person=None, membership__isnull=False
                    )
                ),
                name="detail_of_one",
            ),
            ends_after("detail_ends_after"),
        ]

    def __str__(self) -> str:
        return self.value


class Relationship(Entry):
    """That one person or organisation stands in a relation to another, from one to the other."""

    class Kind(models.TextChoices):
        KNOWS = "knows", _("knows")
        ADVISES = "advises", _("advises")
        FUNDS = "funds", _("funds")
        REPRESENTS = "represents", _("represents")
        SUCCEEDS = "succeeds", _("succeeds")
        PARTNER = "partner", _("works together with")

    INVERSE: ClassVar = {
        Kind.KNOWS: _("is known by"),
        Kind.ADVISES: _("is advised by"),
        Kind.FUNDS: _("is funded by"),
        Kind.REPRESENTS: _("is represented by"),
        Kind.SUCCEEDS: _("is succeeded by"),
        Kind.PARTNER: _("works together with"),
    }

    embassy = models.ForeignKey(
        Embassy, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(_("relation"), max_length=20, choices=Kind.choices)
    from_person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="relations_to"
    )
    from_organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="relations_to"
    )
    to_person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="relations_from"
    )
    to_organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="relations_from"
    )
    since = PartialDayField(_("since"))
    until = PartialDayField(_("until"))
    sources = LinesField(_("sources"), help_text=_("Where this is from, one a line."))

    objects = ScopedQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(from_person=None) ^ models.Q(from_organisation=None),
                name="relation_from_one",
            ),
            models.CheckConstraint(
                condition=models.Q(to_person=None) ^ models.Q(to_organisation=None),
                name="relation_to_one",
                violation_error_message=_("Name either a person or an organisation."),
            ),
            ends_after("relation_ends_after"),
        ]

    def __str__(self) -> str:
        return str(self.Kind(self.kind).label)

    @property
    def inverse(self) -> str:
        """How the relation reads from its other end."""
        return str(self.INVERSE[self.Kind(self.kind)])

    @property
    def one(self) -> Person | Organisation | None:
        """Who it goes out from."""
        return self.from_person or self.from_organisation

    @property
    def other(self) -> Person | Organisation | None:
        """Whom it leads to."""
        return self.to_person or self.to_organisation
