"""How long `ambasada check` reads a ledger of many years, and how much memory it takes for it."""

import json
import sys
from pathlib import Path

from bench.commands import output_of, without_settings
from bench.figures import Figure

_LINES = 100_000
_LIMIT = 10
_WITHIN = 300.0
# Models can be imported only once Django is set up.
_DOING = "import django; django.setup(); from bench.verifying import {0}; {0}({1})"


def measure_ledger(folder: Path) -> list[Figure]:
    """Fill a ledger in a data folder of its own, and verify it in another process."""
    folder.mkdir()
    appending = _measured(folder, "fill")["milliseconds"]
    verifying = _measured(folder, "verify")
    note = f"{appending:.1f} ms to append one"
    return [
        Figure(f"Verifying a ledger of {_LINES:,} lines", verifying["seconds"], "s", _LIMIT, note),
        Figure("Memory that verifying it adds", verifying["megabytes"], "MB"),
    ]


def _measured(folder: Path, what: str) -> dict[str, float]:
    environment = without_settings() | {
        "AMBASADA_HOME": str(folder / "home"),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }
    command = [sys.executable, "-c", _DOING.format(what, _LINES)]
    measured: dict[str, float] = json.loads(
        output_of(command, within=_WITHIN, environment=environment)
    )
    return measured
