"""`ambasada check`: whether this installation is sound, in sentences."""

import argparse
from typing import Any

from ambasada.lib.refused import Refused


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the command."""
    parser = commands.add_parser("check", help="Look for what is wrong with this installation.")
    parser.set_defaults(run=run, needs_django=True, may_be_new=False)


def run(options: argparse.Namespace) -> None:  # noqa: ARG001
    """Print one line for each thing that is wrong; refuse if there is any."""
    from ambasada.config.ready import faults, require_ready  # noqa: PLC0415 -- needs Django

    require_ready()
    found = faults()
    for sentence in found:
        print(sentence)  # noqa: T201
    if found:
        message = f"{len(found)} found. Mend each and check again."
        raise Refused(message)
    print("Everything that can be checked from here is in order.")  # noqa: T201
