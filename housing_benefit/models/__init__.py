from housing_benefit.models.account import BenefitAccount
from housing_benefit.models.application import BenefitApplication, BenefitPayee
from housing_benefit.models.approval import BenefitOrderStep, BenefitStep
from housing_benefit.models.order import BenefitOrder
from housing_benefit.models.payment import BenefitMonth, BenefitPayment
from housing_benefit.models.reporting import BenefitContact, BenefitJob, BenefitReport

__all__ = [
    "BenefitAccount",
    "BenefitApplication",
    "BenefitContact",
    "BenefitJob",
    "BenefitMonth",
    "BenefitOrder",
    "BenefitOrderStep",
    "BenefitPayee",
    "BenefitPayment",
    "BenefitReport",
    "BenefitStep",
]
