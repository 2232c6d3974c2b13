"""What PostgreSQL holds, table by table: read and put back through the driver alone.

`pg_dump` is not asked for: it may be absent, or of another version than the server. A table is what
COPY writes, in pieces that fit into memory; nothing of it stands in a file on the way out. The
tables themselves are made by the migrations that had made them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph

from ambasada.config.archiving.contents import TABLES
from ambasada.lib.manifests import canonical
from ambasada.lib.refused import Refused
from ambasada.lib.tarred import Member

_LIST = "tables.json"
_PIECE = 8_388_608  # bytes
_COLUMNS = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = current_schema() AND is_generated = 'NEVER'
    ORDER BY table_name, ordinal_position
"""
# How far each column has counted: a number of a row that went is given to no other.
_COUNTED = """
    SELECT each.table_name, each.column_name, sequence.last_value
    FROM information_schema.columns AS each JOIN pg_sequences AS sequence
    ON format('%I.%I', sequence.schemaname, sequence.sequencename) = pg_get_serial_sequence(
        format('%I.%I', each.table_schema, each.table_name), each.column_name
    )
    WHERE each.table_schema = current_schema() AND sequence.last_value IS NOT NULL
"""


def tables() -> Iterator[Member]:
    """Yield everything the database holds at one moment."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        columns = _columns(cursor)
        cursor.execute(_COUNTED)
        counted: dict[str, dict[str, int]] = {}
        for table, column, value in cursor.fetchall():
            counted.setdefault(table, {})[column] = value
        listed = canonical({"columns": columns, "counted": counted})
        yield Member(f"{TABLES}/{_LIST}", len(listed), [listed])
        for table, names in columns.items():
            for number, piece in enumerate(_copied_out(table, names)):
                yield Member(f"{TABLES}/{table}/{number:06}", len(piece), [piece])


def put_tables_back(folder: Path, applied: Mapping[str, Sequence[str]]) -> None:
    """Fill an empty database with the tables of an archive that was unpacked into a folder.

    Must run in a transaction, in which the migrations named are applied first. Raises Refused if
    the database is not empty or the tables are not those that the migrations make.
    """
    if connection.introspection.table_names():
        message = (
            "The database that AMBASADA_DATABASE names is not empty. Make a new one, and name it."
        )
        raise Refused(message)
    listed = json.loads((folder / _LIST).read_bytes())
    migrate_to(applied)
    with connection.cursor() as cursor:
        there = _columns(cursor)
        if {table: sorted(each) for table, each in there.items()} != {
            table: sorted(each) for table, each in listed["columns"].items()
        }:
            message = "The tables in the archive are not those of its version. Nothing was changed."
            raise Refused(message)
        names = ", ".join(connection.ops.quote_name(table) for table in there)
        cursor.execute(f"TRUNCATE {names}")
        for table, columns in listed["columns"].items():
            _copy_in(table, columns, sorted((folder / table).glob("*")))
        for table, columns in listed["counted"].items():
            for column, value in columns.items():
                sequence = "pg_get_serial_sequence(quote_ident(%s), %s)"
                cursor.execute(f"SELECT setval({sequence}, %s)", [table, column, value])
    _settle_constraints()


def migrate_to(applied: Mapping[str, Sequence[str]]) -> None:
    """Apply the migrations that are named, each of which must be known here.

    Rows that one writes are checked before the next one alters their table, which PostgreSQL wants
    where all of it is one transaction.
    """

    def between(action: str, *_: Any) -> None:
        if action == "apply_success":
            _settle_constraints()

    executor = MigrationExecutor(connection, between)
    executor.migrate(_last_of(applied, executor.loader.graph))


def _last_of(applied: Mapping[str, Sequence[str]], graph: MigrationGraph) -> list[tuple[str, str]]:
    """Return those of the applied migrations of each app that no other one follows."""
    keys = {(app, name) for app, names in applied.items() for name in names} & graph.nodes.keys()
    return sorted(
        key
        for key in keys
        if not any(
            child.key in keys and child.key[0] == key[0] for child in graph.node_map[key].children
        )
    )


def _settle_constraints() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _columns(cursor: CursorWrapper) -> dict[str, list[str]]:
    """Return the columns of every table that Django made."""
    tables_there = set(connection.introspection.table_names(cursor))
    cursor.execute(_COLUMNS)
    columns: dict[str, list[str]] = {}
    for table, column in cursor.fetchall():
        if table in tables_there:
            columns.setdefault(table, []).append(column)
    return columns


def _copied_out(table: str, columns: Sequence[str]) -> Iterator[bytes]:
    """Yield what a table holds as COPY writes it, in pieces."""
    held = bytearray()
    with (
        connection.wrap_database_errors,
        connection.connection.cursor() as cursor,
        cursor.copy(f"COPY {_named(table, columns)} TO STDOUT") as copy,
    ):
        for rows in copy:
            held += rows
            if len(held) >= _PIECE:
                yield bytes(held)
                held.clear()
    if held:
        yield bytes(held)


def _copy_in(table: str, columns: Sequence[str], pieces: Sequence[Path]) -> None:
    with (
        connection.wrap_database_errors,
        connection.connection.cursor() as cursor,
        cursor.copy(f"COPY {_named(table, columns)} FROM STDIN") as copy,
    ):
        for piece in pieces:
            copy.write(piece.read_bytes())


def _named(table: str, columns: Sequence[str]) -> str:
    quoted = [connection.ops.quote_name(each) for each in (table, *columns)]
    return f"{quoted[0]} ({', '.join(quoted[1:])})"
