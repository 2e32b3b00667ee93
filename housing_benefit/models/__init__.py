from housing_benefit.models.application import BenefitApplication
from housing_benefit.models.payment import BenefitMonth, BenefitPayment

__all__ = ["BenefitApplication", "BenefitMonth", "BenefitPayment"]
