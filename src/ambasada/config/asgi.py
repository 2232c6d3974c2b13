"""The ASGI entry: the door that forgets who asks, then editions for readers, Django for the rest.

The rest are the staff origin and the two origins of sealed help.
"""

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

from ambasada.casework.sizes import largest_body
from ambasada.config.environment import read_environment
from ambasada.config.processes import end_with_parent
from ambasada.editions.folders import Folders
from ambasada.editions.front_door import FrontDoor
from ambasada.editions.hiding import takes_words
from ambasada.editions.served import Shelf
from ambasada.lib.door import (
    DESK_HEADERS,
    HELP_HEADERS,
    Application,
    Door,
    Headers,
    SealedOrigin,
)

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


_help, _desk = _environment.help_url, _environment.desk_url
_staff_hosts = {_staff.hostname or "": _staff.scheme}
_sealed_hosts = {
    _help.hostname or "": SealedOrigin(_help.scheme, HELP_HEADERS, largest_body),
    _desk.hostname or "": SealedOrigin(_desk.scheme, DESK_HEADERS, largest_body),
}
application = Door(
    FrontDoor(_django, _shelf, django_hosts=frozenset({*_staff_hosts, *_sealed_hosts})),
    staff_hosts=_staff_hosts,
    is_member=_is_member,
    takes_words=takes_words,
    sealed_hosts=_sealed_hosts,
)
