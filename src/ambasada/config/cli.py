"""The `ambasada` command: friendly verbs over the actions of the apps.

Exit codes: 0 done, 1 refused or failed with one sentence, 2 wrong usage. No stack trace reaches
the person at the keyboard.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence

import django
from django.db import OperationalError

from ambasada import __version__
from ambasada.config.commands import (
    appeals,
    backup,
    bake,
    check,
    edition,
    embassy,
    escrow,
    importing,
    key,
    member,
    mirror,
    partners,
    restore,
    roster,
    serve,
    settings,
)
from ambasada.config.environment import read_environment
from ambasada.lib.refused import Refused


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ambasada", description="Run the site of a People's Embassy."
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for module in (
        serve,
        bake,
        edition,
        mirror,
        embassy,
        importing,
        key,
        roster,
        partners,
        escrow,
        appeals,
        member,
        backup,
        restore,
        check,
        settings,
    ):
        module.add_to(commands)
    return parser


def _require_folder(*, may_be_new: bool) -> None:
    """Refuse a data folder that is not there, unless the command may make it."""
    if not may_be_new and not (read_environment().home_folder / "secret_key").exists():
        message = (
            "There is no prepared data folder here. Check AMBASADA_HOME, or run script/serve once."
        )
        raise Refused(message)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit code."""
    # What this installation keeps is readable by its owner alone.
    os.umask(0o077)
    options = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], None] = options.run
    try:
        if options.needs_django:
            _require_folder(may_be_new=options.may_be_new)
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ambasada.config.settings")
            django.setup()
        run(options)
    except Refused as refusal:
        print(refusal, file=sys.stderr)  # noqa: T201 -- this is the command line
        return 1
    except OperationalError as error:
        is_locked = "locked" in str(error)
        sentence = (
            "The database is in use by another program. Wait a moment and try again."
            if is_locked
            else "The database cannot be written. Give this user the right to, or check the disk."
        )
        print(sentence, file=sys.stderr)  # noqa: T201
        return 1
    except KeyboardInterrupt:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
