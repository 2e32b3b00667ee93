"""What a 支援調整会議 made of a plan: written by the room of meetings through our verbs."""

from django.db import models

from accounts.models import Record, User
from plans.models.plan import Plan, PlanRevision
from rules.calendar import wareki


class Review(Record):
    """会議の結果: 了承, 修正のうえ了承, 差戻し; or what was decided on an evaluation (5(1))."""

    class Subject(models.TextChoices):
        PLAN = "plan", "プラン"
        EVALUATION = "evaluation", "評価"

    class Outcome(models.TextChoices):
        APPROVED = "approved", "了承"
        AMENDED = "amended", "修正のうえ了承"
        RETURNED = "returned", "差戻し"
        CLOSE = "close", "終結"
        CONTINUE = "continue", "継続（再プラン）"
        SUSPEND = "suspend", "中断"

    OF_PLAN = (Outcome.APPROVED, Outcome.AMENDED, Outcome.RETURNED)
    OF_EVALUATION = (Outcome.CLOSE, Outcome.CONTINUE, Outcome.SUSPEND, Outcome.RETURNED)

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reviews", verbose_name="プラン")
    revision = models.ForeignKey(
        PlanRevision, models.PROTECT, related_name="reviews", verbose_name="審議した版"
    )
    subject = models.CharField("議題", max_length=10, choices=Subject.choices)
    outcome = models.CharField("結果", max_length=10, choices=Outcome.choices)
    held_on = models.DateField("開催日")
    meeting = models.CharField("会議", max_length=150)
    attendance = models.TextField("参加機関", blank=True)
    reason = models.TextField("理由・直すこと", blank=True)
    opinions = models.TextField("出席者の意見", blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="記録者")
    city_attended = models.BooleanField("市の出席", default=False)
    city_absence = models.CharField("市の担当者が出席しなかった理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会議の結果"
        ordering = ("plan_id", "pk")

    def __str__(self):
        return f"{self.plan} {wareki(self.held_on)} {self.get_outcome_display()}"


class RoleAssignment(Record):
    """役割分担: which agency does what for this plan, as the meeting settled it (4(2)エ)."""

    review = models.ForeignKey(
        Review, models.CASCADE, related_name="roles", verbose_name="会議の結果"
    )
    organisation = models.CharField("機関", max_length=200)
    task = models.CharField("すること", max_length=200)
    until = models.DateField("いつまで", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "役割分担"
        ordering = ("review_id", "pk")

    def __str__(self):
        return f"{self.organisation}：{self.task}"
