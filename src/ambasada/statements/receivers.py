"""Wagtail's event that makes a version; calls one action."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import page_published

from ambasada.statements.actions import keep_version
from ambasada.statements.models import StatementPage


@receiver(page_published, sender=StatementPage)
def on_publish(instance: StatementPage, **_kwargs: Any) -> None:
    keep_version(instance, now=timezone.now())
