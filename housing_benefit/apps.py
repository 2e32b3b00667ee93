from importlib import import_module

from django.apps import AppConfig


class HousingBenefitConfig(AppConfig):
    name = "housing_benefit"
    verbose_name = "住居確保給付金"

    def ready(self):
        # The table of the profile, the access rules, the papers and what is ruled here for a plan
        # must be known at the start.
        import_module("housing_benefit.standards")
        import_module("housing_benefit.permissions")
        import_module("housing_benefit.planned")
        import_module("housing_benefit.claim_papers")
        import_module("housing_benefit.follow_papers")
        import_module("housing_benefit.need_paper")
        import_module("housing_benefit.notices")
