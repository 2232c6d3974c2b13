"""The embassy's own list of words for the search: what no rule of a language can know."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin

from ambasada.lib.searching import Lexicon
from ambasada.network.languages import InLanguages
from ambasada.network.models.embassy import Embassy
from ambasada.network.models.fact import Fact


class SearchWords(Fact, DraftStateMixin, RevisionMixin, models.Model):
    """Forms of one word that belong together, and words that mean the same, by language."""

    embassy = models.OneToOneField(
        Embassy,
        on_delete=models.CASCADE,
        related_name="search_words",
        verbose_name=_("embassy"),
        error_messages={
            "unique": _("This embassy has its words already. Open those and change them.")
        },
    )
    forms = InLanguages(
        _("forms of one word"),
        is_long=True,
        blank=True,
        help_text=_("One word a line, its forms with spaces between them."),
    )
    same = InLanguages(
        _("words that mean the same"),
        is_long=True,
        blank=True,
        help_text=_(
            "One meaning a line, its words with commas between them. The same line in another "
            "language is the same meaning; leave a line empty where a language has no word."
        ),
    )

    class Meta:
        verbose_name = _("words for the search")
        verbose_name_plural = _("words for the search")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def clean(self) -> None:
        """Ask for as many meanings in each language: they are told apart by their line alone."""
        lines = {len(text.splitlines()) for text in self.same.values() if text.strip()}
        if len(lines) > 1:
            message = _(
                "Give as many lines in each language: the first line means the same in all of "
                "them, and so does each other one. Leave a line empty where there is no word."
            )
            raise ValidationError({"same": message})

    @property
    def lexicon(self) -> Lexicon:
        """What a search makes of these words."""
        return Lexicon(dict(self.forms), dict(self.same))
