"""What approving costs, and what the list of what waits asks of the database."""

import json
import sys
from pathlib import Path

from bench.commands import output_of, without_settings
from bench.figures import Figure

_WITHIN = 600.0
# Models can be imported only once Django is set up.
_APPROVING = "import django; django.setup(); from bench.approving import main; main()"


def measure_approvals(folder: Path) -> list[Figure]:
    """Approve pages through the admin, and count the queries of the list at 1 and at 1,000."""
    environment = without_settings() | {
        "AMBASADA_HOME": str(folder),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }
    command = [sys.executable, "-c", _APPROVING]
    found = json.loads(output_of(command, within=_WITHIN, environment=environment))
    note = f"{found['approved']} pages, one by one; 95 of 100 within {found['p95']:.0f} ms"
    return [
        Figure("Approving a page, median", found["median"], "ms", 300, note=note, places=0),
        Figure("Queries of the list of what waits, at 1", found["at_1"], "", 15, places=0),
        Figure("Queries of the list of what waits, at 1,000", found["at_1000"], "", 15, places=0),
    ]
