from ambasada.accounts.models.invite import INVITE_LIFETIME, Invite
from ambasada.accounts.models.member import Member

__all__ = ["INVITE_LIFETIME", "Invite", "Member"]
