"""`ambasada import figures FILE`: a table saved as CSV becomes a data set."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ambasada.lib.refused import Refused
from ambasada.lib.tables import LARGEST

if TYPE_CHECKING:
    from ambasada.publishing.actions import ImportedDataSet


def add_to(family: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the command, below `import`."""
    parser = family.add_parser("figures", help="A table of numbers, as CSV.")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--mapping",
        type=Path,
        required=True,
        metavar="FILE",
        help="TOML: which column is which, and what the table is.",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="Show what would change and change nothing."
    )
    parser.add_argument("--embassy", metavar="CODE", help="Needed where there are several.")
    parser.set_defaults(run=run, needs_django=True, may_be_new=False)


def run(options: argparse.Namespace) -> None:
    """Import the file, say row by row what that changes, and print the public path last."""
    from django.db import transaction  # noqa: PLC0415 -- needs Django set up
    from django.utils import timezone  # noqa: PLC0415

    from ambasada.accounts.queries import commanding  # noqa: PLC0415
    from ambasada.config.ready import require_ready  # noqa: PLC0415
    from ambasada.figures.mapping import read_mapping, read_rows  # noqa: PLC0415
    from ambasada.network.queries import embassy_named  # noqa: PLC0415
    from ambasada.publishing.actions import import_data_set  # noqa: PLC0415

    # One byte more than is taken: the reader refuses that with its own sentence.
    mapping = read_mapping(_read(options.mapping, LARGEST + 1))
    read = read_rows(_read(options.file, LARGEST + 1), mapping)
    require_ready()
    embassy = embassy_named(options.embassy)
    with transaction.atomic():
        done = import_data_set(read, mapping, embassy=embassy, by=commanding(), now=timezone.now())
        # The same path to its end, so that a dry run finds whatever would be refused.
        transaction.set_rollback(options.dry_run)
    ignored = [f"Left out, since the mapping does not name it: {name}" for name in read.ignored]
    print("\n".join([*ignored, *done.differences, *_outcome(done, is_dry=options.dry_run)]))  # noqa: T201 -- the command line


def _outcome(done: "ImportedDataSet", *, is_dry: bool) -> list[str]:
    from ambasada.config.requests import left_for_members  # noqa: PLC0415 -- needs Django set up

    if is_dry:
        return ["Nothing was changed."]
    said = "It is there already; nothing was changed."
    if done.approval is not None:
        said = left_for_members(done.approval) or "Imported."
    if not done.path:
        return [said, "No page shows it yet: add “Situation” below the home page."]
    return [said, f"/{done.data_set.embassy.first_language}/{done.path}"]


def _read(path: Path, size: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError as error:
        message = (
            f"The file {path.name} cannot be read ({error.strerror}). "
            "Check its name and your rights."
        )
        raise Refused(message) from None
