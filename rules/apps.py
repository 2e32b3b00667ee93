from importlib import import_module

from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "rules"
    verbose_name = "きまり・暦・選択肢"

    def ready(self) -> None:
        import_module("rules.checks")
