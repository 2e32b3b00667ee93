"""支払い先: whom the benefit goes to, in the person's place or, with a reason, to the person."""

from django.db import models

IN_THEIR_PLACE = ("landlord", "trader")  # 代理受領: those whom the person owes


class Paid(models.Model):
    """One 支払い先: who it is, its 口座, and why it is the person where it is (規則17条)."""

    landlord = models.CharField("家主・管理会社", max_length=100, blank=True)
    payee = models.CharField("支払い先", max_length=10, blank=True)
    payee_reason = models.CharField("本人に支払うわけ", max_length=200, blank=True)
    account = models.CharField("口座", max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def is_to_person(self):
        """Is it paid to the person, as 規則17条 allows with a reason, and not in their place?"""
        return self.payee not in ("", *IN_THEIR_PLACE)
