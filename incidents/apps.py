from importlib import import_module

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = "苦情・事故"

    def ready(self):
        import_module("incidents.permissions")
