"""Agencies and people outside the 自立相談支援機関 that a case may be connected to."""

from django.db import models

from accounts.models import Municipality, Record


class ContactQuerySet(models.QuerySet):
    def visible_to(self, user):
        """関係機関 belong to a municipality and are known to all who work for it (D33)."""
        return self.filter(
            municipality__in={city for _org, _kind, city, _role in user.posts()},
        )

    def welfare_offices(self):
        return self.filter(category="welfare_office")


class Contact(Record):
    """関係機関: an outside agency, with the kind of list R and how to reach it."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, verbose_name="自治体")
    category = models.CharField("種別", max_length=40)
    name = models.CharField("名称", max_length=100)
    section = models.CharField("部署・担当者", max_length=100, blank=True)
    tel = models.CharField("電話", max_length=40, blank=True)
    address = models.CharField("所在地", max_length=200, blank=True)
    hours = models.CharField("受付時間", max_length=100, blank=True)
    sharing_method = models.CharField("情報の渡し方（取決め）", max_length=100, blank=True)
    memo = models.TextField("備考", blank=True)
    is_active = models.BooleanField("使用中", default=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "関係機関"
        ordering = ("category", "name", "pk")
        constraints = [
            models.UniqueConstraint(fields=("municipality", "name", "section"), name="contact_once")
        ]

    def __str__(self):
        return f"{self.name} {self.section}".strip()

    @property
    def with_method(self):
        """With how its papers are passed on, as it was agreed (手引き 第Ⅶ章2(2))."""
        return f"{self}（{self.sharing_method or '渡し方の取決めがありません'}）"
