"""ハローワークへの支援要請 (実施要領 4(2)カ, §4.6)."""

from django.db import models

from accounts.models import Record, User
from network.models import Contact
from plans.models.decision import PlanProgramme


class HelloworkRequest(Record):
    """支援要請: the plan's copy and the papers to the ハローワーク, after the city's 了承."""

    class State(models.TextChoices):
        PREPARING = "preparing", "準備"
        APPROVED = "approved", "自治体の了承"
        CHECKED = "checked", "書類確認済み"
        SENT = "sent", "送付済み"
        RECEIVED = "received", "受理"
        SUPPORTING = "supporting", "チーム支援中"
        ENDED = "ended", "終了"

    programme = models.OneToOneField(
        PlanProgramme, models.PROTECT, related_name="hellowork", verbose_name="利用する事業"
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="送付先"
    )
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.PREPARING)
    documents = models.JSONField("そろえた書類", default=list)
    approved_on = models.DateField("自治体が了承した日", null=True, blank=True)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="了承した人"
    )
    sent_on = models.DateField("送付した日", null=True, blank=True)
    way = models.CharField("送り方", max_length=100, blank=True)
    received_on = models.DateField("受理された日", null=True, blank=True)
    ended_on = models.DateField("終わった日", null=True, blank=True)
    result = models.TextField("結果", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "支援要請"

    def __str__(self):
        return f"{self.programme} 支援要請"

    @property
    def agency(self):
        return self.programme.plan.agency
