"""Publishing on a large site that is being read; imported once Django is set up."""

import json
import random
import sys
import time
from http.client import HTTPConnection, HTTPException

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from ambasada.accounts.models import Actor
from ambasada.editions.folders import DELTA, Folders
from ambasada.network.models import Embassy
from ambasada.pages.actions import ask
from bench.filling import drafted, filled_with

_OK = 200
# The kernel gives each new connection to one of the web processes: so many find all of them.
_IN_A_ROW = 6
_GIVEN_UP_AFTER = 60.0


def fill(items: int, port: int) -> None:
    """Fill an empty data folder that is then served, and do what Wagtail put off meanwhile.

    Thousands of pages at once leave twenty thousand tasks, which would be done beside the readers.
    """
    filled_with(items, now=timezone.now(), port=port)
    call_command("db_worker", batch=True, verbosity=0)


def main(count: int, port: int) -> None:
    """Publish so many news items, one after the other; print as JSON when each was live."""
    embassy = Embassy.objects.get(code="gb")
    folders = Folders(settings.EDITIONS_ROOT)
    seconds, dirtied = [], []
    for number in range(count):
        time.sleep(random.uniform(0.5, 1.5))  # noqa: S311 -- a moment, no secret
        now = timezone.now()
        item = drafted(embassy, now.date(), f"Published {number}")
        before = folders.current(embassy.code)
        began = time.monotonic()
        ask([item], by=Actor.FOUNDER, now=now)
        seconds.append(_live_at(f"/en/{item.address}", port, since=began) - began)
        dirtied.append(_changed_since(folders, embassy.code, before or 0))
    json.dump({"seconds": seconds, "dirtied": dirtied}, sys.stdout)


def _live_at(path: str, port: int, *, since: float) -> float:
    """Return the moment from which every process had the page."""
    while time.monotonic() - since < _GIVEN_UP_AFTER:
        moment = time.monotonic()
        if all(_is_there(path, port) for _ in range(_IN_A_ROW)):
            return moment
        time.sleep(0.01)
    sys.exit(f"A news item was not live after {_GIVEN_UP_AFTER:g} s: mend that first.")


def _is_there(path: str, port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == _OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _changed_since(folders: Folders, code: str, number: int) -> int:
    """Return how many files the editions since one changed, as their deltas say.

    What copies search is written down once in ten minutes, whatever was published meanwhile.
    """
    changed: set[str] = set()
    for newer in (each for each in folders.numbers(code) if each > number):
        delta = json.loads((folders.edition(code, newer) / DELTA).read_bytes())
        files = {path for path, each in delta["files"].items() if not each.get("copy_only")}
        changed.update(files, delta["gone"])
    return len(changed)
