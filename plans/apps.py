from importlib import import_module

from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "plans"
    verbose_name = "プラン・支援決定"

    def ready(self):
        # The tables of the profile and the access rules must be known at the start.
        import_module("plans.standards")
        import_module("plans.permissions")
        import_module("plans.documents")
        import_module("plans.evaluation_paper")
        import_module("plans.notice_papers")
        import_module("plans.application_paper")
        import_module("plans.letters")
        import_module("plans.note_paper")
