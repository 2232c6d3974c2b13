"""Settings of the tests: the real ones, over a data folder that goes when the run ends.

What the developer has set in AMBASADA_* stays out, so that a run is the same everywhere; only
AMBASADA_DATABASE is heard, which is how the suite is run again on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

for _name in [name for name in os.environ if name.startswith("AMBASADA_")]:
    if _name != "AMBASADA_DATABASE":
        del os.environ[_name]
_home = tempfile.mkdtemp(prefix="ambasada-tests-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["AMBASADA_HOME"] = _home
# Always the same, since the tables that runs copy (tests.migrated) are sealed with it.
Path(_home, "secret_key").write_text("of the tests, and of nothing else " * 2, encoding="ascii")

from ambasada.config.settings import *  # noqa: E402, F403 -- after the folder is known
from ambasada.config.settings import DATABASES, MIDDLEWARE, STORAGES  # noqa: E402 -- likewise

# The stores of sealed help get their tables at once: every migration of Wagtail would else be gone
# through twice more, to make nothing.
for _store in ("sealed", "keys"):
    DATABASES[_store]["TEST"] = {"MIGRATE": False}

# Hashing a password is slow on purpose; no test needs that.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Names of assets without a hash, so that nothing has to be collected first.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
# The one asynchronous middleware: Django's client runs it in the thread where the journeys' browser
# keeps an event loop, which is refused. Assets are asked of real servers, in drills and journeys.
MIDDLEWARE = [each for each in MIDDLEWARE if not each.startswith("servestatic.")]
