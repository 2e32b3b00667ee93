"""受け取った書類: scans and photos that came in, opened only through their 台帳."""

from django.db import models

from accounts.models import User
from cases.models.case import Case
from cases.models.consent import Consent
from cases.models.note import Note
from cases.models.rows import CaseRow
from documents.models import StoredFile


class Attachment(CaseRow):
    """受け取った書類: when it came, whether it is the 原本, what it belongs to."""

    class Form(models.TextChoices):
        ORIGINAL = "original", "原本"
        COPY = "copy", "写し"

    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments", verbose_name="台帳")
    consent = models.ForeignKey(
        Consent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name="同意・申込",
    )
    note = models.ForeignKey(
        Note,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attachments",
        verbose_name="支援経過記録",
    )
    title = models.CharField("書類の名", max_length=200)
    form = models.CharField("原本・写し", max_length=10, choices=Form.choices)
    received_on = models.DateField("受領日")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="+", verbose_name="保管ファイル"
    )
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="受け取った人")

    class Meta:
        verbose_name = verbose_name_plural = "受け取った書類"
        ordering = ("-received_on", "-pk")

    def __str__(self):
        return self.title
