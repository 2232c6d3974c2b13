from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "ambasada.pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        from ambasada.pages import receivers  # noqa: F401, PLC0415 -- app ready
