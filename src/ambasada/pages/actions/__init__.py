"""The one road to readers: ask, approve, decline; and what happens to drafts."""

from ambasada.pages.actions.approving import approve, decline, is_changed
from ambasada.pages.actions.asking import adopt, ask, ask_to_withdraw
from ambasada.pages.actions.cleaning import clean_up
from ambasada.pages.actions.drafts import note_author, take_in_translation
from ambasada.pages.actions.erasing import erase_traces, overwrite_deleted_rows
from ambasada.pages.actions.leftovers import let_go_of_previews
from ambasada.pages.actions.links import gather_links, look_at_a_link
from ambasada.pages.actions.releasing import next_release, release, release_due
from ambasada.pages.actions.withholding import take_back_at_once

__all__ = [
    "adopt",
    "approve",
    "ask",
    "ask_to_withdraw",
    "clean_up",
    "decline",
    "erase_traces",
    "gather_links",
    "is_changed",
    "let_go_of_previews",
    "look_at_a_link",
    "next_release",
    "note_author",
    "overwrite_deleted_rows",
    "release",
    "release_due",
    "take_back_at_once",
    "take_in_translation",
]
