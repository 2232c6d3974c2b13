"""Reads of pages: what an address leads to, what a list holds, what waits for approval."""

from ambasada.pages.queries.addresses import (
    Found,
    best_versions,
    languages_for,
    listed,
    page_at,
    page_paths,
    public_paths,
)
from ambasada.pages.queries.approvals import (
    consents_needed,
    hindrance,
    hindrances,
)
from ambasada.pages.queries.approved import approved_at
from ambasada.pages.queries.behind import behind_of
from ambasada.pages.queries.current import current
from ambasada.pages.queries.links import BrokenLink, broken_for
from ambasada.pages.queries.rows import CopyRow, once_public, public_rows
from ambasada.pages.queries.scheduled import missed_for, scheduled_for
from ambasada.pages.queries.screens import (
    approval_for,
    draft_for,
    embassy_of,
    facts_with,
    own_thing,
    shown_at,
    versions_in_draft,
    what_changes,
)
from ambasada.pages.queries.soundness import copy_faults
from ambasada.pages.queries.traces import (
    Traces,
    past_of,
    past_with,
    said_otherwise,
    traces_of,
    traces_with,
)
from ambasada.pages.queries.waiting import DRAFTS_KEPT, drafts_of, waiting_for

__all__ = [
    "DRAFTS_KEPT",
    "BrokenLink",
    "CopyRow",
    "Found",
    "Traces",
    "approval_for",
    "approved_at",
    "behind_of",
    "best_versions",
    "broken_for",
    "consents_needed",
    "copy_faults",
    "current",
    "draft_for",
    "drafts_of",
    "embassy_of",
    "facts_with",
    "hindrance",
    "hindrances",
    "languages_for",
    "listed",
    "missed_for",
    "once_public",
    "own_thing",
    "page_at",
    "page_paths",
    "past_of",
    "past_with",
    "public_paths",
    "public_rows",
    "said_otherwise",
    "scheduled_for",
    "shown_at",
    "traces_of",
    "traces_with",
    "versions_in_draft",
    "waiting_for",
    "what_changes",
]
