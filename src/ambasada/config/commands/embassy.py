"""`ambasada embassy add PACK --host NAME`: one more embassy on this installation."""

import argparse
from pathlib import Path
from typing import Any


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the command."""
    family = commands.add_parser("embassy", help="Raise embassies.").add_subparsers(
        metavar="COMMAND", required=True
    )
    parser = family.add_parser("add", help="Raise an embassy from a content pack.")
    parser.add_argument("pack", type=Path, metavar="PACK", help="The pack's folder.")
    parser.add_argument("--host", required=True, metavar="NAME", help="Host name readers will use.")
    parser.set_defaults(run=run, needs_django=True)


def run(options: argparse.Namespace) -> None:
    """Raise it and print where it is read."""
    from django.conf import settings  # noqa: PLC0415 -- needs Django set up
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.config.prepare import bring_up_to_date  # noqa: PLC0415 -- needs Django set up
    from ambasada.front.actions import raise_embassy, site_port  # noqa: PLC0415
    from ambasada.front.packs import read_pack  # noqa: PLC0415

    pack = read_pack(options.pack)
    bring_up_to_date()
    host = options.host.strip().lower()
    embassy = raise_embassy(
        pack, host=host, port=site_port(host, settings.PUBLIC_PORT), now=timezone.now()
    )
    print(f"{embassy.origin}/")  # noqa: T201
