"""支援調整会議 (実施要領 5): a meeting, who was there, what was on its agenda."""

import datetime as dt

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import STAFF, Organisation, Record, User
from cases.models import Case
from network.models import Contact
from plans.models import Evaluation, Plan, PlanRevision, Review
from rules.calendar import era_year, fiscal_year, wareki


class PlanMeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The agency's own, and for the city those it attends or those of a 直営 agency (D16)."""
        cities = user.city_ids()
        attends = Exists(Attendee.objects.filter(meeting=OuterRef("pk"), is_city=True))
        direct = Q(agency__kind=Organisation.Kind.DIRECT)
        return self.filter(
            Q(agency__in=user.organisation_ids(STAFF))
            | (Q(agency__municipality__in=cities) & (direct | Q(attends)))
        )


class PlanMeeting(Record):
    """支援調整会議. Its state is written by the engine only."""

    class State(models.TextChoices):
        PLANNED = "planned", "予定"
        CLOSED = "closed", "記録済み"
        CANCELLED = "cancelled", "中止"

    agency = models.ForeignKey(
        Organisation, models.PROTECT, related_name="meetings", verbose_name="支援機関"
    )
    number = models.PositiveSmallIntegerField("回")
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.PLANNED)
    held_on = models.DateField("開催日")
    start_at = models.TimeField("始まり", null=True, blank=True)
    end_at = models.TimeField("終わり", null=True, blank=True)
    place = models.CharField("場所", max_length=100, blank=True)
    name = models.CharField("会議の名", max_length=100)
    chair = models.CharField("議長", max_length=60, blank=True)
    chair_post = models.CharField("議長の職", max_length=100, blank=True)
    is_regular = models.BooleanField("定例の会議", default=True)
    minutes = models.TextField("全体の記録", blank=True)

    objects = PlanMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "支援調整会議"
        ordering = ("-held_on", "-pk")
        indexes = [models.Index(fields=("agency", "-held_on"), name="meeting_of_agency")]

    def __str__(self):
        return f"{self.name} {self.year_label} 第{self.number}回"

    @property
    def year_label(self):
        return f"{era_year(dt.date(fiscal_year(self.held_on), 4, 1))}度"

    @property
    def present(self):
        return self.attendees.filter(was_there=True)

    @property
    def city_attended(self):
        return self.present.filter(is_city=True).exists()

    @property
    def outside_attended(self):
        return self.present.filter(is_outside=True, is_person=False).exists()


class Attendee(Record):
    """出席者: from inside the agency, from the city, or from another agency."""

    meeting = models.ForeignKey(
        PlanMeeting, models.CASCADE, related_name="attendees", verbose_name="会議"
    )
    organisation = models.CharField("機関", max_length=100)
    name = models.CharField("氏名", max_length=60)
    post = models.CharField("職", max_length=60, blank=True)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="職員"
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="関係機関"
    )
    is_outside = models.BooleanField("機関の外から", default=True)
    is_city = models.BooleanField("市の担当者", default=False)
    is_person = models.BooleanField("本人・家族", default=False)
    was_there = models.BooleanField("出席した", default=True)
    part = models.CharField("出る範囲", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "出席者"
        ordering = ("meeting_id", "pk")

    def __str__(self):
        return f"{self.organisation} {self.name}"


class AgendaItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Items whose plan, or whose 台帳 at least, this person may see."""
        return self.filter(
            Q(plan__in=Plan.objects.visible_to(user))
            | Q(plan__isnull=True, case__in=Case.objects.visible_to(user))
        )


class AgendaItem(Record):
    """議題: a plan, an evaluation, or a report of a 中断 (D8), and what came of it."""

    class Kind(models.TextChoices):
        PLAN = "plan", "プラン"
        EVALUATION = "evaluation", "評価"
        REPORT = "report", "中断の報告"

    meeting = models.ForeignKey(
        PlanMeeting, models.CASCADE, related_name="items", verbose_name="会議"
    )
    number = models.PositiveSmallIntegerField("順")
    kind = models.CharField("議題", max_length=10, choices=Kind.choices)
    case = models.ForeignKey(Case, models.PROTECT, related_name="agenda_items", verbose_name="台帳")
    plan = models.ForeignKey(
        Plan,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name="プラン",
    )
    revision = models.ForeignKey(
        PlanRevision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name="プランの版",
    )
    evaluation = models.ForeignKey(
        Evaluation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name="評価",
    )
    review = models.OneToOneField(
        Review,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_item",
        verbose_name="結果",
    )
    reported = models.TextField("報告への意見", blank=True)
    is_done = models.BooleanField("審議した", default=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "議題"
        ordering = ("meeting_id", "number", "pk")

    def __str__(self):
        return f"{self.meeting} {self.number} {self.case.number}"


class PreAdjustment(Record):
    """事前調整: what was settled with others before the meeting (5(3))."""

    item = models.ForeignKey(
        AgendaItem, models.CASCADE, related_name="adjustments", verbose_name="議題"
    )
    on = models.DateField("日付")
    partner = models.CharField("相手", max_length=100)
    way = models.CharField("方法", max_length=60, blank=True)
    result = models.TextField("聞いたこと・決めたこと")
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="記入者")

    class Meta:
        verbose_name = verbose_name_plural = "事前調整"
        ordering = ("item_id", "on", "pk")

    def __str__(self):
        return f"{wareki(self.on)} {self.partner}"


class ResourceGap(Record):
    """足りない社会資源: noted in a meeting, to be taken up as a 地域課題 (5(1)エ) there or in
    the 協議の場 (手引き 第Ⅴ章3(1)).
    """

    class Route(models.TextChoices):
        MEETING = "meeting", "この会議でひきつづき検討する"
        COUNCIL = "council", "協議の場に地域の課題として出す"

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="gaps", verbose_name="議題")
    need = models.CharField("地域に足りないもの", max_length=200)
    route = models.CharField(
        "どこで扱うか", max_length=10, choices=Route.choices, default=Route.MEETING
    )

    class Meta:
        verbose_name = verbose_name_plural = "足りない社会資源"
        ordering = ("-pk",)

    def __str__(self):
        return self.need
