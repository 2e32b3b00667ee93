"""通知: every ruling is told to the person, on a day, in a way."""

from django.db import models

from accounts.models import User


class Told(models.Model):
    """What is ruled on and then told."""

    notified_on = models.DateField("本人に知らせた日", null=True, blank=True)
    notified_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="知らせた人"
    )
    notified_way = models.CharField("知らせ方", max_length=100, blank=True)

    class Meta:
        abstract = True
