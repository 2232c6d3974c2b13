from ambasada.accounts.actions.invites import (
    count_wrong_word,
    forget_invites,
    give_word,
    hold,
    invite_of,
    is_open,
    is_word_right,
    make_invite,
    spend,
)
from ambasada.accounts.actions.keys import note_key_added, note_key_removed
from ambasada.accounts.actions.ledger import append, prune
from ambasada.accounts.actions.members import (
    end_sessions,
    let_back_in,
    lock_out,
    lose_devices,
    make_member,
)

__all__ = [
    "append",
    "count_wrong_word",
    "end_sessions",
    "forget_invites",
    "give_word",
    "hold",
    "invite_of",
    "is_open",
    "is_word_right",
    "let_back_in",
    "lock_out",
    "lose_devices",
    "make_invite",
    "make_member",
    "note_key_added",
    "note_key_removed",
    "prune",
    "spend",
]
