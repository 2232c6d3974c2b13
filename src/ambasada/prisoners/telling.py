"""What a record says of a person, as lines to show: a label of ours, and the source's words."""

from contextlib import suppress
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ambasada.prisoners.days import read_day
from ambasada.prisoners.records import Person

_LABELS: dict[str, str | Promise] = {
    "born": _("Born"),
    "arrested": _("Arrested"),
    "articles": _("Articles"),
    "court": _("Court"),
    "verdict": _("Verdict of"),
    "decision": _("Decision"),
    "penalty": _("Penalty"),
    "prison": _("Held at"),
    "released": _("Date of release"),
    "died": _("Died"),
}
_DAYS = frozenset({"born", "arrested", "verdict", "released", "died"})
_MONTH_AND_DAY = "MONTH_DAY_FORMAT"


@dataclass(frozen=True)
class Told:
    """One line: what it is about, and what the source says; its language if it is words."""

    label: str | Promise
    text: str
    language: str = ""


def told_of(person: Person) -> list[Told]:
    """Return what is said of a person, in the order in which it happened."""
    lines = []
    for key, label in _LABELS.items():
        text = person.facts.get(key)
        if text and key in _DAYS:
            lines.append(Told(label, shown_day(text)))
        elif text:
            lines.append(Told(label, text, person.facts["language"]))
    return lines


def shown_day(text: str) -> str:
    """Return a day as it is written in this language; what is no day stays as the source has it."""
    day = read_day(text, may_lack_year=True)
    if day is None or day.month is None:
        return text
    if day.year is None:
        first = read_day(f"2000{text[1:]}")
        return date_format(first.first, _MONTH_AND_DAY) if first and first.first else text
    form = "DATE_FORMAT" if day.day else "YEAR_MONTH_FORMAT"
    with suppress(ValueError):
        return date_format(day.first, form) if day.first else text
    return text
