"""`ambasada roster`: to whom appeals are sealed, signed with the root key every few weeks.

`draft` and `install` are for the server, `complete` for the machine where the root key is.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ambasada.config.commands.files import SIGNATURE, read_bounded, signature_of, write
from ambasada.config.commands.pinned import development_root, embassy_and_root
from ambasada.lib.manifests import canonical
from ambasada.lib.refused import Refused
from ambasada.lib.roster_drafts import LARGEST, Draft, NotADraft, fillers_in
from ambasada.lib.sealing.fingerprints import fingerprint
from ambasada.lib.sealing.rosters import Entry, Roster

_FILLERS = "fillers.json"
_ROSTER = "roster.json"


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the commands."""
    family = commands.add_parser(
        "roster",
        help="The list of those on duty, to whose keys appeals are sealed.",
        description="The ceremony, step by step, is in docs/operations.md.",
    )
    verbs = family.add_subparsers(metavar="COMMAND", required=True)
    show = verbs.add_parser("show", help="Say who is on the roster in force, and until when.")
    show.set_defaults(run=run_show, needs_django=True, may_be_new=False)
    _add_draft(verbs)
    _add_complete(verbs)
    sign = verbs.add_parser(
        "sign", help="Sign a roster with the development root, where there is no other."
    )
    sign.set_defaults(run=run_sign, needs_django=True, may_be_new=False)
    sign.add_argument("file", metavar="FILE", type=Path, help="such as roster.json")
    install = verbs.add_parser(
        "install",
        help="Put a signed roster in force.",
        description="Expects the signature beside it, under the same name with .minisig.",
    )
    install.set_defaults(run=run_install, needs_django=True, may_be_new=False)
    install.add_argument("file", metavar="FILE", type=Path)
    remove = verbs.add_parser(
        "remove", help="Let nothing more be sealed to a key, at once and until another roster."
    )
    remove.set_defaults(run=run_remove, needs_django=True, may_be_new=False)
    remove.add_argument("kid", metavar="KID", help="16 hexadecimal digits, as `show` has them")
    for each in (show, sign, install, remove):
        each.add_argument("--embassy", metavar="CODE", help="whose; needed where there are several")


def _add_draft(verbs: Any) -> None:  # noqa: ANN401 -- argparse's private type
    draft = verbs.add_parser(
        "draft",
        help="Write the roster of those who have a seat and a key, for the root key to sign.",
        description=(
            "Everybody with an open seat, a key at the desk, and two ways to keep it that were "
            "tried. Prints the fingerprint of each, to be read out and compared."
        ),
    )
    draft.set_defaults(run=run_draft, needs_django=True, may_be_new=False)
    draft.add_argument("file", metavar="FILE", type=Path, help="such as draft.json")
    draft.add_argument(
        "--desk",
        metavar="NAME[=MEMBER,MEMBER]",
        action="append",
        help="a desk, with user names if not everybody sits there; “help” if none is named",
    )
    draft.add_argument("--embassy", metavar="CODE", help="whose; needed where there are several")


def _add_complete(verbs: Any) -> None:  # noqa: ANN401 -- argparse's private type
    complete = verbs.add_parser(
        "complete",
        help="Make the whole roster of a draft; run this where the root key is.",
        description=(
            "Needs no data folder. Fills the sixteen places, and prints what to compare with each "
            "member. Keep the folder with the root key: next time it needs fillers.json."
        ),
    )
    complete.set_defaults(run=run_complete, needs_django=False)
    complete.add_argument("draft", metavar="DRAFT", type=Path)
    complete.add_argument("folder", metavar="FOLDER", type=Path, help="such as the root key’s")


def run_show(options: argparse.Namespace) -> None:
    """Print the roster's days, who is on it, and what is amiss."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.casework.queries import (  # noqa: PLC0415 -- likewise
        on_duty,
        roster_faults,
        roster_in_force,
    )

    embassy, root = embassy_and_root(options)
    roster = roster_in_force(embassy, root)
    if roster is None:
        message = "There is no roster in force. Begin with `ambasada roster draft`."
        raise Refused(message)
    _say(f"Roster {roster.number} of {roster.issued}, until {roster.expires}.")
    people = on_duty(embassy, roster)
    for each in people:
        _say_entry(each.name, each.entry, "removed" if each.is_removed else "")
    _say(f"{len(roster.entries) - len(people)} of its {len(roster.entries)} stand for nobody.")
    _say_escrow(roster.escrow)
    for sentence in roster_faults(embassy.code, today=timezone.now().date()):
        _say(sentence)


def run_draft(options: argparse.Namespace) -> None:
    """Write the draft; print what to compare, and what to do with it."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.casework.actions import draft_roster  # noqa: PLC0415 -- likewise
    from ambasada.editions.escrows import escrow_of  # noqa: PLC0415 -- likewise

    embassy, _root = embassy_and_root(options)
    record = escrow_of(embassy)
    drafted = draft_roster(
        embassy,
        desks=_desks(options.desk or ["help"]),
        escrow=record.recipient if record else "",
        now=timezone.now(),
    )
    write(options.file, drafted.draft.canonical())
    _say("Each of them reads out these words from their own screen or paper; compare them:")
    for each in drafted.people:
        _say_entry(each.name, each.entry)
    _say_escrow(drafted.draft.escrow)
    _say("Then carry the draft to the root key, and there:")
    _say(f"  ambasada roster complete {options.file.name} FOLDER")


