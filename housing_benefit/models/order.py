"""処分 after a 支給決定 that nobody applies for: 中断, 中止, 徴収."""

from django.db import models
from django.db.models import Q

from accounts.models import Record, User
from housing_benefit.models.application import BenefitApplication
from housing_benefit.models.telling import Told


class BenefitOrder(Told, Record):
    """中断・中止・徴収: reported by agency or city, drafted and decided by others of the city.

    ``from_month`` and ``basis`` are empty until it is drafted; from then on they hold what was
    counted, and nothing is counted again.
    """

    class Kind(models.TextChoices):
        SUSPEND = "suspend", "中断"
        STOP = "stop", "中止"
        COLLECT = "collect", "徴収"

    class State(models.TextChoices):
        REPORTED = "reported", "報告済み"
        IN_APPROVAL = "in_approval", "決裁中"
        DECIDED = "decided", "決定"
        DROPPED = "dropped", "見送り"

    OPEN = (State.REPORTED, State.IN_APPROVAL)

    application = models.ForeignKey(
        BenefitApplication, models.PROTECT, related_name="orders", verbose_name="はじめの申請"
    )
    kind = models.CharField("種類", max_length=7, choices=Kind.choices)
    state = models.CharField("状態", max_length=11, choices=State.choices, default=State.REPORTED)
    ground = models.CharField("わけ", max_length=20)
    happened_on = models.DateField("わけができた日・分かった日")
    details = models.TextField("くわしいこと")
    yen = models.BigIntegerField("徴収する額（円）", null=True, blank=True)
    reported_on = models.DateField("報告日")
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="報告した人")
    from_month = models.DateField("支給しない最初の月", null=True, blank=True)
    basis = models.JSONField("起案のときの数えかた", null=True, blank=True)
    drafted_on = models.DateField("起案日", null=True, blank=True)
    drafted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="起案者"
    )
    decided_on = models.DateField("決定日", null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="決裁した人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "給付の中断・中止・徴収"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("application", "kind"),
                condition=Q(state__in=("reported", "in_approval")),
                name="benefit_order_one_under_way",
            ),
        ]

    def __str__(self):
        return f"{self.application.get_kind_display()}の{self.get_kind_display()}"

    @property
    def signatures(self):
        """The steps of the 決裁, in their order."""
        return self.steps.all()

    @property
    def case(self):
        return self.application.case

    @property
    def agency(self):
        return self.application.agency
