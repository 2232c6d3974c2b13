"""Whether the stores fit this version: asked once by `serve`, and by each command."""

import os
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MIGRATIONS_MODULE_NAME
from django.db.migrations.recorder import MigrationRecorder
from django.utils.module_loading import module_has_submodule

from ambasada.accounts.queries import ledger_faults
from ambasada.config.intakes import sealed_faults
from ambasada.config.stores import MAIN, apps_of
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.pages.queries import copy_faults


def pending_migrations() -> bool:
    """Tell whether a store needs to be brought up to this version; looking makes none.

    Raises Refused if one can't be reached or was made by a newer version of Ambasada.
    """
    behind = [store for store in connections if _is_behind(store)]  # all asked, for the refusal
    return bool(behind)


def _is_behind(store: str) -> bool:
    file = database_file(store)
    if store != MAIN and file is not None and not file.exists():
        return True  # a data folder of before there was sealed help
    try:
        applied = set(MigrationRecorder(connections[store]).applied_migrations())
    except DatabaseError:
        message = (
            "The database cannot be opened. Check AMBASADA_DATABASE or the data folder; "
            "if it is in use by another program, close that first."
        )
        raise Refused(message) from None
    known = _known()
    ours = {app for app, _name in known}
    if any(key not in known for key in applied if key[0] in ours):
        message = (
            "This data folder was written by a newer version of Ambasada. "
            "Install that version, or restore a backup made with this one."
        )
        raise Refused(message)
    held = ours if store == MAIN else ours & set(apps_of(store))
    missing = {key for key in known - applied if key[0] in held}
    return bool(missing) and _has_plan(store, held)


@cache
def _known() -> frozenset[tuple[str, str]]:
    """Return every migration there is, by the names of files.

    To load four hundred of them takes longer than most commands have to do besides.
    """
    return frozenset(
        (app.label, each.name)
        for app in apps.get_app_configs()
        if module_has_submodule(app.module, MIGRATIONS_MODULE_NAME)
        for each in iter_modules(import_module(f"{app.name}.{MIGRATIONS_MODULE_NAME}").__path__)
        if not each.ispkg and each.name[0] not in "_~"  # as Django has it
    )


def _has_plan(store: str, held: set[str]) -> bool:
    """Tell whether there is something to run: what replaces others may be there without a note."""
    executor = MigrationExecutor(connections[store])
    leaves = [each for each in executor.loader.graph.leaf_nodes() if each[0] in held]
    return bool(executor.migration_plan(leaves))


def database_file(store: str = MAIN) -> Path | None:
    """Return SQLite's file; None where the database is a server or in memory."""
    there = connections[store]
    name = there.settings_dict["NAME"]
    return name if there.vendor == "sqlite" and isinstance(name, Path) else None


def is_new() -> bool:
    """Tell whether there is no database yet; looking makes none."""
    file = database_file()
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
    files = [file for store in connections if (file := database_file(store)) is not None]
    if not all(os.access(file, os.W_OK) for file in files):
        found.append("The database cannot be written. Give this user the right to.")
    if not has_embassy():
        found.append("There is no embassy yet. Run script/serve, or `ambasada embassy add`.")
    for embassy in Embassy.objects.select_related("site"):
        if not hasattr(embassy, "emergency_block"):
            found.append(f"The embassy {embassy.code} has no emergency block. Restore it.")
        if embassy.site.hostname in {settings.STAFF_HOST, *settings.SEALED_ORIGINS}:
            found.append(
                f"The embassy {embassy.code} shares a host name with the staff admin, the help "
                "origin or the desk. Give each its own."
            )
    return found + sealed_faults() + ledger_faults() + copy_faults()
