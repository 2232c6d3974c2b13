"""`ambasada appeals`: the appeals of an embassy are only read, or taken again."""

import argparse
from typing import Any


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the commands."""
    family = commands.add_parser(
        "appeals",
        help="Take no appeals and letters for a while: what is there is only read.",
        description="Coordinators do the same on the page “Help desk”. People still delete.",
    )
    verbs = family.add_subparsers(metavar="COMMAND", required=True)
    freeze = verbs.add_parser("freeze", help="Take nothing, until you say otherwise.")
    freeze.set_defaults(run=run_freeze, needs_django=True, may_be_new=False)
    resume = verbs.add_parser("resume", help="Take appeals and letters again.")
    resume.set_defaults(run=run_resume, needs_django=True, may_be_new=False)
    for each in (freeze, resume):
        each.add_argument("--embassy", metavar="CODE", help="whose; needed where there are several")


def run_freeze(options: argparse.Namespace) -> None:
    """Let the appeals of an embassy be only read."""
    from ambasada.casework.actions import make_read_only  # noqa: PLC0415 -- needs Django set up

    _run(make_read_only, options)
    print("Appeals are only read now. End it with `ambasada appeals resume`.")  # noqa: T201


def run_resume(options: argparse.Namespace) -> None:
    """Take appeals and letters again."""
    from ambasada.casework.actions import resume_forms  # noqa: PLC0415 -- needs Django set up

    _run(resume_forms, options)
    print("Appeals and letters are taken again.")  # noqa: T201


def _run(act: Any, options: argparse.Namespace) -> None:  # noqa: ANN401 -- an action
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.queries import commanding  # noqa: PLC0415 -- likewise
    from ambasada.config.ready import require_ready  # noqa: PLC0415 -- likewise
    from ambasada.network.queries import embassy_named  # noqa: PLC0415 -- likewise

    require_ready()
    act(embassy_named(options.embassy), by=commanding(), now=timezone.now())
