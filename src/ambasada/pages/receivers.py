"""Wagtail's events that change which addresses answer; each calls one action."""

from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished

from ambasada.pages.actions import restore_address, take_back, withdraw
from ambasada.pages.models import PublicPage


@receiver(page_published)
def on_publish(instance: Page, **_kwargs: Any) -> None:
    restore_address(instance)


@receiver(page_unpublished)
def on_unpublish(instance: Page, **_kwargs: Any) -> None:
    if isinstance(instance, PublicPage):
        withdraw(instance)


@receiver(post_save, sender=PageViewRestriction)
def on_restriction(instance: PageViewRestriction, **_kwargs: Any) -> None:
    take_back(instance.page)


@receiver(pre_delete)
def on_delete(sender: type, instance: object, **_kwargs: Any) -> None:
    if issubclass(sender, PublicPage) and isinstance(instance, Page) and instance.live:
        withdraw(instance)
