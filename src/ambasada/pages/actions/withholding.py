"""Taking something back without waiting for a second member: for safety, nothing waits."""

from datetime import datetime

from django.db import models, transaction

from ambasada.accounts.models import Member
from ambasada.network.models import Approval, FairCopy
from ambasada.pages.actions.asking import ask_to_withdraw, void
from ambasada.pages.actions.publication import finish


@transaction.atomic
def take_back_at_once(thing: models.Model, *, by: Member, now: datetime) -> None:
    """Take back what is public of a fact, and let nothing of it go out that was asked for.

    The verbs above it say of what that is one member’s to do. Two are needed to bring it back.
    Raises Refused unless the member has a seat in its embassy.
    """
    copies = FairCopy.objects.of_thing(thing)
    for each in Approval.objects.filter(copies__in=copies, status__in=Approval.OPEN).distinct():
        void(each, by=by, now=now)
    if not copies.filter(is_public=True).exists():
        return
    approval = ask_to_withdraw(thing, by=by, now=now)
    if approval.status == Approval.Status.WAITING:
        finish(approval, by=by, now=now)
