"""`ambasada bake`: render what changed, or everything, and serve it."""

import argparse
from typing import Any


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the command."""
    parser = commands.add_parser(
        "bake",
        help="Bake what changed into a new edition.",
        description=(
            "Bake what was approved since the last edition. While the server runs this happens by "
            "itself. Waits for a bake that is under way."
        ),
    )
    parser.add_argument(
        "--full", action="store_true", help="render every page, and say what had been missed"
    )
    parser.set_defaults(run=run, needs_django=True, may_be_new=False)


def run(options: argparse.Namespace) -> None:
    """Print a line for each embassy."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.casework.actions import tell_readers  # noqa: PLC0415 -- likewise
    from ambasada.config.intakes import settle_intakes  # noqa: PLC0415 -- needs Django set up
    from ambasada.config.ready import require_ready  # noqa: PLC0415 -- needs Django set up
    from ambasada.editions.actions import bake_all  # noqa: PLC0415 -- needs Django set up

    require_ready()
    now = timezone.now()
    settle_intakes(now=now)  # an edition publishes the list of the intake
    tell_readers(now=now)  # and whether somebody is on duty
    for made in bake_all(now=now, is_full=options.full):
        number = "no new edition" if made.edition is None else f"edition {made.edition}"
        print(f"{made.embassy}: {number}, {made.rendered} rendered, {len(made.changed)} changed.")  # noqa: T201
        for path in sorted(made.missed):
            print(f"  missed until now: {path}")  # noqa: T201
        for path, fault in sorted(made.faults.items()):
            print(f"  kept as it was: {path} ({fault})")  # noqa: T201
