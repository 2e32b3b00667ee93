"""Municipalities, organisations, people and their roles."""

import datetime as dt
from functools import cache

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from rules.calendar import add_months, today
from rules.prepared import prepared
from rules.refusals import Refused, stale


class OneHistoryManager(HistoryManager):
    """``row.history`` builds its class at the first question, not with every row that is saved."""

    from_queryset = classmethod(cache(HistoryManager.from_queryset.__func__))


class RowHistory(HistoricalRecords):
    """The history of a row: every column but those it ``derived`` from others."""

    def __init__(self, **options):
        super().__init__(history_manager=OneHistoryManager, **options)

    def fields_included(self, model):
        found = super().fields_included(model)
        return [field for field in found if field.name not in model.derived]


class Record(models.Model):
    """A row that people edit: its version, its moments of entry, its history (D23, D24)."""

    derived: tuple[str, ...] = ()
    version = models.PositiveIntegerField("版", default=0, editable=False)
    created_at = models.DateTimeField("入力日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)
    history = RowHistory(inherit=True)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.version += 1
        super().save(*args, **kwargs)

    def check_version(self, version):
        """E-08 if someone saved since the person had this version before their eyes (D18).

        Inside a transaction: nobody else saves until it is over.
        """
        now = type(self)._base_manager.select_for_update(of=("self",)).get(pk=self.pk)
        if now.version != version:
            raise Refused(stale("保存"))


class Municipality(models.Model):
    """自治体 (全国地方公共団体コード): everything hangs from one."""

    class Kind(models.TextChoices):
        CITY = "city", "市区町村"
        PREFECTURE = "prefecture", "都道府県"

    code = models.CharField("団体コード", max_length=6, unique=True)
    name = models.CharField("自治体名", max_length=40)
    kind = models.CharField("種別", max_length=10, choices=Kind.choices, default=Kind.CITY)

    class Meta:
        verbose_name = verbose_name_plural = "自治体"
        ordering = ("code",)

    def __str__(self):
        return self.name

    @property
    def city_office(self):
        """The office in whose name the city writes, or None."""
        kind = Organisation.Kind.CITY_OFFICE
        return self.organisation_set.filter(kind=kind, is_active=True).first()


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An organisation is known to everyone of the same municipality."""
        return self.filter(
            municipality__in=user.current_memberships().values("organisation__municipality")
        )

    def agencies(self):
        return self.exclude(kind=Organisation.Kind.CITY_OFFICE)


class Organisation(Record):
    """所属 (D14): the city office, a 直営 agency or a 委託 agency."""

    class Kind(models.TextChoices):
        CITY_OFFICE = "city_office", "自治体（担当課）"
        DIRECT = "direct", "自立相談支援機関（直営）"
        CONTRACTED = "contracted", "自立相談支援機関（委託）"

    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="自治体")
    kind = models.CharField("種別", max_length=12, choices=Kind.choices)
    name = models.CharField("名称", max_length=100)
    legal_form = models.CharField("法人種別", max_length=100, blank=True)
    corporation = models.CharField("受託法人", max_length=100, blank=True)
    entrusted_part = models.CharField("委託する部分", max_length=200, blank=True)
    contract_from = models.DateField("委託期間（始）", null=True, blank=True)
    contract_until = models.DateField("委託期間（終）", null=True, blank=True)
    number_prefix = models.CharField("台帳番号の記号", max_length=4, blank=True)
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    address = models.CharField("所在地", max_length=200, blank=True)
    tel = models.CharField("電話", max_length=40, blank=True)
    email = models.CharField("メール", max_length=100, blank=True)
    section = models.CharField("担当課・窓口", max_length=100, blank=True)
    head = models.CharField("長の職氏名", max_length=100, blank=True)
    privacy_officer = models.CharField("個人情報管理責任者", max_length=60, blank=True)
    tasks = models.JSONField("あわせて行うこと", default=list, blank=True)
    towns = models.JSONField("受けもつ町村", default=list, blank=True)
    is_active = models.BooleanField("使用中", default=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "所属"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("municipality", "name"),
                name="organisation_once",
                violation_error_message="同じ名称の所属が既に登録されています。",
            ),
            models.CheckConstraint(
                condition=Q(contract_until__isnull=True)
                | Q(contract_until__gte=F("contract_from")),
                name="organisation_contract_order",
                violation_error_message="委託期間の終わりは始まり以降の日付にしてください。",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_city_office(self):
        return self.kind == self.Kind.CITY_OFFICE

    @property
    def is_contracted(self):
        return self.kind == self.Kind.CONTRACTED

    @property
    def kind_in_words(self):
        """直営, or 委託 of the whole or of which part (実施要領 2)."""
        if not self.is_contracted:
            return "直営"
        return f"委託（一部：{self.entrusted_part}）" if self.entrusted_part else "委託（全部）"

    @property
    def review_due(self):
        """When the accounts are looked at again: a year after the last time, or now."""
        last = self.account_reviews.first()
        return add_months(last.on, 12) if last else today()

    def policy_on(self, day: dt.date):
        """The version of 様式7 in force on a day (inclusive), or None."""
        return self.policies.filter(valid_from__lte=day).order_by("-valid_from", "-number").first()

    def policies_since(self, day: dt.date):
        """The versions that were in force on some day from then until today, newest first."""
        first = self.policy_on(day)
        since = first.valid_from if first else day
        rows = self.policies.filter(valid_from__gte=since, valid_from__lte=today())
        return list(rows.order_by("-valid_from", "-number"))


class Counter(Record):
    """窓口: where an agency receives people; one agency may have several (A19)."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="counters", verbose_name="所属"
    )
    name = models.CharField("名称", max_length=100)
    address = models.CharField("場所", max_length=200, blank=True)
    tel = models.CharField("電話", max_length=40, blank=True)
    hours = models.CharField("開いている時間", max_length=100, blank=True)
    is_active = models.BooleanField("使用中", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "窓口"
        ordering = ("organisation_id", "name")

    def __str__(self):
        return f"{self.organisation} {self.name}"


class Role(models.TextChoices):
    CHIEF = "chief", "主任相談支援員"
    COUNSELOR = "counselor", "相談支援員"
    EMPLOYMENT = "employment", "就労支援員"
    OUTREACH = "outreach", "アウトリーチ支援員"
    SHELTER = "shelter", "一時生活支援の支援員"
    OFFICER = "officer", "自治体担当者"
    APPROVER = "approver", "決裁者"
    ADMIN = "admin", "管理者"


STAFF = (Role.CHIEF, Role.COUNSELOR, Role.EMPLOYMENT, Role.OUTREACH, Role.SHELTER)
CITY_ROLES = (Role.OFFICER, Role.APPROVER)


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save()
        return user


class UserQuerySet(models.QuerySet):
    def working_at(self, organisation, roles=None):
        """Active people with a role at an organisation today."""
        members = Membership.objects.current().filter(organisation=organisation)
        if roles:
            members = members.filter(role__in=roles)
        return self.filter(is_active=True, pk__in=members.values("user"))


class User(AbstractBaseUser):
    """利用者 of the system: someone who logs in. Never someone who is helped."""

    username = models.CharField("ログインID", max_length=60, unique=True)
    name = models.CharField("氏名", max_length=60)
    kana = models.CharField("ふりがな", max_length=60, blank=True)
    is_active = models.BooleanField("有効", default=True)
    uses_shortcuts = models.BooleanField("ショートカットキーを使う", default=True)
    pledged_on = models.DateField("守秘義務を誓約した日", null=True, blank=True)
    must_change_password = models.BooleanField("パスワード変更が必要", default=False)
    is_demo = models.BooleanField("デモ用", default=False, editable=False)
    is_operator = models.BooleanField("運用者", default=False, editable=False)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    history = HistoricalRecords(
        history_manager=OneHistoryManager, excluded_fields=["password", "last_login"]
    )

    USERNAME_FIELD = "username"
    objects = UserManager.from_queryset(UserQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "職員"
        ordering = ("kana", "username")

    def __str__(self):
        return self.name

    @property
    def has_pledged(self):
        """守秘義務 was pledged, and not a year ago or more (E-33)."""
        return self.pledged_on is not None and today() < add_months(self.pledged_on, 12)

    def current_memberships(self):
        return Membership.objects.current().filter(user=self)

    def posts(self):
        """[(organisation id, kind, municipality id, role)] held today, read once a request."""
        if not hasattr(self, "_posts"):
            found = posts_on(self.pk, today()) if self.is_active else []
            self._posts = [row[:4] for row in found]
            self._city_names = list(dict.fromkeys(row[4] for row in found))
            self._city_codes = list(dict.fromkeys(row[5] for row in found))
        return self._posts

    def city_names(self):
        """The municipalities this person works in, by name; of the same reading."""
        self.posts()
        return self._city_names

    def city_codes(self):
        """Their 団体コード, in the same order."""
        self.posts()
        return self._city_codes

    def organisation_ids(self, roles):
        """Ids of the agencies where this person holds one of the roles."""
        return sorted({org for org, _kind, _city, role in self.posts() if role in roles})

    def city_ids(self, roles=CITY_ROLES):
        """Ids of the municipalities in whose office this person holds one of the roles.

        A city role held anywhere but in the city office counts for nothing: 委託先
        can never decide (実施要領 2).
        """
        office = Organisation.Kind.CITY_OFFICE
        return sorted({c for _o, kind, c, role in self.posts() if role in roles and kind == office})


@prepared
def posts_on(user, day):
    """What ``User.posts`` is made of; every page of every room asks it."""
    return (
        Membership.objects.current(day)
        .filter(user=user)
        .values_list(
            "organisation_id",
            "organisation__kind",
            "organisation__municipality_id",
            "role",
            "organisation__municipality__name",
            "organisation__municipality__code",
        )
    )


def read_people(*places):
    """Read at once who is named in (record, field), …: a wide join for each costs more."""
    keys = {getattr(record, f"{field}_id") for record, field in places}
    people = User.objects.only("name").order_by().in_bulk(keys - {None})
    for record, field in places:
        setattr(record, field, people.get(getattr(record, f"{field}_id")))


class MembershipQuerySet(models.QuerySet):
    def current(self, on=None):
        day = on or today()
        return self.filter(
            Q(until__isnull=True) | Q(until__gte=day), since__lte=day, organisation__is_active=True
        )


class Membership(Record):
    """役割: which role a person holds at which organisation, from when to when (inclusive)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="職員")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name="所属"
    )
    role = models.CharField("役割", max_length=12, choices=Role.choices)
    since = models.DateField("始まり", default=today)
    until = models.DateField("終わり", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "役割"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("user", "organisation", "role"),
                name="membership_once",
                violation_error_message="この役割は既に登録されています。",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="membership_order",
                violation_error_message="役割の終わりは始まり以降の日付にしてください。",
            ),
        ]

    def __str__(self):
        return f"{self.user} {self.get_role_display()}"

    @property
    def is_current(self):
        """Is the role held today?"""
        return self.since <= today() and (self.until is None or self.until >= today())


class OfStaffQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The register of an agency is its 管理者's alone."""
        return self.filter(organisation__in=user.organisation_ids((Role.ADMIN,)))


class Qualification(Record):
    """資格・経験 (P-09): one fact about a person that a post may ask for.

    Each is entered once and counts for every post. ``name`` is what the 要綱 calls it: the
    post of a 養成研修, a licence, a kind of work, a training, the route that is judged.
    """

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", "養成研修の修了証"
        LICENCE = "licence", "資格"
        EXPERIENCE = "experience", "経験年数"
        TRAINING = "training", "研修の受講"
        JUDGED = "judged", "要件にあたるとの判断"
        CORE = "core", "地域の中核人材"

    user = models.ForeignKey(
        User, models.CASCADE, related_name="qualifications", verbose_name="職員"
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="qualifications", verbose_name="所属"
    )
    kind = models.CharField("種類", max_length=12, choices=Kind.choices)
    name = models.CharField("内容", max_length=200)
    number = models.CharField("番号", max_length=60, blank=True)
    years = models.PositiveSmallIntegerField("年数", null=True, blank=True)
    obtained_on = models.DateField("日付", null=True, blank=True)
    seen_on = models.DateField("原本を見た日", null=True, blank=True)
    judged_by = models.CharField("判断した人", max_length=100, blank=True)
    note = models.TextField("内訳・理由", blank=True)

    objects = OfStaffQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "資格・経験"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("user", "organisation", "kind", "name"), name="qualification_once"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}「{self.title}」"

    @property
    def title(self):
        """The post of a 修了証 in words; all else is kept as the 要綱 calls it."""
        is_post = self.kind == self.Kind.CERTIFICATE
        return dict(Role.choices).get(self.name, self.name) if is_post else self.name


class PostReason(Record):
    """配置の理由 (E-20, E-40): why someone holds a post without what the 要綱 asks for.

    ``subject`` is the post, or for 兼務 the posts held together, joined with ``+``.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="post_reasons", verbose_name="職員")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="post_reasons", verbose_name="所属"
    )
    subject = models.CharField("職種", max_length=80)
    reason = models.TextField("理由")
    train_by = models.DateField("養成研修を受ける期限", null=True, blank=True)

    objects = OfStaffQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "配置の理由"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("user", "organisation", "subject"), name="post_reason_once"
            )
        ]

    def __str__(self):
        return self.posts

    @property
    def posts(self):
        """The post or posts in words."""
        return post_names(self.subject.split("+"))

    @property
    def is_of_one_post(self):
        """A post without 修了証 or 要件, not a 兼務: a training can settle it."""
        return "+" not in self.subject

    @property
    def is_late(self):
        return self.train_by is not None and self.train_by < today()


class AccountReview(Record):
    """利用者の点検: once a year somebody looks whether all who have access still need it."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="account_reviews", verbose_name="所属"
    )
    on = models.DateField("点検した日")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="点検した人")
    note = models.TextField("わかったこと・したこと")

    objects = OfStaffQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "利用者の点検"
        ordering = ("-on", "-pk")

    def __str__(self):
        return f"{self.organisation} {self.on}"


