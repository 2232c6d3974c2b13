"""`ambasada import statement FILE`: a statement saved as plain text becomes a page."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ambasada.lib.refused import Refused

if TYPE_CHECKING:
    from ambasada.statements.actions import Imported

_LARGEST = 1_000_000  # the parser's own limit: a statement is a page or two


def add_to(family: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the command, below `import`."""
    parser = family.add_parser("statement", help="A statement in plain text.")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--dry-run", action="store_true", help="Show what was understood and change nothing."
    )
    parser.add_argument("--embassy", metavar="CODE", help="Needed where there are several.")
    parser.add_argument("--language", metavar="CODE", default="en", help="Of the text; en.")
    parser.set_defaults(run=run, needs_django=True, may_be_new=False)


def run(options: argparse.Namespace) -> None:
    """Import the file, and print the page's public path last."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.queries import commanding  # noqa: PLC0415
    from ambasada.config.ready import require_ready  # noqa: PLC0415
    from ambasada.network.queries import embassy_named  # noqa: PLC0415
    from ambasada.statements.actions import import_statement  # noqa: PLC0415
    from ambasada.statements.plaintext import (  # noqa: PLC0415
        NotAStatement,
        parse,
        summary,
    )

    try:
        parsed = parse(_read(options.file), language=options.language)
    except NotAStatement as error:
        raise Refused(str(error)) from None
    require_ready()
    embassy = embassy_named(options.embassy)
    for label, text in summary(parsed):
        print(f"{label}: {text}")  # noqa: T201
    if options.dry_run:
        print("Nothing was changed.")  # noqa: T201
        return
    imported = import_statement(
        parsed, embassy=embassy, language=options.language, by=commanding(), now=timezone.now()
    )
    print(_outcome(imported))  # noqa: T201
    print(f"/{options.language}/{imported.page.address}")  # noqa: T201


def _outcome(imported: "Imported") -> str:
    from ambasada.config.requests import left_for_members  # noqa: PLC0415 -- needs Django set up

    if imported.approval is None:
        return "It is there already; nothing was changed."
    return left_for_members(imported.approval) or "Imported."


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST + 1)
    except OSError as error:
        message = f"The file cannot be read ({error.strerror}). Check its name and your rights."
        raise Refused(message) from None
