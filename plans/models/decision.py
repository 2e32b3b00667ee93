"""提出, 審査, 支援決定と支援内容の確認: what the city does with a plan (実施要領 6)."""

from django.db import models

from accounts.models import Record, User
from plans.models.plan import Plan, PlanRevision
from rules.calendar import wareki


class Submission(Record):
    """提出, or 報告: the plan sent to the city, as it read that day (6(2)ア, 4(2)オ)."""

    class Kind(models.TextChoices):
        SUBMISSION = "submission", "提出"
        REPORT = "report", "報告"

    class State(models.TextChoices):
        SENT = "sent", "提出済み"
        RECEIVED = "received", "受理"
        PULLED_BACK = "pulled_back", "引戻し"

    plan = models.ForeignKey(
        Plan, models.PROTECT, related_name="submissions", verbose_name="プラン"
    )
    revision = models.ForeignKey(
        PlanRevision, models.PROTECT, related_name="submissions", verbose_name="プランの版"
    )
    kind = models.CharField("種類", max_length=10, choices=Kind.choices)
    number = models.PositiveSmallIntegerField("回", default=1)
    state = models.CharField("状態", max_length=12, choices=State.choices, default=State.SENT)
    sent_on = models.DateField("出した日")
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="出した人")
    way = models.CharField("出し方", max_length=100, blank=True)
    received_on = models.DateField("受理した日", null=True, blank=True)
    received_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="受理した人"
    )
    snapshot = models.JSONField("出したときの内容", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "提出・報告"
        ordering = ("plan_id", "number")
        constraints = [models.UniqueConstraint(fields=("plan", "number"), name="submission_number")]

    def __str__(self):
        return f"{self.plan} {self.get_kind_display()}（{self.number}回目）"

    def get_state_display(self) -> str:
        """The state in words; what was reported was not 提出 (4(2)オ)."""
        if self.kind == self.Kind.REPORT and self.state == self.State.SENT:
            return "報告済み"
        return str(self.State(self.state).label)

    @property
    def agency(self):
        return self.plan.agency


class PlanProgramme(Record):
    """利用する事業: one programme of one plan with its own outcome (D5, §4.3)."""

    class State(models.TextChoices):
        PENDING = "pending", "未提出"
        SUBMITTED = "submitted", "提出済み"
        EXAMINING = "examining", "審査中"
        ELIGIBLE = "eligible", "要件該当"
        IN_APPROVAL = "in_approval", "決裁中"
        DECIDED = "decided", "決定"
        NOTIFIED = "notified", "通知済み"
        REFUSED = "refused", "決定不可"
        REPORTED_BACK = "reported_back", "理由を知らせた"
        REVISING = "revising", "見直し中"
        RESUBMITTED = "resubmitted", "再提出済み"
        CHANGED = "changed", "変更決定"
        REVOKED = "revoked", "取消"
        INQUIRED = "inquired", "照会中"
        CONFIRMED = "confirmed", "確認済み"
        RECORDED = "recorded", "手続なし"
        DROPPED = "dropped", "取りやめ"

    AT_CITY = (
        State.SUBMITTED,
        State.RESUBMITTED,
        State.EXAMINING,
        State.ELIGIBLE,
        State.IN_APPROVAL,
    )
    SETTLED = (State.DECIDED, State.NOTIFIED, State.CHANGED, State.CONFIRMED, State.RECORDED)

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="programmes", verbose_name="プラン")
    key = models.CharField("事業", max_length=40)
    label = models.CharField("事業名", max_length=100)
    position = models.PositiveSmallIntegerField("順", default=0)
    procedure = models.CharField("手続", max_length=10)
    state = models.CharField("状態", max_length=14, choices=State.choices, default=State.PENDING)
    submission = models.ForeignKey(
        Submission,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name="いまの提出",
    )
    is_fit = models.BooleanField("プランは適切", null=True, blank=True)
    fitness = models.TextField("適切と考える理由", blank=True)
    drafted_on = models.DateField("起案日", null=True, blank=True)
    drafted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="起案者"
    )
    provision_from = models.DateField("提供を始めた日", null=True, blank=True)
    provision_until = models.DateField("提供を終えた日", null=True, blank=True)
    next_step = models.TextField("終わったあとの支援", blank=True)
    application_title = models.CharField("申請書の名", max_length=100, blank=True)
    application_number = models.CharField("申請書の番号", max_length=100, blank=True)
    applied_on = models.DateField("利用の申請日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "利用する事業"
        ordering = ("plan_id", "position", "pk")
        constraints = [models.UniqueConstraint(fields=("plan", "key"), name="plan_programme_once")]

    def __str__(self):
        return f"{self.plan} {self.label}"

    def get_state_display(self) -> str:
        """The state in words: what needs no 手続 does not wait for 提出, what was reported
        was not 提出 (4(2)オ).
        """
        if self.state == self.State.PENDING and self.procedure == "none":
            return str(self.State.RECORDED.label)
        sent = self.submission if self.state == self.State.SUBMITTED else None
        if sent and sent.kind == Submission.Kind.REPORT:
            return sent.get_state_display()
        return str(self.State(self.state).label)

    @property
    def agency(self):
        return self.plan.agency

    @property
    def signatures(self):
        """The steps of the 決裁 of this submission, in their order."""
        return self.steps.filter(submission=self.submission)

    @property
    def in_force(self):
        """The newest outcome, if it stands (a revoked or refused one does not)."""
        newest = self.decisions.order_by("-pk").first()
        if newest is None or newest.kind == SupportDecision.Kind.REVOKED:
            return None
        if newest.kind == SupportDecision.Kind.REFUSED:
            return self.decisions.exclude(kind=newest.kind).order_by("-pk").first()
        return newest


class RequirementCheck(Record):
    """利用要件の確認: one requirement of one programme, checked by the city (6(2)イ, E-11)."""

    class Answer(models.TextChoices):
        MET = "met", "該当する"
        UNMET = "unmet", "該当しない"
        OPEN = "open", "未確認"

    programme = models.ForeignKey(
        PlanProgramme, models.PROTECT, related_name="checks", verbose_name="利用する事業"
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="checks", verbose_name="提出"
    )
    code = models.CharField("要件", max_length=40)
    label = models.CharField("要件の文", max_length=200)
    answer = models.CharField(
        "確認の結果", max_length=6, choices=Answer.choices, default=Answer.OPEN
    )
    ground = models.CharField("根拠", max_length=200, blank=True)
    checked_on = models.DateField("確認した日", null=True, blank=True)
    checked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="確認した人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "利用要件の確認"
        ordering = ("programme_id", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("programme", "submission", "code"), name="requirement_check_once"
            )
        ]

    def __str__(self):
        return f"{self.programme.label}：{self.label}"


