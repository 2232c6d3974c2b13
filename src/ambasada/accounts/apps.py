from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ambasada.accounts"
    verbose_name = "Members"
