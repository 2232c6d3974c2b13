"""A large site, filled in this process; imported once Django is set up."""

from datetime import date, datetime, timedelta

from django.core.management import call_command

from ambasada.accounts.models import Actor
from ambasada.front.actions import raise_embassy
from ambasada.front.packs import read_pack
from ambasada.network.models import Embassy
from ambasada.pages.actions import ask
from ambasada.publishing.models import NewsIndexPage, NewsPage
from bench.commands import ROOT

_TEXT = "<p>A paragraph of an ordinary length, as a news item on any site has some of them.</p>"
_DAY = date(2026, 11, 1)


def filled_with(items: int, *, now: datetime, port: int = 8000) -> Embassy:
    """Fill an empty data folder with the British pack and so many news items; nothing is baked.

    They are in the first language; readers of the others are shown them in that one, so that there
    are three pages of each.
    """
    call_command("migrate", interactive=False, verbosity=0)
    pack = read_pack(ROOT / "content" / "gb")
    embassy = raise_embassy(pack, host="127.0.0.1", port=port, now=now)
    if items:
        days = [_DAY - timedelta(days=number) for number in range(items)]
        ask([drafted(embassy, day, f"Item {day}") for day in days], by=Actor.FOUNDER, now=now)
    return embassy


def published(embassy: Embassy, title: str, *, now: datetime) -> NewsPage:
    """Publish one news item of today."""
    item = drafted(embassy, now.date(), title)
    ask([item], by=Actor.FOUNDER, now=now)
    return item


def drafted(embassy: Embassy, day: date, title: str) -> NewsPage:
    """Write a news item that nobody has approved."""
    section = NewsIndexPage.objects.get(url_path=f"{embassy.home_path('en')}news/")
    item = NewsPage(
        title=title,
        published_on=day,
        body=[("text", _TEXT * 30)],
        locale=section.locale,
        live=False,
    )
    section.add_child(instance=item)
    return item
