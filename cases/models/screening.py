"""スクリーニング (実施要領 4(1)エ): one per episode, five results (D3)."""

from django.db import models

from accounts.models import Record, User
from cases.models.case import Episode


class Screening(Record):
    """スクリーニング: what the agency judged, why, and the 主任's look at it."""

    episode = models.OneToOneField(
        Episode, models.PROTECT, related_name="screening", verbose_name="相談"
    )
    result = models.CharField("結果", max_length=20)
    decided_on = models.DateField("判断した日")
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="判断した人"
    )
    reason = models.TextField("判断の理由")
    to_welfare = models.BooleanField("生活保護へつなぐ", default=False)
    next_on = models.DateField("つぎに話す日", null=True, blank=True)
    checked_on = models.DateField("主任が確かめた日", null=True, blank=True)
    checked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確かめた主任"
    )

    class Meta:
        verbose_name = verbose_name_plural = "スクリーニング"

    def __str__(self):
        return f"{self.episode} {self.result}"
