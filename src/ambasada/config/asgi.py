"""The ASGI entry: Django behind the door that forgets who asks."""

import os

from django.core.asgi import get_asgi_application

from ambasada.config.environment import read_environment
from ambasada.lib.door import Door

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ambasada.config.settings")

_staff = read_environment().staff_url
application = Door(
    get_asgi_application(), staff_hosts={_staff.hostname or "": _staff.scheme}
)
