"""プラン: the plan, its revisions, and what stands in one (様式5)."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Record, User
from cases.models import Assessment, Case, CaseGrant, CityAccess, Episode
from cases.models.case import keys_of
from cases.models.consent import Signed
from rules.prepared import prepared


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The plans of the 台帳 one may see, and those that a meeting brought to the city (D16)."""
        return self.visible(*keys_of(user))

    def visible(self, user, day, own, cities):
        """The rule of ``visible_to`` by its keys (``cases.models.case.keys_of``)."""
        case = OuterRef("episode__case")
        of_mine = CityAccess.objects.open_on(day).filter(case__agency__municipality__in=cities)
        brought = Exists(of_mine.filter(case=case))
        named = Exists(CaseGrant.objects.filter(case=case, user=user))
        open_to_me = Q(episode__case__is_restricted=False) | Q(named)
        readable = Case.objects.readable(user, day, own, cities)
        return self.filter(Q(episode__case__in=readable) | (Q(brought) & open_to_me))

    def with_frame(self):
        """With everything that stands round the page of a plan, in one query."""
        return self.select_related(
            "episode__case__person",
            "episode__case__agency__municipality",
            "episode__case__episode__lead",
            "episode__case__episode__deputy",
            "episode__case__episode__employment",
        )


class Plan(Record):
    """プラン: 初回 is number 1 of an episode, 再プラン the ones after (様式5).

    What was agreed stands in its revisions; its programmes carry their own outcome (D5).
    """

    class State(models.TextChoices):
        PREPARING = "preparing", "準備中"
        ACTIVE = "active", "実施中"
        EVALUATED = "evaluated", "評価済"
        ENDED = "ended", "終了"

    episode = models.ForeignKey(Episode, models.PROTECT, related_name="plans", verbose_name="相談")
    number = models.PositiveSmallIntegerField("プランの回", default=1)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.PREPARING)
    started_on = models.DateField("支援の始まった日", null=True, blank=True)
    ended_on = models.DateField("終わった日", null=True, blank=True)
    ended_reason = models.TextField("終わった理由", blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "プラン"
        ordering = ("episode_id", "number")
        constraints = [
            models.UniqueConstraint(fields=("episode", "number"), name="plan_number"),
            models.UniqueConstraint(
                fields=("episode",),
                condition=Q(state__in=("preparing", "active")),
                name="plan_one_under_way",
            ),
        ]

    def __str__(self):
        return f"{self.episode.case.number} プラン{self.turn}"

    @property
    def turn(self):
        """初回, or 再プラン（n回目）."""
        return "初回" if self.number == 1 else f"再プラン（{self.number - 1}回目）"

    @property
    def case(self):
        return self.episode.case

    @property
    def agency(self):
        return self.episode.case.agency

    @property
    def newest(self):
        """The revision that counts: the newest one (D5)."""
        found = newest_revision(self.pk)
        for revision in found:
            revision.plan = self
        return found[0] if found else None


class PlanRevision(Signed, Record):
    """プランの版: its text as the person agreed to it; never rewritten once agreed (D4, D5)."""

    class State(models.TextChoices):
        DRAFT = "draft", "下書き"
        AGREED = "agreed", "本人同意"
        TABLED = "tabled", "付議"
        APPROVED = "approved", "了承"
        AMENDED = "amended", "修正のうえ了承"
        RETURNED = "returned", "差戻し"
        SUBMITTED = "submitted", "提出済み"
        REPLACED = "replaced", "前の版"
        WITHDRAWN = "withdrawn", "取下げ"

    AGREED = ("agreed_on", "agreed_method")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="revisions", verbose_name="プラン")
    number = models.PositiveSmallIntegerField("版", default=1)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.DRAFT)
    made_on = models.DateField("作成日")
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="作成者")
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="+", verbose_name="もとのアセスメント"
    )
    opened_for = models.CharField("この版をつくった理由", max_length=200, blank=True)
    issues = models.TextField("解決したい課題", blank=True)
    approach = models.TextField("支援方針", blank=True)
    goal_long = models.TextField("長期目標", blank=True)
    goal_short = models.TextField("この期間の達成目標", blank=True)
    start_on = models.DateField("期間の始まり", null=True, blank=True)
    end_on = models.DateField("期間の終わり", null=True, blank=True)
    next_monitoring_on = models.DateField("つぎのモニタリング", null=True, blank=True)
    review_months = models.PositiveSmallIntegerField("評価までの月数", null=True, blank=True)
    evaluation_on = models.DateField("評価の日", null=True, blank=True)  # 概ね: another day (A13)
    is_job_target = models.BooleanField("就労支援対象者", null=True, blank=True)
    memo = models.TextField("備考（申し送り）", blank=True)
    meeting_on = models.DateField("付議した会議の日", null=True, blank=True)
    agreed_on = models.DateField("本人同意日", null=True, blank=True)
    agreed_method = models.CharField(
        "同意の方法", max_length=10, choices=Signed.Method.choices, blank=True
    )
    agreed_with = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="同意を受けた人",
    )

    # What a reader compares between two revisions (the diff since 差戻し).
    TEXTS = (
        "issues",
        "approach",
        "goal_long",
        "goal_short",
        "start_on",
        "end_on",
        "next_monitoring_on",
        "review_months",
        "evaluation_on",
        "is_job_target",
        "memo",
    )

    class Meta:
        verbose_name = verbose_name_plural = "プランの版"
        ordering = ("plan_id", "number")
        constraints = [
            models.UniqueConstraint(fields=("plan", "number"), name="plan_revision_number"),
            models.CheckConstraint(
                condition=Q(end_on__isnull=True)
                | Q(start_on__isnull=True)
                | Q(end_on__gte=models.F("start_on")),
                name="plan_revision_period",
                violation_error_message="期間の終わりは始まり以降の日付にしてください。",
            ),
        ]

    def __str__(self):
        return f"{self.plan} 第{self.number}版"

    def get_state_display(self) -> str:
        """The state in words; what was reported was not 提出 (4(2)オ)."""
        if self.state == self.State.SUBMITTED:
            sent = [row.kind for row in self.submissions.all() if row.state != "pulled_back"]
            if sent and sent[-1] == "report":
                return "報告済み"
        return str(self.State(self.state).label)

    @property
    def agency(self):
        return self.plan.agency

    @property
    def keys(self):
        """The catalogue keys of its programmes."""
        return {line.programme.key for line in self.lines.select_related("programme")}


