"""The directory: organisations and people, how their names are spelt, and areas."""

from collections.abc import Iterator
from typing import ClassVar, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ambasada.network.models import Embassy
from ambasada.register.models import Circle
from ambasada.relations.models.entry import (
    Entry,
    LinesField,
    PartialDayField,
    ScopedQuerySet,
    SharedQuerySet,
    ends_after,
)
from ambasada.relations.names import LONGEST, sort_key


class Area(Entry):
    """A place that somebody stands for: a constituency, a city, a country."""

    name = models.CharField(_("name"), max_length=200)
    code = models.CharField(_("code"), max_length=60, blank=True)
    classification = models.CharField(_("what kind"), max_length=100, blank=True)
    parent = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="parts"
    )

    objects = SharedQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "classification"], name="one_area_of_a_name")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse an area within itself."""
        require_no_circle(self)


class Postcode(models.Model):
    """A postcode of an area; one postcode may be of several."""

    wagtail_reference_index_ignore: ClassVar[bool] = True

    code = models.CharField(max_length=12)  # capital letters and digits alone
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="postcodes")

    class Meta:
        verbose_name = _("postcode")
        verbose_name_plural = _("postcodes")
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "area"], name="one_area_of_a_postcode_once")
        ]

    def __str__(self) -> str:
        return self.code


class _Named(Entry):
    """Somebody or something with names; the first one is how they write it themselves."""

    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=80, editable=False)
    links = LinesField(_("links"), help_text=_("One address a line."))
    sources = LinesField(_("sources"), help_text=_("Where this is from, one a line."))

    class Meta(Entry.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def spoken(self) -> str:
        """The name in the language of the page, if there is one."""
        language = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
        spelt = cast("models.Manager[Spelling]", self.spellings)  # type: ignore[attr-defined]
        return next((each.text for each in spelt.all() if each.language == language), self.name)

    def sort(self) -> None:
        """Work out what it is sorted by, from its name."""
        self.sort_key = sort_key(self.name)


class Organisation(_Named):
    """An institution, in one of the circles; shared by all embassies of this installation."""

    circle = models.CharField(_("circle"), max_length=20, choices=Circle.choices)
    classification = models.CharField(
        _("what kind"),
        max_length=100,
        blank=True,
        help_text=_("Such as ministry, university, newspaper."),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    area = models.ForeignKey(
        Area, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("area")
    )
    since = PartialDayField(_("founded"))
    until = PartialDayField(_("dissolved"))
    # An identifier of a register, "wikidata: Q42", by which imports know it again.
    identifiers = LinesField(
        _("identifiers"), help_text=_("One a line, such as wikidata: Q42 or charity: 1234.")
    )

    objects = SharedQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes: ClassVar = [
            models.Index(fields=["sort_key", "id"], name="organisations_in_order"),
            models.Index(fields=["circle", "sort_key", "id"], name="circles_in_order"),
        ]
        constraints: ClassVar = [ends_after("organisation_ends_after")]

    def clean(self) -> None:
        """Refuse an organisation that is a part of itself."""
        require_no_circle(self)


class Person(_Named):
    """A person: shared while on public record for their office, else of one embassy alone."""

    embassy = models.ForeignKey(
        Embassy, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    honorific = models.CharField(
        _("form of address"), max_length=60, blank=True, help_text=_("Such as Dr or Baroness.")
    )
    public_since = models.DateField(null=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes: ClassVar = [
            models.Index(fields=["sort_key", "id"], name="people_in_order"),
        ]

    @property
    def is_private(self) -> bool:
        """Whether one embassy alone knows them."""
        return self.embassy_id is not None


class Spelling(models.Model):
    """One way to write the name of a person or an organisation."""

    wagtail_reference_index_ignore: ClassVar[bool] = True

    embassy = models.ForeignKey(
        Embassy, on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="spellings"
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, related_name="spellings"
    )
    text = models.CharField(max_length=200)
    language = models.CharField(max_length=20, blank=True)  # "" if nobody said

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(organisation=None) ^ models.Q(person=None),
                name="spelling_of_one",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Word(models.Model):
    """One word of a spelling in plain Latin letters, by which it is found."""

    wagtail_reference_index_ignore: ClassVar[bool] = True

    spelling = models.ForeignKey(Spelling, on_delete=models.CASCADE, related_name="words")
    folded = models.CharField(max_length=LONGEST)

    class Meta:
        verbose_name = _("word of a name")
        verbose_name_plural = _("words of names")
        default_permissions: ClassVar = ()
        indexes: ClassVar = [models.Index(fields=["folded"], name="words_by_letters")]

    def __str__(self) -> str:
        return self.folded


def require_no_circle(entry: Area | Organisation) -> None:
    """Raise ValidationError if something is above itself."""
    if entry.pk and any(above.pk == entry.pk for above in _above(entry)):
        raise ValidationError({"parent": _("It would be a part of itself. Choose another one.")})


def _above(entry: Area | Organisation) -> Iterator[Area | Organisation]:
    known: set[int] = set()
    above = entry.parent
    while above is not None and above.pk not in known:
        yield above
        known.add(above.pk)
        above = above.parent
