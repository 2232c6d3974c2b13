"""How long an alert takes to stand on every page of a large site, and to go again."""

import json
import sys
from pathlib import Path

from bench.commands import output_of, without_settings
from bench.figures import Figure

_WITHIN = 1_200.0
_LIMIT = 60  # seconds
# Models can be imported only once Django is set up.
_ALERTING = "import django; django.setup(); from bench.alerting import main; main()"


def measure_banner(folder: Path) -> list[Figure]:
    """Approve an alert on 1,000 pages in three languages, and take it back."""
    environment = without_settings() | {
        "AMBASADA_HOME": str(folder),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }
    command = [sys.executable, "-c", _ALERTING]
    found = json.loads(output_of(command, within=_WITHIN, environment=environment))
    note = f"{found['pages']} pages, none rendered; rendering them took {found['first']:.0f} s"
    return [
        Figure("An alert is on every page after", found["come"], "s", _LIMIT, note=note),
        Figure("An alert is gone from every page after", found["gone"], "s", _LIMIT),
    ]
