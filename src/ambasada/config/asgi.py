"""The ASGI entry: the door that forgets who asks, then editions for readers, Django for staff."""

import multiprocessing
import os
import signal
import tempfile
from typing import cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.asgi import get_asgi_application
from django.http import parse_cookie

from ambasada.config.environment import read_environment
from ambasada.config.processes import end_with_parent
from ambasada.editions.folders import Folders
from ambasada.editions.front_door import FrontDoor
from ambasada.editions.hiding import takes_words
from ambasada.editions.served import Shelf
from ambasada.lib.door import Application, Door, Headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ambasada.config.settings")

_environment = read_environment()
_staff = _environment.staff_url
# Uploads are never spooled to the system's shared temporary folder.
tempfile.tempdir = str(_environment.home_folder / "uploads")
if multiprocessing.parent_process() is not None:
    end_with_parent(signal.SIGKILL)  # a worker that waits for half a request can't outlive it
_django = cast("Application", get_asgi_application())  # Django types scopes as dict
_shelf = Shelf(Folders(_environment.home_folder / "editions"))
_shelf.watch()


async def _is_member(headers: Headers) -> bool:
    """Tell whether the session that a request names is a member's."""
    cookies = b"; ".join(value for name, value in headers if name == b"cookie").decode("latin-1")
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME)
    return await SessionStore(key).aget(SESSION_KEY) is not None


_staff_hosts = {_staff.hostname or "": _staff.scheme}
application = Door(
    FrontDoor(_django, _shelf, staff_hosts=frozenset(_staff_hosts)),
    staff_hosts=_staff_hosts,
    is_member=_is_member,
    takes_words=takes_words,
)
