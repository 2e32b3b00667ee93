from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "相談・ケース"

    def ready(self):
        # The room's access rules must be known before a view names one.
        import_module("cases.standards")
        import_module("cases.permissions")
        import_module("cases.documents")
        import_module("cases.assessment_paper")
        import_module("cases.note_papers")
        import_module("cases.policy_paper")
        import_module("cases.referral_paper")
        import_module("cases.visit_paper")
