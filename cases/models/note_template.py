"""ひな型: the words an office begins its 支援経過 with."""

from django.db import models

from accounts.models import Organisation, Record


class NoteTemplate(Record):
    """支援経過のひな型 of one agency, kept by 主任 and 管理者."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="note_templates", verbose_name="所属"
    )
    title = models.CharField("名前", max_length=40)
    body = models.TextField("文")
    position = models.PositiveSmallIntegerField("並び順", default=0)
    is_active = models.BooleanField("使用中", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "支援経過のひな型"
        ordering = ("organisation", "position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "title"),
                name="note_template_once",
                violation_error_message="同じ名前のひな型が既にあります。",
            )
        ]

    def __str__(self):
        return self.title
