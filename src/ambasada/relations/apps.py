from django.apps import AppConfig


class RelationsConfig(AppConfig):
    name = "ambasada.relations"
