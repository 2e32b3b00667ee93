"""移管: a case moves to another agency of the city with its history (D15)."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Organisation, Record, Role, User
from cases.models.case import Case, CaseGrant


class TransferQuerySet(models.QuerySet):
    def waiting(self):
        """Asked and not settled, for a file that still stands."""
        return self.filter(
            state=Transfer.State.ASKED,
            case__withdrawn_on__isnull=True,
            case__joined_into__isnull=True,
        )

    def for_user(self, user):
        """The requests a person has asked, may accept, or as the city's officer may settle.

        At the giving agency a restricted 台帳 stays with who is named; to the receiving one
        and to the city the request itself brings it.
        """
        chief_at = user.organisation_ids((Role.CHIEF,))
        named = Exists(CaseGrant.objects.filter(case=OuterRef("case"), user=user))
        return self.filter(
            Q(giving__in=chief_at) & (Q(case__is_restricted=False) | Q(named))
            | Q(receiving__in=chief_at)
            | Q(giving__municipality__in=user.city_ids((Role.OFFICER,)))
        )


class Transfer(Record):
    """移管の申し出: asked by the giving 主任, accepted by the receiving one or the officer."""

    class State(models.TextChoices):
        ASKED = "asked", "受け入れ待ち"
        ACCEPTED = "accepted", "受け入れた"
        REFUSED = "refused", "受け入れない"
        WITHDRAWN = "withdrawn", "取りやめた"

    case = models.ForeignKey(Case, models.PROTECT, related_name="transfers", verbose_name="台帳")
    giving = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="渡す機関"
    )
    receiving = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name="受ける機関"
    )
    number = models.CharField("渡すときの台帳番号", max_length=20)
    state = models.CharField("状態", max_length=10, choices=State.choices, default=State.ASKED)
    asked_on = models.DateField("申し出た日")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="申し出た人")
    reason = models.TextField("移す理由")
    settled_on = models.DateField("決まった日", null=True, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="決めた人"
    )
    settled_reason = models.TextField("決めた理由", blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "移管"
        ordering = ("-asked_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=Q(state="asked"), name="transfer_one_asked"
            )
        ]

    def __str__(self):
        return f"{self.number} {self.giving} → {self.receiving}"

    @property
    def is_accepted(self):
        return self.state == self.State.ACCEPTED
