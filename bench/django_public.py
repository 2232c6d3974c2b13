"""The public pages as Django renders them for each request: what editions are compared with.

Nothing serves this but the benchmark: in an installation a reader never reaches Django.
"""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ambasada.config.settings")
application = get_asgi_application()
