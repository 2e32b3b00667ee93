"""Who looked at whose record."""

from django.db import models

from accounts.models.people import User
from accounts.models.places import Organisation


class Viewing(models.Model):
    """閲覧の記録: a person's record was opened, printed or taken. Never changed, but for the
    reason, which may be said a moment later.
    """

    class Act(models.TextChoices):
        OPEN = "open", "開いた"
        PRINT = "print", "印刷した"
        DOWNLOAD = "download", "控え・書類を開いた"

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="職員")
    roles = models.JSONField("そのときの役割", default=list)
    agency = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="台帳の機関"
    )
    case_pk = models.PositiveBigIntegerField("台帳")
    case_number = models.CharField("台帳番号", max_length=20)
    at = models.DateTimeField("日時")
    on = models.DateField("日")
    act = models.CharField("したこと", max_length=8, choices=Act.choices)
    page = models.CharField("画面", max_length=60, blank=True)
    is_own = models.BooleanField("自分の仕事のケース")
    purpose = models.CharField("見るわけ", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "閲覧の記録"
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=("agency", "-at"), name="viewing_of_agency"),
            models.Index(fields=("user", "case_pk", "on"), name="viewing_of_day"),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.user} {self.case_number}"
