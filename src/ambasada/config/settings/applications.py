"""What is installed, in which order requests pass it, and where addresses are resolved."""

from ambasada.config.environment import read_environment
from ambasada.lib.headers import HeaderClass

_environment = read_environment()

DEBUG = False  # nothing turns it on: its error pages print what a visitor sent

INSTALLED_APPS = [
    "ambasada.front",
    "ambasada.editions",
    "ambasada.syndication",
    "ambasada.casework",
    "ambasada.relations",
    "ambasada.publishing",
    "ambasada.statements",
    "ambasada.prisoners",
    "ambasada.register",
    "ambasada.pages",
    "ambasada.figures",
    "ambasada.network",
    "ambasada.accounts",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "ambasada.network.middleware.OriginMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ambasada.accounts.middleware.SecondFactorMiddleware",
    "ambasada.accounts.middleware.MemberLanguageMiddleware",
    "ambasada.pages.middleware.OwnPagesMiddleware",
]

# The origin decides which table of addresses answers (network.middleware).
ROOT_URLCONF = "ambasada.config.urls_public"
STAFF_URLCONF = "ambasada.config.urls_staff"
STAFF_HOST = _environment.staff_url.hostname
STAFF_ORIGIN = _environment.staff_url.geturl()
PUBLIC_PORT = _environment.port_number
HELP_HOST = _environment.help_url.hostname
HELP_ORIGIN = _environment.help_url.geturl()
DESK_HOST = _environment.desk_url.hostname
DESK_ORIGIN = _environment.desk_url.geturl()
PLAIN_ORIGIN = _environment.plain_origin if _environment.plain_host else ""
LETTERS_FROM = _environment.letters_sender
# Sealed help: each host with its own table of addresses, and the headers of what it answers.
SEALED_ORIGINS = {
    HELP_HOST: ("ambasada.config.urls_help", HeaderClass.INTAKE),
    DESK_HOST: ("ambasada.config.urls_desk", HeaderClass.DESK),
}

# Any name may ask: OriginMiddleware answers only names that an embassy or the staff origin has,
# and knows names added while the server runs, which a fixed list cannot.
ALLOWED_HOSTS = ["*"]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.i18n"],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

WAGTAIL_SITE_NAME = "Ambasada"
WAGTAILADMIN_BASE_URL = STAFF_ORIGIN
WAGTAIL_I18N_ENABLED = True
WAGTAILDOCS_DOCUMENT_MODEL = "network.StoredDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "ambasada.network.forms.StoredDocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "txt"]
# Slugs are made on the server by lib.slugs, before Wagtail's own transliteration could.
WAGTAIL_AUTO_UPDATE_PREVIEW_INTERVAL = 1000
