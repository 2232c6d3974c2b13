"""`ambasada import prisoners FILE`: a human rights organisation's list of political prisoners."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ambasada.lib.refused import Refused
from ambasada.prisoners.columns import read_mapping
from ambasada.prisoners.table import LARGEST, Table, read_table

if TYPE_CHECKING:
    from ambasada.prisoners.actions import Imported, Told

_LARGEST_MAPPING = 100_000
_WAITING = {
    "death": "tells of a death",
    "release": "tells of a release",
    "status": "has another word of status",
    "date": "has an odd date",
}


def add_to(family: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the command, one of those that import."""
    parser = family.add_parser("prisoners", help="A list of political prisoners, as CSV.")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--source", required=True, metavar="NAME", help="The organisation, as it calls itself."
    )
    parser.add_argument("--address", required=True, metavar="URL", help="Where its list stands.")
    parser.add_argument(
        "--dated", required=True, type=_day, metavar="DAY", help="Of which day it is: 2026-12-31."
    )
    parser.add_argument("--language", metavar="CODE", default="be", help="Of its words; be.")
    parser.add_argument(
        "--held",
        action="append",
        default=[],
        metavar="WORD",
        help="A word of status for who is held; only with a source's first list.",
    )
    parser.add_argument(
        "--mapping", type=Path, metavar="TOML", help="Which column is which, if renamed."
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="Show what was understood and change nothing."
    )
    parser.add_argument("--embassy", metavar="CODE", help="Needed where there are several.")
    parser.set_defaults(run=run, needs_django=True, may_be_new=False)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = "write the day as 2026-12-31"
        raise argparse.ArgumentTypeError(message) from None


def run(options: argparse.Namespace) -> None:
    """Import the file and say in numbers what that did; no line names anybody."""
    from django.db import transaction  # noqa: PLC0415 -- needs Django set up
    from django.utils import timezone  # noqa: PLC0415

    from ambasada.accounts.queries import commanding  # noqa: PLC0415
    from ambasada.config.ready import require_ready  # noqa: PLC0415
    from ambasada.network.queries import embassy_named  # noqa: PLC0415
    from ambasada.prisoners.actions import Source, import_prisoners  # noqa: PLC0415

    mapping = read_mapping(_read(options.mapping, _LARGEST_MAPPING)) if options.mapping else {}
    table = read_table(_read(options.file, LARGEST), mapping)
    require_ready()
    source = Source(
        options.source, options.address, options.dated, options.language, tuple(options.held)
    )
    with transaction.atomic():
        imported = import_prisoners(
            table,
            source,
            embassy=embassy_named(options.embassy),
            by=commanding(),
            now=timezone.now(),
            is_tried=options.dry_run,
        )
        transaction.set_rollback(options.dry_run)
    _tell(table, imported.told)
    print("Nothing was changed." if options.dry_run else _outcome(imported))  # noqa: T201


def _tell(table: Table, told: "Told") -> None:
    lines = [f"New: {told.new}", f"Changed: {told.changed}", f"The same: {told.same}"]
    lines += [
        f"Waits for a human, since the row {why}: {told.waiting[kind]}"
        for kind, why in _WAITING.items()
        if told.waiting[kind]
    ]
    counts = {
        "Dismissed before, and left alone": told.dismissed,
        "On our list and not in this one (nothing changes)": told.absent,
        "Cells that began like a formula, and lost that sign": table.disarmed,
        "Cells left out: they may name a relative, or lead nowhere safe": told.left_out,
    }
    lines += [f"{label}: {count}" for label, count in counts.items() if count]
    if table.ignored:
        lines.append(f"Columns that are not read: {', '.join(table.ignored)}")
    for line in lines:
        print(line)  # noqa: T201 -- this is the command line


def _outcome(imported: "Imported") -> str:
    from ambasada.config.requests import left_for_members  # noqa: PLC0415 -- needs Django set up

    if imported.approval is None:
        return "Nothing has changed."
    return left_for_members(imported.approval) or "Imported."


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        message = f"The file cannot be read ({error.strerror}). Check its name and your rights."
        raise Refused(message) from None
