"""評価 (様式6, 実施要領 4(3)ウ): three required contents, and what changed."""

from django.db import models

from accounts.models import Record, User
from plans.models.plan import Plan


class Evaluation(Record):
    """評価シート: drafted with the person, decided on in a meeting (E-16)."""

    class State(models.TextChoices):
        DRAFT = "draft", "作成中"
        TABLED = "tabled", "付議"
        DECIDED = "decided", "決定"

    class Achievement(models.TextChoices):
        MET = "met", "達成"
        PARTLY = "partly", "一部達成"
        UNMET = "unmet", "未達成"

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="evaluations", verbose_name="プラン"
    )
    number = models.PositiveSmallIntegerField("回", default=1)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.DRAFT)
    evaluated_on = models.DateField("評価日")
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="作成者")
    achievement_level = models.CharField(
        "達成の度合い", max_length=6, choices=Achievement.choices, blank=True
    )
    achievement = models.TextField("目標の達成状況", blank=True)
    remaining = models.TextField("現在の状況と残された課題", blank=True)
    wish = models.TextField("本人の希望", blank=True)
    opinion = models.TextField("支援員の意見", blank=True)
    result = models.CharField("評価の結果（案）", max_length=10, blank=True)
    result_reason = models.CharField("区分", max_length=30, blank=True)
    after = models.TextField("終結後の対応", blank=True)
    change_other = models.CharField("見られた変化（その他）", max_length=40, blank=True)
    reason_other = models.CharField("区分（その他）", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "評価"
        ordering = ("plan_id", "number")
        constraints = [models.UniqueConstraint(fields=("plan", "number"), name="evaluation_number")]

    def __str__(self):
        return f"{self.plan} 評価{self.number}"

    @property
    def agency(self):
        return self.plan.agency


class EvaluationChange(models.Model):
    """見られた変化: one coded change (様式6 6.1), a row of its own so that it can be counted."""

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="changes", verbose_name="評価"
    )
    code = models.CharField("変化", max_length=30)

    class Meta:
        verbose_name = verbose_name_plural = "見られた変化"
        ordering = ("evaluation_id", "pk")
        constraints = [
            models.UniqueConstraint(fields=("evaluation", "code"), name="evaluation_change_once")
        ]

    def __str__(self):
        return self.code
