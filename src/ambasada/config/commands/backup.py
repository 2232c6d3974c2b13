"""`ambasada backup FOLDER --to RECIPIENT`: two sealed archives, and the old ones deleted."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the command."""
    parser = commands.add_parser(
        "backup",
        help="Write two sealed archives of everything into a folder.",
        description=(
            "Write keys-DAY.age, without which no appeal can be opened, and rest-DAY.age, which is "
            "everything else but the keys that sign editions. Keys are kept for seven days at most "
            "and the rest for fourteen: older archives in the folder are deleted. The server may "
            "go on running."
        ),
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--to",
        action="append",
        required=True,
        metavar="RECIPIENT",
        help="whom it is sealed to: a word of `age-keygen` that begins with age1; may be repeated",
    )
    parser.set_defaults(run=run, needs_django=True, may_be_new=False)


def run(options: argparse.Namespace) -> None:
    """Write the archives, and print their names."""
    from ambasada.config.archiving.backing_up import back_up  # noqa: PLC0415 -- needs Django set up
    from ambasada.config.ready import require_ready  # noqa: PLC0415 -- likewise
    from ambasada.lib.unpacking import recipients_of  # noqa: PLC0415 -- likewise

    recipients = recipients_of(options.to)
    require_ready()
    taken = back_up(options.folder, recipients, today=datetime.now(UTC).date())
    print(f"Written: {' and '.join(file.name for file in taken.files)}.")  # noqa: T201
    if len(taken.files) == 1:
        print("There is no store of keys: nobody can have written for help yet.")  # noqa: T201
    if taken.deleted:
        print(f"Older archives deleted: {taken.deleted}.")  # noqa: T201
