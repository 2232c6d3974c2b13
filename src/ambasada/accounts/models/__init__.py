from ambasada.accounts.models.invite import (
    INVITE_LIFETIME,
    UNUSED_INVITES_KEPT,
    WRONG_WORDS_ALLOWED,
    Invite,
    Vouch,
)
from ambasada.accounts.models.ledger import (
    LEDGER_KEPT,
    Actor,
    LedgerCheckpoint,
    LedgerHead,
    LedgerLine,
    Verb,
)
from ambasada.accounts.models.member import Member

__all__ = [
    "INVITE_LIFETIME",
    "LEDGER_KEPT",
    "UNUSED_INVITES_KEPT",
    "WRONG_WORDS_ALLOWED",
    "Actor",
    "Invite",
    "LedgerCheckpoint",
    "LedgerHead",
    "LedgerLine",
    "Member",
    "Verb",
    "Vouch",
]
