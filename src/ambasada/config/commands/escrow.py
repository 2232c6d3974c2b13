"""`ambasada escrow`: a key in shares on paper, with which some people together open one case.

`ceremony`, `drill` and `open` are for a machine that is never connected; the others for the server.
"""

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from ambasada.config.commands.files import read_bounded, write
from ambasada.lib.escrow import ceremonies
from ambasada.lib.escrow.opening import open_export
from ambasada.lib.escrow.records import RECORD, NotARecord, Record
from ambasada.lib.escrow.schemes import SCHEMES
from ambasada.lib.minisign import NotSigned, PublicKey
from ambasada.lib.networks import require_offline
from ambasada.lib.refused import Refused
from ambasada.lib.sealing.fingerprints import fingerprint

_LARGEST = 2_000
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"  # the screen of a terminal, and what was scrolled away


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the commands."""
    family = commands.add_parser(
        "escrow",
        help="A key in shares on paper that opens cases; an embassy may choose to have one.",
        description="What it is for, and the ceremony step by step, is in docs/operations.md.",
    )
    verbs = family.add_subparsers(metavar="COMMAND", required=True)
    _add_offline(verbs)
    _add_server(verbs)


def _add_offline(verbs: Any) -> None:  # noqa: ANN401 -- argparse's private type
    ceremony = verbs.add_parser(
        "ceremony",
        help="Make the key and its sheets, and try them; run this on a machine that stays offline.",
        description=(
            "Needs no data folder and refuses a machine with a network. Everybody who keeps a "
            "sheet is in the room."
        ),
    )
    ceremony.set_defaults(run=run_ceremony, needs_django=False)
    ceremony.add_argument("folder", metavar="FOLDER", type=Path, help="new, in memory")
    ceremony.add_argument(
        "--shares", choices=sorted(SCHEMES), required=True, help="how many are needed, of how many"
    )
    drill = verbs.add_parser(
        "drill", help="Try once a year, offline, whether the sheets still open the test appeal."
    )
    drill.set_defaults(run=run_drill, needs_django=False)
    drill.add_argument("folder", metavar="FOLDER", type=Path, help="what the ceremony left")
    opening = verbs.add_parser(
        "open", help="Open an exported case with the sheets; run this offline as well."
    )
    opening.set_defaults(run=run_open, needs_django=False)
    opening.add_argument("folder", metavar="FOLDER", type=Path, help="the export, in memory")
    opening.add_argument(
        "--root", metavar="FILE", type=Path, required=True, help="public half of the root key"
    )


def _add_server(verbs: Any) -> None:  # noqa: ANN401 -- argparse's private type
    show = verbs.add_parser("show", help="Say which escrow there is, and when it was tried last.")
    show.set_defaults(run=run_show, needs_django=True, may_be_new=False)
    install = verbs.add_parser(
        "install", help="Take the record of a ceremony or drill; the next roster names the key."
    )
    install.set_defaults(run=run_install, needs_django=True, may_be_new=False)
    install.add_argument("file", metavar="FILE", type=Path, help="escrow.json")
    off = verbs.add_parser("off", help="Let the next roster have no escrow.")
    off.set_defaults(run=run_off, needs_django=True, may_be_new=False)
    export = verbs.add_parser(
        "export",
        help="Write one case, sealed, into a folder for the offline machine.",
        description="The ledger keeps that it was done, and whoever wrote the appeal is told.",
    )
    export.set_defaults(run=run_export, needs_django=True, may_be_new=False)
    export.add_argument("ref", metavar="REF", help="of the case, as the desk shows it")
    export.add_argument("folder", metavar="FOLDER", type=Path, help="new, such as a USB stick")
    for each in (show, install, off, export):
        each.add_argument("--embassy", metavar="CODE", help="whose; needed where there are several")


class _Terminal:
    """The keyboard and the screen; a sheet that was typed does not stay in sight."""

    def say(self, line: str) -> None:
        """Show a line."""
        _say(line)

    def ask(self, question: str) -> str:
        """Return what is typed. Raises Refused when nothing more comes."""
        sys.stdout.write(question)
        sys.stdout.flush()
        typed = sys.stdin.readline()
        if not typed:
            message = "Nothing more was typed, and nothing was made. Begin anew in a new folder."
            raise Refused(message)
        if sys.stdout.isatty():
            sys.stdout.write(_CLEAR)
        return typed


def run_ceremony(options: argparse.Namespace) -> None:
    """Hold the ceremony; print the recipient only when the papers opened a test appeal."""
    require_offline()
    scheme = SCHEMES[options.shares]
    record = ceremonies.hold(options.folder, scheme=scheme, today=_today(), talk=_Terminal())
    _say("The papers opened the test appeal, each set of them. The sheets in the folder are gone.")
    _say_record(record)
    _say(f"Carry {RECORD} to the server, and keep the folder for the drill: it opens nothing.")


def run_drill(options: argparse.Namespace) -> None:
    """Try the papers, and write the day into the record."""
    require_offline()
    record = ceremonies.drill(options.folder, today=_today(), talk=_Terminal())
    _say("The papers opened the test appeal.")
    _say_record(record)
    _say(f"Carry {RECORD} to the server: `ambasada escrow install {RECORD}`.")


def run_open(options: argparse.Namespace) -> None:
    """Open a case, and say what is not as it should be."""
    require_offline()
    try:
        root = PublicKey.read(
            read_bounded(options.root, at_most=_LARGEST).decode("utf-8", "replace")
        )
    except NotSigned as fault:
        raise Refused(str(fault)) from None
    result = open_export(options.folder, root=root, talk=_Terminal())
    _say(f"{result.letters} letters and {result.files} files are in {result.folder}, in clear.")
    for remark in result.remarks:
        _say(remark)
    _say("Read them here. They go when this machine is switched off, if the folder is in memory.")


def run_show(options: argparse.Namespace) -> None:
    """Print the escrow of an embassy."""
    from ambasada.editions.escrows import escrow_of  # noqa: PLC0415 -- needs Django set up

    record = escrow_of(_embassy(options))
    if record is None:
        _say("There is no escrow, and the next roster has none.")
        return
    _say_record(record)
    if record.is_overdue(_today()):
        _say("Nobody has tried for a year whether its sheets still open anything: hold a drill.")


def run_install(options: argparse.Namespace) -> None:
    """Keep the record, and say what is left to do."""
    from ambasada.accounts.queries import commanding  # noqa: PLC0415 -- needs Django set up
    from ambasada.editions.actions import install_escrow  # noqa: PLC0415 -- likewise

    try:
        record = Record.read(read_bounded(options.file, at_most=_LARGEST))
    except NotARecord as fault:
        raise Refused(str(fault)) from None
    is_new = install_escrow(_embassy(options), record, by=commanding(), now=datetime.now(UTC))
    _say_record(record)
    if is_new:
        _say("It can open what is sealed to the next roster: `ambasada roster draft` names it.")


def run_off(options: argparse.Namespace) -> None:
    """Let go of the record; what was sealed to it stays sealed to it."""
    from ambasada.accounts.queries import commanding  # noqa: PLC0415 -- needs Django set up
    from ambasada.editions.actions import end_escrow  # noqa: PLC0415 -- likewise

    if not end_escrow(_embassy(options), by=commanding(), now=datetime.now(UTC)):
        message = "There is no escrow."
        raise Refused(message)
    _say("The next roster has no escrow. Cases of before can still be opened with its sheets.")


def run_export(options: argparse.Namespace) -> None:
    """Write the export; sign its index with the key of editions, under the charter."""
    from ambasada.accounts.queries import commanding  # noqa: PLC0415 -- needs Django set up
    from ambasada.casework.actions import hand_to_escrow  # noqa: PLC0415 -- likewise
    from ambasada.editions.actions import proof_over  # noqa: PLC0415 -- likewise
    from ambasada.editions.escrows import escrow_of  # noqa: PLC0415 -- likewise
    from ambasada.lib.escrow.exports import INDEX, SIGNATURE  # noqa: PLC0415 -- likewise

    embassy = _embassy(options)
    record = escrow_of(embassy)
    if record is None:
        message = "This embassy has no escrow, so nothing could open the case."
        raise Refused(message)
    _require_new(options.folder)
    index, files = hand_to_escrow(
        embassy, options.ref, escrow=record.recipient, by=commanding(), now=datetime.now(UTC)
    )
    content = index.canonical()
    files |= {INDEX: content} | proof_over(embassy, content, name=f"{INDEX}{SIGNATURE}")
    for name, each in files.items():
        place = options.folder / name
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write(place, each)
    _say(f"{len(files)} files are in {options.folder}. On the offline machine:")
    _say("  ambasada escrow open FOLDER --root root.pub")
    _say("The ledger has the day. The next member who opens the case is asked to tell the person.")


def _embassy(options: argparse.Namespace) -> Any:  # noqa: ANN401 -- its type needs Django
    from ambasada.config.ready import require_ready  # noqa: PLC0415 -- needs Django set up
    from ambasada.network.queries import embassy_named  # noqa: PLC0415 -- likewise

    require_ready()
    return embassy_named(options.embassy)


def _require_new(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_empty = not any(folder.iterdir())
    except OSError as error:
        message = f"The folder cannot be written ({error.strerror}). Name another one."
        raise Refused(message) from None
    if not is_empty:
        message = "This folder is not empty. Name a new one."
        raise Refused(message)


def _say_record(record: Record) -> None:
    _say(f"Escrow {record.shares}, made on {record.made_on}, tried on {record.drilled_on}:")
    _say(f"  {record.recipient}")
    _say(f"  {fingerprint(record.recipient)}")


def _today() -> date:
    return datetime.now(UTC).date()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
