"""Django’s events: a member whose sessions ended loses their desk key within a moment."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.casework.actions import withdraw_lost_keys


@receiver(post_save, sender=Member)
def on_new_salt(update_fields: Collection[str] | None, **_kwargs: Any) -> None:
    """Withdraw keys once the loss stands; if that fails, the clock does it within a minute."""
    if update_fields and "session_salt" in update_fields:
        transaction.on_commit(lambda: withdraw_lost_keys(now=timezone.now()), robust=True)
