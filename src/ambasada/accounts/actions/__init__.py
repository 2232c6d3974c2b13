from ambasada.accounts.actions.invites import invite, join
from ambasada.accounts.actions.ledger import append, prune

__all__ = ["append", "invite", "join", "prune"]
