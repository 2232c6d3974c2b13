"""Settings of the Django project, by topic; app code sees only `django.conf.settings`."""

from ambasada.config.languages import *  # noqa: F403 -- how Django reads settings
from ambasada.config.settings.applications import *  # noqa: F403
from ambasada.config.settings.quiet import *  # noqa: F403
from ambasada.config.settings.signin import *  # noqa: F403
from ambasada.config.settings.stores import *  # noqa: F403
