"""苦情 (手引き 第Ⅶ章3(2)): what was said, found, answered and made of it."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Organisation, Record, User
from cases.models import Case
from incidents.models.agency import OfAgencyQuerySet
from rules.calendar import today, wareki
from rules.choices import label


class ComplaintQuerySet(OfAgencyQuerySet):
    def visible_to(self, user):
        """Never for whom it is about; the others of the agency see what they took or handle."""
        about = ComplaintSubject.objects.filter(complaint=OuterRef("pk"), user=user)
        own = Q(received_by=user) | Q(handler=user)
        return self.read_by(user, own).exclude(Exists(about))


class Complaint(Record):
    """苦情 (3(2)). Its state is written by the engine only."""

    class State(models.TextChoices):
        RECEIVED = "received", "受付"
        ASSIGNED = "assigned", "対応者を決めた"
        EXAMINED = "examined", "事実を確かめた"
        ANSWERED = "answered", "回答した"
        DONE = "done", "完了"

    agency = models.ForeignKey(
        Organisation, models.PROTECT, related_name="complaints", verbose_name="支援機関"
    )
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.RECEIVED)
    received_on = models.DateField("受けた日")
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="受けた人")
    way = models.CharField("受けた方法", max_length=20)
    kind = models.CharField("種類", max_length=20)
    complainant = models.CharField("申し出た方", max_length=100, blank=True)
    contact = models.CharField("連絡先", max_length=200, blank=True)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="台帳"
    )
    body = models.TextField("申出の内容")
    handler = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="対応者"
    )
    answer_by = models.DateField("回答の期限", null=True, blank=True)
    facts = models.TextField("確かめた事実", blank=True)
    examined_on = models.DateField("事実を確かめた日", null=True, blank=True)
    answer = models.TextField("回答", blank=True)
    answer_way = models.CharField("回答の方法", max_length=20, blank=True)
    answered_on = models.DateField("回答した日", null=True, blank=True)
    prevention = models.TextField("再発防止・活かすこと", blank=True)
    done_on = models.DateField("完了した日", null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "苦情"
        ordering = ("-received_on", "-pk")
        indexes = [models.Index(fields=("agency", "-received_on"), name="complaint_of_agency")]

    def __str__(self):
        return f"{wareki(self.received_on)} {self.kind_in_words}"

    @property
    def kind_in_words(self):
        return label("complaint_kinds", self.kind, self.received_on)

    @property
    def way_in_words(self):
        return label("complaint_ways", self.way, self.received_on)

    @property
    def answer_way_in_words(self):
        return label("complaint_ways", self.answer_way, self.answered_on)

    @property
    def days_open(self):
        """From the day it was received to the day it was settled, or until today."""
        return ((self.done_on or today()) - self.received_on).days

    @property
    def due_on(self):
        """A 対応者 is named at once; then the day that was promised for the answer."""
        if self.state == self.State.RECEIVED:
            return self.received_on
        return self.answer_by if self.state in (self.State.ASSIGNED, self.State.EXAMINED) else None


class ComplaintSubject(Record):
    """申出の対象の職員: who never handles the complaint, nor sees it (E-27)."""

    complaint = models.ForeignKey(
        Complaint, models.CASCADE, related_name="subjects", verbose_name="苦情"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="職員")

    class Meta:
        verbose_name = verbose_name_plural = "申出の対象の職員"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("complaint", "user"), name="complaint_subject_once")
        ]

    def __str__(self):
        return str(self.user)
