from django.apps import AppConfig


class EditionsConfig(AppConfig):
    name = "ambasada.editions"
    label = "editions"
