"""Where things are kept: one data folder, a database, two stores of sealed help, files."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from ambasada.config.assets import asset_headers
from ambasada.config.environment import read_environment
from ambasada.config.secret import secret_key
from ambasada.lib.door import LARGEST_BODY
from ambasada.lib.refused import Refused

_environment = read_environment()
HOME = _environment.home_folder

SECRET_KEY = secret_key(HOME)


def _sqlite(file: Path, *, synchronous: str = "NORMAL") -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": file,
        "OPTIONS": {
            # IMMEDIATE: a writer waits at its first statement and never fails half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous}; "
                "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def _database(address: str) -> dict[str, Any]:
    if not address:
        return _sqlite(HOME / "main.sqlite3")
    try:
        parts = urlsplit(address)
        port = parts.port or ""
    except ValueError:
        parts, port = urlsplit(""), ""
    if parts.scheme != "postgresql" or not parts.path.strip("/"):
        message = "AMBASADA_DATABASE must be postgresql://user:password@host:port/name, or empty."
        raise Refused(message)
    if find_spec("psycopg") is None:
        message = (
            "AMBASADA_DATABASE needs the driver of PostgreSQL. Run script/serve with it set: "
            "that installs the driver."
        )
        raise Refused(message)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": port,
    }


# Sealed help is always SQLite, which overwrites what is deleted. Its commits wait for the disk:
# somebody who was shown a code will rely on it.
SEALED_ROOT = HOME / "sealed"
DATABASES = {
    "default": _database(_environment.database),
    "sealed": _sqlite(SEALED_ROOT / "store.sqlite3", synchronous="FULL"),
    "keys": _sqlite(HOME / "keys.sqlite3", synchronous="FULL"),
}
DATABASE_ROUTERS = ["ambasada.config.stores.StoreRouter"]

EDITIONS_ROOT = HOME / "editions"
KEYS_ROOT = HOME / "keys"
PEOPLE_ROOT = HOME / "people"  # what people on lists are named by
MEDIA_ROOT = HOME / "media"
MEDIA_URL = "/unrouted-media/"  # no route answers it: documents have an address by hash
STATIC_ROOT = HOME / "static"
STATIC_URL = "/static/"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "servestatic.storage.CompressedManifestStaticFilesStorage"},
}
SERVESTATIC_MAX_AGE = 60  # of names without a hash; hashed ones are immutable
SERVESTATIC_ALLOW_ALL_ORIGINS = False
SERVESTATIC_ADD_HEADERS_FUNCTION = asset_headers
# Addresses and photographs are sent in clear. They stay in memory, which a disk does not give back
# to whoever seizes it; members alone may send much, and never more than the front door takes.
FILE_UPLOAD_MAX_MEMORY_SIZE = LARGEST_BODY
FILE_UPLOAD_TEMP_DIR = HOME / "uploads"  # what waits there is sealed
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
