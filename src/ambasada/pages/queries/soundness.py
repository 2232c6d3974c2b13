"""Whether what readers are served is what was approved, and what stands in Wagtail's rows.

Reads every public copy and every approval, some hundreds at a time, with the same few queries for
each lot.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any, TypeVar

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Prefetch
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from ambasada.accounts.models import LedgerCheckpoint, LedgerLine, Verb
from ambasada.network.models import BOOKKEEPING, Approval, FairCopy, StoredDocument, fields_of
from ambasada.pages.digests import digest_of

T = TypeVar("T")
_LOT = 500
_RESTORE = "Restore the database from a backup and compare."
_LOOK = "Look at it in the admin: ask for approval, or save it again as it is public."
_DONE = {Approval.Change.PUBLISH: Verb.PUBLISHED, Approval.Change.WITHDRAW: Verb.WITHDRAWN}


def copy_faults() -> list[str]:
    """Return a sentence for each kind of thing that is not as it was approved."""
    found: dict[str, list[str]] = defaultdict(list)
    public = FairCopy.objects.filter(is_public=True).select_related("embassy", "approval")
    in_order = public.order_by("kind", "pk").iterator(chunk_size=_LOT)
    for kind, copies in groupby(in_order, key=lambda copy: copy.kind):
        for lot in _lots(copies):
            _look_at_copies(kind, lot, found)
    approvals = Approval.objects.filter(
        status__in=[*Approval.OPEN, Approval.Status.APPROVED]
    ).prefetch_related(Prefetch("copies", FairCopy.objects.only("approval_id", "sha256")))
    for approved in _lots(approvals.order_by("pk").iterator(chunk_size=_LOT)):
        _look_at_approvals(approved, found)
    return [f"{_named(subjects)} {sentence}" for sentence, subjects in found.items()]


def _look_at_copies(kind: str, copies: Sequence[FairCopy], found: dict[str, list[str]]) -> None:
    changed = _changed(kind, [copy for copy in copies if copy.is_whole])
    for copy in copies:
        approval = copy.approval
        is_approved = (approval.status, approval.change) == ("approved", "publish")
        if not copy.is_whole:
            found[f"not the bytes that were approved, and not served. {_RESTORE}"] += [copy.subject]
        elif not is_approved or approval.embassy_id != copy.embassy_id:
            found[f"public without an approval. {_RESTORE}"] += [copy.subject]
        elif copy in changed:
            sentence = "changed by another road than approval; readers are served what was approved"
            found[f"{sentence}. {_LOOK}"] += [copy.subject]


def _look_at_approvals(approvals: Sequence[Approval], found: dict[str, list[str]]) -> None:
    first = LedgerLine.objects.order_by("number").first()
    is_pruned = first is not None and LedgerCheckpoint.objects.exists()
    told = set(
        LedgerLine.objects.filter(
            verb__in=_DONE.values(), subject__in=[each.subject for each in approvals]
        ).values_list("verb", "subject", "digest")
    )
    for each in approvals:
        if digest_of(each.copies.all(), each.release_at) != each.sha256:
            found[f"not of the copies that were looked at. {_RESTORE}"] += [each.subject]
        if each.status != Approval.Status.APPROVED:
            continue
        is_before = bool(is_pruned and first and each.decided_at and each.decided_at < first.at)
        line = (_DONE[Approval.Change(each.change)].value, each.subject, each.sha256)
        if not is_before and line not in told:
            found[f"done without a line in the ledger. {_RESTORE}"] += [each.subject]


def _named(subjects: Sequence[str]) -> str:
    """Say how many there are, and name the first: a sentence begins with it."""
    others = len(subjects) - 1
    return f"{subjects[0]}{f' and {others} more' if others else ''}:"


def _lots(things: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(things)
    while lot := list(islice(rest, _LOT)):
        yield lot


def _changed(kind: str, copies: Sequence[FairCopy]) -> set[FairCopy]:
    """Return the copies whose rows in Wagtail's tables say something else, or are gone."""
    if not copies:  # perhaps because there is no such kind any more
        return set()
    model: Any = apps.get_model(kind)
    rows = model.objects.in_bulk([copy.object_id for copy in copies])
    _fetch_rows_below(model, rows)
    numbers = {number for copy in copies for number in copy.files}
    files = dict(StoredDocument.objects.filter(pk__in=numbers).values_list("pk", "sha256"))
    return {copy for copy in copies if not _is_same(copy, rows.get(copy.object_id), files)}


def _fetch_rows_below(model: Any, rows: dict[int, Any]) -> None:  # noqa: ANN401 -- of any kind
    """Fetch the rows below all rows with one query for each kind, where modelcluster looks."""
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        below: dict[int, list[Any]] = defaultdict(list)
        if name not in BOOKKEEPING:
            key = relation.field.attname
            for each in relation.related_model.objects.filter(**{f"{key}__in": list(rows)}):
                below[getattr(each, key)].append(each)
        for number, row in rows.items():
            held = row.__dict__.setdefault("_cluster_related_objects", {})
            held[name] = below[number]


def _is_same(copy: FairCopy, row: Any, files: dict[int, str]) -> bool:  # noqa: ANN401 -- likewise
    if row is None or not row.live:
        return False
    fields = json.loads(json.dumps(fields_of(row), cls=DjangoJSONEncoder))
    if isinstance(row, Page):
        home = copy.embassy.home_path(copy.language)
        if row.url_path != f"{home}{copy.path}":
            return False
    named = {number: file.sha256 for number, file in copy.files.items()}
    return bool(fields == copy.content["fields"]) and named == {
        number: files.get(number) for number in named
    }
