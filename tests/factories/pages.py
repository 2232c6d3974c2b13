"""News and statements as an editor would publish them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone
from wagtail.models import Page

from ambasada.accounts.models import Actor
from ambasada.network.models import (
    Approval,
    Banner,
    Embassy,
    FairCopy,
    Mirror,
    OnionAddress,
)
from ambasada.pages.actions import ask, ask_to_withdraw
from ambasada.pages.actions.publication import finish
from ambasada.publishing.models import GuidePage, NewsPage
from ambasada.statements.models import StatementPage

DAY = date(2026, 5, 1)
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ALERT = {
    "en": "Leave the square by the north side.",
    "be": "Ідзіце з плошчы на поўнач.",
    "ru": "Уходите с площади на север.",
}
P = TypeVar("P", bound=Page)
F = TypeVar("F", Mirror, OnionAddress)


def at(embassy: Embassy, language: str, path: str = "") -> Page:
    """Return the page that stands at a path below a language."""
    return Page.objects.get(url_path=embassy.home_path(language) + path).specific


def drafted(page: P, parent: Page) -> P:
    """Save a page below another one as a draft nobody has published."""
    page.locale = parent.locale
    page.live = False
    parent.add_child(instance=page)
    page.save_revision()
    return page


def approve_at_once(*things: Any) -> Approval:
    """Make things public as they are now, as if as many members as it takes had said yes."""
    approval = ask(things, by=Actor.FOUNDER, now=NOW)
    if approval.status == Approval.Status.WAITING:
        finish(approval, by=Actor.FOUNDER, now=NOW)
    for thing in things:
        thing.refresh_from_db()
    return approval


def withdraw_at_once(thing: Model) -> None:
    """Take a page or fact back, as if as many members as it takes had said yes."""
    approval = ask_to_withdraw(thing, by=Actor.FOUNDER, now=NOW)
    if approval.status == Approval.Status.WAITING:
        finish(approval, by=Actor.FOUNDER, now=NOW)
    thing.refresh_from_db()


def hide(embassy: Embassy, kind: type[Any]) -> None:
    """Leave readers without a kind of fact, as if the embassy had never had one approved."""
    FairCopy.objects.public(embassy).filter(kind=kind._meta.label_lower).update(is_public=False)


def withdraw_all(section: Page) -> None:
    """Take back every page below a section that is public."""
    for page in Page.objects.child_of(section):
        if FairCopy.objects.of_thing(page.specific).filter(is_public=True).exists():
            withdraw_at_once(page.specific)


def published(page: P, parent: Page) -> P:
    """Save a page below another one and have it approved."""
    approve_at_once(drafted(page, parent))
    return page


def news(embassy: Embassy, language: str = "en", **fields: Any) -> NewsPage:
    item = NewsPage(**{"title": "A quiet day", "published_on": DAY, **fields})
    return published(item, at(embassy, language, "news/"))


def guide(embassy: Embassy, language: str = "en", **fields: Any) -> GuidePage:
    """Publish a guide that was checked today and rests on law."""
    step = {"heading": "Ask a neighbour", "text": "<p>Any of them.</p>"}
    page = GuidePage(
        **{
            "title": "A quiet life",
            "topic": GuidePage.Topic.SAFETY,
            "for_whom": "For neighbours.",
            "jurisdiction": "This street",
            "checked_on": timezone.localdate(),
            "steps": [("step", step)],
            **fields,
        }
    )
    return published(page, at(embassy, language, "guides/"))


def draft_banner(embassy: Embassy, **fields: Any) -> Banner:
    """Write a banner that stands for an hour, over the one there was; nobody has approved it."""
    was = Banner.objects.filter(embassy=embassy).first()
    written = was or Banner(embassy=embassy, live=False)
    said = {code: ALERT[code] for code in embassy.languages}
    values = {"level": "danger", "text": said, "until": NOW + timedelta(hours=1), **fields}
    for name, value in values.items():
        setattr(written, name, value)
    if was is None:
        written.save()
    written.save_revision(clean=False)  # as the admin saves a draft
    return written


def banner(embassy: Embassy, **fields: Any) -> Banner:
    """Write a banner and have it approved."""
    written = draft_banner(embassy, **fields)
    approve_at_once(written)
    return written


def mirror(embassy: Embassy, address: str) -> Mirror:
    """Write a mirror down and have it approved."""
    return _approved(Mirror(embassy=embassy, address=address, live=False))


def onion(embassy: Embassy, address: str) -> OnionAddress:
    """Write the onion address down and have it approved."""
    return _approved(OnionAddress(embassy=embassy, address=address, live=False))


def _approved(fact: F) -> F:
    fact.save()
    fact.save_revision(clean=False)  # as the admin saves a draft
    approve_at_once(fact)
    return fact


def statement(embassy: Embassy, language: str = "en", **fields: Any) -> StatementPage:
    text = StatementPage(
        **{
            "title": "Statement on a quiet day",
            "issued_on": DAY,
            "issuers": "We, the neighbours",
            "declarations": [("paragraph", "We declare a quiet day.")],
            **fields,
        }
    )
    return published(text, at(embassy, language, "statements/"))


def translated(original: P, embassy: Embassy, language: str, **fields: Any) -> P:
    """Publish a page's translation, told from its original by the same translation key."""
    copy = type(original)(
        translation_key=original.translation_key,
        **{
            field: getattr(original, field)
            for field in ("title", "published_on", "issued_on", "issuers")
            if hasattr(original, field)
        }
        | fields,
    )
    section = original.get_parent().slug + "/"
    return published(copy, at(embassy, language, section))
