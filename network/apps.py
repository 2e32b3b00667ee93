from importlib import import_module

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    name = "network"
    verbose_name = "関係機関・社会資源"

    def ready(self):
        # The room's access rules must be known before a view names one.
        import_module("network.permissions")
