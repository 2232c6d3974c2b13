"""`ambasada member invite`: a link for the person who will run the site."""

import argparse
from typing import Any


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the command."""
    family = commands.add_parser("member", help="Invite members.").add_subparsers(
        metavar="COMMAND", required=True
    )
    parser = family.add_parser(
        "invite", help="Print one link that one person can use once within 24 hours."
    )
    parser.set_defaults(run=run, needs_django=True, may_be_new=False)


def run(options: argparse.Namespace) -> None:  # noqa: ARG001
    """Print the link; the token stands after the # sign, which browsers do not send."""
    from django.conf import settings  # noqa: PLC0415 -- needs Django set up
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.actions import invite  # noqa: PLC0415 -- needs Django set up
    from ambasada.config.ready import require_ready  # noqa: PLC0415 -- needs Django set up

    require_ready()
    print(f"{settings.STAFF_ORIGIN}/account/join/#{invite(now=timezone.now())}")  # noqa: T201
