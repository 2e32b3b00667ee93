"""決裁: the steps of the city's route for one ruling on an application."""

from django.db import models

from housing_benefit.models.application import BenefitApplication
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