def run_complete(options: argparse.Namespace) -> None:
    """Write roster.json and fillers.json into the folder; print every entry that is somebody."""
    try:
        draft = Draft.read(read_bounded(options.draft, at_most=LARGEST))
    except NotADraft as fault:
        raise Refused(str(fault)) from None
    folder: Path = options.folder
    roster = draft.completed(_fillers(folder / _FILLERS))
    _say(f"Roster {roster.number} of {roster.embassy}, {roster.issued} to {roster.expires}.")
    _say("Sign it only if each of these words was read out to you by whom you know:")
    for each in draft.entries:
        _say_entry("somebody", each)
    _say_escrow(roster.escrow)
    write(folder / _ROSTER, roster.canonical())
    write(folder / _FILLERS, canonical({"entries": fillers_in(roster, draft)}))
    _say(f"  minisign -S -s root.key -m {_ROSTER}")
    _say(f"Then carry {_ROSTER} and {_ROSTER}.minisig back, and leave {_FILLERS} here.")


def run_sign(options: argparse.Namespace) -> None:
    """Write the signature beside the file. Refuses where the root key is kept elsewhere."""
    embassy, root = embassy_and_root(options)
    secret = development_root(embassy)
    file: Path = options.file
    content = read_bounded(file, at_most=LARGEST)
    signature = secret.sign(content, f"{embassy.code} roster")
    Roster.read_old(content, signature, root=root, embassy=embassy.code)
    write(file.with_name(f"{file.name}{SIGNATURE}"), signature.encode("ascii"))
    _say("Signed with the development root, which protects nobody from who takes this server.")


def run_install(options: argparse.Namespace) -> None:
    """Verify, then put in force; from now on appeals are sealed to it."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.queries import commanding  # noqa: PLC0415 -- likewise
    from ambasada.casework.actions import keep_roster  # noqa: PLC0415 -- likewise

    embassy, root = embassy_and_root(options)
    kept = keep_roster(
        read_bounded(options.file, at_most=LARGEST),
        signature_of(options.file),
        root=root,
        embassy=embassy.code,
        by=commanding(),
        now=timezone.now(),
    )
    _say(f"Roster {kept.number} is in force. Appeals are sealed to it from now on.")


def run_remove(options: argparse.Namespace) -> None:
    """Take a key off at once, and say what is left to do."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.queries import commanding  # noqa: PLC0415 -- likewise
    from ambasada.casework.actions import remove_from_roster  # noqa: PLC0415 -- likewise

    embassy, _root = embassy_and_root(options)
    if remove_from_roster(embassy, options.kid, by=commanding(), now=timezone.now()):
        _say("Nothing more is sealed to this key. Sign a roster without it when you can.")
    else:
        _say("Nothing was sealed to this key any more.")


def _desks(given: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return who sits at which desk; nobody named means everybody."""
    named = (each.partition("=") for each in given)
    return {desk: frozenset(filter(None, names.split(","))) for desk, _sign, names in named}


def _fillers(file: Path) -> list[Entry]:
    """Return what filled the roster before; none the first time."""
    if not file.exists():
        return []
    try:
        return [
            Entry.of_values(each)
            for each in json.loads(read_bounded(file, at_most=LARGEST))["entries"]
        ]
    except (ValueError, KeyError, TypeError):
        message = f"{file.name} is damaged. Delete it: the places are filled anew."
        raise Refused(message) from None


def _say_entry(name: str, entry: Entry, remark: str = "") -> None:
    desks = ", ".join(entry.desks)
    words = fingerprint(entry.recipient, entry.verify)
    _say(f"  {name}  {entry.kid}  {desks}{f'  {remark}' if remark else ''}")
    _say(f"      {words}")


def _say_escrow(recipient: str) -> None:
    if recipient:
        _say("The escrow can open every case. Its words must be those of the ceremony:")
        _say(f"      {fingerprint(recipient)}")
    else:
        _say("There is no escrow.")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
