"""`ambasada edition export FOLDER`: what is public as a folder that a web server serves."""

import argparse
from pathlib import Path
from typing import Any


def add_to(verbs: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the command."""
    parser = verbs.add_parser(
        "export",
        help="Write what is served as a folder for nginx or Caddy.",
        description=(
            "Write the edition that is served into a folder, with a configuration for nginx and "
            "one for Caddy beside it. Written into again, the folder changes in one step."
        ),
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--embassy", metavar="CODE", help="Needed where there are several.")
    parser.set_defaults(run=run, needs_django=True, may_be_new=False)


def run(options: argparse.Namespace) -> None:
    """Write the folder, and print what to include where."""
    from ambasada.config.ready import require_ready  # noqa: PLC0415 -- needs Django set up
    from ambasada.editions.actions import export  # noqa: PLC0415 -- needs Django set up
    from ambasada.network.queries import embassy_named  # noqa: PLC0415 -- needs Django set up

    require_ready()
    exported = export(embassy_named(options.embassy), options.folder)
    print(f"Edition {exported.manifest.number} is in {options.folder}.")  # noqa: T201
    if exported.remark:
        print(f"The copy to read offline is not in it. {exported.remark}")  # noqa: T201
    if exported.must_reload:
        print("Reload the web server: its configuration is another one than before.")  # noqa: T201
