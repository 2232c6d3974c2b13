"""Figures and events of the timeline as an editor would write them."""

from datetime import date
from decimal import Decimal
from typing import Any

from ambasada.figures.models import DataSet, Figure, TimelineEvent
from ambasada.network.models import Embassy
from tests.factories.pages import approve_at_once

SAID = {"en": "quiet days", "be": "ціхія дні", "ru": "тихих дней"}


def said(embassy: Embassy, words: str) -> dict[str, str]:
    """Return a text in every language of an embassy, told apart by its words."""
    return {code: f"{words} ({code})" for code in embassy.languages}


def written_figure(embassy: Embassy, key: str = "quiet-days", **fields: Any) -> Figure:
    """Write a figure that lacks nothing as a draft; nobody has approved it."""
    figure = Figure(
        **{
            "embassy": embassy,
            "key": key,
            "value": Decimal(1374),
            "unit": {code: SAID[code] for code in embassy.languages},
            "definition": said(embassy, "Days without an alarm"),
            "as_of": date(2026, 5, 1),
            "accessed_on": date(2026, 5, 2),
            "next_review": date(2099, 5, 1),
            "source": said(embassy, "Diary of a neighbour"),
            "completeness": said(embassy, "Nights are missing"),
            "live": False,
            **fields,
        }
    )
    figure.save()
    figure.save_revision(clean=False)  # as the admin saves a draft
    return figure


def figure(embassy: Embassy, key: str = "quiet-days", **fields: Any) -> Figure:
    """Write a figure and have it approved."""
    written = written_figure(embassy, key, **fields)
    approve_at_once(written)
    return written


def changed(fact: Any, **fields: Any) -> Any:  # noqa: ANN401 -- any fact
    """Write a fact's next version and have it approved."""
    for name, value in fields.items():
        setattr(fact, name, value)
    fact.save_revision(clean=False)
    approve_at_once(fact)
    return fact


def event(embassy: Embassy, begins: str, **fields: Any) -> TimelineEvent:
    """Write an event of the timeline and have it approved."""
    written = TimelineEvent(
        **{
            "embassy": embassy,
            "begins": begins,
            "text": said(embassy, f"Something quiet in {begins}"),
            "source": said(embassy, "Diary of a neighbour"),
            "live": False,
            **fields,
        }
    )
    written.save()
    written.save_revision(clean=False)
    approve_at_once(written)
    return written


def data_set(embassy: Embassy, key: str = "alarms", **fields: Any) -> DataSet:
    """Write a data set and have it approved."""
    columns = [
        {"kind": "day", "title": said(embassy, "Year")},
        {"kind": "number", "title": said(embassy, "Alarms")},
    ]
    written = DataSet(
        **{
            "embassy": embassy,
            "key": key,
            "title": said(embassy, "Alarms by year"),
            "definition": said(embassy, "Alarms that were heard"),
            "unit": said(embassy, "alarms"),
            "chart": "line",
            "alternative": said(embassy, "They become fewer"),
            "columns": columns,
            "rows": "2020,30\n2021,\n2022,12.5\n",
            "as_of": date(2026, 5, 1),
            "accessed_on": date(2026, 5, 2),
            "next_review": date(2099, 5, 1),
            "source": said(embassy, "Diary of a neighbour"),
            "completeness": said(embassy, "Nights are missing"),
            "live": False,
            **fields,
        }
    )
    written.save()
    written.save_revision(clean=False)
    approve_at_once(written)
    return written
