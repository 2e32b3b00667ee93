"""苦情, 事故・法違反, ヒヤリハット (手引き 第Ⅶ章3): what went wrong, and what was made of it."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import CITY_ROLES, STAFF, Organisation, Record, Role, User
from cases.models import Case
from network.models import Contact
from rules.calendar import today
from rules.choices import label

KEEPERS = (Role.CHIEF, Role.ADMIN)


class OfAgencyQuerySet(models.QuerySet):
    def read_by(self, user, own):
        """What reached the agency: for its 主任 and 管理者, and for the city, which answers for
        the 委託先 too; ``own``: what one took part in, while one works there.
        """
        return self.filter(
            Q(agency__in=user.organisation_ids(KEEPERS))
            | Q(agency__municipality__in=user.city_ids(CITY_ROLES))
            | (own & Q(agency__in=user.organisation_ids(STAFF)))
        )


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
        return f"{self.received_on} {self.kind_in_words}"

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
        return f"{self.on} {self.user or self.contact}"


class IncidentQuerySet(OfAgencyQuerySet):
    def visible_to(self, user):
        return self.read_by(user, Q(found_by=user))


class Incident(Record):
    """事故・法違反 (3(2)): what happened, or may have happened, and all that followed from it.

    A 委託先 reports to the city at once and works on by its instruction.
    """

    class State(models.TextChoices):
        FOUND = "found", "発覚"
        EXAMINED = "examined", "事実を調べた"
        REPORTED = "reported", "自治体に報告した"
        INSTRUCTED = "instructed", "指示を受けた"
        SCOPED = "scoped", "影響の範囲を確かめた"
        INFORMED = "informed", "本人に知らせた"
        CAUSED = "caused", "原因を確かめた"
        PREVENTED = "prevented", "再発防止策を決めた"
        JUDGED = "judged", "公表を判断した"
        DONE = "done", "完了"

    agency = models.ForeignKey(
        Organisation, models.PROTECT, related_name="incidents", verbose_name="支援機関"
    )
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.FOUND)
    kind = models.CharField("種類", max_length=20)
    is_suspected = models.BooleanField("おそれの段階", default=False)
    found_on = models.DateField("わかった日")
    found_at = models.TimeField("わかった時刻", null=True, blank=True)
    found_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="記録した人")
    body = models.TextField("何が起きたか")
    facts = models.TextField("調べた事実", blank=True)
    examined_on = models.DateField("事実を調べた日", null=True, blank=True)
    reported_on = models.DateField("自治体に報告した日", null=True, blank=True)
    reported_at = models.TimeField("報告した時刻", null=True, blank=True)
    reported_to = models.CharField("報告した相手", max_length=100, blank=True)
    instruction = models.TextField("自治体の指示", blank=True)
    instructor = models.CharField("指示した人", max_length=100, blank=True)
    instructed_on = models.DateField("指示を受けた日", null=True, blank=True)
    scope = models.TextField("影響の範囲", blank=True)
    data_kinds = models.JSONField("情報の種類", default=list, blank=True)
    nobody_reason = models.CharField("影響の及んだ人がいないわけ", max_length=200, blank=True)
    scoped_on = models.DateField("範囲を確かめた日", null=True, blank=True)
    informed_on = models.DateField("知らせおえた日", null=True, blank=True)
    cause = models.TextField("原因", blank=True)
    caused_on = models.DateField("原因を確かめた日", null=True, blank=True)
    measure = models.TextField("再発防止策", blank=True)
    measure_by = models.DateField("再発防止策の期限", null=True, blank=True)
    prevented_on = models.DateField("再発防止策を決めた日", null=True, blank=True)
    is_published = models.BooleanField("公表する", null=True, blank=True)
    publish_reason = models.TextField("公表の判断の理由・方法", blank=True)
    judged_on = models.DateField("公表を判断した日", null=True, blank=True)
    done_on = models.DateField("完了した日", null=True, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事故・法違反"
        ordering = ("-found_on", "-pk")
        indexes = [models.Index(fields=("agency", "-found_on"), name="incident_of_agency")]

    def __str__(self):
        return f"{self.found_on} {self.kind_in_words}"

    @property
    def kind_in_words(self):
        words = label("incident_kinds", self.kind, self.found_on)
        return f"{words}（おそれ）" if self.is_suspected else words

    @property
    def data_in_words(self):
        return "、".join(label("data_categories", code, self.found_on) for code in self.data_kinds)

    @property
    def is_reportable(self):
        """A 委託先 reports to the city and waits for its instruction; the city's own does not."""
        return self.agency.is_contracted

    @property
    def due_on(self):
        """At once, until the city knows and has said what to do; at the end the measure's day."""
        state = self.State
        if self.state == state.FOUND or (self.state == state.EXAMINED and self.is_reportable):
            return self.found_on
        if self.state == state.REPORTED:
            return self.reported_on
        return self.measure_by if self.state in (state.PREVENTED, state.JUDGED) else None


class AffectedPersonQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Names are the agency's; whose 台帳 one may not see, one does not see here either."""
        return self.filter(
            Q(case__isnull=True, incident__agency__in=user.organisation_ids(STAFF))
            | Q(case__in=Case.objects.visible_to(user))
        )

    def not_told(self):
        """Neither informed, nor said why not."""
        return self.filter(informed_on__isnull=True, not_informed_reason="")


class AffectedPerson(Record):
    """影響の及んだ人: someone of our 台帳 or somebody else, and since when they know of it."""

    incident = models.ForeignKey(
        Incident, models.CASCADE, related_name="persons", verbose_name="事故・法違反"
    )
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="台帳"
    )
    name = models.CharField("氏名", max_length=100, blank=True)
    informed_on = models.DateField("知らせた日", null=True, blank=True)
    informed_way = models.CharField("知らせた方法", max_length=200, blank=True)
    not_informed_reason = models.CharField("知らせないわけ", max_length=200, blank=True)

    objects = AffectedPersonQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "影響の及んだ人"
        ordering = ("incident_id", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("incident", "case"),
                condition=Q(case__isnull=False),
                name="affected_case_once",
            )
        ]

    def __str__(self):
        return f"{self.case.number} {self.case.person}" if self.case else self.name


class NearMissQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everyone of the agency reads what nearly went wrong there; nobody else does."""
        return self.filter(agency__in=user.organisation_ids((*STAFF, Role.ADMIN)))

    def counted_by(self, user):
        """What one may count: one's own, and for the city the numbers of its agencies."""
        return self.filter(
            Q(agency__in=user.organisation_ids((*STAFF, Role.ADMIN)))
            | Q(agency__municipality__in=user.city_ids((Role.OFFICER,)))
        )


class NearMiss(Record):
    """ヒヤリハット (3(3)): nothing happened; the colleagues learn of it. May be told unnamed."""

    class State(models.TextChoices):
        RECORDED = "recorded", "記録"
        SHARED = "shared", "機関内で共有"
        MEASURED = "measured", "対策ずみ"

    agency = models.ForeignKey(
        Organisation, models.PROTECT, related_name="near_misses", verbose_name="支援機関"
    )
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.RECORDED)
    kind = models.CharField("種類", max_length=20)
    on = models.DateField("あった日")
    place = models.CharField("場所", max_length=100, blank=True)
    body = models.TextField("ヒヤリとしたこと")
    guess = models.TextField("なぜ起きたと思うか", blank=True)
    author = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="書いた人"
    )
    shared_on = models.DateField("共有した日", null=True, blank=True)
    shared_how = models.TextField("共有のしかた・みなさんへ", blank=True)
    measure = models.TextField("対策", blank=True)
    measured_on = models.DateField("対策をとった日", null=True, blank=True)

    objects = NearMissQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "ヒヤリハット"
        ordering = ("-on", "-pk")
        indexes = [models.Index(fields=("agency", "-on"), name="near_miss_of_agency")]

    def __str__(self):
        return f"{self.on} {self.kind_in_words}"

    @property
    def kind_in_words(self):
        return label("near_miss_kinds", self.kind, self.on)


class NearMissReading(models.Model):
    """ヒヤリハットの確認: a colleague has read it."""

    near_miss = models.ForeignKey(
        NearMiss, models.CASCADE, related_name="readings", verbose_name="ヒヤリハット"
    )
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="職員")
    read_on = models.DateField("読んだ日", default=today)

    class Meta:
        verbose_name = verbose_name_plural = "ヒヤリハットの確認"
        ordering = ("read_on", "pk")
        constraints = [
            models.UniqueConstraint(fields=("near_miss", "user"), name="near_miss_read_once")
        ]

    def __str__(self):
        return f"{self.user} {self.read_on}"
