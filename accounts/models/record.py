"""What every row that people edit is: its version, its moments of entry, its history."""

from functools import cache

from django.db import models
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

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
