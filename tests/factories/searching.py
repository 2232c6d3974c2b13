"""Looking for words in every table and every file, as somebody who seized the machine would."""

import gzip
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import brotli
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


def files_with(words: str | bytes, folder: Path) -> set[str]:
    """Return the files below a folder whose name or bytes hold these words, packed ones too.

    Words are also looked for as JSON writes them where it is ASCII alone.
    """
    wanted = {words} if isinstance(words, bytes) else _forms_of(words)
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            content = b"\0".join([str(path.relative_to(folder)).encode(), *_unpacked(path)])
            if any(each in content for each in wanted):
                found.add(str(path.relative_to(folder)))
    return found


def _forms_of(words: str) -> set[bytes]:
    escaped = words.encode("ascii", "backslashreplace")
    return {words.encode(), escaped, escaped.replace(b"\\", b"\\\\")}


def _unpacked(path: Path) -> Iterator[bytes]:
    """Yield what a file holds, and what that is without its packing."""
    content = path.read_bytes()
    yield content
    if path.suffix == ".br":
        yield brotli.decompress(content)
    elif path.suffix == ".gz":
        yield gzip.decompress(content)
    elif path.suffix == ".zip":
        with zipfile.ZipFile(BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
