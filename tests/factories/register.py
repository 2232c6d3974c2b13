"""Rows of the public register as they are once they were copied out; contacts are not asked."""

from datetime import date
from typing import Any
from uuid import uuid4

from ambasada.network.models import Embassy
from ambasada.register.models import RegisterCount, RegisterEntry
from tests.factories.pages import approve_at_once


def written_row(embassy: Embassy, **fields: Any) -> RegisterEntry:
    """Write a row that lacks nothing as a draft; nobody has approved it."""
    said = dict.fromkeys(embassy.languages, "Test Workers' Union")
    values = {
        "meeting": uuid4(),
        "organisation": said,
        "circle": "unions",
        "office": "Secretary",
        "held": "2026-02-03",
        "subject": dict.fromkeys(embassy.languages, "A quiet question"),
        "not_before": date(2026, 3, 5),
    }
    row = RegisterEntry(embassy=embassy, live=False, **{**values, **fields})
    row.save()
    row.save_revision(clean=False)
    return row


def row(embassy: Embassy, **fields: Any) -> RegisterEntry:
    """Write a row and have it approved."""
    written = written_row(embassy, **fields)
    approve_at_once(written)
    return written


def count(embassy: Embassy, quarter: str = "2026-q1", withheld: int = 2) -> RegisterCount:
    """Write the count of a quarter and have it approved."""
    written = RegisterCount(
        embassy=embassy,
        quarter=quarter,
        withheld=withheld,
        counted_on=date(2026, 11, 1),
        live=False,
    )
    written.save()
    written.save_revision(clean=False)
    approve_at_once(written)
    return written
