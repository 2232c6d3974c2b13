"""What goes after thirty days, for everybody: requests, drafts, and what was left of them."""

from datetime import datetime

from django.db import transaction

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Verb
from ambasada.network.actions import forget_unnamed_files, let_go_of_seat_changes
from ambasada.network.models import Approval, FairCopy
from ambasada.pages.actions.asking import void
from ambasada.pages.actions.forgetting import let_go_of_drafts
from ambasada.pages.actions.leftovers import (
    let_go_of_authors,
    let_go_of_comments,
    let_go_of_log_entries,
    let_go_of_previews,
)
from ambasada.pages.actions.translations import let_go_of_translations
from ambasada.pages.queries.waiting import DRAFTS_KEPT


def clean_up(now: datetime) -> int:
    """Let go of what was not approved and is older than thirty days; return how much went.

    Guaranteed afterwards: nothing that readers are served, nothing younger than thirty days and
    nothing that members are asked about is touched, and what went is in no column of the database
    any more. All or nothing; repeated, it changes nothing. One line of the ledger tells of it.
    """
    removed = _clean_rows(now)
    # After the rows are gone for good: a file cannot be brought back.
    forget_unnamed_files(now=now)
    return removed


@transaction.atomic
def _clean_rows(now: datetime) -> int:
    oldest = now - DRAFTS_KEPT
    let_go_of_previews(now)
    removed = (
        _void_what_waited(oldest, now)
        + _let_go_of_copies(oldest)
        + let_go_of_comments(oldest)
        + let_go_of_drafts(oldest)
        + let_go_of_translations(oldest)
        + let_go_of_log_entries(oldest)
        + let_go_of_authors()
        + let_go_of_seat_changes(oldest)
    )
    if removed:
        append(Verb.CLEANED, by=Actor.CLOCK, subject=f"cleaning:{removed}", now=now)
    return removed


def _void_what_waited(oldest: datetime, now: datetime) -> int:
    """Make void what nobody decided; it counts in the ledger by a line of its own."""
    waiting = Approval.objects.filter(status=Approval.Status.WAITING, asked_at__lte=oldest)
    for approval in waiting.select_for_update().order_by("pk"):
        void(approval, by=Actor.CLOCK, now=now)
    return 0


def _let_go_of_copies(oldest: datetime) -> int:
    """Delete the copies and the note of what was declined or void; the approval itself stays."""
    refused = Approval.objects.filter(
        status__in=[Approval.Status.DECLINED, Approval.Status.VOID], decided_at__lte=oldest
    )
    copies = FairCopy.objects.filter(approval__in=refused, is_public=False)
    removed = copies.count()
    copies.delete()
    return removed + refused.exclude(note="").update(note="")
