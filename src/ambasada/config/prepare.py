"""Bringing the stores to this version: migrate, collect assets, load the first content pack."""

import hashlib
import sys
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import find, get_finders
from django.core.management import call_command
from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Site

from ambasada.casework.actions import tell_readers
from ambasada.casework.models import KEYS, SEALED
from ambasada.config.environment import Environment
from ambasada.config.intakes import desk_faults, intake_faults, settle_intakes
from ambasada.config.ready import database_file, has_embassy, is_new, pending_migrations
from ambasada.config.stores import apps_of
from ambasada.editions.actions import bake_all, drop_spoilt_bodies
from ambasada.editions.folders import Folders
from ambasada.front.actions import adopt_what_stands, raise_embassy, site_port
from ambasada.front.packs import read_pack
from ambasada.lib.refused import Refused
from ambasada.network.actions import founders_invite, let_editors_edit
from ambasada.network.models import Embassy
from ambasada.network.queries import LOOPBACK_HOSTS


def prepare(environment: Environment) -> str:
    """Make the data folder fit this version, and return the origin of the first embassy.

    Repeated, it changes nothing.

    Raises Refused if a store is of a newer version or gone while what belongs to it is there, or if
    the folder is empty and the content pack has a gap.
    """
    if settings.DEBUG:
        message = "DEBUG is on: its error pages print what a visitor sent. Turn it off to serve."
        raise Refused(message)
    # A pack with a gap is refused before a new folder is filled.
    pack = read_pack(environment.content_folder) if is_new() else None
    is_behind = _is_behind()
    if pack is None and not has_embassy():
        pack = read_pack(environment.content_folder)
    if pack is not None:
        _require_nothing_served()
    if is_behind:
        _migrate()
    _collect_assets()
    if pack is not None:
        host = _first_host(environment.host)
        port = site_port(host, environment.port_number)
        raise_embassy(pack, host=host, port=port, now=timezone.now())
    else:
        adopt_what_stands(now=timezone.now())
        for embassy in Embassy.objects.all():  # this version may have new kinds of facts
            let_editors_edit(embassy)
    local = Q(hostname__in=LOOPBACK_HOSTS) | Q(hostname__endswith=".localhost")
    Site.objects.filter(local).update(port=environment.port_number)
    call_command("prune_db_task_results", verbosity=0)
    call_command("clearsessions")
    _sign_and_bake()
    return str(Site.objects.get(is_default_site=True).root_url)


def _require_nothing_served() -> None:
    """Raise Refused if readers were served from here: their site is not begun anew over that."""
    if Folders(settings.EDITIONS_ROOT).hosts.exists():
        message = (
            "There are editions here, but the database is gone or empty. Put it back. To begin "
            "anew, move the folders editions and keys away first."
        )
        raise Refused(message)


def _is_behind() -> bool:
    """Tell whether stores need to be brought up to this version.

    Raises Refused if one of the stores of sealed help is there without the other.

    What has no wraps is taken for deleted: a file that was put elsewhere must not look like that.
    """
    files = [database_file(SEALED), database_file(KEYS)]
    if len({file.exists() for file in files if file is not None}) > 1:
        message = (
            "Of sealed/store.sqlite3 and keys.sqlite3 one is gone, and neither is of use alone. "
            "Put it back; if it is lost, move the other one away too."
        )
        raise Refused(message)
    return pending_migrations()


def _sign_and_bake() -> None:
    """Bake; say which intake is closed, and why: the public site goes on without it."""
    now = timezone.now()
    settle_intakes(now=now)
    tell_readers(now=now)
    bake_or_keep()
    for sentence in intake_faults() + desk_faults():
        print(sentence, file=sys.stderr)  # noqa: T201 -- whoever starts the server reads it


def bake_or_keep() -> None:
    """Bake what is public now. If that can't be, what was served is, and the operator is told why.

    Raises Refused where nothing has been served yet.
    """
    folders = Folders(settings.EDITIONS_ROOT)
    try:
        _bake(folders)
    except Refused as refusal:
        if not folders.hosts.exists():
            raise
        print(refusal, file=sys.stderr)  # noqa: T201 -- whoever starts the server reads it


def _bake(folders: Folders) -> None:
    try:
        drop_spoilt_bodies(folders)
        bake_all(now=timezone.now())
    except (OSError, DatabaseError) as fault:
        message = "The editions cannot be written. Check the disk and the data folder’s rights."
        raise Refused(message) from fault


def founders_link() -> str | None:
    """Return a link for the first member, as long as nobody has ever joined."""
    token = founders_invite(now=timezone.now())
    return f"{settings.STAFF_ORIGIN}/account/join/#{token}" if token else None


def bring_up_to_date() -> None:
    """Make the tables of this version; raises Refused if a store is of a newer one."""
    if pending_migrations():
        _migrate()


def _migrate() -> None:
    settings.SEALED_ROOT.mkdir(mode=0o700, exist_ok=True)
    call_command("migrate", interactive=False, verbosity=0)
    for store in (SEALED, KEYS):
        for app in apps_of(store):
            call_command("migrate", app, database=store, interactive=False, verbosity=0)


def _first_host(listening: str) -> str:
    """Return the name of the first embassy: this machine, until a real name is given."""
    return listening if listening in LOOPBACK_HOSTS else "127.0.0.1"


def _collect_assets() -> None:
    """Copy the assets under names by content, unless they are there already.

    Raises Refused if they were never built: every page names them.
    """
    if find("ambasada/site.css") is None:
        message = "The style sheets are not built yet. Start with script/serve, which builds them."
        raise Refused(message)
    stamp = settings.STATIC_ROOT / "collected"
    state = _assets_state()
    if stamp.exists() and stamp.read_text(encoding="ascii") == state:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, stdout=StringIO())
    stamp.write_text(state, encoding="ascii")


def _assets_state() -> str:
    """Return a digest of every asset's name, size and time of change."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
