"""Numbers that are given once and never again."""

from django.db import models

from accounts.models import Organisation


class NumberSequence(models.Model):
    """番号簿: the last number of a kind, per organisation and 年度 (D28)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name="所属")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("種類", max_length=20)
    last = models.PositiveIntegerField("最後の番号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "番号簿"
        constraints = [
            models.UniqueConstraint(
                fields=("organisation", "fiscal_year", "kind"), name="number_sequence_once"
            )
        ]

    def __str__(self):
        return f"{self.organisation} {self.fiscal_year} {self.kind}: {self.last}"


def take_number(organisation: Organisation, fiscal_year: int, kind: str) -> int:
    """The next number of a kind; call it inside the transaction that uses the number.

    The counter row is locked until that transaction ends, so no number is given twice
    on either database; one whose transaction fails is given to the next caller.
    """
    key = {"organisation": organisation, "fiscal_year": fiscal_year, "kind": kind}
    row, _created = NumberSequence.objects.get_or_create(**key)
    row = NumberSequence.objects.select_for_update().get(pk=row.pk)
    row.last += 1
    row.save(update_fields=["last"])
    return row.last
