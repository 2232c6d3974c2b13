"""`ambasada import contacts FILE`: an address book, a table or Popolo becomes contacts."""

import argparse
import os
from contextlib import suppress
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from ambasada.lib.contacts.mappings import Columns, read_mapping
from ambasada.lib.refused import Refused

if TYPE_CHECKING:
    from ambasada.network.models import Embassy
    from ambasada.relations.actions.importing import Terms, Verdict, Why
    from ambasada.relations.returned import Returned


def add_to(family: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the command, one of those that import."""
    parser = family.add_parser("contacts", help="People and organisations: CSV, vCard, Popolo.")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--mapping", type=Path, metavar="TOML", help="Which column of a CSV is which; it is saved."
    )
    parser.add_argument(
        "--consent",
        metavar="WORDS",
        help="What all who are private in it consented to; with --given.",
    )
    parser.add_argument("--given", type=_day, metavar="DAY", help="When: 2026-12-31.")
    parser.add_argument(
        "--interest",
        metavar="WORDS",
        help="What they are kept for; nobody in it is in, or from, the country of danger.",
    )
    parser.add_argument(
        "--source", metavar="WORDS", default="An imported file", help="Where they are known from."
    )
    parser.add_argument(
        "--circle", metavar="NAME", default="", help="Of organisations that are not here yet."
    )
    parser.add_argument(
        "--shared",
        action="store_true",
        help="All in it are on public record, for all embassies; before anybody joined.",
    )
    parser.add_argument(
        "--all-or-nothing", action="store_true", help="Change nothing if a part is refused."
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="Say what would change and change nothing."
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
    """Import the file; say by number what became of what is neither new nor known."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.queries import commanding  # noqa: PLC0415
    from ambasada.config.ready import require_ready  # noqa: PLC0415
    from ambasada.network.queries import embassy_named  # noqa: PLC0415
    from ambasada.relations.actions import import_contacts  # noqa: PLC0415
    from ambasada.relations.actions.importing import (  # noqa: PLC0415
        Kind,
        save_mapping,
        saved_mappings,
    )
    from ambasada.relations.files import hash_of, opened  # noqa: PLC0415
    from ambasada.relations.returned import Returned  # noqa: PLC0415

    require_ready()
    embassy, by, now = embassy_named(options.embassy), commanding(), timezone.now()
    mapping, terms = _mapping(options.mapping), _terms(options, embassy)
    with _open(options.file) as file:
        found = opened(file, options.file.name, mapping=mapping, saved=saved_mappings(embassy))
        returned = Returned(found.rows)
        counts = import_contacts(
            found.records,
            terms,
            sha256=found.sha256,
            by=by,
            now=now,
            is_dry=options.dry_run,
            tell=lambda verdict: _tell(verdict, returned),
        )
        if mapping and found.rows and not options.dry_run:
            save_mapping(mapping, hash_of(found.rows.header), embassy=embassy, by=by, now=now)
        path = _write(returned, options.file)
    for kind in Kind:
        print(f"{_WORDS[kind.value]}: {counts[kind]}")  # noqa: T201 -- the command line
    if path:
        print(f"What was refused, with the reason: {path}")  # noqa: T201
    if options.dry_run:
        print("Nothing was changed.")  # noqa: T201


_WORDS = {
    "new": "New",
    "changed": "Changed",
    "same": "The same",
    "possible": "New, and perhaps somebody who is here",
    "refused": "Refused",
}


def _tell(verdict: "Verdict", returned: "Returned") -> None:
    """Say what became of a record by its number alone, since a terminal remembers names."""
    returned.tell(verdict)
    word = _WORDS[verdict.kind.value].lower()
    if verdict.reason:
        print(f"{verdict.number}: {word} ({verdict.reason})")  # noqa: T201
    elif verdict.kind in ("changed", "possible"):
        fields = dict.fromkeys(each.field for each in verdict.differences)
        print(f"{verdict.number}: {word} ({', '.join(fields)})")  # noqa: T201


def _write(returned: "Returned", beside: Path) -> Path | None:
    """Write what was refused beside the file, for its owner alone: it holds what the file holds.

    No file that is there is written over: a second one has a 2 in its name.
    """
    if not len(returned):
        return None
    for number in count(1):
        part = f"-{number}" if number > 1 else ""
        path = beside.with_name(f"{beside.stem}.refused{part}.csv")
        with suppress(FileExistsError):
            handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(returned.text)
            break
    return path


def _terms(options: argparse.Namespace, embassy: "Embassy") -> "Terms":
    from ambasada.relations.actions.importing import Terms  # noqa: PLC0415 -- needs Django set up
    from ambasada.relations.models import Circle  # noqa: PLC0415

    if options.circle and options.circle not in Circle.values:
        message = f"The circles are: {', '.join(Circle.values)}."
        raise Refused(message)
    return Terms(
        embassy=embassy,
        source=options.source,
        is_shared=options.shared,
        why=_why(options),
        circle=options.circle,
        is_whole=options.all_or_nothing,
    )


def _why(options: argparse.Namespace) -> "Why | None":
    from ambasada.relations.actions.importing import Why  # noqa: PLC0415 -- needs Django set up

    if bool(options.consent) != bool(options.given) or (options.consent and options.interest):
        message = "Say what they consented to (--consent) and when (--given), or --interest alone."
        raise Refused(message)
    if options.consent:
        return Why("consent", text_version=options.consent, given_on=options.given)
    return Why("interest", purpose=options.interest) if options.interest else None


def _mapping(path: Path | None) -> Columns | None:
    if path is None:
        return None
    with _open(path) as file:
        return read_mapping(file.read())


def _open(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        message = f"The file cannot be read ({error.strerror}). Check its name and your rights."
        raise Refused(message) from None
