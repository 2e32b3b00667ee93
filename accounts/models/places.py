"""Municipalities, their organisations and windows, and the 規程 an agency works under."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from accounts.models.record import Record
from rules.calendar import add_months, today


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
    retention_years = models.PositiveSmallIntegerField("台帳の保存年限", null=True, blank=True)
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

    def policy_on(self, day: dt.date, kind: str = "privacy"):
        """The version of 様式7 (or of the 規約) in force on a day (inclusive), or None."""
        rows = self.policies.filter(kind=kind, valid_from__lte=day)
        return rows.order_by("-valid_from", "-number").first()

    def policies_since(self, day: dt.date):
        """The versions that were in force on some day from then until today, newest first."""
        first = self.policy_on(day)
        since = first.valid_from if first else day
        kind = PrivacyPolicy.Kind.PRIVACY
        rows = self.policies.filter(kind=kind, valid_from__gte=since, valid_from__lte=today())
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


class PrivacyPolicy(Record):
    """個人情報規程: versions per agency. A consent names the version of 様式7 that was shown; the
    規約 of the database is for those who work with it (手引き 第Ⅶ章1(2)④).
    """

    class Kind(models.TextChoices):
        PRIVACY = "privacy", "個人情報に関する管理・取扱規程"
        SECURITY = "security", "データベースの安全管理の規約"

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="policies", verbose_name="所属"
    )
    kind = models.CharField("種別", max_length=10, choices=Kind.choices, default=Kind.PRIVACY)
    number = models.PositiveIntegerField("版")
    valid_from = models.DateField("施行日")
    body = models.TextField("本文")

    class Meta:
        verbose_name = verbose_name_plural = "個人情報規程"
        ordering = ("organisation_id", "-number")
        constraints = [
            models.UniqueConstraint(fields=("organisation", "kind", "number"), name="policy_once")
        ]

    def __str__(self):
        return f"{self.organisation} {self.get_kind_display()} 第{self.number}版"
