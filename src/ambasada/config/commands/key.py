"""`ambasada key`: the ceremony of the root key, and another key for editions."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ambasada.config.commands.files import (
    LARGEST_SIGNATURE,
    read_bounded,
    signature_of,
    write,
)
from ambasada.editions.keys import make_root
from ambasada.lib.intakes import LARGEST, SECOND, is_intake_list
from ambasada.lib.minisign import NotSigned, PublicKey
from ambasada.lib.refused import Refused

if TYPE_CHECKING:
    from ambasada.network.models import Embassy


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the commands."""
    family = commands.add_parser(
        "key",
        help="The keys that sign editions, and the root key that stands behind them.",
        description="The ceremony, step by step, is in docs/operations.md.",
    )
    verbs = family.add_subparsers(metavar="COMMAND", required=True)
    _add_show(verbs)
    _add_root(verbs)
    _add_charter(verbs)
    _add_install(verbs)
    _add_intake(verbs)
    _add_rotate(verbs)


def _add_show(verbs: Any) -> None:  # noqa: ANN401 -- argparse's private type
    show = verbs.add_parser("show", help="Print the public keys of an embassy.")
    show.set_defaults(run=run_show, needs_django=True, may_be_new=False)
    show.add_argument("--embassy", metavar="CODE", help="whose; needed where there are several")


def _add_root(verbs: Any) -> None:  # noqa: ANN401 -- argparse's private type
    root = verbs.add_parser(
        "root",
        help="Make a root key in a folder; run this on a machine that stays offline.",
        description="Needs no data folder. `minisign -G` makes such a key as well.",
    )
    root.set_defaults(run=run_root, needs_django=False)
    root.add_argument("folder", metavar="FOLDER", type=Path, help="such as a new USB stick")


def _add_charter(verbs: Any) -> None:  # noqa: ANN401 -- argparse's private type
    charter = verbs.add_parser(
        "charter", help="Write the charter that the holder of the root key should sign."
    )
    charter.set_defaults(run=run_charter, needs_django=True, may_be_new=False)
    charter.add_argument("file", metavar="FILE", type=Path, help="such as charter.json")
    charter.add_argument("--embassy", metavar="CODE", help="whose; needed where there are several")


def _add_install(verbs: Any) -> None:  # noqa: ANN401 -- argparse's private type
    install = verbs.add_parser(
        "install",
        help="Put a signed charter, or a signed list of the intake, in force.",
        description=(
            "Expects the signature beside it, under the same name with .minisig. With --second, "
            "the other embassy’s signature over the list under the name with .second.minisig."
        ),
    )
    install.set_defaults(run=run_install, needs_django=True, may_be_new=False)
    install.add_argument("file", metavar="FILE", type=Path)
    install.add_argument(
        "--root",
        metavar="FILE",
        type=Path,
        help="public half of the root key, the first time: it takes the development root’s place",
    )
    install.add_argument(
        "--second",
        metavar="FILE",
        type=Path,
        help="public half of the root key of the embassy that signed the list of the intake too",
    )
    install.add_argument("--embassy", metavar="CODE", help="whose; needed where there are several")


def _add_intake(verbs: Any) -> None:  # noqa: ANN401 -- argparse's private type
    intake = verbs.add_parser(
        "intake",
        help="Write the list of the intake’s files that the holder of the root key should sign.",
    )
    intake.set_defaults(run=run_intake, needs_django=True, may_be_new=False)
    intake.add_argument("file", metavar="FILE", type=Path, help="such as intake.json")
    intake.add_argument("--embassy", metavar="CODE", help="whose; needed where there are several")


def _add_rotate(verbs: Any) -> None:  # noqa: ANN401 -- argparse's private type
    rotate = verbs.add_parser("rotate", help="Make another key for editions.")
    rotate.set_defaults(run=run_rotate, needs_django=True, may_be_new=False)
    rotate.add_argument("--embassy", metavar="CODE", help="whose; needed where there are several")


def run_show(options: argparse.Namespace) -> None:
    """Print each public key on its line, as `minisign -P` takes it."""
    from ambasada.config.ready import require_ready  # noqa: PLC0415 -- needs Django set up
    from ambasada.editions.actions import keys_of  # noqa: PLC0415 -- needs Django set up
    from ambasada.network.queries import embassy_named  # noqa: PLC0415 -- needs Django set up

    require_ready()
    keys = keys_of(embassy_named(options.embassy))
    root, signed = keys.root, keys.charter
    if root is None or signed is None:
        message = "There are no keys yet. Run script/serve once, or `ambasada bake`."
        raise Refused(message)
    kind = "development root, kept on this server" if keys.development_root else "root"
    _say(f"{root.line}  {kind}")
    for each in signed.charter.keys:
        _say(f"{each.key.line}  signs editions until {each.until:%Y-%m-%d}")
    _say(f"Charter {signed.charter.number} of {signed.charter.issued:%Y-%m-%d} is in force.")


