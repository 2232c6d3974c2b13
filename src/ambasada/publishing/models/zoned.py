from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ambasada.network.models import Embassy
from ambasada.publishing.when import is_zone


class Zoned(models.Model):
    """A page that tells hours: they are those of a place, whose time zone it names.

    Mixed in before `PublicPage`.
    """

    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        blank=True,
        help_text=_("Of the place, as Europe/London. Empty: that of the embassy."),
    )

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Name the time zone first: without one it is that of the embassy."""
        self.take_time_zone()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Name it in a draft as well."""
        self.take_time_zone()
        super().minimal_clean()  # type: ignore[misc]  # Page has it

    def take_time_zone(self) -> None:
        """Write down the embassy's time zone, unless one is named; it stays if that changes."""
        parent: Page | None = None if self.time_zone else self.get_parent()  # type: ignore[attr-defined]
        if parent is not None:
            code = parent.url_path.split("/", 2)[1].rpartition("-")[0]
            self.time_zone = Embassy.objects.get(code=code).time_zone

    def check_zone(self) -> None:
        """Refuse what is no time zone. Raises ValidationError."""
        if self.time_zone and not is_zone(self.time_zone):
            raise ValidationError({"time_zone": _("Name it as Europe/London is named.")})
