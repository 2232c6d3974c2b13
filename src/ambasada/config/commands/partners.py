"""`ambasada partners`: to whom members may refer somebody, signed with the root key.

`draft` reads a table with a name, a registration and a key on each line.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ambasada.config.commands.files import SIGNATURE, read_bounded, signature_of, write
from ambasada.config.commands.pinned import development_root, embassy_and_root
from ambasada.lib.partner_lists import LARGEST, Partner, PartnerList
from ambasada.lib.refused import Refused
from ambasada.lib.sealing.fingerprints import fingerprint


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the commands."""
    family = commands.add_parser(
        "partners",
        help="The list of partners to whom somebody may be referred, with their keys.",
        description="The ceremony, step by step, is in docs/operations.md.",
    )
    verbs = family.add_subparsers(metavar="COMMAND", required=True)
    show = verbs.add_parser("show", help="Say who is on the list in force, and until when.")
    show.set_defaults(run=run_show)
    draft = verbs.add_parser(
        "draft",
        help="Write the list of a table, for the root key to sign.",
        description=(
            "TABLE is CSV with the columns name, registration, recipient. Prints each key, to be "
            "compared with what the partner reads out, and eight words for whoever signs."
        ),
    )
    draft.set_defaults(run=run_draft)
    draft.add_argument("table", metavar="TABLE", type=Path, help="such as partners.csv")
    draft.add_argument("file", metavar="FILE", type=Path, help="such as partners.json")
    sign = verbs.add_parser(
        "sign", help="Sign a list of partners with the development root, where there is no other."
    )
    sign.set_defaults(run=run_sign)
    install = verbs.add_parser(
        "install",
        help="Put a signed list of partners in force.",
        description="Expects the signature beside it, under the same name with .minisig.",
    )
    install.set_defaults(run=run_install)
    for each in (sign, install):
        each.add_argument("file", metavar="FILE", type=Path, help="such as partners.json")
    for each in (show, draft, sign, install):
        each.set_defaults(needs_django=True, may_be_new=False)
        each.add_argument("--embassy", metavar="CODE", help="whose; needed where there are several")


def run_show(options: argparse.Namespace) -> None:
    """Print the last day of the list, and each partner."""
    from ambasada.casework.queries import partners_in_force  # noqa: PLC0415 -- needs Django set up

    embassy, root = embassy_and_root(options)
    shown = partners_in_force(embassy, root)
    if shown is None:
        message = "There is no list of partners. Begin with `ambasada partners draft`."
        raise Refused(message)
    _say(f"Partners of {embassy.code}, until {shown.expires}.")
    _say_partners(shown.partners)


def run_draft(options: argparse.Namespace) -> None:
    """Write the list; print what to compare, and what to do with it."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    embassy, _root = embassy_and_root(options)
    table = read_bounded(options.table, at_most=LARGEST)
    today = timezone.now().date()
    drafted = PartnerList.drafted(table, embassy=embassy.code, today=today)
    write(options.file, drafted.canonical())
    _say("Each partner reads out the end of their key to somebody who knows them; compare them:")
    _say_partners(drafted.partners)
    _say(f"The list holds until {drafted.expires}. Carry it and the words to the root key; there:")
    _say(f"  minisign -S -s root.key -m {options.file.name}")


def run_sign(options: argparse.Namespace) -> None:
    """Write the signature beside the file. Refuses where the root key is kept elsewhere."""
    embassy, root = embassy_and_root(options)
    secret = development_root(embassy)
    file: Path = options.file
    content = read_bounded(file, at_most=LARGEST)
    signature = secret.sign(content, f"{embassy.code} partners")
    PartnerList.read(content, signature, root=root, embassy=embassy.code)
    write(file.with_name(f"{file.name}{SIGNATURE}"), signature.encode("ascii"))
    _say("Signed with the development root, which protects nobody from who takes this server.")


def run_install(options: argparse.Namespace) -> None:
    """Verify, then put in force; from now on the desk offers it."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.queries import commanding  # noqa: PLC0415 -- likewise
    from ambasada.casework.actions import keep_partners  # noqa: PLC0415 -- likewise

    embassy, root = embassy_and_root(options)
    kept = keep_partners(
        embassy,
        read_bounded(options.file, at_most=LARGEST),
        signature_of(options.file),
        root=root,
        by=commanding(),
        now=timezone.now(),
    )
    _say(f"The list of partners is in force until {kept.expires}. The desk offers it now.")


def _say_partners(partners: Iterable[Partner]) -> None:
    for each in partners:
        _say(f"  {each.name}  {each.registration or 'no registration'}")
        _say(f"      {each.recipient}")
        _say(f"      {fingerprint(each.recipient)}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
