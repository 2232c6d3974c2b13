"""Copies without their words: what a bake asks of thousands of them, with one query for all."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from ambasada.lib.recorder import is_asking_once, once
from ambasada.network.models import Embassy, FairCopy, FairCopyQuerySet


class CopyRow(NamedTuple):
    """A copy that readers were served at some time, and where."""

    pk: int
    kind: str
    object_id: int
    sha256: str
    key: str | None  # compared, and no more: thousands are not made into UUIDs
    language: str
    path: str | None
    dated_on: date | None
    is_public: bool
    decided_at: datetime


def once_public(embassy: Embassy) -> Sequence[CopyRow]:
    """Return every copy that was public at any time and was not erased, oldest first."""
    copies = FairCopy.objects.filter(embassy=embassy).once_public()
    return once(("once public", embassy.pk), lambda: _rows(copies), stays=True)


def public_rows(embassy: Embassy, kinds: Sequence[str] | None = None) -> Sequence[CopyRow]:
    """Return the copies that are public, oldest first; of some kinds, or of all.

    In a bake they are taken out of what is asked for once; elsewhere only they are asked for.
    """
    if is_asking_once():
        wanted = None if kinds is None else frozenset(kinds)
        return once(
            ("public", embassy.pk, wanted),
            lambda: [
                row
                for row in once_public(embassy)
                if row.is_public and (wanted is None or row.kind in wanted)
            ],
            stays=True,
        )
    copies = FairCopy.objects.public(embassy)
    return _rows(copies if kinds is None else copies.filter(kind__in=kinds))


def _rows(copies: FairCopyQuerySet) -> list[CopyRow]:
    keyed: Any = copies.annotate(key=Cast("translation_key", TextField()))
    rows = keyed.order_by("approval__decided_at", "pk").values_list(
        "pk",
        "kind",
        "object_id",
        "sha256",
        "key",
        "language",
        "path",
        "dated_on",
        "is_public",
        "approval__decided_at",
    )
    return [CopyRow(*row) for row in rows]
