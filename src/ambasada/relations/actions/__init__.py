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
from ambasada.relations.actions.entries import Overtaken, change_entry, record_entry, remove_entry
from ambasada.relations.actions.exporting import Exported, Form, export_contacts
from ambasada.relations.actions.feeds import close_all_feeds, close_feed, open_feed, widen_feed
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
from ambasada.relations.actions.letters import (
    Picked,
    change_copy,
    change_letter,
    make_copies,
    record_letter,
)
from ambasada.relations.actions.memberships import close_membership, open_membership
from ambasada.relations.actions.merging import forget_merges, merge, say_apart, undo_merge
from ambasada.relations.actions.people import record_person
from ambasada.relations.actions.postcodes import import_postcodes
from ambasada.relations.actions.registering import (
    Chosen,
    count_withheld,
    keep_off_register,
    let_on_register,
    put_on_register,
    set_delay,
)
from ambasada.relations.actions.reports import export_report
from ambasada.relations.actions.segments import change_segment, record_segment, remove_segment
from ambasada.relations.actions.sending import (
    note_answer,
    note_posted,
    send_letter,
    send_some,
    settle_copy,
    stop_letter,
)
from ambasada.relations.actions.standing import make_private, make_public, offices_of

__all__ = [
    "Chosen",
    "Exported",
    "Form",
    "Overtaken",
    "Parties",
    "Picked",
    "Taken",
    "Terms",
    "Undone",
    "Why",
    "anonymise",
    "change_copy",
    "change_entry",
    "change_interaction",
    "change_letter",
    "change_segment",
    "close_all_feeds",
    "close_feed",
    "close_membership",
    "count_withheld",
    "export_contacts",
    "export_report",
    "forget_imports",
    "forget_merges",
    "hand_over",
    "import_contacts",
    "import_postcodes",
    "keep_off_register",
    "let_go_again",
    "let_on_register",
    "make_copies",
    "make_private",
    "make_public",
    "merge",
    "note_advice",
    "note_answer",
    "note_posted",
    "offices_of",
    "open_feed",
    "open_membership",
    "put_on_register",
    "read_note",
    "record_entry",
    "record_interaction",
    "record_letter",
    "record_person",
    "record_segment",
    "remove_entry",
    "remove_segment",
    "say_apart",
    "send_letter",
    "send_some",
    "set_delay",
    "settle_commitment",
    "settle_copy",
    "stop_letter",
    "sweep_imports",
    "undo_import",
    "undo_merge",
    "widen_feed",
]
