"""利用申込・同意: what the person agreed to, which version of 様式7 they were shown."""

from django.db import models
from django.db.models import F, Q

from accounts.models import PrivacyPolicy, Record, User
from cases.models.case import Episode
from network.models import Contact
from rules.calendar import today, wareki


class ConsentQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """Given, not yet withdrawn and not run out on a day.

        A withdrawal counts from its own day, the last day of a consent is one of its days.
        """
        day = on or today()
        return self.filter(
            Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day),
            Q(until__isnull=True) | Q(until__gte=day),
            given_on__lte=day,
        )


class Signed(models.Model):
    """What a person agrees to in writing, or by word of mouth and signs later (A12).

    ``AGREED`` names the fields of the day and of the way; without a day nothing is agreed yet.
    """

    class Method(models.TextChoices):
        WRITTEN = "written", "書面"
        ORAL = "oral", "口頭（署名はあとで）"

    AGREED = ("given_on", "method")
    signed_on = models.DateField("署名をいただいた日", null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def oral_day(self):
        """The day of a consent by word of mouth; of a written one, none."""
        day, way = (getattr(self, name) for name in self.AGREED)
        return day if way == self.Method.ORAL else None

    @property
    def signed_day(self):
        """The day beside the signature; while it is waited for, none."""
        return self.signed_on if self.oral_day else getattr(self, self.AGREED[0])

    @property
    def waits_for_signature(self):
        """Agreed to by word of mouth, and not yet signed."""
        return self.oral_day is not None and self.signed_on is None


class Consent(Signed, Record):
    """同意 (実施要領 4(1)エ): purposes and kinds of recipients, as coded facts.

    A withdrawal stops new disclosures and deletes nothing (§4.8).
    """

    episode = models.ForeignKey(
        Episode, models.PROTECT, related_name="consents", verbose_name="相談"
    )
    given_on = models.DateField("申込日（本人同意日）")
    method = models.CharField("方法", max_length=10, choices=Signed.Method.choices)
    policy = models.ForeignKey(
        PrivacyPolicy, models.PROTECT, related_name="+", verbose_name="示した規程の版"
    )
    purposes = models.JSONField("利用目的", default=list)
    recipients = models.JSONField("提供先の種類", default=list)
    explained_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="説明した人"
    )
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="この機関へのつなぎだけ",
    )
    until = models.DateField("同意の期限", null=True, blank=True)
    withdrawn_on = models.DateField("撤回した日", null=True, blank=True)
    withdrawn_reason = models.CharField("撤回の理由", max_length=200, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "同意"
        ordering = ("-given_on", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_order",
                violation_error_message="撤回した日は同意日以降の日付にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("given_on")),
                name="consent_until_after",
                violation_error_message="同意の期限は同意日以降の日付にしてください。",
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | Q(signed_on__gte=F("given_on")),
                name="consent_signed_after",
                violation_error_message="署名をいただいた日は同意日以降の日付にしてください。",
            ),
        ]

    def __str__(self):
        return f"{self.episode} 同意 {wareki(self.given_on)}"

    def stands_on(self, day):
        """``in_force`` asked of a row that is already read."""
        if day < self.given_on or (self.until and self.until < day):
            return False
        return self.withdrawn_on is None or day < self.withdrawn_on
