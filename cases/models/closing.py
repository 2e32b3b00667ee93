"""終結 and what follows it (実施要領 4(3)エ)."""

from django.db import models

from accounts.models import Record, User
from cases.models.case import Episode
from rules.calendar import today, wareki


class Closing(Record):
    """終結: the reason, and whether つなぎ, 見守り and フォロー are needed, each with why (D8)."""

    episode = models.OneToOneField(
        Episode, models.PROTECT, related_name="closing", verbose_name="相談"
    )
    closed_on = models.DateField("終結日")
    reason = models.CharField("終結の区分", max_length=30)
    handing = models.BooleanField("他機関へのつなぎ")
    handing_why = models.CharField("つなぎの理由", max_length=200)
    watching = models.BooleanField("地域の見守り")
    watching_why = models.CharField("見守りの理由", max_length=200)
    watchers = models.CharField("見守りを頼む外の方・機関", max_length=200, blank=True)
    following = models.BooleanField("フォローアップ")
    following_why = models.CharField("フォローの理由", max_length=200)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="記入者")

    class Meta:
        verbose_name = verbose_name_plural = "終結"

    def __str__(self):
        return f"{self.episode} 終結 {wareki(self.closed_on)}"


class FollowUp(Record):
    """フォローアップ: asking after a person when the support is over (§4.7)."""

    class State(models.TextChoices):
        PLANNED = "planned", "予定"
        DONE = "done", "実施"
        FINISHED = "finished", "完了"

    episode = models.ForeignKey(
        Episode, models.PROTECT, related_name="follow_ups", verbose_name="相談"
    )
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.PLANNED)
    planned_on = models.DateField("予定日")
    done_on = models.DateField("確かめた日", null=True, blank=True)
    findings = models.TextField("様子", blank=True)
    author = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確かめた人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "フォローアップ"
        ordering = ("planned_on", "pk")

    def __str__(self):
        return f"{self.episode} フォロー {wareki(self.planned_on)}"

    @property
    def agency(self):
        return self.episode.case.agency

    @property
    def is_late(self):
        return self.state == self.State.PLANNED and self.planned_on < today()