class PlanItem(Record):
    """支援の内容の1行: who does what by when (様式5 ■プラン)."""

    revision = models.ForeignKey(
        PlanRevision, models.CASCADE, related_name="items", verbose_name="プランの版"
    )
    number = models.PositiveSmallIntegerField("No.")
    goal = models.TextField("課題・達成目標", blank=True)
    by_person = models.TextField("本人（家族）が行うこと", blank=True)
    by_support = models.TextField("機関が行うこと", blank=True)
    who = models.CharField("だれが", max_length=200, blank=True)
    period = models.CharField("いつまで・頻度", max_length=100, blank=True)
    is_employment = models.BooleanField("就労支援の行", default=False)
    is_informal = models.BooleanField("インフォーマルな支援", default=False)

    TEXTS = ("goal", "by_person", "by_support", "who", "period")

    class Meta:
        verbose_name = verbose_name_plural = "支援の内容"
        ordering = ("revision_id", "number")
        constraints = [
            models.UniqueConstraint(fields=("revision", "number"), name="plan_item_number")
        ]

    def __str__(self):
        return f"{self.revision} {self.number}"


class ProgrammeLine(Record):
    """What one revision says of one programme: what, by whom, from when to when."""

    revision = models.ForeignKey(
        PlanRevision, models.CASCADE, related_name="lines", verbose_name="プランの版"
    )
    programme = models.ForeignKey(
        "PlanProgramme", models.PROTECT, related_name="lines", verbose_name="利用する事業"
    )
    content = models.TextField("支援の内容", blank=True)
    provider = models.CharField("実施機関", max_length=200, blank=True)
    start_on = models.DateField("始まり", null=True, blank=True)
    end_on = models.DateField("終わり", null=True, blank=True)
    is_continued = models.BooleanField("継続", default=False)
    extension_reason = models.CharField("期間を延ばす理由", max_length=200, blank=True)
    kind = models.CharField("型", max_length=100, blank=True)
    kind_person = models.TextField("型についての本人の意見", blank=True)
    kind_place = models.TextField("型についての受入先の意見", blank=True)
    kind_reason = models.TextField("その型と判断した理由", blank=True)

    TEXTS = (
        "content",
        "provider",
        "start_on",
        "end_on",
        "extension_reason",
        "kind",
        "kind_person",
        "kind_place",
        "kind_reason",
    )

    class Meta:
        verbose_name = verbose_name_plural = "事業の利用の内容"
        ordering = ("revision_id", "programme__position")
        constraints = [
            models.UniqueConstraint(fields=("revision", "programme"), name="programme_line_once"),
            models.CheckConstraint(
                condition=Q(end_on__isnull=True)
                | Q(start_on__isnull=True)
                | Q(end_on__gte=models.F("start_on")),
                name="programme_line_period",
                violation_error_message="事業の終わりは始まり以降の日付にしてください。",
            ),
        ]

    def __str__(self):
        return f"{self.revision} {self.programme.label}"

    @property
    def begins_on(self):
        """Its own day or the plan's: a period that is not written twice is the plan's."""
        return self.start_on or self.revision.start_on

    @property
    def ends_on(self):
        return self.end_on or self.revision.end_on


@prepared
def newest_revision(plan: int):
    """What ``Plan.newest`` is; every rule, page and paper of a plan asks it."""
    return PlanRevision.objects.filter(plan=plan).order_by("-number")[:1]
