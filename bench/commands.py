"""Running another program, within a time, and saying in a sentence when it fails."""

import os
import subprocess
from pathlib import Path

from bench.figures import Unmeasured

ROOT = Path(__file__).resolve().parents[1]


def without_settings() -> dict[str, str]:
    """Return the environment without settings of ours and without an active virtual one."""
    ours = ("AMBASADA_", "DJANGO_SETTINGS_MODULE", "VIRTUAL_ENV", "PYTHONPATH")
    return {key: value for key, value in os.environ.items() if not key.startswith(ours)}


def output_of(
    command: list[str], *, within: float, environment: dict[str, str] | None = None
) -> str:
    """Return what a command run in the checkout prints.

    Raises Unmeasured with the command's own last words if it fails or takes too long.
    """
    try:
        result = subprocess.run(  # noqa: S603 -- commands written out in this folder
            command,
            cwd=ROOT,
            env=without_settings() if environment is None else environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=within,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        message = f"{Path(command[0]).name} did not finish: {error}"
        raise Unmeasured(message) from None
    if result.returncode:
        message = f"{Path(command[0]).name} failed: {result.stderr.strip()[-800:]}"
        raise Unmeasured(message)
    return result.stdout
