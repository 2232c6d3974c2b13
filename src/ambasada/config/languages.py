"""Languages of the interface: the superset of which each embassy serves its own.

Settings of the project, and apart from the others: a mirror writes in these languages too, and has
no data folder, which the others make.
"""

from pathlib import Path
from zoneinfo import available_timezones

_PACKAGE = Path(__file__).resolve().parents[1]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("be", "Беларуская"), ("ru", "Русский")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
# A page sent to translation is a draft until an editor has translated it.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# The admin's own translations: Russian is complete, Belarusian as far as Wagtail goes.
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

# What a reader is shown when a text is not there in the language they asked for.
LANGUAGE_FALLBACKS = {"be": ("ru", "en"), "ru": ("be", "en"), "en": ("be", "ru")}

USE_I18N = True
LOCALE_PATHS = [_PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["ambasada.formats"]
USE_THOUSAND_SEPARATOR = False

USE_TZ = True
TIME_ZONE = "UTC"
# "localtime" names the server's own zone, which browsers do not know.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime"})
