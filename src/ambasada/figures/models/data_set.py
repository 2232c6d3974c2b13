from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin

from ambasada.figures.models.sourced import Sourced, require_lasting_key
from ambasada.figures.rows import DAY, NUMBER, Row, faults, split
from ambasada.network.languages import InLanguages, spoken
from ambasada.network.models import Embassy, Fact

# Other forms of the same page stand at these names.
_TAKEN = frozenset({"figures", "timeline", "versions"})
_MOST = {"line": (4, 400), "bar": (3, 30)}  # columns of numbers, rows


class DataSet(Fact, Sourced, DraftStateMixin, RevisionMixin, models.Model):
    """A table of numbers with what it counts and who says so, imported from CSV; and its chart."""

    class Chart(models.TextChoices):
        NONE = "none", _("none: the table alone")
        LINE = "line", _("lines over time")
        BAR = "bar", _("bars")

    embassy = models.ForeignKey(
        Embassy, on_delete=models.CASCADE, related_name="data_sets", verbose_name=_("embassy")
    )
    key = models.SlugField(
        _("key"), max_length=60, help_text=_("A name in links, such as “held-by-year”. It stays.")
    )
    title = InLanguages(_("title"))
    definition = InLanguages(_("definition"), is_long=True)
    unit = InLanguages(_("unit"), help_text=_("What the numbers count, such as “people”."))
    chart = models.CharField(_("chart"), max_length=10, choices=Chart.choices, default=Chart.NONE)
    alternative = InLanguages(
        _("the chart in words"),
        is_long=True,
        blank=True,
        help_text=_("What somebody learns from the chart who does not see it."),
    )
    columns = models.JSONField(_("columns"), default=list)
    rows = models.TextField(_("rows"), help_text=_("A row each line, cells divided by commas."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("data set")
        verbose_name_plural = _("data sets")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["embassy", "key"],
                name="one_data_set_of_a_key",
                violation_error_message=_("There is a data set with this key already."),
            )
        ]

    def __str__(self) -> str:
        return self.key

    def clean(self) -> None:
        """Ask for a whole table, and for a chart that can be drawn and is told in words."""
        super().clean()
        require_lasting_key(self)
        if self.key in _TAKEN:
            raise ValidationError({"key": _("Something else stands at this name. Take another.")})
        try:
            rows = split(self.rows)
        except ValueError:
            raise ValidationError({"rows": _("A quotation mark is open.")}) from None
        wrong = faults(self.columns, rows)
        if wrong:
            raise ValidationError({"rows": wrong[0]})
        languages = self.embassy.languages if self.embassy_id else []
        if any(not each["title"].get(code) for each in self.columns for code in languages):
            raise ValidationError({"columns": _("Name every column in every language.")})
        self._require_words(rows, languages)
        self._require_chart(rows)

    def _require_words(self, rows: list[Row], languages: list[str]) -> None:
        """Where a column has words for its cells, ask for them in every language."""
        for place, column in enumerate(self.columns):
            words = column.get("words")
            cells = {row[place] for row in rows} if words else set()
            bare = sorted(cell for cell in cells if not _is_said(words.get(cell), languages))
            if bare:
                message = _("Say “%s” in every language.") % bare[0]
                raise ValidationError({"columns": message})

    def _require_chart(self, rows: list[Row]) -> None:
        if self.chart not in _MOST:
            return
        if not self.alternative:
            raise ValidationError({"alternative": _("Say the chart in words.")})
        most_columns, most_rows = _MOST[self.chart]
        if self.chart == self.Chart.LINE and self.columns[0]["kind"] != DAY:
            raise ValidationError({"chart": _("Lines over time need days in the first column.")})
        if len(self.number_places) > most_columns or len(rows) > most_rows:
            message = _(
                "Such a chart has at most %(columns)d columns of numbers and %(rows)d rows."
            )
            raise ValidationError({"chart": message % {"columns": most_columns, "rows": most_rows}})

    @property
    def table(self) -> list[Row]:
        """The rows, cell by cell."""
        return split(self.rows)

    @property
    def number_places(self) -> list[int]:
        """In which columns numbers stand."""
        return [place for place, each in enumerate(self.columns) if each["kind"] == NUMBER]

    def table_in(self, language: str) -> list[Row]:
        """Return the rows with their words in a language, where the columns have them."""
        words = [each.get("words") or {} for each in self.columns]
        return [
            tuple(
                spoken(known[cell], language).text if cell in known else cell
                for cell, known in zip(row, words, strict=True)
            )
            for row in self.table
        ]

    def titles(self, language: str) -> list[str]:
        """Return the names of the columns in a language, or in the best other one."""
        return [spoken(each["title"], language).text for each in self.columns]

    @property
    def kinds(self) -> list[Any]:
        """What stands in each column."""
        return [each["kind"] for each in self.columns]


def _is_said(texts: Any, languages: list[str]) -> bool:  # noqa: ANN401 -- whatever JSON holds
    return isinstance(texts, dict) and all(texts.get(code) for code in languages)
