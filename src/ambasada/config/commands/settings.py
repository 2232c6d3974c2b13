"""`ambasada settings --explain`: every setting, its value in force, what it is for."""

import argparse
from typing import Any

from ambasada.config.environment import explain, read_environment


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the command."""
    parser = commands.add_parser("settings", help="Show the settings of this installation.")
    parser.add_argument(
        "--explain", action="store_true", required=True, help="Say what each setting is for."
    )
    parser.set_defaults(run=run, needs_django=False)


def run(options: argparse.Namespace) -> None:  # noqa: ARG001
    """Print the table."""
    for name, value, explanation in explain(read_environment()):
        print(f"{name} = {value or '(empty)'}\n    {explanation}")  # noqa: T201
