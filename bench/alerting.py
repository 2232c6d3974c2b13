"""An alert on a large site, in this process; imported once Django is set up."""

import json
import sys
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from ambasada.accounts.models import Actor
from ambasada.editions.actions import Outcome, bake
from ambasada.editions.folders import Folders
from ambasada.network.models import Banner, Embassy
from ambasada.pages.actions import ask, ask_to_withdraw
from bench.filling import filled_with

_MANY = 1000
_ALERT = {"en": "Leave by the north.", "be": "Ідзіце на поўнач.", "ru": "Уходите на север."}


def main() -> None:
    """Fill an empty data folder, and print what was measured as JSON."""
    now = timezone.now()
    embassy = filled_with(_MANY, now=now)
    _made, first_took = _baked(embassy, now)
    banner = Banner.objects.create(
        embassy=embassy, level="danger", text=_ALERT, until=now + timedelta(days=1), live=False
    )
    ask([banner], by=Actor.FOUNDER, now=now)
    come, come_took = _baked(embassy, now)
    without = _pages_without_alert(embassy)
    ask_to_withdraw(banner, by=Actor.FOUNDER, now=now)
    gone, gone_took = _baked(embassy, now)
    pages = _pages_without_alert(embassy)
    if (
        come.rendered
        or gone.rendered
        or without != {"/exit/"}
        or len(come.changed) < len(pages) - 1
    ):
        sys.exit(f"The alert was not on every page alone ({sorted(without)[:9]}): mend that first.")
    found = {
        "pages": len(pages) - 1,
        "first": first_took,
        "come": come_took,
        "gone": gone_took,
    }
    json.dump(found, sys.stdout)


def _baked(embassy: Embassy, now: datetime) -> tuple[Outcome, float]:
    """Bake; return what that did, and the seconds until the new edition was served."""
    began = time.perf_counter()
    made = bake(embassy, now=now)
    return made, time.perf_counter() - began


def _pages_without_alert(embassy: Embassy) -> set[str]:
    """Return the paths of pages that do not have the alert in their language."""
    folders = Folders(settings.EDITIONS_ROOT)
    manifest = folders.current_manifest(embassy.code)
    return {
        path
        for path, each in (manifest.entries.items() if manifest else ())
        if each.language and _ALERT[each.language].encode() not in folders.blobs.read(each.sha256)
    }
