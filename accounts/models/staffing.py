"""What an agency must know of its own people: 資格, 配置の理由, 研修, 利用者の点検."""

from django.db import models

from accounts.models.people import STAFF, Role, User
from accounts.models.places import Organisation
from accounts.models.record import Record
from rules.calendar import today


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


def post_names(posts):
    """主任相談支援員・就労支援員."""
    return "・".join(Role(post).label for post in posts)


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
