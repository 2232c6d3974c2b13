"""Settings for counting queries in one process: the real ones, with assets under plain names."""

from ambasada.config.settings import *  # noqa: F403 -- how Django reads settings
from ambasada.config.settings import STORAGES

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
