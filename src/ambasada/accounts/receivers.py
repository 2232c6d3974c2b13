"""allauth's events that would keep an hour; each is answered by forgetting it."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models.signals import pre_save
from django.dispatch import receiver


@receiver(pre_save, sender=Authenticator)
def on_use(instance: Authenticator, **_kwargs: Any) -> None:
    instance.last_used_at = None
