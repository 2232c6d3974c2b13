from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "ambasada.casework"

    def ready(self) -> None:
        from ambasada.casework import receivers  # noqa: F401, PLC0415 -- app ready
