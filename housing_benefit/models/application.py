"""申請: what was asked for, what the city is told, what it ruled and on which figures."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Record, User
from cases.models import Case, CaseGrant, Episode
from housing_benefit.models.payee import Paid
from housing_benefit.models.telling import Told


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the 台帳 one may see; at the city, each that was sent to it (D16).

        Of a restricted case only who is named sees it.
        """
        sent = Q(
            sent_on__isnull=False,
            episode__case__agency__municipality__in=user.city_ids(),
            episode__case__withdrawn_on__isnull=True,
        )
        named = Exists(CaseGrant.objects.filter(case=OuterRef("episode__case"), user=user))
        open_to_me = Q(episode__case__is_restricted=False) | Q(named)
        readable = Q(episode__case__in=Case.objects.readable_to(user))
        return self.filter(readable | (sent & open_to_me))

    def with_frame(self):
        """With everything that stands round the page of an application, in one query."""
        return self.select_related(
            "explained_by",
            "drafted_by",
            "decided_by",
            "episode__case__person",
            "episode__case__agency__municipality",
            "episode__case__episode__lead",
            "episode__case__episode__deputy",
            "episode__case__episode__employment",
        )


class BenefitApplication(Paid, Told, Record):
    """住居確保給付金の申請: what is claimed, from the first talk to 支給決定 or 不支給.

    ``judgement`` is empty until the city drafts its ruling; from then on it holds the claim,
    the figures and every line as they were judged, and nothing is calculated again.
    ``documents`` holds each paper that came, by its code: 原本 or 写し, the day, the scan.
    What is asked after a first 支給決定 is an application of its own, under it (``root``).
    """

    class Kind(models.TextChoices):
        RENT = "rent", "家賃補助"
        MOVE = "move", "転居費用補助"

    class State(models.TextChoices):
        PREPARING = "preparing", "準備中"
        RECEIVED = "received", "受付済み"
        SENT = "sent", "送付済み"
        INQUIRED = "inquired", "照会中"
        IN_APPROVAL = "in_approval", "決裁中"
        GRANTED = "granted", "支給決定"
        SUSPENDED = "suspended", "中断"
        STOPPED = "stopped", "中止"
        ENDED = "ended", "期間満了"
        REFUSED = "refused", "不支給"
        WITHDRAWN = "withdrawn", "取下げ"

    class Purpose(models.TextChoices):
        NEW = "new", "新規"
        EXTEND = "extend", "延長"
        RESUME = "resume", "再開"
        CHANGE = "change", "変更"
        AGAIN = "again", "再支給"

    OPEN = (State.PREPARING, State.RECEIVED, State.SENT, State.INQUIRED, State.IN_APPROVAL)

    episode = models.ForeignKey(
        Episode, models.PROTECT, related_name="benefit_applications", verbose_name="相談"
    )
    number = models.PositiveSmallIntegerField("回", default=1)
    kind = models.CharField("種類", max_length=4, choices=Kind.choices)
    purpose = models.CharField("区分", max_length=6, choices=Purpose.choices, default=Purpose.NEW)
    root = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followers",
        verbose_name="はじめの申請",
    )
    state = models.CharField("状態", max_length=11, choices=State.choices, default=State.PREPARING)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="書いた人")
    route = models.CharField("申請のわけ", max_length=10)
    ground = models.CharField("変更・再支給のわけ", max_length=20, blank=True)
    applied_on = models.DateField("申請日", null=True, blank=True)
    event_on = models.DateField("離職・廃業・収入が減った日", null=True, blank=True)
    unable_days = models.PositiveSmallIntegerField("求職できなかった日数", default=0)
    unable_reason = models.CharField("求職できなかったわけ", max_length=200, blank=True)
    members = models.PositiveSmallIntegerField("世帯の人数", default=1)
    rent = models.BigIntegerField("家賃（月額）", null=True, blank=True)
    income = models.BigIntegerField("世帯の収入（申請月）", null=True, blank=True)
    assets = models.BigIntegerField("世帯の金融資産", null=True, blank=True)
    is_breadwinner = models.BooleanField("主たる生計維持者", null=True, blank=True)
    seeks_work = models.BooleanField("求職活動を行う", null=True, blank=True)
    is_gang = models.BooleanField("世帯に暴力団員がいる", null=True, blank=True)
    has_similar = models.BooleanField("似た給付を受けている", null=True, blank=True)
    housing = models.CharField("住まいの状態", max_length=10, blank=True)
    covered_until = models.DateField("初期費用でまかなった家賃の最後の月", null=True, blank=True)
    support = models.CharField("併せて行う就労支援", max_length=10, blank=True)
    costs = models.JSONField("転居の費用", default=dict, blank=True)
    destination = models.BigIntegerField("転居先の住宅扶助基準", null=True, blank=True)
    destination_source = models.CharField("その根拠", max_length=200, blank=True)
    finding = models.CharField("家計改善支援の認定", max_length=12, blank=True)
    finding_reason = models.TextField("認定のわけ（家計の前と後）", blank=True)
    documents = models.JSONField("受け取った書類", default=dict, blank=True)
    explained_on = models.DateField("留意事項を説明した日", null=True, blank=True)
    explained_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="説明した人"
    )
    signed_on = models.DateField("本人が署名した日", null=True, blank=True)
    received_on = models.DateField("受付日", null=True, blank=True)
    sent_on = models.DateField("送付した日", null=True, blank=True)
    drafted_on = models.DateField("起案日", null=True, blank=True)
    drafted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="起案者"
    )
    judgement = models.JSONField("判定", null=True, blank=True)
    decided_on = models.DateField("決定日", null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="決裁した人"
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "給付金の申請"
        ordering = ("episode_id", "number")
        constraints = [
            models.UniqueConstraint(fields=("episode", "number"), name="benefit_number"),
            models.UniqueConstraint(
                fields=("episode", "kind"),
                condition=Q(state__in=("preparing", "received", "sent", "inquired", "in_approval")),
                name="benefit_one_under_way",
            ),
        ]

    def __str__(self):
        of = "" if self.purpose == self.Purpose.NEW else f"の{self.get_purpose_display()}"
        return f"{self.get_kind_display()}{of}（{self.number}回目）"

    @property
    def application(self):
        """What a ruling is of: it is its own."""
        return self

    @property
    def signatures(self):
        """The steps of the 決裁, in their order."""
        return self.steps.all()

    @property
    def case(self):
        return self.episode.case

    @property
    def agency(self):
        return self.episode.case.agency

    @property
    def is_rent(self):
        return self.kind == self.Kind.RENT

    @property
    def payee_role(self):
        """What ``landlord`` is called: moving is paid to others too."""
        return "家主・管理会社" if self.is_rent else BenefitPayee.ROLE

    @property
    def all_payees(self) -> list[Paid]:
        """Each whom it pays: its own 支払い先, and the others that 転居費用補助 may have."""
        return [self] if self.is_rent else [self, *self.payees.all()]

    @property
    def is_new(self):
        """Does a course of its own begin with it (新規, 再支給)?"""
        return self.root_id is None

    @property
    def base(self):
        """The application that the first 支給決定 was made on."""
        return self.root or self


class BenefitPayee(Paid, Record):
    """転居費用のほかの支払い先: one more who is paid, and the costs that are paid to it.

    What names no cost of its own stays with the 支払い先 of the application, which is the first.
    """

    ROLE = "支払う相手（業者・家主など）"
    FIRST = 2  # the number of the first further one

    application = models.ForeignKey(
        BenefitApplication,
        models.PROTECT,
        related_name="payees",
        verbose_name="給付金の申請",
    )
    number = models.PositiveSmallIntegerField("番号")
    costs = models.JSONField("支払う費用", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "転居費用のほかの支払い先"
        ordering = ("application_id", "number")
        constraints = [
            models.UniqueConstraint(fields=("application", "number"), name="benefit_payee_number"),
        ]

    def __str__(self):
        return f"{self.application}の支払い先{self.number}"

    @property
    def case(self):
        return self.application.case
