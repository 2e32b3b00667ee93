"""つなぎ: handing a person's matter to another agency, until it has really been taken up."""

from django.db import models

from accounts.models import Record, User
from cases.models.case import Episode
from network.models import Contact
from rules.calendar import wareki


class Referral(Record):
    """つなぎ (実施要領 4(1)ウエ): not over before the receiver has confirmed."""

    class State(models.TextChoices):
        PLANNED = "planned", "調整中"
        SENT = "sent", "送付済み"
        ACCEPTED = "accepted", "受入済み"
        CHECKED = "checked", "状況確認"
        REJECTED = "rejected", "受入不可"
        DONE = "done", "完了"

    episode = models.ForeignKey(
        Episode, models.PROTECT, related_name="referrals", verbose_name="相談"
    )
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+", verbose_name="つなぎ先")
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.PLANNED)
    planned_on = models.DateField("決めた日")
    purpose = models.TextField("つなぐ理由")
    way = models.CharField("つなぎ方（同行・電話・送付）", max_length=100, blank=True)
    sent_on = models.DateField("つないだ日", null=True, blank=True)
    accepted_on = models.DateField("受入・受理を確かめた日", null=True, blank=True)
    accepted_by = models.CharField("受け入れた人・部署", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "つなぎ"
        ordering = ("-planned_on", "-pk")

    def __str__(self):
        return f"{self.episode} → {self.contact}"

    @property
    def agency(self):
        return self.episode.case.agency

    @property
    def is_welfare(self):
        """生活保護へのつなぎ: must be confirmed by the office without fail (E-18)."""
        return self.contact.category == "welfare_office"


class ReferralCheck(Record):
    """状況確認: the day one meant to ask, the day one asked, what was found (4(1)エ)."""

    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="checks", verbose_name="つなぎ"
    )
    planned_on = models.DateField("確かめる予定の日")
    done_on = models.DateField("確かめた日", null=True, blank=True)
    found = models.TextField("確かめたこと", blank=True)
    author = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確かめた人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "状況確認"
        ordering = ("referral_id", "planned_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("referral",),
                condition=models.Q(done_on__isnull=True),
                name="referral_check_one_open",
            )
        ]

    def __str__(self):
        return f"{self.referral} {wareki(self.planned_on)}"
