"""`ambasada restore FOLDER --identity FILE`: a backup becomes a data folder again."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ambasada.config.archiving.contents import SIGNING
from ambasada.config.archiving.restoring import (
    Chosen,
    choose,
    forget_tables,
    prepared,
    take_tombstones,
    unpack_all,
)
from ambasada.config.environment import read_environment
from ambasada.lib.unpacking import identities_in


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the command."""
    parser = commands.add_parser(
        "restore",
        help="Make a data folder of a backup.",
        description=(
            "Open the newest archives of a folder, or those that are named, into an empty data "
            "folder, and bring it to this version. Whatever is refused, nothing is changed. The "
            "keys that sign editions are in no backup; what to do is printed at the end."
        ),
    )
    parser.add_argument(
        "archives",
        type=Path,
        nargs="+",
        metavar="FOLDER",
        help="where the archives are, or the archives: rest-DAY.age, and keys-DAY.age if there is",
    )
    parser.add_argument(
        "--identity", type=Path, required=True, metavar="FILE", help="as `age-keygen` wrote it"
    )
    parser.add_argument(
        "--tombstones",
        type=Path,
        metavar="FILE",
        help="the newest editions/tombstones.json there is: what was erased since the backup",
    )
    parser.set_defaults(run=run, needs_django=False)


def run(options: argparse.Namespace) -> None:
    """Restore, and say what came back and what must be done."""
    environment = read_environment()
    now, home = datetime.now(UTC), environment.home_folder
    identities = identities_in(options.identity)
    chosen = choose(options.archives, identities, today=now.date())
    with prepared(home) as folder:
        unpack_all(chosen, identities, folder, is_postgresql=bool(environment.database))
        if options.tombstones is not None:
            take_tombstones(options.tombstones, folder)
        ledger = _settle(chosen, folder, now=now)
    print(f"Restored: the site as it was on {chosen.rest.head.day}.")  # noqa: T201
    print(ledger)  # noqa: T201
    for line in (_said_of_keys(chosen, home), *_said_of_signing(chosen, home)):
        print(line)  # noqa: T201


def _settle(chosen: Chosen, folder: Path, *, now: datetime) -> str:
    """Bring the folder to this version, with settings that take it for the data folder."""
    os.environ["AMBASADA_HOME"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ambasada.config.settings")
    import django  # noqa: PLC0415 -- only once the secret of the installation is in its place

    django.setup()
    from ambasada.config.archiving.settling import settled  # noqa: PLC0415 -- needs Django set up

    has_keys = chosen.keys is not None
    with settled(chosen.rest.head, has_keys=has_keys, now=now) as came_back:
        forget_tables(folder)
    return (
        f"Its ledger ends with line {came_back.number}, {came_back.sha256}. Compare it with what "
        "members wrote down."
    )


def _said_of_keys(chosen: Chosen, home: Path) -> str:
    if chosen.keys is not None:
        return f"Appeals can be opened by those who could on {chosen.keys.head.day}."
    if (home / "sealed").exists():
        return (
            "There were no keys: nobody could open an appeal of before, and all of them are gone."
        )
    return "It had no appeals."


def _said_of_signing(chosen: Chosen, home: Path) -> list[str]:
    """Say how editions are signed again, embassy by embassy."""
    codes = sorted(path.name for path in (home / SIGNING).glob("*"))
    lines = ["Readers get what they got. Nothing new is signed before there is a key again:"]
    for code in codes:
        if code in chosen.rest.head.own_roots:
            lines.append(
                f"  {code} had a development root: put keys/{code} back from your own copy, or "
                f"delete {home / SIGNING / code / 'root.pub'}; then a start makes another root."
            )
        else:
            lines.append(
                f"  {code}: put edition.key back from your own copy; or `ambasada key rotate`, and "
                "let the root key sign what `ambasada key charter FILE` writes."
            )
    return lines if codes else []
