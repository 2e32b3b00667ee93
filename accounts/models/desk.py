"""What lies on a person's desk: drafts, answered posts, saved views."""

from django.db import models

from accounts.models.people import User
from accounts.models.record import Record


class DraftQuerySet(models.QuerySet):
    def standing(self):
        """Not put aside; one that was saved for good is gone."""
        return self.filter(discarded_at__isnull=True)


class Draft(models.Model):
    """書きかけ: what a person has typed into a page and not yet saved. It is no record.

    One for each person, opened page (``key``) and form of it; ``base_version`` is the
    version of the record the person had before their eyes.
    """

    KEPT_DAYS = 30  # after it was put aside

    user = models.ForeignKey(User, models.CASCADE, related_name="drafts", verbose_name="書いた人")
    key = models.CharField("画面の符号", max_length=40)
    form = models.CharField("記入欄", max_length=200, blank=True)
    path = models.CharField("画面", max_length=300)
    query = models.CharField("画面の条件", max_length=2_000, blank=True)
    title = models.CharField("画面の名前", max_length=200, blank=True)
    base_version = models.CharField("もとの版", max_length=20, blank=True)
    typed = models.JSONField("書いたもの", default=list)
    words = models.CharField("変えたところ", max_length=200, blank=True)
    started_at = models.DateTimeField("書きはじめ", auto_now_add=True)
    typed_at = models.DateTimeField("最後に書いた時刻")
    discarded_at = models.DateTimeField("捨てた時刻", null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "書きかけ"
        ordering = ("-typed_at", "-pk")
        constraints = [models.UniqueConstraint(fields=("user", "key", "form"), name="draft_once")]
        indexes = [models.Index(fields=("path", "typed_at"), name="draft_of_page")]

    def __str__(self):
        return f"{self.user} {self.path}"

    @property
    def address(self):
        """The page as it was opened: which appointment, which subject, which cases."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def way_back(self):
        """The page, with this draft put into its boxes."""
        return f"{self.address}{'&' if self.query else '?'}draft={self.pk}"

    @property
    def texts(self):
        """What was written in words, box by box; a code or a day is no text."""
        return [value for _name, value in self.typed if not value.isascii()]


class Answer(models.Model):
    """受付ずみの送信: the same POST of the same page again gets the answer of the first."""

    KEPT_DAYS = 2

    digest = models.CharField("内容の符号", max_length=64, unique=True)
    location = models.CharField("行き先", max_length=500, blank=True)
    answered_at = models.DateTimeField("受けた時刻", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "受付ずみの送信"

    def __str__(self):
        return self.location


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A view is its owner's alone: what one looks for is nobody else's business."""
        return self.filter(user=user)


class SavedView(Record):
    """保存した見方: the filters of the case list under a name."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views", verbose_name="職員")
    name = models.CharField("名前", max_length=30)
    query = models.CharField("条件", max_length=2_000)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "保存した見方"
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("user", "name"), name="view_name_once")]

    def __str__(self):
        return self.name
