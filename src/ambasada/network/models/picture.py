"""Pictures: what is kept of one, and what a fair copy says of it."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, NamedTuple

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ambasada.network.languages import InLanguages, require_languages
from ambasada.network.models.embassy import Embassy

# Of the stored original, which readers are not served.
ORIGINAL = ".jpg"
# Of what readers are served; an address says by this that it is a picture's.
PICTURE_SUFFIXES = (".jpg", ".webp")


class StoredPicture(models.Model):
    """A picture without its history: masks burnt in, no name, no title, no metadata.

    It never changes: whoever wants other masks or other words keeps the picture once more.
    """

    class Because(models.TextChoices):
        CONSENT = "consent", _("They consented, and there is a record of it.")
        ROLE = "role", _("They are seen in a public role.")
        NO_FACE = "no face", _("What was found there is no face.")

    embassy = models.ForeignKey(
        Embassy, verbose_name=_("embassy"), on_delete=models.PROTECT, related_name="pictures"
    )
    sha256 = models.CharField(max_length=64, db_index=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alternative = InLanguages(
        _("alternative text"),
        is_long=True,
        help_text=_("What is to be seen, for who does not see it. Name nobody."),
    )
    rights = models.CharField(
        _("rights line"),
        max_length=160,
        help_text=_(
            "Whose picture it is and how it may be used. An office or a pseudonym will do."
        ),
    )
    # Why a face that was found can be seen; empty where none can.
    unmasked_because = models.CharField(max_length=10, choices=Because.choices, blank=True)
    unmasked_note = models.CharField(max_length=160, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{_('picture')} {self.pk}"

    def clean(self) -> None:
        """Ask for the alternative text in every language of the embassy."""
        require_languages(self, self.embassy.languages)


class Rendition(models.Model):
    """A form of a picture that readers are served; its bytes are kept under their hash."""

    picture = models.ForeignKey(StoredPicture, on_delete=models.CASCADE, related_name="renditions")
    sha256 = models.CharField(max_length=64, db_index=True)
    suffix = models.CharField(max_length=10)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("form of a picture")
        verbose_name_plural = _("forms of pictures")
        ordering: ClassVar = ["width", "suffix"]

    def __str__(self) -> str:
        return f"{self.sha256}{self.suffix}"


class ShownForm(NamedTuple):
    """One form of a picture as a fair copy names it."""

    sha256: str
    suffix: str
    width: int
    height: int

    @property
    def public_path(self) -> str:
        """The address readers use, without a host."""
        return f"/pictures/{self.sha256}{self.suffix}"


class ShownPicture(NamedTuple):
    """A picture as a fair copy names it: its words, and each form readers get, by hash."""

    sha256: str
    alternative: dict[str, str]
    rights: str
    unmasked_because: str
    unmasked_note: str
    forms: tuple[ShownForm, ...]

    @classmethod
    def read(cls, said: dict[str, Any]) -> "ShownPicture":
        """Return what `written` wrote."""
        forms = tuple(ShownForm(**each) for each in said["forms"])
        return cls(**{**said, "forms": forms})

    def written(self) -> dict[str, Any]:
        """Return it in the form a fair copy holds."""
        return {**self._asdict(), "forms": [each._asdict() for each in self.forms]}

    def of_type(self, suffix: str) -> list[ShownForm]:
        """Return its forms of one type, narrow ones first."""
        return [each for each in self.forms if each.suffix == suffix]

    @property
    def because(self) -> str:
        """Why a face that was found can be seen, in words; empty where none can."""
        known = dict(StoredPicture.Because.choices)
        return str(known.get(self.unmasked_because, self.unmasked_because))


def shown_pictures(embassy: Embassy, numbers: Iterable[int]) -> dict[int, ShownPicture]:
    """Return what is kept of an embassy's pictures, by their number; another's are left out."""
    found = StoredPicture.objects.filter(embassy=embassy, pk__in=set(numbers)).order_by("pk")
    return {each.pk: _shown(each) for each in found.prefetch_related("renditions")}


def _shown(picture: StoredPicture) -> ShownPicture:
    forms = tuple(
        ShownForm(each.sha256, each.suffix, each.width, each.height)
        for each in picture.renditions.all()
    )
    return ShownPicture(
        sha256=picture.sha256,
        alternative=picture.alternative,
        rights=picture.rights,
        unmasked_because=picture.unmasked_because,
        unmasked_note=picture.unmasked_note,
        forms=forms,
    )


def picture_files(pictures: Iterable[ShownPicture]) -> Iterator[tuple[str, str]]:
    """Yield the hash and suffix of every file of some pictures, the originals among them."""
    for each in pictures:
        yield each.sha256, ORIGINAL
        yield from ((form.sha256, form.suffix) for form in each.forms)
