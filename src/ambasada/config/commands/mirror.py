"""`ambasada mirror pull URL FOLDER`: a copy of another site, for a web server to serve.

Needs no data folder and makes none: whoever runs a mirror has no embassy.
"""

import argparse
import atexit
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from ambasada import editions
from ambasada.config import languages
from ambasada.config.catalogues import compile_catalogues
from ambasada.editions.offline.information import information
from ambasada.lib.bundles import NotABundle, Read
from ambasada.lib.manifests import Manifest
from ambasada.lib.mirroring import pull


def add_to(commands: Any) -> None:  # noqa: ANN401 -- argparse's private type
    """Describe the commands."""
    family = commands.add_parser("mirror", help="Mirror the site of an embassy elsewhere.")
    verbs = family.add_subparsers(metavar="COMMAND", required=True)
    parser = verbs.add_parser(
        "pull",
        help="Fetch what changed on a site into a folder for nginx or Caddy.",
        description=(
            "Fetch what changed, check every byte against the root key, and let the folder change "
            "in one step. Whatever is refused, the folder goes on serving what it has."
        ),
    )
    parser.add_argument("url", metavar="URL", help="such as https://www.example.org")
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--root", default="", metavar="KEY", help="the root key's line; needed the first time"
    )
    parser.set_defaults(run=run, needs_django=False)


def run(options: argparse.Namespace) -> None:
    """Pull, and print what was done; a line with a date if the edition has run out."""
    pulled = pull(options.url, options.folder, root=options.root, page_of=page_of)
    manifest = pulled.manifest
    done = f"{pulled.fetched} files fetched" if pulled.is_new else "nothing new"
    print(f"Edition {manifest.number} of {manifest.created.date()}: {done}.")  # noqa: T201
    if pulled.is_new:
        print(f"The embassy itself is at {' and '.join(_true_addresses(manifest))}.")  # noqa: T201
    if pulled.remark:
        print(f"The copy to read offline is not taken. {pulled.remark}")  # noqa: T201
    if pulled.must_reload:
        print("Reload the web server: its configuration is another one than before.")  # noqa: T201
    if manifest.expires < datetime.now(UTC):
        print(  # noqa: T201
            f"This edition ran out on {manifest.expires.date()} and is served on. Ask the embassy "
            "why it made no new one."
        )


def page_of(manifest: Manifest, read: Read) -> bytes:
    """Make the page that must be in the copy to read offline, as the site made it.

    That takes templates and languages of the project and none of its other settings, which would
    make a data folder.
    """
    if not settings.configured:
        settings.configure(
            **{name: value for name, value in vars(languages).items() if name.isupper()}
            | {"LOCALE_PATHS": [_compiled()]},
            TEMPLATES=[
                {
                    "BACKEND": "django.template.backends.django.DjangoTemplates",
                    "DIRS": [Path(editions.__file__).with_name("templates")],
                }
            ],
        )
        django.setup()
    return information(manifest, read)


def _compiled() -> Path:
    """Compile the catalogues into a folder that goes when the command ends.

    Who runs a mirror has no right to write into the checkout, and what was compiled there may be of
    another version. Raises NotABundle if there is no place for it.
    """
    try:
        place = Path(tempfile.mkdtemp())
        atexit.register(shutil.rmtree, place, ignore_errors=True)
        for source in languages.LOCALE_PATHS:
            shutil.copytree(
                source, place, ignore=shutil.ignore_patterns("*.mo"), dirs_exist_ok=True
            )
        compile_catalogues(place)
    except OSError:
        message = "There is no room for temporary files, without which it cannot be compared."
        raise NotABundle(message) from None
    return place


def _true_addresses(manifest: Manifest) -> list[str]:
    """Return the addresses of the embassy, as its charter confirmed them."""
    return [each for each in (manifest.origin, manifest.onion) if each]
