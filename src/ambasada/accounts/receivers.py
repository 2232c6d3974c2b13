"""allauth's events: a key that came or went is written down, an hour of use is forgotten."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone

from ambasada.accounts.actions import note_key_added, note_key_removed
from ambasada.accounts.models import Member


@receiver(pre_save, sender=Authenticator)
def on_use(instance: Authenticator, **_kwargs: Any) -> None:
    instance.last_used_at = None


@receiver([authenticator_added, authenticator_reset])
def on_key_added(user: Member, **_kwargs: Any) -> None:
    note_key_added(user, now=timezone.now())


@receiver(authenticator_removed)
def on_key_removed(user: Member, **_kwargs: Any) -> None:
    note_key_removed(user, now=timezone.now())
