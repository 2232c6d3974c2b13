"""A large list of invented prisoners, and a site that has it; imported once Django is set up."""

import csv
import json
import os
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from ambasada.editions.actions import bake_all
from ambasada.editions.folders import Folders
from ambasada.network.models import Embassy
from bench.filling import filled_with, published
from bench.memory import proportional_memory

_LETTERS = "абвгдежзйклмнопрстуфхцчшэюя"
_FIRST = date(1950, 1, 1)
_HEADER = (
    "id",
    "name",
    "name_en",
    "status",
    "url",
    "birthday",
    "arrested",
    "articles",
    "court",
    "verdict_date",
    "penalty",
    "prison",
)


def write_list(file: Path, rows: int) -> None:
    """Write a list of so many invented people, none of whom was released or died."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(_HEADER)
        for number in range(rows):
            one, two, three = (_LETTERS[number // 27**power % 27] for power in range(3))
            arrested = date(2020, 8, 9) + timedelta(days=number % 2000)
            writer.writerow(
                (
                    number,
                    f"{one.upper()}{two}{three}овіч Асоба {number}-Test",
                    f"{chr(65 + number % 26)}{chr(97 + number // 26 % 26)}ovic Asoba {number}-Test",
                    "active" if number % 10 == 0 else "former",
                    f"https://centre.example.org/{number}",
                    _FIRST + timedelta(days=number),
                    arrested,
                    "арт. 1 ч. 1, арт. 2 ч. 3",
                    "Суд Тэставага раёна",
                    arrested + timedelta(days=120),
                    "3 гады калоніі агульнага рэжыму",
                    f"Турма №{number % 20}-Test; вул. Ціхая {number % 90}, 00000 Горад-Test",
                )
            )


def fill() -> None:
    """Fill an empty data folder with the British pack."""
    filled_with(0, now=timezone.now())


def bake() -> None:
    """Bake everything, then one news item, then nothing; print the seconds and what there is."""
    seconds = {"bake": _timed()}
    folders, embassy = Folders(settings.EDITIONS_ROOT), Embassy.objects.get(code="gb")
    manifest = folders.current_manifest("gb")
    entries = len(manifest.entries) if manifest else 0
    items = []
    for number in range(5):
        published(embassy, f"Published {number}", now=timezone.now())
        items.append(_timed())
    json.dump(
        {
            **seconds,
            "entries": entries,
            "items": items,
            "nothing": _timed(),
            "memory": proportional_memory(os.getpid()),
        },
        sys.stdout,
    )


def _timed() -> float:
    began = time.monotonic()
    bake_all(now=timezone.now())
    return time.monotonic() - began
