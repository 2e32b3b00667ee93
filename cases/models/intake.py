"""相談受付 (様式1): what was said at the first contact of an episode."""

from django.db import models
from django.db.models import Q

from accounts.models import Record, User
from cases.models.case import Episode
from rules.choices import OTHER, label


class Intake(Record):
    """受付票: the route, the visitor if not the person, and the words they used."""

    episode = models.OneToOneField(Episode, models.PROTECT, verbose_name="相談")
    received_at = models.TimeField("受付時刻", null=True, blank=True)
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="受付者")
    channel = models.CharField("相談の経路", max_length=20)
    channel_other = models.CharField("経路（その他）", max_length=100, blank=True)
    words = models.TextField("ご相談の内容")
    urgencies = models.JSONField("急ぐこと", default=list, blank=True)
    topic_other = models.CharField("お困りのこと（その他）", max_length=40, blank=True)
    visitor_name = models.CharField("来談者の氏名", max_length=100, blank=True)
    visitor_tel = models.CharField("来談者の電話", max_length=40, blank=True)
    visitor_relation = models.CharField("ご本人との関係", max_length=10, blank=True)
    visitor_relation_text = models.CharField("続柄・関係", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "受付票"

    def __str__(self):
        return f"{self.episode} 受付票"

    def topic_words(self, on=None, rows=None) -> list[str]:
        """The matters as the form names them, with their marks: ◎債務について, ○その他（…）."""
        return [
            f"{row.get_mark_display()}{label('consult_topics', row.code, on)}"
            f"{f'（{self.topic_other}）' if row.code == OTHER and self.topic_other else ''}"
            for row in (self.topics.all() if rows is None else rows)
        ]


class ConsultTopic(Record):
    """相談内容: one of the 16 matters, marked ○, or ◎ for the most troubling one."""

    class Mark(models.TextChoices):
        SOME = "some", "○"
        MOST = "most", "◎"

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="topics", verbose_name="受付票")
    code = models.CharField("相談内容", max_length=20)
    mark = models.CharField("印", max_length=4, choices=Mark.choices)

    class Meta:
        verbose_name = verbose_name_plural = "相談内容"
        constraints = [
            models.UniqueConstraint(fields=("intake", "code"), name="topic_once"),
            models.UniqueConstraint(
                fields=("intake",), condition=Q(mark="most"), name="topic_one_most"
            ),
        ]

    def __str__(self):
        return f"{self.get_mark_display()}{self.code}"
