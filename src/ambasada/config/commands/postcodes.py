"""`ambasada import postcodes FILE`: which postcode is of which constituency or city."""

import argparse
import hashlib
import io
from pathlib import Path
from typing import Any

from ambasada.lib.refused import Refused

_LARGEST = 100_000_000  # bytes: all postcodes of a large country
_LONGEST = 100


def add_to(family: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the command, one of those that import."""
    parser = family.add_parser("postcodes", help="Which postcode is of which area, as CSV.")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--kind",
        default="",
        metavar="WORD",
        help="What kind the areas are, such as constituency: names are looked for among those.",
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="Show what would change and change nothing."
    )
    parser.set_defaults(run=run, needs_django=True, may_be_new=False)


def run(options: argparse.Namespace) -> None:
    """Give the areas of the file the postcodes that it says, and tell in numbers what changed."""
    from django.db import transaction  # noqa: PLC0415 -- needs Django set up
    from django.utils import timezone  # noqa: PLC0415

    from ambasada.accounts.queries import commanding  # noqa: PLC0415
    from ambasada.config.ready import require_ready  # noqa: PLC0415
    from ambasada.relations.actions import import_postcodes  # noqa: PLC0415
    from ambasada.relations.postcode_table import lines_said, read_postcodes  # noqa: PLC0415

    data = _read(options.file)
    if len(options.kind) > _LONGEST:
        message = f"The word for the kind is longer than {_LONGEST} letters. Write a shorter one."
        raise Refused(message)
    read = read_postcodes(io.BytesIO(data))
    require_ready()
    with transaction.atomic():
        done = import_postcodes(
            read.pairs,
            kind=options.kind.strip(),
            by=commanding(),
            now=timezone.now(),
            digest=hashlib.sha256(data).hexdigest(),
        )
        # The same path to its end, so that a dry run tells what would come of it.
        transaction.set_rollback(options.dry_run)
    lines = [
        f"Postcodes added: {done.added}",
        f"Removed, since the file has them no more: {done.removed}",
        f"The same: {done.same}",
        f"Areas made: {done.areas_made}",
    ]
    if read.unread:
        lines.append(f"Lines that cannot be read: {', '.join(lines_said(sorted(read.unread)))}")
    if done.unclear:
        said = ", ".join(lines_said(done.unclear))
        lines.append(f"Lines left out, of no postcode or of an unclear area: {said}")
    lines.append("Nothing was changed." if options.dry_run else "Imported.")
    print("\n".join(lines))  # noqa: T201 -- the command line


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        message = (
            f"The file {path.name} cannot be read ({error.strerror}). "
            "Check its name and your rights."
        )
        raise Refused(message) from None
    if len(data) > _LARGEST:
        message = f"The file is larger than {_LARGEST // 1_000_000} MB. Split it, and try again."
        raise Refused(message)
    return data
