from ambasada.accounts.actions.invites import invite, join

__all__ = ["invite", "join"]