class Signature(Record):
    """One step of the city's route for anything it rules on; 代決 leaves its reason."""

    number = models.PositiveSmallIntegerField("順")
    label = models.CharField("職", max_length=100)
    role = models.CharField("役割", max_length=12)
    acted_on = models.DateField("日付", null=True, blank=True)
    acted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="決裁した人"
    )
    deputy_reason = models.CharField("代決の理由", max_length=200, blank=True)

    class Meta(Record.Meta):
        abstract = True


class ApprovalStep(Signature):
    """決裁の順: one step of the city's route for one programme of one submission."""

    programme = models.ForeignKey(
        PlanProgramme, models.PROTECT, related_name="steps", verbose_name="利用する事業"
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="steps", verbose_name="提出"
    )

    class Meta:
        verbose_name = verbose_name_plural = "決裁の順"
        ordering = ("programme_id", "submission_id", "number")
        constraints = [
            models.UniqueConstraint(
                fields=("programme", "submission", "number"), name="approval_step_once"
            )
        ]

    def __str__(self):
        return f"{self.programme.label} {self.label}"


class SupportDecision(Record):
    """支援決定・確認の結果: what the city ruled on one programme, and on which revision."""

    class Kind(models.TextChoices):
        DECIDED = "decided", "支援決定"
        CHANGED = "changed", "変更決定"
        CONFIRMED = "confirmed", "支援内容の確認"
        OWN = "own", "独自の決定"
        HELLOWORK = "hellowork", "ハローワークの受理"
        REFUSED = "refused", "決定できない"
        REVOKED = "revoked", "取消"

    programme = models.ForeignKey(
        PlanProgramme, models.PROTECT, related_name="decisions", verbose_name="利用する事業"
    )
    revision = models.ForeignKey(
        PlanRevision, models.PROTECT, related_name="decisions", verbose_name="もとの版"
    )
    kind = models.CharField("結果", max_length=10, choices=Kind.choices)
    decided_on = models.DateField("決めた日")
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="決めた人")
    start_on = models.DateField("始まり", null=True, blank=True)
    end_on = models.DateField("終わり", null=True, blank=True)
    reason = models.TextField("理由", blank=True)
    programme_kind = models.CharField("決めた型", max_length=100, blank=True)
    notified_on = models.DateField("本人に知らせた日", null=True, blank=True)
    notified_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="知らせた人"
    )
    notified_way = models.CharField("知らせ方", max_length=100, blank=True)
    reported_on = models.DateField("理由を機関に知らせた日", null=True, blank=True)
    notice_title = models.CharField("通知書の名", max_length=100, blank=True)
    notice_number = models.CharField("通知書の番号", max_length=100, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "支援決定"
        ordering = ("programme_id", "pk")

    def __str__(self):
        return f"{self.programme.label} {self.get_kind_display()} {wareki(self.decided_on)}"
