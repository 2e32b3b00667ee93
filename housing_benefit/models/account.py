"""口座の変更: where the money goes is changed by two people, never by one."""

from django.db import models
from django.db.models import Q

from accounts.models import Record, User
from housing_benefit.models.application import BenefitApplication, BenefitPayee


class BenefitAccount(Record):
    """口座の変更: typed by one, with its reason; the old account stands until another confirms."""

    class State(models.TextChoices):
        ASKED = "asked", "確認待ち"
        CONFIRMED = "confirmed", "変更済み"
        DROPPED = "dropped", "取りやめ"

    application = models.ForeignKey(
        BenefitApplication,
        models.PROTECT,
        related_name="account_changes",
        verbose_name="給付金の申請",
    )
    payee = models.ForeignKey(
        BenefitPayee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="account_changes",
        verbose_name="ほかの支払い先",
    )
    state = models.CharField("状態", max_length=9, choices=State.choices, default=State.ASKED)
    before = models.CharField("いまの口座", max_length=200)
    account = models.CharField("新しい口座", max_length=200)
    reason = models.CharField("変えるわけ", max_length=200)
    asked_on = models.DateField("申し出た日")
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="書いた人")
    settled_on = models.DateField("確かめた日", null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確かめた人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "口座の変更"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("application",),
                condition=Q(state="asked"),
                name="benefit_account_one_waits",
            ),
        ]

    def __str__(self):
        return f"{self.application}の口座の変更"

    @property
    def paid(self):
        """Whose 口座 it changes."""
        return self.payee or self.application

    @property
    def case(self):
        return self.application.case

    @property
    def agency(self):
        return self.application.agency
