"""Looking for words in every table there is, as somebody who seized the database would."""

from collections.abc import Iterator
from typing import Any

from django.db import connection


def found_in(words: str) -> set[str]:
    """Return "table.column" for each place of the database that holds these words."""
    with connection.cursor() as cursor:
        return set(_places(words, cursor))


def _places(words: str, cursor: Any) -> Iterator[str]:  # noqa: ANN401 -- of either database
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 -- our own
        columns = [each[0] for each in cursor.description]
        for row in cursor.fetchall():
            for column, value in zip(columns, row, strict=True):
                held = value if isinstance(value, bytes) else str(value).encode()
                if words.encode() in held:
                    yield f"{table}.{column}"
