"""Tags and filters of figures."""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString, mark_safe

from ambasada.figures.charts import Series, bar_chart, line_chart
from ambasada.figures.days import said_day
from ambasada.figures.models import DataSet
from ambasada.figures.numbers import said
from ambasada.figures.rows import DAY, NUMBER, numbers_in
from ambasada.network.languages import spoken

register = template.Library()


@register.filter
def number(value: Decimal) -> str:
    """Return a number as readers of the current language write it."""
    return said(value)


@register.filter
def when(value: str) -> str:
    """Return a day, a month or a year in words."""
    return said_day(value)


@register.filter
def told_in(texts: dict[str, str], language: str) -> str:
    """Return a text in a language, or in the best other one."""
    return spoken(texts, language).text


@register.filter
def told_language(texts: dict[str, str], language: str) -> str:
    """Return the code of the language `told_in` answers in."""
    return spoken(texts, language).language


@register.simple_tag
def chart(data_set: DataSet, language: str) -> SafeString:
    """Draw the chart of a data set."""
    rows, titles = data_set.table_in(language), data_set.titles(language)
    series = [Series(titles[place], numbers_in(rows, place)) for place in data_set.number_places]
    name, first = f"chart-{data_set.key}", [row[0] for row in rows]
    said_of = (spoken(data_set.title, language).text, spoken(data_set.alternative, language).text)
    if data_set.chart == DataSet.Chart.LINE:
        drawn = line_chart(name, *said_of, days=first, series=series)
    else:
        is_day = data_set.columns[0]["kind"] == DAY
        labels = [said_day(each) for each in first] if is_day else first
        drawn = bar_chart(name, *said_of, labels=labels, series=series)
    return mark_safe(drawn)  # noqa: S308 -- a tree of our own elements, written out by ElementTree


@register.filter
def cells(row: Sequence[str], kinds: Sequence[str]) -> list[tuple[str, str]]:
    """Return the cells of a row as readers write them, each with its kind."""
    return [(_said_cell(cell, kind), kind) for cell, kind in zip(row, kinds, strict=True)]


def _said_cell(cell: str, kind: str) -> str:
    if kind == NUMBER:
        return said(Decimal(cell)) if cell else "–"
    return said_day(cell) if kind == DAY else cell


@register.filter
def titles(data_set: DataSet, language: str) -> list[tuple[str, str]]:
    """Return the names of the columns, each with its kind."""
    return list(zip(data_set.titles(language), data_set.kinds, strict=True))


@register.filter
def rows(data_set: DataSet, language: str) -> list[tuple[str, ...]]:
    """Return the rows with their words in a language."""
    return data_set.table_in(language)
