from importlib import import_module

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "支援調整会議"

    def ready(self):
        import_module("meetings.standards")
        import_module("meetings.permissions")
        import_module("meetings.documents")
