"""The ASGI entry: the door that forgets who asks, then editions for readers, Django for staff."""

import multiprocessing
import os
import signal
import tempfile
from typing import cast

from django.core.asgi import get_asgi_application

from ambasada.config.environment import read_environment
from ambasada.config.processes import end_with_parent
from ambasada.editions.folders import Folders
from ambasada.editions.front_door import FrontDoor
from ambasada.editions.served import Shelf
from ambasada.lib.door import Application, Door

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
_staff_hosts = {_staff.hostname or "": _staff.scheme}
application = Door(
    FrontDoor(_django, _shelf, staff_hosts=frozenset(_staff_hosts)), staff_hosts=_staff_hosts
)
