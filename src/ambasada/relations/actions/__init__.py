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
from ambasada.relations.actions.registering import (
    Chosen,
    count_withheld,
    keep_off_register,
    let_on_register,
    put_on_register,
    set_delay,
)

__all__ = [
    "Chosen",
    "Overtaken",
    "Parties",
    "Taken",
    "anonymise",
    "change_entry",
    "change_interaction",
    "close_membership",
    "count_withheld",
    "hand_over",
    "keep_off_register",
    "let_go_again",
    "let_on_register",
    "note_advice",
    "open_membership",
    "put_on_register",
    "read_note",
    "record_entry",
    "record_interaction",
    "record_person",
    "remove_entry",
    "set_delay",
    "settle_commitment",
]
