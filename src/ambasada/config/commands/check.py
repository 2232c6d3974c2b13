"""`ambasada check`: what is wrong with this installation, or with the intake of another one."""

import argparse
from collections.abc import Sequence
from typing import Any

from ambasada.lib.minisign import NotSigned, PublicKey
from ambasada.lib.refused import Refused
from ambasada.lib.watching import look_at_intake


class _Elsewhere(argparse.Action):
    """Another installation is looked at: nothing of this one is needed, nor made."""

    def __call__(  # noqa: PLR0917 -- argparse's
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002 -- likewise
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,  # noqa: ARG002 -- likewise
    ) -> None:
        namespace.page, namespace.needs_django, namespace.run = values, False, run_page


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the command."""
    parser = commands.add_parser(
        "check",
        help="Look for what is wrong with this installation, or with the intake of another.",
        description=(
            "With --page: whether what an embassy serves to people who ask for help is what its "
            "root key signed. That needs no data folder and makes none."
        ),
    )
    parser.set_defaults(run=run, needs_django=True, may_be_new=False)
    parser.add_argument(
        "--page",
        metavar="URL",
        action=_Elsewhere,
        help="of the page on which people write, or of the embassy’s site",
    )
    parser.add_argument("--root", metavar="KEY", default="", help="that embassy’s root key’s line")
    parser.add_argument(
        "--second", metavar="KEY", default="", help="the line of the key that signs the list too"
    )


def run(options: argparse.Namespace) -> None:  # noqa: ARG001
    """Print one line for each thing that is wrong; refuse if there is any."""
    from ambasada.config.ready import faults, require_ready  # noqa: PLC0415 -- needs Django

    require_ready()
    _tell(faults())
    print("Everything that can be checked from here is in order.")  # noqa: T201


def run_page(options: argparse.Namespace) -> None:
    """Print one line for each thing that differs from what was signed; refuse if there is any."""
    if not options.root:
        message = "Give the embassy’s root key with --root: the line that begins with RW."
        raise Refused(message)
    looked = look_at_intake(
        options.page,
        root=_key(options.root, "--root"),
        second=_key(options.second, "--second") if options.second else None,
    )
    shown = looked.shown
    print(f"List {shown.number} of {shown.embassy}, of {shown.issued}, SHA-256 {looked.sha256}.")  # noqa: T201
    _tell(looked.faults)
    print(f"All {len(shown.files)} files at {shown.origin} are what was signed.")  # noqa: T201


def _key(line: str, option: str) -> PublicKey:
    try:
        return PublicKey.read(line)
    except NotSigned:
        message = f"What is given with {option} is not the public line of a minisign key."
        raise Refused(message) from None


def _tell(found: Sequence[str]) -> None:
    for sentence in found:
        print(sentence)  # noqa: T201
    if found:
        message = f"{len(found)} found. Mend each and check again."
        raise Refused(message)
