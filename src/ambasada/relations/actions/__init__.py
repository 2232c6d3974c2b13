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
from ambasada.relations.actions.handing_over import hand_over
from ambasada.relations.actions.memberships import close_membership, open_membership
from ambasada.relations.actions.people import record_person

__all__ = [
    "Overtaken",
    "Parties",
    "Taken",
    "anonymise",
    "change_entry",
    "change_interaction",
    "close_membership",
    "hand_over",
    "let_go_again",
    "note_advice",
    "open_membership",
    "read_note",
    "record_entry",
    "record_interaction",
    "record_person",
    "remove_entry",
    "settle_commitment",
]
