"""The one road to readers: ask, approve, decline; and what happens to drafts."""

from ambasada.pages.actions.approving import approve, decline, is_changed
from ambasada.pages.actions.asking import adopt, ask, ask_to_withdraw
from ambasada.pages.actions.drafts import note_author, take_in_translation
from ambasada.pages.actions.publication import current

__all__ = [
    "adopt",
    "approve",
    "ask",
    "ask_to_withdraw",
    "current",
    "decline",
    "is_changed",
    "note_author",
    "take_in_translation",
]
