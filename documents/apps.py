from importlib import import_module

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "様式・文書番号"

    def ready(self):
        # The table of the profile must be known before a profile is read.
        import_module("documents.standards")
        import_module("documents.checks")
