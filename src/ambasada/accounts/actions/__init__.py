from ambasada.accounts.actions.invites import invite, join
from ambasada.accounts.actions.ledger import append

__all__ = ["append", "invite", "join"]
