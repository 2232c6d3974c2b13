from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatementsConfig(AppConfig):
    name = "ambasada.statements"
    verbose_name = _("Statements")

    def ready(self) -> None:
        from ambasada.statements import receivers  # noqa: F401, PLC0415 -- app ready
