"""Running a part of the benchmark in a process where Django is set up, on a data folder."""

import json
import sys
from pathlib import Path
from typing import Any

from bench.commands import output_of, without_settings


def environment_of(folder: Path) -> dict[str, str]:
    """Return the environment of a process that works on a data folder."""
    return without_settings() | {
        "AMBASADA_HOME": str(folder),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }


def command_for(module: str, call: str = "main()") -> list[str]:
    """Return the command that calls a function of a module of ours once Django is set up.

    Models can be imported only then.
    """
    return [
        sys.executable,
        "-c",
        f"import django; django.setup(); from bench import {module}; {module}.{call}",
    ]


def found_by(module: str, folder: Path, *, within: float, call: str = "main()") -> Any:  # noqa: ANN401 -- JSON
    """Call it and return what it printed as JSON."""
    said = output_of(command_for(module, call), within=within, environment=environment_of(folder))
    return json.loads(said)
