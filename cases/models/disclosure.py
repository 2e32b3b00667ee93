"""What leaves the house, and on what it rests: a consent, or one of four exceptions (§5.2)."""

from django.db import models
from django.db.models import Q

from accounts.models import Record, User
from cases.models.case import Case
from cases.models.consent import Consent
from rules.calendar import wareki


class Exemption(Record):
    """例外による提供: giving without a consent, judged once and for one giving (E-07).

    The 主任 is told: ``noted_on`` stays empty until one has read it.
    """

    class Ground(models.TextChoices):
        LAW = "law", "① 法令に基づくとき"
        LIFE = "life", "② 人の生命・身体・財産を守るために要るとき"
        HEALTH = "health", "③ 公衆衛生の向上・児童の健全な育成のために特に要るとき"
        STATE = "state", "④ 国・自治体などが法令の事務を行うのに協力するとき"

    case = models.ForeignKey(Case, models.PROTECT, related_name="exemptions", verbose_name="台帳")
    recipient = models.CharField("提供先", max_length=200)
    ground = models.CharField("例外事由", max_length=10, choices=Ground.choices)
    reason = models.TextField("提供が要る理由")
    no_consent = models.TextField("同意を得られない理由", blank=True)
    judged_on = models.DateField("判断した日")
    judged_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="判断者")
    noted_on = models.DateField("主任が確かめた日", null=True, blank=True)
    noted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確かめた主任"
    )

    class Meta:
        verbose_name = verbose_name_plural = "例外による提供"
        ordering = ("-judged_on", "-pk")

    def __str__(self):
        return f"{self.case.number} → {self.recipient} {wareki(self.judged_on)}"

    @property
    def used_for(self):
        """What was given on it; nothing yet, none."""
        return getattr(self, "disclosure", None)


class Disclosure(Record):
    """提供の記録: what left the house, to whom, for what, and on what it rests (9(3))."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="disclosures", verbose_name="台帳")
    recipient = models.CharField("提供先", max_length=200)
    kind = models.CharField("提供先の種類", max_length=10)
    purpose = models.CharField("目的", max_length=200)
    given_on = models.DateField("提供した日")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提供した人")
    consent = models.ForeignKey(
        Consent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="disclosures",
        verbose_name="根拠の同意",
    )
    exemption = models.OneToOneField(
        Exemption,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="disclosure",
        verbose_name="根拠の例外",
    )

    class Meta:
        verbose_name = verbose_name_plural = "提供の記録"
        ordering = ("-given_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(consent__isnull=False) ^ Q(exemption__isnull=False),
                name="disclosure_one_ground",
                violation_error_message="根拠は、同意か例外のどちらか1つです。",
            )
        ]

    def __str__(self):
        return f"{self.case.number} → {self.recipient} {wareki(self.given_on)}"