def run_root(options: argparse.Namespace) -> None:
    """Write root.key and root.pub, and print the public line."""
    _say(make_root(options.folder).line)


def run_charter(options: argparse.Namespace) -> None:
    """Write the file, and say what to do with it."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.config.ready import require_ready  # noqa: PLC0415 -- needs Django set up
    from ambasada.editions.actions import draft_charter  # noqa: PLC0415 -- needs Django set up
    from ambasada.network.queries import embassy_named  # noqa: PLC0415 -- needs Django set up

    require_ready()
    write(options.file, draft_charter(embassy_named(options.embassy), now=timezone.now()))
    _say("Read it, carry it to the root key, and sign it there:")
    _say(f"  minisign -S -s root.key -m {options.file.name}")


def run_intake(options: argparse.Namespace) -> None:
    """Write the file, and say what to do with it."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.config.intakes import bodies_of  # noqa: PLC0415 -- likewise
    from ambasada.config.ready import require_ready  # noqa: PLC0415 -- likewise
    from ambasada.editions.actions import draft_intake_list  # noqa: PLC0415 -- likewise
    from ambasada.network.queries import embassy_named  # noqa: PLC0415 -- likewise

    require_ready()
    embassy = embassy_named(options.embassy)
    write(options.file, draft_intake_list(embassy, bodies_of(embassy), now=timezone.now()))
    _say("Compare it with the list that another machine makes of the same version, carry it to the")
    _say("root key, and sign it there:")
    _say(f"  minisign -S -s root.key -m {options.file.name}")


def run_install(options: argparse.Namespace) -> None:
    """Verify, then put in force; the next bake signs under it, or publishes it."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.queries import commanding  # noqa: PLC0415 -- needs Django set up
    from ambasada.config.ready import require_ready  # noqa: PLC0415 -- needs Django set up
    from ambasada.editions.actions import install_charter  # noqa: PLC0415 -- needs Django set up
    from ambasada.network.queries import embassy_named  # noqa: PLC0415 -- needs Django set up

    require_ready()
    embassy = embassy_named(options.embassy)
    content = read_bounded(options.file, at_most=LARGEST)
    if is_intake_list(content):
        _install_intake(embassy, options, content)
        return
    charter = install_charter(
        embassy,
        content,
        signature_of(options.file),
        root=_public_key(options.root) if options.root else None,
        by=commanding(),
        now=timezone.now(),
    )
    _say(f"Charter {charter.number} is in force. The next edition is signed under it.")


def _install_intake(embassy: "Embassy", options: argparse.Namespace, content: bytes) -> None:
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.queries import commanding  # noqa: PLC0415 -- needs Django set up
    from ambasada.editions.actions import (  # noqa: PLC0415 -- likewise
        add_second_signature,
        install_intake_list,
    )

    by, now = commanding(), timezone.now()
    signature = signature_of(options.file).encode()
    shown = install_intake_list(embassy, content, signature, by=by, now=now)
    if options.second:
        key = _public_key(options.second)
        second = read_bounded(
            options.file.with_name(f"{options.file.name}{SECOND}"), at_most=LARGEST_SIGNATURE
        )
        add_second_signature(embassy, key, second, by=by, now=now)
    _say(f"List {shown.number} of the intake is in force. The next edition publishes it.")


def run_rotate(options: argparse.Namespace) -> None:
    """Say whether the new key signs at once or waits for the root key."""
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.accounts.queries import commanding  # noqa: PLC0415 -- needs Django set up
    from ambasada.config.ready import require_ready  # noqa: PLC0415 -- needs Django set up
    from ambasada.editions.actions import rotate  # noqa: PLC0415 -- needs Django set up
    from ambasada.network.queries import embassy_named  # noqa: PLC0415 -- needs Django set up

    require_ready()
    if rotate(embassy_named(options.embassy), by=commanding(), now=timezone.now()):
        _say("The next edition is signed with the new key.")
    else:
        _say("The new key waits. Let the root key sign what `ambasada key charter` writes now.")


def _public_key(file: Path) -> PublicKey:
    try:
        return PublicKey.read(read_bounded(file, at_most=LARGEST).decode("utf-8", "replace"))
    except NotSigned as fault:
        raise Refused(str(fault)) from None


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
