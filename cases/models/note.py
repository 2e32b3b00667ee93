"""支援経過: the one timeline of a 台帳."""

from django.db import models
from django.db.models import Q

from accounts.models import Record, User
from cases.models.case import Case, Episode
from rules.calendar import wareki


class NoteQuerySet(models.QuerySet):
    def of_file(self, case):
        """The one timeline: of the 台帳, and of those that were joined into it (D10)."""
        return self.filter(Q(case=case) | Q(case__joined_into=case))


class Note(Record):
    """支援経過記録 (様式3), or the line a move leaves (手続, D9).

    A saved note is never removed: corrections are versions in the history, a note on
    the wrong person is struck out with a reason. A 手続 line never counts as 支援実績.
    """

    class Kind(models.TextChoices):
        NOTE = "note", "記録"
        MOVE = "move", "手続"

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes", verbose_name="台帳")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="notes", verbose_name="相談")
    kind = models.CharField("種別", max_length=4, choices=Kind.choices, default=Kind.NOTE)
    on = models.DateField("対応日")
    at = models.TimeField("時刻", null=True, blank=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="記入者")
    place = models.CharField("場所", max_length=100, blank=True)
    method = models.CharField("対応方法", max_length=20, blank=True)
    partner = models.CharField("相手", max_length=100, blank=True)
    body = models.TextField("内容")
    next_step = models.CharField("つぎの予定", max_length=400, blank=True)
    stage = models.CharField("アウトリーチの段階", max_length=20, blank=True)
    is_accompanying = models.BooleanField("伴走型の相談", default=False)
    appointment = models.ForeignKey(
        "Appointment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notes",
        verbose_name="もとの約束",
    )
    struck_reason = models.CharField("取り消しの理由", max_length=200, blank=True)
    machine = models.CharField("流れ", max_length=20, blank=True)
    move = models.CharField("動き", max_length=30, blank=True)
    state_before = models.CharField("前の段階", max_length=20, blank=True)
    state_after = models.CharField("後の段階", max_length=20, blank=True)
    reason = models.TextField("理由", blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "支援経過記録"
        # A line without a time comes after those with one, on either database.
        ordering = ("-on", models.F("at").desc(nulls_first=True), "-pk")
        indexes = [
            models.Index(fields=("case", "-on"), name="note_of_case"),
            models.Index(fields=("episode", "-on"), condition=~Q(stage=""), name="note_of_stage"),
        ]

    def __str__(self):
        return f"{self.case.number} {wareki(self.on)} {self.get_kind_display()}"
