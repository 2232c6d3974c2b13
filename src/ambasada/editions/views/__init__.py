from ambasada.editions.views.erasing import (
    approve_restoring,
    decline_restoring,
    erase_document,
    erase_it,
    erase_picture,
    restore,
)
from ambasada.editions.views.removing import remove_person
from ambasada.editions.views.rollbacks import approve, ask, ask_to_lift, decline
from ambasada.editions.views.screen import changes, index, verify

__all__ = [
    "approve",
    "approve_restoring",
    "ask",
    "ask_to_lift",
    "changes",
    "decline",
    "decline_restoring",
    "erase_document",
    "erase_it",
    "erase_picture",
    "index",
    "remove_person",
    "restore",
    "verify",
]
