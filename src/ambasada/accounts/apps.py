from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ambasada.accounts"
    verbose_name = "Members"

    def ready(self) -> None:
        from ambasada.accounts import receivers  # noqa: F401, PLC0415 -- app ready
