"""事故・法違反 (手引き 第Ⅶ章3): what happened, and whom it touches."""

from django.db import models
from django.db.models import Q

from accounts.models import STAFF, Organisation, Record, User
from cases.models import Case
from incidents.models.agency import OfAgencyQuerySet
from rules.calendar import wareki
from rules.choices import label


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
        return f"{wareki(self.found_on)} {self.kind_in_words}"

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
