"""苦情の手順 and whom it was told to."""

from django.db import models
from django.db.models import Q

from accounts.models import STAFF, Organisation, Record, Role, User
from network.models import Contact
from rules.calendar import wareki


class ComplaintProcedureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everyone of the agency knows how complaints are dealt with there."""
        return self.filter(agency__in=user.organisation_ids((*STAFF, Role.ADMIN)))


class ComplaintProcedure(Record):
    """苦情の手順 (3(2)②③): who receives complaints and how they are dealt with, by its versions."""

    agency = models.ForeignKey(
        Organisation, models.PROTECT, related_name="complaint_procedures", verbose_name="支援機関"
    )
    number = models.PositiveIntegerField("版")
    valid_from = models.DateField("いつから")
    desk = models.CharField("担当名", max_length=100)
    address = models.CharField("住所", max_length=200)
    tel = models.CharField("電話", max_length=40)
    email = models.CharField("メール", max_length=100)
    body = models.TextField("手順")

    objects = ComplaintProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "苦情の手順"
        ordering = ("agency_id", "-number")
        constraints = [
            models.UniqueConstraint(fields=("agency", "number"), name="complaint_procedure_once")
        ]

    def __str__(self):
        return f"{self.agency} 苦情の手順 第{self.number}版"


class ProcedureNotice(Record):
    """手順の周知 (3(2)②・共有): a colleague has read it, or an agency was told of it."""

    procedure = models.ForeignKey(
        ComplaintProcedure, models.CASCADE, related_name="notices", verbose_name="苦情の手順"
    )
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="職員"
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="関係機関"
    )
    on = models.DateField("日付")
    way = models.CharField("方法", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "手順の周知"
        ordering = ("on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True) ^ Q(contact__isnull=True),
                name="procedure_notice_to_one",
            ),
            models.UniqueConstraint(
                fields=("procedure", "user"),
                condition=Q(user__isnull=False),
                name="procedure_read_once",
            ),
            models.UniqueConstraint(
                fields=("procedure", "contact"),
                condition=Q(contact__isnull=False),
                name="procedure_told_once",
            ),
        ]

    def __str__(self):
        return f"{wareki(self.on)} {self.user or self.contact}"
