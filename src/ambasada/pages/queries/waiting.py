"""The lists of the approvals screen: what waits for me, for others, and what nobody asked for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page

from ambasada.accounts.models import Member
from ambasada.network.models import (
    Approval,
    Embassy,
    FairCopy,
    fact_kinds,
)
from ambasada.network.rules import answered_by
from ambasada.pages.queries.approvals import hindrances
from ambasada.pages.scheduling import said_moment
from ambasada.pages.titles import title_of, title_of_copy

# What was not approved goes after this; then it is nobody's any more (domain.md SA-6).
DRAFTS_KEPT = timedelta(days=30)
PER_PAGE = 50


@dataclass(frozen=True)
class Waiting:
    """Something that was asked for, as a list shows it."""

    approval: Approval
    titles: tuple[str, ...]
    languages: tuple[str, ...]
    hindrance: str  # empty: this member may approve it

    @property
    def more(self) -> int:
        """How many things besides the first it is about."""
        return len(self.titles) - 1

    @property
    def moment(self) -> str:
        """When it goes out, in the embassy's time zone and in UTC; "" for at once."""
        at = self.approval.release_at
        return said_moment(at, self.approval.embassy.time_zone) if at else ""


@dataclass(frozen=True)
class Draft:
    """A page or fact that differs from what is public and that nobody asked for yet."""

    kind: str
    number: int
    title: str
    language: str
    embassy: Embassy
    changed_at: datetime
    goes_in: int  # days until it goes

    @property
    def key(self) -> str:
        """How a form names it, and the ledger."""
        return f"{self.kind}:{self.number}"


def waiting_for(member: Member, *, now: datetime, page: int = 1) -> tuple[list[Waiting], bool]:
    """Return a page of what waits in the member's embassies, oldest first, and if there is more."""
    first = (page - 1) * PER_PAGE
    approvals = list(
        Approval.objects.filter(
            status=Approval.Status.WAITING, embassy__in=answered_by(member, today=now.date())
        )
        .select_related("embassy", "asked_by")
        .order_by("asked_at", "pk")[first : first + PER_PAGE + 1]
    )
    shown = approvals[:PER_PAGE]
    reasons = hindrances(member, shown, now=now)
    return shown_in_list(shown, reasons), len(approvals) > PER_PAGE


def shown_in_list(approvals: Sequence[Approval], reasons: Mapping[int, str]) -> list[Waiting]:
    """Return approvals as a list shows them, with what hinders a member by their number."""
    copies = copies_of(approvals)
    return [
        Waiting(
            each,
            tuple(title_of_copy(copy) for copy in copies[each.pk]),
            tuple(dict.fromkeys(copy.language for copy in copies[each.pk] if copy.language)),
            reasons.get(each.pk, ""),
        )
        for each in approvals
    ]


def copies_of(approvals: Sequence[Approval]) -> dict[int, list[FairCopy]]:
    """Return the copies of approvals by the approval's number, with one query."""
    found: dict[int, list[FairCopy]] = defaultdict(list)
    embassies = {each.embassy_id: each.embassy for each in approvals}
    for copy in FairCopy.objects.filter(approval__in=approvals).order_by("pk"):
        copy.embassy = embassies[copy.embassy_id]
        found[copy.approval_id].append(copy)
    return found


def drafts_of(member: Member, *, now: datetime) -> list[Draft]:
    """Return the drafts in the member's embassies that nobody asked for, oldest first."""
    embassies = list(answered_by(member, today=now.date()))
    waiting = set(
        FairCopy.objects.filter(
            approval__status__in=Approval.OPEN, embassy__in=embassies
        ).values_list("kind", "object_id")
    )
    drafts = [
        draft
        for draft in [*_page_drafts(embassies, now), *_fact_drafts(embassies, now)]
        if (draft.kind, draft.number) not in waiting
    ]
    return sorted(drafts, key=lambda each: each.changed_at)


def _page_drafts(embassies: Iterable[Embassy], now: datetime) -> list[Draft]:
    homes, found = Q(pk=None), {}
    for embassy in embassies:
        for language in embassy.languages:
            homes |= Q(url_path__startswith=embassy.home_path(language))
            found[embassy.home_path(language)] = embassy
    changed = Q(has_unpublished_changes=True) | Q(live=False)
    pages: QuerySet[Page] = Page.objects.filter(homes & changed, latest_revision__isnull=False)
    rows = pages.select_related("content_type", "locale", "latest_revision").defer(
        "latest_revision__content"
    )
    return [
        _draft(
            row,
            kind=".".join(row.content_type.natural_key()),
            title=row.draft_title or row.title,
            language=row.locale.language_code,
            embassy=found["/" + row.url_path.split("/", 2)[1] + "/"],
            now=now,
        )
        for row in rows
    ]


def _fact_drafts(embassies: list[Embassy], now: datetime) -> Iterable[Draft]:
    for model in fact_kinds():
        numbers = [each.pk for each in embassies]
        mine = Q(pk__in=numbers) if model is Embassy else Q(embassy__in=numbers)
        changed = Q(has_unpublished_changes=True) | Q(live=False)
        rows = model.objects.filter(mine & changed, latest_revision__isnull=False)
        if model is not Embassy:
            rows = rows.select_related("embassy")
        for row in rows.select_related("latest_revision"):
            yield _draft(
                row,
                kind=row._meta.label_lower,
                title=title_of(row),
                language="",
                embassy=row if model is Embassy else row.embassy,
                now=now,
            )


def _draft(row: Any, *, now: datetime, **shown: Any) -> Draft:  # noqa: ANN401 -- page or fact
    changed_at = row.latest_revision.created_at
    goes_in = ceil((changed_at + DRAFTS_KEPT - now) / timedelta(days=1))
    return Draft(number=row.pk, changed_at=changed_at, goes_in=max(goes_in, 0), **shown)
