"""支援の実施: monitoring of a plan under way (実施要領 4(3)イ)."""

from django.db import models

from accounts.models import Record, User
from plans.models.decision import PlanProgramme
from plans.models.plan import Plan
from rules.calendar import wareki


class Monitoring(Record):
    """モニタリング: how the plan goes, for one programme or the whole, and when next."""

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="monitorings", verbose_name="プラン"
    )
    programme = models.ForeignKey(
        PlanProgramme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="monitorings",
        verbose_name="事業",
    )
    on = models.DateField("確かめた日")
    method = models.CharField("方法", max_length=20)
    partner = models.CharField("相手", max_length=100, blank=True)
    findings = models.TextField("様子・進み具合")
    next_on = models.DateField("つぎのモニタリング", null=True, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="記入者")

    class Meta:
        verbose_name = verbose_name_plural = "モニタリング"
        ordering = ("-on", "-pk")

    def __str__(self):
        return f"{self.plan} モニタリング {wareki(self.on)}"
