"""The ASGI entry: Django behind the door that forgets who asks."""

import os
from typing import cast

from django.core.asgi import get_asgi_application

from ambasada.config.environment import read_environment
from ambasada.lib.door import Application, Door

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ambasada.config.settings")

_staff = read_environment().staff_url
_django = cast("Application", get_asgi_application())  # Django types scopes as dict
application = Door(_django, staff_hosts={_staff.hostname or "": _staff.scheme})
