"""What was imported, and what may still be taken back."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.shortcuts import get_object_or_404

from ambasada.network.models import Embassy
from ambasada.relations.models import UNDONE_WITHIN, ImportRun

_MOST = 50


class RunShown(NamedTuple):
    """A file that was imported."""

    run: ImportRun
    may_be_undone: bool
    new: int
    changed: int
    refused: int


def imports_of(embassy: Embassy, *, now: datetime) -> list[RunShown]:
    """Return what an embassy imported, newest first."""
    runs = ImportRun.objects.seen_by(embassy).select_related("member").order_by("-at", "-pk")
    return [
        RunShown(
            each,
            each.undone_at is None and each.at >= now - UNDONE_WITHIN,
            each.counts.get("new", 0) + each.counts.get("possible", 0),
            each.counts.get("changed", 0),
            each.counts.get("refused", 0),
        )
        for each in runs[:_MOST]
    ]


def import_for(embassy: Embassy, ref: UUID) -> ImportRun:
    """Return an import of an embassy; raises Http404 if it is another’s, or nobody’s."""
    found: ImportRun = get_object_or_404(ImportRun.objects.seen_by(embassy), ref=ref)
    return found
