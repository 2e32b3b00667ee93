"""支給の月 and the lists by which the city pays them."""

import datetime as dt

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, Record, User
from cases.models import Case
from housing_benefit.models.application import BenefitApplication
from housing_benefit.models.order import BenefitOrder
from rules.calendar import era_year


class PaymentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's own city: a list for its finance section is of no agency (NAG-8)."""
        return self.filter(office__municipality__in=user.city_ids())

    def with_totals(self):
        """With the number of its months and their sum."""
        rows = self.select_related("prepared_by", "released_by")
        return rows.annotate(n=models.Count("months"), yen=models.Sum("months__yen"))


class BenefitPayment(Record):
    """支払い一覧: months put together by one of the city and released by another."""

    class State(models.TextChoices):
        PREPARED = "prepared", "作成済み"
        RELEASED = "released", "支払い確定"

    office = models.ForeignKey(
        Organisation, models.PROTECT, related_name="benefit_payments", verbose_name="担当課"
    )
    fiscal_year = models.PositiveSmallIntegerField("年度")
    number = models.PositiveIntegerField("番号")
    state = models.CharField("状態", max_length=8, choices=State.choices, default=State.PREPARED)
    month = models.DateField("支払う月（1日の日付）")
    prepared_on = models.DateField("作成日")
    prepared_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="作成した人"
    )
    released_on = models.DateField("確定日", null=True, blank=True)
    released_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確定した人"
    )

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "支払い一覧"
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("office", "fiscal_year", "number"), name="benefit_payment_number"
            ),
        ]

    def __str__(self):
        return f"支払い一覧 {era_year(dt.date(self.fiscal_year, 5, 1))}度 第{self.number}号"

    @property
    def agency(self):
        """Whose record it is, to the engine: the office's."""
        return self.office


class MonthQuerySet(models.QuerySet):
    def of_course(self, application):
        """All that stands granted on an application and on what followed it."""
        base = application.root_id or application.pk
        return self.standing().filter(Q(application=base) | Q(application__root=base))

    def of_file(self, case, kind):
        """All that stands granted to a person: on their 台帳 and on those joined into it."""
        files = Q(case=case) | Q(case__joined_into=case)
        return self.standing().filter(files, kind=kind)

    def standing(self):
        """Those that no 中断 or 中止 has taken away."""
        return self.filter(ended_by__isnull=True)


class BenefitMonth(Record):
    """支給の月: one month of one 台帳; it stands on one 支払い一覧 at most, and is there once.

    One that a 中断 or a 中止 took away stays with it (``ended_by``); nobody pays it. ``paid_to``
    is empty until its list is released; from then on it says who received what of it, and no
    change of the application moves it.
    """

    application = models.ForeignKey(
        BenefitApplication, models.PROTECT, related_name="months", verbose_name="給付金の申請"
    )
    changed_by = models.ForeignKey(
        BenefitApplication,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="changed_months",
        verbose_name="変更の申請",
    )
    case = models.ForeignKey(
        Case, models.PROTECT, related_name="benefit_months", verbose_name="台帳"
    )
    kind = models.CharField("種類", max_length=4, choices=BenefitApplication.Kind.choices)
    month = models.DateField("月（1日の日付）")
    yen = models.BigIntegerField("支給額（円）")
    paid_to = models.JSONField("確定したときの支払い先", null=True, blank=True)
    payment = models.ForeignKey(
        BenefitPayment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="months",
        verbose_name="支払い一覧",
    )
    ended_by = models.ForeignKey(
        BenefitOrder,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="months",
        verbose_name="なくした処分",
    )

    objects = MonthQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "支給の月"
        ordering = ("month", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("case", "kind", "month"),
                condition=Q(ended_by__isnull=True),
                name="benefit_month_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True) | Q(payment__isnull=True),
                name="benefit_month_paid_or_ended",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="benefit_month_first_day"),
        ]

    def __str__(self):
        return f"{self.case.number} {self.month:%Y-%m}"

    @property
    def asked_by(self):
        """The application that says to whom it is paid: after a 変更, the one that asked for it."""
        return self.changed_by or self.application