def post_names(posts):
    """主任相談支援員・就労支援員."""
    return "・".join(Role(post).label for post in posts)


class TrainingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everyone of an agency sees what it plans."""
        return self.filter(organisation__in=user.organisation_ids((*STAFF, Role.ADMIN)))


class Training(Record):
    """合同研修 (手引き 第Ⅵ章4): planned with other agencies, by its theme and its way."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="trainings", verbose_name="所属"
    )
    on = models.DateField("開催日")
    title = models.CharField("題", max_length=100)
    theme = models.CharField("主題", max_length=20)
    way = models.CharField("方法", max_length=20)
    partners = models.CharField("いっしょに開く機関", max_length=200, blank=True)
    place = models.CharField("場所", max_length=100, blank=True)
    is_wide = models.BooleanField("広域（都道府県など）の研修", default=False)
    people = models.CharField("出る人", max_length=200, blank=True)
    report = models.TextField("学んだこと", blank=True)
    cancelled_reason = models.CharField("取りやめた理由", max_length=200, blank=True)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "合同研修"
        ordering = ("-on", "-pk")

    def __str__(self):
        return self.title


class PrivacyPolicy(Record):
    """個人情報規程 (様式7): versions per agency; a consent names the version that was shown."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="policies", verbose_name="所属"
    )
    number = models.PositiveIntegerField("版")
    valid_from = models.DateField("施行日")
    body = models.TextField("本文")

    class Meta:
        verbose_name = verbose_name_plural = "個人情報規程"
        ordering = ("organisation_id", "-number")
        constraints = [
            models.UniqueConstraint(fields=("organisation", "number"), name="policy_once")
        ]

    def __str__(self):
        return f"{self.organisation} 個人情報規程 第{self.number}版"


class DraftQuerySet(models.QuerySet):
    def standing(self):
        """Not put aside; one that was saved for good is gone."""
        return self.filter(discarded_at__isnull=True)


class Draft(models.Model):
    """書きかけ: what a person has typed into a page and not yet saved. It is no record.

    One for each person, opened page (``key``) and form of it; ``base_version`` is the
    version of the record the person had before their eyes.
    """

    KEPT_DAYS = 30  # after it was put aside

    user = models.ForeignKey(User, models.CASCADE, related_name="drafts", verbose_name="書いた人")
    key = models.CharField("画面の符号", max_length=40)
    form = models.CharField("記入欄", max_length=200, blank=True)
    path = models.CharField("画面", max_length=300)
    query = models.CharField("画面の条件", max_length=2_000, blank=True)
    title = models.CharField("画面の名前", max_length=200, blank=True)
    base_version = models.CharField("もとの版", max_length=20, blank=True)
    typed = models.JSONField("書いたもの", default=list)
    words = models.CharField("変えたところ", max_length=200, blank=True)
    started_at = models.DateTimeField("書きはじめ", auto_now_add=True)
    typed_at = models.DateTimeField("最後に書いた時刻")
    discarded_at = models.DateTimeField("捨てた時刻", null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "書きかけ"
        ordering = ("-typed_at", "-pk")
        constraints = [models.UniqueConstraint(fields=("user", "key", "form"), name="draft_once")]
        indexes = [models.Index(fields=("path", "typed_at"), name="draft_of_page")]

    def __str__(self):
        return f"{self.user} {self.path}"

    @property
    def address(self):
        """The page as it was opened: which appointment, which subject, which cases."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def way_back(self):
        """The page, with this draft put into its boxes."""
        return f"{self.address}{'&' if self.query else '?'}draft={self.pk}"

    @property
    def texts(self):
        """What was written in words, box by box; a code or a day is no text."""
        return [value for _name, value in self.typed if not value.isascii()]


class Answer(models.Model):
    """受付ずみの送信: the same POST of the same page again gets the answer of the first."""

    KEPT_DAYS = 2

    digest = models.CharField("内容の符号", max_length=64, unique=True)
    location = models.CharField("行き先", max_length=500, blank=True)
    answered_at = models.DateTimeField("受けた時刻", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "受付ずみの送信"

    def __str__(self):
        return self.location


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


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A view is its owner's alone: what one looks for is nobody else's business."""
        return self.filter(user=user)


class SavedView(Record):
    """保存した見方: the filters of the case list under a name."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views", verbose_name="職員")
    name = models.CharField("名前", max_length=30)
    query = models.CharField("条件", max_length=2_000)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "保存した見方"
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("user", "name"), name="view_name_once")]

    def __str__(self):
        return self.name
