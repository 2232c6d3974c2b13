"""Silence: nothing asks another host, nothing is mailed by itself, no log says who came."""

ADMINS: list[tuple[str, str]] = []
MANAGERS: list[tuple[str, str]] = []
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
# Wagtail would mail about a comment to members, who have no address for it to fail on.
WAGTAILADMIN_COMMENTS_ENABLED = False

# Addresses of pages, names and times stay out of the log: a fault is told by its place in the
# code alone (config.logging).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"blind": {"()": "ambasada.config.logging.BlindFormatter"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "blind"},
        # A logger without any handler writes its message to stderr after all.
        "nothing": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "ERROR"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": ["nothing"], "propagate": False},
        "django.security": {"handlers": ["nothing"], "propagate": False},
    },
}
