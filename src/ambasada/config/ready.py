"""Whether the stores fit this version: asked once by `serve`, and by each command."""

import os
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from ambasada.accounts.queries import ledger_faults
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.pages.queries import copy_faults


def pending_migrations() -> bool:
    """Tell whether the database needs to be brought up to this version.

    Raises Refused if it can't be reached or was made by a newer version of Ambasada.
    """
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        message = (
            "The database cannot be opened. Check AMBASADA_DATABASE or the data folder; "
            "if it is in use by another program, close that first."
        )
        raise Refused(message) from None
    known = set(executor.loader.disk_migrations)
    ours = {app for app, _name in known}
    applied = set(executor.loader.applied_migrations)
    if any(key not in known for key in applied if key[0] in ours):
        message = (
            "This data folder was written by a newer version of Ambasada. "
            "Install that version, or restore a backup made with this one."
        )
        raise Refused(message)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _database_file() -> Path | None:
    """Return SQLite's file; None where the database is a server or in memory."""
    name = connection.settings_dict["NAME"]
    return name if connection.vendor == "sqlite" and isinstance(name, Path) else None


def is_new() -> bool:
    """Tell whether there is no database yet; looking makes none."""
    file = _database_file()
    return file is not None and not file.exists()


def has_embassy() -> bool:
    """Tell whether an embassy was raised here; a database without tables has none."""
    table = Embassy._meta.db_table
    return table in connection.introspection.table_names() and Embassy.objects.exists()


def require_ready() -> None:
    """Raise Refused unless the database is there and of this version."""
    if is_new() or pending_migrations():
        message = "The data folder is not prepared for this version. Run script/serve once."
        raise Refused(message)


def faults() -> list[str]:
    """Return a sentence for each thing that is wrong with this installation."""
    found = []
    if settings.DEBUG:
        found.append("DEBUG is on. Turn it off: its error pages print what a visitor sent.")
    if settings.ADMINS or settings.MANAGERS:
        found.append(
            "Mail about errors is on. Empty ADMINS and MANAGERS: such mail names visitors."
        )
    file = _database_file()
    if file is not None and not os.access(file, os.W_OK):
        found.append("The database cannot be written. Give this user the right to.")
    if not has_embassy():
        found.append("There is no embassy yet. Run script/serve, or `ambasada embassy add`.")
    for embassy in Embassy.objects.select_related("site"):
        if not hasattr(embassy, "emergency_block"):
            found.append(f"The embassy {embassy.code} has no emergency block. Restore it.")
        if embassy.site.hostname == settings.STAFF_HOST:
            found.append(
                f"The embassy {embassy.code} and the staff admin share a host name. "
                "Give each its own."
            )
    return found + ledger_faults() + copy_faults()
