"""Where things are kept: one data folder, one database, files."""

from importlib.util import find_spec
from typing import Any
from urllib.parse import unquote, urlsplit

from ambasada.config.assets import asset_headers
from ambasada.config.environment import read_environment
from ambasada.config.secret import secret_key
from ambasada.lib.refused import Refused

_environment = read_environment()
HOME = _environment.home_folder

SECRET_KEY = secret_key(HOME)


def _database(address: str) -> dict[str, Any]:
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "main.sqlite3",
            "OPTIONS": {
                # IMMEDIATE: a writer waits at its first statement and never fails half-way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                    "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;"
                ),
            },
        }
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


DATABASES = {"default": _database(_environment.database)}

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
# Uploads are never spooled to the system's shared temporary folder.
FILE_UPLOAD_TEMP_DIR = HOME / "uploads"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
