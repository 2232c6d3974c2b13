"""`ambasada import WHAT FILE`: files of others become part of the site."""

from typing import Any

from ambasada.config.commands import contacts, figures, postcodes, prisoners, statement


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the commands."""
    family = commands.add_parser("import", help="Read files into the site.").add_subparsers(
        metavar="WHAT", required=True
    )
    for module in (statement, figures, prisoners, contacts, postcodes):
        module.add_to(family)
