"""Bakes that are killed at any moment; imported once Django is set up.

A child is a copy of this process, bakes, and is killed, with the children it may have. After each
kill the edition that is served must be whole, and the next bake must end well.
"""

import json
import os
import random
import signal
import sys
import time
from datetime import datetime

from django.conf import settings
from django.db import connections
from django.utils import timezone

from ambasada.editions.actions import bake, drop_spoilt_bodies
from ambasada.editions.folders import Folders
from ambasada.editions.queries.verifying import faults_of
from ambasada.network.models import Embassy
from bench.filling import filled_with, published


def fill() -> None:
    """Fill an empty data folder with what is baked and killed."""
    embassy = filled_with(30, now=timezone.now())
    bake(embassy, now=timezone.now())


def main(kills: int) -> None:
    """Kill so many bakes of the installation; print as JSON how many ended how."""
    embassy = Embassy.objects.get(code="gb")
    now = timezone.now()
    longest = {is_full: _seconds_of_a_bake(embassy, is_full=is_full) for is_full in (True, False)}
    found = {"in_time": 0, "not_whole": 0, "not_mended": 0}
    for number in range(kills):
        published(embassy, f"Killed {number}", now=now)
        is_full = number % 2 == 0  # a full bake has children of its own
        found["in_time"] += _is_killed(
            embassy,
            after=random.uniform(0, longest[is_full]),  # noqa: S311 -- a moment, no secret
            is_full=is_full,
        )
        found["not_whole"] += bool(_faults(embassy, now))
        mended = bake(embassy, now=now)
        is_there = f"killed-{number}" in _text_of_the_list(embassy)
        found["not_mended"] += bool(mended.faults or _faults(embassy, now) or not is_there)
    drop_spoilt_bodies(Folders(settings.EDITIONS_ROOT))
    json.dump(found, sys.stdout)


def _seconds_of_a_bake(embassy: Embassy, *, is_full: bool) -> float:
    published(embassy, f"Measured {is_full}", now=timezone.now())
    began = time.perf_counter()
    bake(embassy, now=timezone.now(), is_full=is_full)
    return time.perf_counter() - began


def _is_killed(embassy: Embassy, *, after: float, is_full: bool) -> bool:
    """Bake in a child, kill it after some seconds; tell whether it had not ended by itself."""
    connections.close_all()  # a child must not share one
    child = os.fork()
    if child == 0:
        bake(embassy, now=timezone.now(), is_full=is_full)
        os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _child, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == -signal.SIGKILL


def _faults(embassy: Embassy, now: datetime) -> list[str]:
    """Return what is wrong with the edition that is served."""
    folders = Folders(settings.EDITIONS_ROOT)
    number = folders.current(embassy.code)
    return faults_of(folders, embassy.code, number, now=now) if number else ["nothing is served"]


def _text_of_the_list(embassy: Embassy) -> str:
    folders = Folders(settings.EDITIONS_ROOT)
    manifest = folders.current_manifest(embassy.code)
    return folders.blobs.read(manifest.entries["/en/news/"].sha256).decode() if manifest else ""
