"""世帯, 家計, 債務, 職歴 as rows (D21, D22): they belong to the 台帳, not to one revision.

A row that is removed stays and can be brought back; every change is in its history.
"""

from django.db import models
from django.db.models import Q, Sum

from accounts.models import Record
from cases.models.case import Case
from cases.models.rows import CaseRow


class HouseholdMember(CaseRow):
    """世帯員: who lives or shares a purse with the person (D21); as many as there are."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="household", verbose_name="台帳")
    name = models.CharField("氏名", max_length=100)
    kana = models.CharField("ふりがな", max_length=100, blank=True)
    birth = models.CharField("生年月日", max_length=12, blank=True)
    relation = models.CharField("続柄", max_length=20, blank=True)
    lives_together = models.BooleanField("同居", null=True, blank=True)
    shares_budget = models.BooleanField("生計同一", null=True, blank=True)
    occupation = models.CharField("仕事・学校", max_length=100, blank=True)
    savings = models.BigIntegerField("預貯金", null=True, blank=True)
    linked_case = models.ForeignKey(
        Case,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="この人自身の台帳",
    )
    memo = models.TextField("備考", blank=True)
    ended_on = models.DateField("世帯を離れた日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "世帯員"
        ordering = ("pk",)

    def __str__(self):
        return self.name


class HouseholdIncome(Record):
    """世帯の収入: one kind of income per month of one person; no member means 本人 (D21).

    An amount taken back leaves the row without a figure, so that its history stays.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="incomes", verbose_name="台帳")
    member = models.ForeignKey(
        HouseholdMember,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="incomes",
        verbose_name="世帯員",
    )
    kind = models.CharField("種類", max_length=20)
    yen = models.BigIntegerField("月額（円）", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "世帯の収入"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("member", "kind"), name="income_of_member_once"),
            models.UniqueConstraint(
                fields=("case", "kind"),
                condition=Q(member__isnull=True),
                name="income_of_person_once",
            ),
        ]

    def __str__(self):
        return f"{self.member or self.case} {self.kind}"


class BudgetLine(Record):
    """家計: one item of one month, as it was or as it is planned (D22)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="budget", verbose_name="台帳")
    month = models.DateField("月（1日の日付）")
    item = models.CharField("費目", max_length=20)
    is_planned = models.BooleanField("計画", default=False)
    yen = models.BigIntegerField("金額（円）", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "家計"
        ordering = ("month", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("case", "month", "item", "is_planned"), name="budget_line_once"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="budget_month"),
        ]

    def __str__(self):
        return f"{self.month:%Y-%m} {self.item}"


class Debt(CaseRow):
    """債務・滞納: to whom, which kind, how much is left, how much a month (D22)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="debts", verbose_name="台帳")
    lender = models.CharField("借入先・滞納先", max_length=100)
    kind = models.CharField("種類", max_length=20, blank=True)
    balance = models.BigIntegerField("残高（円）", null=True, blank=True)
    monthly = models.BigIntegerField("月の返済額（円）", null=True, blank=True)
    arrears = models.BigIntegerField("滞納額（円）", null=True, blank=True)
    since = models.CharField("いつから", max_length=12, blank=True)
    memo = models.TextField("備考", blank=True)
    settled_on = models.DateField("終わった日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "債務"
        ordering = ("pk",)

    def __str__(self):
        return self.lender


class WorkHistory(CaseRow):
    """職歴: one place of work of the person (様式2の44)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="works", verbose_name="台帳")
    employer = models.CharField("勤務先", max_length=100)
    job = models.CharField("職種", max_length=100, blank=True)
    employment = models.CharField("雇用形態", max_length=20, blank=True)
    since = models.CharField("いつから", max_length=12, blank=True)
    until = models.CharField("いつまで", max_length=12, blank=True)
    reason_left = models.CharField("離職の理由", max_length=200, blank=True)
    memo = models.TextField("備考", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "職歴"
        ordering = ("-since", "pk")

    def __str__(self):
        return self.employer


# ---- what other rooms ask ----------------------------------------------------------


def household_now(case: Case):
    """The members of the household today: neither removed nor gone."""
    return case.household.kept().filter(ended_on__isnull=True)


def household_size(case: Case) -> int:
    """How many live together, the person included."""
    return 1 + household_now(case).filter(lives_together=True).count()


def monthly_income(case: Case) -> dict[int | None, int]:
    """Yen a month of today's household by member (None is the person), who has a figure."""
    here = Q(member__isnull=True) | Q(member__in=household_now(case))
    rows = case.incomes.filter(here, yen__isnull=False).order_by().values_list("member")
    return dict(rows.annotate(Sum("yen")))
