from ambasada.accounts.queries.ledger import (
    LEDGER_PAGE,
    LedgerPage,
    LedgerRow,
    ledger_faults,
    ledger_page,
)
from ambasada.accounts.queries.members import (
    acts_from,
    commanding,
    has_key,
    has_passkey,
    may_act,
    members_ever,
    owns_passkey,
    roll_for,
)

__all__ = [
    "LEDGER_PAGE",
    "LedgerPage",
    "LedgerRow",
    "acts_from",
    "commanding",
    "has_key",
    "has_passkey",
    "ledger_faults",
    "ledger_page",
    "may_act",
    "members_ever",
    "owns_passkey",
    "roll_for",
]
