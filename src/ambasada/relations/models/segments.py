"""Saved segments: which organisations or people, as a filter that is asked anew each time."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.register.models import Circle
from ambasada.relations.models.directory import Area, Organisation
from ambasada.relations.models.entry import Entry, OwnQuerySet


class Segment(Entry):
    """A filter with a name. It holds no list: whoever fits today is in it."""

    class Kind(models.TextChoices):
        ORGANISATIONS = "organisations", _("organisations")
        PEOPLE = "people", _("people")

    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, editable=False, related_name="+")
    name = models.CharField(_("name of the segment"), max_length=100)
    kind = models.CharField(_("who is in it"), max_length=20, choices=Kind.choices)
    circle = models.CharField(_("circle"), max_length=20, choices=Circle.choices, blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("area")
    )
    parent = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("part of"),
    )
    language = models.CharField(
        _("their name is written down in"), max_length=20, choices=settings.LANGUAGES, blank=True
    )
    is_mine = models.BooleanField(
        _("only what I look after"),
        default=False,
        help_text=_("As an owner or a deputy. For each of us it is another list."),
    )
    untouched_days = models.PositiveSmallIntegerField(
        _("nobody was in touch for so many days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
    )
    text = models.CharField(
        _("words of the name"), max_length=200, blank=True, help_text=_("In any alphabet.")
    )
    is_shared = models.BooleanField(_("everybody who keeps our contacts sees it"), default=False)

    objects = OwnQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["embassy", "owner", "name"],
                name="one_segment_of_a_name",
                violation_error_message=_("You have a segment of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a filter that lets everybody through."""
        asked = (self.circle, self.area_id, self.parent_id, self.language, self.untouched_days)
        if not (any(asked) or self.is_mine or self.text.strip()):
            raise ValidationError(_("Choose at least one thing that they have in common."))
