"""`ambasada embassy add PACK --host NAME`: one more embassy on this installation."""

import argparse
import re
from pathlib import Path
from typing import Any

from ambasada.lib.refused import Refused


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the command."""
    family = commands.add_parser("embassy", help="Raise embassies.").add_subparsers(
        metavar="COMMAND", required=True
    )
    parser = family.add_parser("add", help="Raise an embassy from a content pack.")
    parser.add_argument("pack", type=Path, metavar="PACK", help="The pack's folder.")
    parser.add_argument("--host", required=True, metavar="NAME", help="Host name readers will use.")
    parser.set_defaults(run=run, needs_django=True, may_be_new=True)


# Labels of letters, digits and hyphens, as RFC 1123 has them; an international name is written in
# its xn-- form, which is how browsers send it.
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")


def _host_name(given: str, staff_host: str) -> str:
    """Return a name as browsers send it; raise Refused for what is none or is taken by staff."""
    host = given.strip().lower()
    if not _HOST.fullmatch(host) or len(host) > 253:  # noqa: PLR2004 -- RFC 1123
        message = (
            "A host name is letters, digits, hyphens and dots, such as www.example.org, "
            "without a scheme, a port or a path."
        )
        raise Refused(message)
    if host == staff_host:
        message = f"{host} is the name of the staff admin. Choose another name with --host."
        raise Refused(message)
    return host


def run(options: argparse.Namespace) -> None:
    """Raise it and print where it is read."""
    from django.conf import settings  # noqa: PLC0415 -- needs Django set up
    from django.utils import timezone  # noqa: PLC0415 -- needs Django set up

    from ambasada.config.prepare import bring_up_to_date  # noqa: PLC0415 -- needs Django set up
    from ambasada.config.requests import left_for_members  # noqa: PLC0415
    from ambasada.front.actions import raise_embassy, site_port  # noqa: PLC0415
    from ambasada.front.packs import read_pack  # noqa: PLC0415

    pack = read_pack(options.pack)
    bring_up_to_date()
    host = _host_name(options.host, str(settings.STAFF_HOST))
    embassy = raise_embassy(
        pack, host=host, port=site_port(host, settings.PUBLIC_PORT), now=timezone.now()
    )
    waiting = left_for_members(embassy.approvals.get())
    if waiting:
        print(waiting)  # noqa: T201
    print(f"{embassy.origin}/")  # noqa: T201
