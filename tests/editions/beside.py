"""A bake by several processes, in a process of its own: children see only what is committed.

`python -c "…; from tests.editions.beside import main; main()" FOLDER HOW` bakes the installation
of AMBASADA_HOME into a folder and prints, as JSON, what that did and which process rendered what.
"""

import json
import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone

from ambasada.editions.actions import bake
from ambasada.editions.folders import Folders
from ambasada.editions.rendering import Rendered, render
from ambasada.network.models import Embassy
from ambasada.network.queries import Facts

# What a child does at one of the pages.
AT = "/be/contact/"


@dataclass(frozen=True)
class Rendering:
    """Renders as ever, notes which process did, and misbehaves at one page."""

    notes: Path
    how: str
    parent: int

    def __call__(self, facts: Facts, path: str) -> Rendered:
        with self.notes.open("a") as file:
            file.write(f"{os.getpid()}\n")
        if path == AT and self.how == "fails":
            message = "canary"
            raise ZeroDivisionError(message)
        if path == AT and os.getpid() != self.parent:
            if self.how == "child is killed":
                os.kill(os.getpid(), signal.SIGKILL)
            if self.how == "parent is killed":
                os.kill(self.parent, signal.SIGKILL)
                time.sleep(0.5)  # so that the line is closed when it is written to
        return render(facts, path)


def main() -> None:
    """Bake as the arguments say."""
    folder, how = Path(sys.argv[1]), sys.argv[2]
    rendering = Rendering(folder.with_suffix(".notes"), how, os.getpid())
    patch = pytest.MonkeyPatch()
    patch.setattr("ambasada.editions.actions.workers._FEW", 10)
    patch.setattr("ambasada.editions.actions.oven.render", rendering)
    patch.setattr("os.cpu_count", lambda: 1 if how == "alone" else 2)
    with override_settings(EDITIONS_ROOT=folder):
        made = bake(Embassy.objects.get(code="gb"), now=timezone.now())
    manifest = Folders(folder).current_manifest("gb")
    assert manifest is not None
    json.dump(
        {
            "faults": made.faults,
            "entries": {path: entry.written() for path, entry in manifest.entries.items()},
            "in_parent": rendering.notes.read_text().split().count(str(os.getpid())),
        },
        sys.stdout,
    )
