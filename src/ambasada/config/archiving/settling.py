"""What a folder that was unpacked needs before it may serve: this version's tables, and obedience.

Imported once Django is set up for that folder.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.loader import MigrationLoader

from ambasada.accounts.models import LedgerHead
from ambasada.casework.actions import delete_all_cases
from ambasada.config.archiving.contents import TABLES
from ambasada.config.archiving.postgresql import migrate_to, put_tables_back
from ambasada.config.prepare import bring_up_to_date
from ambasada.editions.actions import obey_all
from ambasada.lib.archives import Head
from ambasada.lib.refused import Refused
from ambasada.pages.actions import overwrite_deleted_rows
from ambasada.relations.actions import close_all_feeds, let_go_again


@dataclass(frozen=True)
class Settled:
    """The last line of the ledger that came back: members compare it with what they noted."""

    number: int
    sha256: str


@contextmanager
def settled(head: Head, *, has_keys: bool, now: datetime) -> Iterator[Settled]:
    """Bring what was unpacked to this version and let it obey the tombstones.

    Without the store of keys the cases go: nobody can open one any more. PostgreSQL keeps nothing
    of it if the block does not end well. Raises Refused if the archive is of a newer version.
    """
    _require_known(head)
    try:
        with _as_one_step():
            _bring_up(head)
            last = LedgerHead.objects.first()
            came_back = Settled(last.number, last.sha256) if last else Settled(0, "")
            Session.objects.all().delete()  # of a device, perhaps, that was lost since
            close_all_feeds()
            is_late = obey_all(now=now)
            is_late = let_go_again(now=now) or is_late
            if not has_keys:
                delete_all_cases()
            yield came_back
        if is_late:
            overwrite_deleted_rows()
    except DatabaseError:
        message = (
            "The database did not take what the archive holds, and has nothing of it. Check the "
            "disk, or take the archive of another day."
        )
        raise Refused(message) from None
    finally:
        connections.close_all()


@contextmanager
def _as_one_step() -> Iterator[None]:
    if connection.vendor != "postgresql":  # the folder goes whole if this fails
        yield
        return
    with transaction.atomic():
        yield


def _bring_up(head: Head) -> None:
    if connection.vendor == "postgresql":
        put_tables_back(Path(settings.HOME) / TABLES, head.migrations)
        migrate_to(_newest())
        call_command("migrate", interactive=False, verbosity=0)
    bring_up_to_date()


def _newest() -> Mapping[str, Sequence[str]]:
    applied: dict[str, list[str]] = {}
    for app, name in MigrationLoader(connection).graph.nodes:
        applied.setdefault(app, []).append(name)
    return applied


def _require_known(head: Head) -> None:
    """Raise Refused if the archive's database has steps that this version does not know."""
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.keys()
    apps = {app for app, _name in known}
    if any(
        (app, name) not in known
        for app, names in head.migrations.items()
        if app in apps
        for name in names
    ):
        message = (
            f"The archive was written by a newer version of Ambasada ({head.version}). Install "
            "that version."
        )
        raise Refused(message)
