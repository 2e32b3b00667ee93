"""対象要件: what the 要綱 asks of a person at 振り分け, and what was found (P-15)."""

from django.db import models

from accounts.models import Record, User
from cases.models.case import Episode


class TargetCheck(Record):
    """対象要件の確認: one rule of the 要綱, met or not; with the reason if the case goes on."""

    episode = models.ForeignKey(
        Episode, models.PROTECT, related_name="target_checks", verbose_name="相談"
    )
    code = models.CharField("要件", max_length=40)
    label = models.CharField("要件の文", max_length=200)
    clause = models.CharField("根拠", max_length=100)
    is_met = models.BooleanField("該当する")
    found = models.JSONField("あてはまるもの", default=list)
    exception = models.CharField("該当しないが続ける理由", max_length=200, blank=True)
    checked_on = models.DateField("確かめた日")
    checked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="確かめた人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "対象要件の確認"
        ordering = ("episode_id", "pk")

    def __str__(self):
        return f"{self.label}：{'該当' if self.is_met else '非該当'}"
