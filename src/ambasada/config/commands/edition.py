"""`ambasada edition`: what is public, as editions."""

from typing import Any

from ambasada.config.commands import edition_export


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the commands."""
    family = commands.add_parser("edition", help="Carry editions elsewhere.")
    verbs = family.add_subparsers(metavar="COMMAND", required=True)
    edition_export.add_to(verbs)
