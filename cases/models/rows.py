"""Rows of a 台帳 that can be removed and brought back: the row stays, for 30 days in reach."""

import datetime as dt

from django.db import models
from django.utils import timezone

from accounts.models import Record

IN_REACH = dt.timedelta(days=30)


class RowQuerySet(models.QuerySet):
    def kept(self):
        return self.filter(removed_at__isnull=True)

    def removed(self):
        """What can still be brought back; older rows rest in the history only."""
        return self.filter(removed_at__gte=timezone.now() - IN_REACH)


class KeptManager(models.Manager.from_queryset(RowQuerySet)):
    """Whoever asks, also from a case or an episode, never meets a row that was removed."""

    def get_queryset(self):
        return super().get_queryset().kept()


class CaseRow(Record):
    """A row of a 台帳: removed softly, brought back with one press."""

    removed_at = models.DateTimeField("消した日時", null=True, blank=True)

    objects = RowQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = True

    @property
    def is_in_reach(self):
        """Was it removed, and not too long ago to be brought back?"""
        return self.removed_at is not None and timezone.now() - self.removed_at <= IN_REACH
