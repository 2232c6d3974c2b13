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
from ambasada.relations.actions.exporting import Exported, Form, export_contacts
from ambasada.relations.actions.handing_over import hand_over
from ambasada.relations.actions.importing import (
    Terms,
    Undone,
    Why,
    forget_imports,
    import_contacts,
    sweep_imports,
    undo_import,
)
from ambasada.relations.actions.memberships import close_membership, open_membership
from ambasada.relations.actions.merging import (
    forget_merges,
    merge,
    say_apart,
    undo_merge,
)
from ambasada.relations.actions.people import record_person

__all__ = [
    "Exported",
    "Form",
    "Overtaken",
    "Parties",
    "Taken",
    "Terms",
    "Undone",
    "Why",
    "anonymise",
    "change_entry",
    "change_interaction",
    "close_membership",
    "export_contacts",
    "forget_imports",
    "forget_merges",
    "hand_over",
    "import_contacts",
    "let_go_again",
    "merge",
    "note_advice",
    "open_membership",
    "read_note",
    "record_entry",
    "record_interaction",
    "record_person",
    "remove_entry",
    "say_apart",
    "settle_commitment",
    "sweep_imports",
    "undo_import",
    "undo_merge",
]
