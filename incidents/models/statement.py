"""運営情報 (手引き 第Ⅶ章3(1)): what an agency tells everyone about itself, by the 年度."""

import datetime as dt

from django.db import models

from accounts.models import Organisation, Record


class StatementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """It is for everyone: all of the municipality read it."""
        cities = {city for _org, _kind, city, _role in user.posts()}
        return self.filter(agency__municipality__in=cities)


class Statement(Record):
    """運営情報: 理念・活動・財務 of one 年度, and when and where it was made known."""

    agency = models.ForeignKey(
        Organisation, models.PROTECT, related_name="statements", verbose_name="支援機関"
    )
    year = models.PositiveSmallIntegerField("年度")
    mission = models.TextField("理念")
    activities = models.TextField("活動")
    income = models.PositiveBigIntegerField("収入の計（円）")
    expense = models.PositiveBigIntegerField("支出の計（円）")
    finance = models.TextField("財務の説明", blank=True)
    published_on = models.DateField("公表した日", null=True, blank=True)
    published_how = models.CharField("公表のしかた", max_length=200, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "運営情報"
        ordering = ("-year", "agency_id")
        constraints = [
            models.UniqueConstraint(fields=("agency", "year"), name="statement_once_a_year")
        ]

    def __str__(self):
        return f"{self.agency} {self.year}年度"

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, 4, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.year + 1, 3, 31)
