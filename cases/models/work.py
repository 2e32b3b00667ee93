"""What is done beside the plan: 就労, help before the plan, appointments."""

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from cases.models.case import Case, Episode
from cases.models.rows import CaseRow, KeptManager, RowQuerySet
from rules.calendar import wareki


class WorkRow(CaseRow):
    """A fact beside the plan. One that was removed counts and is shown nowhere."""

    objects = KeptManager()
    with_removed = RowQuerySet.as_manager()

    class Meta(CaseRow.Meta):
        abstract = True


class EarlySupport(WorkRow):
    """プラン前の支援 (4(2)イ): recorded on the case, pulled into the plan later."""

    episode = models.ForeignKey(
        Episode, models.PROTECT, related_name="early_supports", verbose_name="相談"
    )
    kind = models.CharField("種類", max_length=30)
    started_on = models.DateField("始めた日")
    ended_on = models.DateField("終えた日", null=True, blank=True)
    provider = models.CharField("実施機関", max_length=100, blank=True)
    content = models.TextField("内容")
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="記入者")

    class Meta:
        verbose_name = verbose_name_plural = "プラン前の支援"
        ordering = ("started_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="early_support_order",
                violation_error_message="終えた日は始めた日以降の日付にしてください。",
            )
        ]

    def __str__(self):
        return f"{self.episode} {self.kind}"


class JobSearch(WorkRow):
    """求職活動: one step of looking for work."""

    episode = models.ForeignKey(
        Episode, models.PROTECT, related_name="job_searches", verbose_name="相談"
    )
    on = models.DateField("日付")
    kind = models.CharField("活動", max_length=30)
    employer = models.CharField("応募先・窓口", max_length=100, blank=True)
    result = models.TextField("結果・様子")
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="記入者")

    class Meta:
        verbose_name = verbose_name_plural = "求職活動"
        ordering = ("-on", "-pk")

    def __str__(self):
        return f"{self.episode} 求職活動 {wareki(self.on)}"


class EmployerVisit(WorkRow):
    """企業訪問: a visit to an employer for this person."""

    episode = models.ForeignKey(
        Episode, models.PROTECT, related_name="employer_visits", verbose_name="相談"
    )
    on = models.DateField("日付")
    employer = models.CharField("事業所", max_length=100)
    purpose = models.CharField("目的", max_length=200)
    result = models.TextField("結果")
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="記入者")

    class Meta:
        verbose_name = verbose_name_plural = "企業訪問"
        ordering = ("-on", "-pk")

    def __str__(self):
        return f"{self.episode} {self.employer}"


class JobStart(WorkRow):
    """就職: 一般就労 or 中間的就労, with the day the work began (D23)."""

    episode = models.ForeignKey(
        Episode, models.PROTECT, related_name="job_starts", verbose_name="相談"
    )
    on = models.DateField("就職日")
    kind = models.CharField("就労の種類", max_length=30)
    employment_type = models.CharField("雇用形態", max_length=30, blank=True)
    employer = models.CharField("事業所", max_length=100, blank=True)
    monthly_yen = models.PositiveIntegerField("月収（円）", null=True, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="記入者")

    class Meta:
        verbose_name = verbose_name_plural = "就職"
        ordering = ("-on", "-pk")

    def __str__(self):
        return f"{self.episode} 就職 {wareki(self.on)}"


class IncomeRise(WorkRow):
    """増収: earnings of someone at work have risen (D23)."""

    episode = models.ForeignKey(
        Episode, models.PROTECT, related_name="income_rises", verbose_name="相談"
    )
    on = models.DateField("増えた日")
    before_yen = models.PositiveIntegerField("前の月収（円）")
    after_yen = models.PositiveIntegerField("後の月収（円）")
    reason = models.CharField("わけ", max_length=200, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="記入者")

    class Meta:
        verbose_name = verbose_name_plural = "増収"
        ordering = ("-on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(after_yen__gt=F("before_yen")),
                name="income_rise_rises",
                violation_error_message="後の月収は、前の月収より多い額にしてください。",
            )
        ]

    def __str__(self):
        return f"{self.episode} 増収 {wareki(self.on)}"


class Appointment(CaseRow):
    """予定: 訪問 or 面談 to come. One that was removed is nowhere but on 「消した行」."""

    class Standing(models.TextChoices):
        PLANNED = "planned", "予定"
        KEPT = "kept", "済み"
        CANCELLED = "cancelled", "取りやめ"

    case = models.ForeignKey(Case, models.PROTECT, related_name="appointments", verbose_name="台帳")
    on = models.DateField("日付")
    at = models.TimeField("時刻", null=True, blank=True)
    kind = models.CharField("方法", max_length=20)
    place = models.CharField("場所", max_length=100, blank=True)
    purpose = models.CharField("用件", max_length=200, blank=True)
    staff = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="行く人")
    companion = models.CharField("いっしょに会う人", max_length=100, blank=True)
    standing = models.CharField(
        "状況", max_length=10, choices=Standing.choices, default=Standing.PLANNED
    )

    objects = KeptManager()
    with_removed = RowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "予定"
        ordering = ("on", "at", "pk")
        indexes = [models.Index(fields=("staff", "on"), name="appointment_of_staff")]

    def __str__(self):
        return f"{self.case.number} {wareki(self.on)}"
