"""Verbs of relations. Each names its actor, checks their right, and writes its line."""

from ambasada.relations.actions.anonymising import Taken, anonymise, let_go_again
from ambasada.relations.actions.dealings import (
    Parties,
    change_interaction,
    note_advice,
    read_note,
    record_interaction,
    settle_commitment,
)
from ambasada.relations.actions.entries import (
    Overtaken,
    change_entry,
    record_entry,
    remove_entry,
)
from ambasada.relations.actions.feeds import close_all_feeds, close_feed, open_feed, widen_feed
from ambasada.relations.actions.handing_over import hand_over
from ambasada.relations.actions.memberships import close_membership, open_membership
from ambasada.relations.actions.people import record_person
from ambasada.relations.actions.postcodes import import_postcodes
from ambasada.relations.actions.reports import export_report
from ambasada.relations.actions.standing import make_private, make_public, offices_of

__all__ = [
    "Overtaken",
    "Parties",
    "Taken",
    "anonymise",
    "change_entry",
    "change_interaction",
    "close_all_feeds",
    "close_feed",
    "close_membership",
    "export_report",
    "hand_over",
    "import_postcodes",
    "let_go_again",
    "make_private",
    "make_public",
    "note_advice",
    "offices_of",
    "open_feed",
    "open_membership",
    "read_note",
    "record_entry",
    "record_interaction",
    "record_person",
    "remove_entry",
    "settle_commitment",
    "widen_feed",
]
