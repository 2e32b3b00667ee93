"""ヒヤリハット (手引き 第Ⅶ章3): what nearly happened, and who read of it."""

from django.db import models
from django.db.models import Q

from accounts.models import STAFF, Organisation, Record, Role, User
from rules.calendar import today, wareki
from rules.choices import label


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
        return f"{wareki(self.on)} {self.kind_in_words}"

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
        return f"{self.user} {wareki(self.read_on)}"
