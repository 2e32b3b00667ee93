from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "ホーム・一覧・ケース画面"

    def ready(self):
        # The room's access rules must be known before a view names one.
        import_module("reports.permissions")
        import_module("reports.documents")
        import_module("reports.case_list_paper")
        import_module("reports.ledger_paper")
