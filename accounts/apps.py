from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "職員・支援機関"

    def ready(self):
        # The tables of the profile must be known at the start.
        import_module("accounts.standards")
