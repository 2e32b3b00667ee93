"""決裁: the steps of the city's route for one ruling on an application, or for one order."""

from django.db import models

from housing_benefit.models.application import BenefitApplication
from housing_benefit.models.order import BenefitOrder
from plans.models import Signature


class BenefitStep(Signature):
    """給付金の決裁の順: one step of the city's route for one application."""

    application = models.ForeignKey(
        BenefitApplication, models.PROTECT, related_name="steps", verbose_name="給付金の申請"
    )

    class Meta:
        verbose_name = verbose_name_plural = "給付金の決裁の順"
        ordering = ("application_id", "number")
        constraints = [
            models.UniqueConstraint(fields=("application", "number"), name="benefit_step_once")
        ]

    def __str__(self):
        return f"{self.application} {self.label}"


class BenefitOrderStep(Signature):
    """中断・中止・徴収の決裁の順: one step of the city's route for one of them."""

    order = models.ForeignKey(
        BenefitOrder, models.PROTECT, related_name="steps", verbose_name="給付の中断・中止・徴収"
    )

    class Meta:
        verbose_name = verbose_name_plural = "中断・中止・徴収の決裁の順"
        ordering = ("order_id", "number")
        constraints = [
            models.UniqueConstraint(fields=("order", "number"), name="benefit_order_step_once")
        ]

    def __str__(self):
        return f"{self.order} {self.label}"
