"""Embassies to test with: Britain's and Norland's real packs, raised once, and tiny ones."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from ambasada.front.actions import raise_embassy
from ambasada.front.packs import Pack, read_pack
from ambasada.network.models import Embassy
from tests.factories.ground import Ground
from tests.factories.rows import Change, change, put, rows

CONTENT = Path(__file__).resolve().parents[2] / "content"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BRITAIN_HOST = "gb.localhost"
NORLAND_HOST = "norland.localhost"
_GUIDE = "digital-safety"
GROUND = Ground()


class Raised(NamedTuple):
    """What raising embassies did to the tables, and the files it stored."""

    change: Change
    media: Path


def raised_from(folder: Path, host: str) -> Embassy:
    """Raise an embassy from a pack, as `ambasada embassy add` does."""
    return raise_embassy(checked_today(read_pack(folder)), host=host, port=8000, now=NOW)


def checked_today(pack: Pack) -> Pack:
    """Return a pack with one guide, which was checked today: tests do not grow old with it.

    Fourteen guides in three languages would be most of what is raised for each test.
    """
    day = {"checked_on": timezone.localdate()}
    kept = _GUIDE if _GUIDE in pack.guides else next(iter(pack.guides), "")
    guides = {
        name: replace(
            guide,
            texts={
                code: replace(text, front=text.front | day) for code, text in guide.texts.items()
            },
        )
        for name, guide in pack.guides.items()
        if name == kept
    }
    return replace(pack, guides=guides)


def raise_both(media: Path) -> Raised:
    """Raise Britain, which becomes the default site, and Norland; keep what that did."""
    with override_settings(MEDIA_ROOT=media), transaction.atomic():
        before = rows()
        raised_from(CONTENT / "gb", BRITAIN_HOST)
        raised_from(CONTENT / "norland", NORLAND_HOST)
        after = rows()
        transaction.set_rollback(True)
    return Raised(change(before, after), media)


def put_both(raised: Raised) -> None:
    """Put Britain and Norland into a test's folder of media and, where they don't stand yet, rows.

    Where the rows stand they are committed, below the test's own transaction.
    """
    if not GROUND.is_raised:
        put(raised.change)
    shutil.copytree(raised.media, settings.MEDIA_ROOT, dirs_exist_ok=True)
    cache.clear()  # Wagtail remembers the sites of the test before
