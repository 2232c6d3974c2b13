"""What a command says when it could only ask."""

from django.conf import settings

from ambasada.network.models import Approval
from ambasada.pages.queries import consents_needed


def left_for_members(approval: Approval) -> str:
    """Return the sentence about a request that waits for members; empty if it was done at once."""
    if approval.status != Approval.Status.WAITING:
        return ""
    who = "A member approves" if consents_needed(approval) == 1 else "Two members approve"
    where = f"{settings.STAFF_ORIGIN}/admin/approvals/{approval.pk}/"
    return f"Nothing is public yet: a request was left. {who} it at {where}"
