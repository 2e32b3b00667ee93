"""受給中: what was done each month to find work, and the work that was found."""

from django.db import models
from django.db.models import Q

from accounts.models import Record, User
from cases.models import JobStart
from housing_benefit.models.application import BenefitApplication
from rules.calendar import era_year


class BenefitReport(Record):
    """求職活動等状況報告: one month of a course, with the household's income and what was said."""

    application = models.ForeignKey(
        BenefitApplication, models.PROTECT, related_name="reports", verbose_name="はじめの申請"
    )
    month = models.DateField("月（1日の日付）")
    submitted_on = models.DateField("報告を受けた日")
    counts = models.JSONField("活動ごとの回数", default=dict)
    income = models.BigIntegerField("世帯の収入（その月）", null=True, blank=True)
    guidance = models.TextField("指導したこと", blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="書いた人")

    class Meta:
        verbose_name = verbose_name_plural = "求職活動等状況報告"
        ordering = ("month",)
        constraints = [
            models.UniqueConstraint(fields=("application", "month"), name="benefit_report_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="benefit_report_first_day"),
        ]

    def __str__(self):
        return f"{self.application} {era_year(self.month)}{self.month.month}月"


class BenefitJob(Record):
    """常用就職届: work without an end, or of six months or more, that began while one is paid."""

    application = models.ForeignKey(
        BenefitApplication, models.PROTECT, related_name="jobs", verbose_name="はじめの申請"
    )
    start = models.OneToOneField(
        JobStart, models.PROTECT, related_name="benefit_job", verbose_name="就職"
    )
    reported_on = models.DateField("届を受けた日")
    contract_months = models.PositiveSmallIntegerField("契約の月数", null=True, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="書いた人")

    class Meta:
        verbose_name = verbose_name_plural = "常用就職届"
        ordering = ("start__on", "pk")

    def __str__(self):
        return f"{self.start}"

    @property
    def contract(self):
        return "期間の定めなし" if self.contract_months is None else f"{self.contract_months}か月"


class BenefitContact(Record):
    """中断中の連絡: the agency was in contact while nothing is paid, and how it stands."""

    application = models.ForeignKey(
        BenefitApplication, models.PROTECT, related_name="contacts", verbose_name="はじめの申請"
    )
    on = models.DateField("連絡した日")
    method = models.CharField("連絡のしかた", max_length=20)
    said = models.TextField("いまの様子")
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="書いた人")

    class Meta:
        verbose_name = verbose_name_plural = "中断中の連絡"
        ordering = ("on", "pk")

    def __str__(self):
        return f"{self.application} {era_year(self.on)}{self.on.month}月の連絡"
