"""To whom a month is paid: as the application says it now, or as it was when it was released."""

from dataclasses import asdict, dataclass

from django.db.models import prefetch_related_objects

from housing_benefit.judging import kept
from housing_benefit.models import BenefitAccount, BenefitApplication, BenefitMonth
from housing_benefit.models.payee import Paid
from rules.choices import label
from rules.housing_benefit import Share

WAITS = "口座の変更の確認待ち。いまの口座に支払います"


@dataclass(frozen=True)
class Payee:
    """支払い先 in words and what it receives in yen; ``remark`` says what whoever pays has to
    know of it.
    """

    payee: str
    name: str
    account: str
    yen: int
    remark: str = ""


@dataclass(frozen=True)
class Part:
    """One 支払い先 of an application with what of the costs is paid to it."""

    row: BenefitApplication
    to: Paid
    shares: tuple[Share, ...]

    @property
    def yen(self) -> int:
        return sum(share.yen for share in self.shares)

    @property
    def costs(self) -> str:
        return "・".join(
            label("benefit_costs", share.cost, self.row.applied_on) for share in self.shares
        )

    @property
    def payee(self) -> str:
        return role_of(self.row, self.to)


def role_of(row: BenefitApplication, to: Paid) -> str:
    """家主・管理会社の口座 and the like; nothing where nobody said."""
    return label("benefit_payees", to.payee, row.applied_on) if to.payee else ""


def divided(row: BenefitApplication, shares: tuple[Share, ...]) -> list[Part]:
    """Who receives what of 転居費用補助: what names no other goes to the application's own.

    Who is named for no cost is left out.
    """
    own, *others = row.all_payees
    named = {cost for one in others for cost in one.costs}
    of = [(own, tuple(share for share in shares if share.cost not in named))]
    of += [(one, tuple(share for share in shares if share.cost in one.costs)) for one in others]
    return [Part(row, to, mine) for to, mine in of if mine]


def payees_of(month: BenefitMonth, waiting: frozenset = frozenset()) -> tuple[Payee, ...]:
    """Who receives a month, each with its yen, which together are those of the month.

    ``waiting``: (application, other 支払い先 or None) with a change of 口座 unconfirmed.
    """
    if month.paid_to:
        return tuple(Payee(**one) for one in month.paid_to)
    row = month.asked_by
    if len(row.all_payees) == 1:
        waits = {(row.pk, None), (row.root_id, None)} & waiting
        return (in_words(row, row, month.yen, "", waits),)
    return tuple(
        in_words(row, part.to, part.yen, part.costs, {key_of(row, part.to)} & waiting)
        for part in divided(row, kept(row.judgement).judgement.shares)
        if part.yen
    )


def key_of(row: BenefitApplication, to: Paid) -> tuple[int, int | None]:
    return row.pk, None if to is row else to.pk


def in_words(row: BenefitApplication, to: Paid, yen: int, costs: str, waits) -> Payee:
    said = [costs] * bool(costs)
    said += [f"本人に支払うわけ：{to.payee_reason}"] * to.is_to_person
    return Payee(
        payee=role_of(row, to),
        name=to.landlord,
        account=to.account,
        yen=yen,
        remark="　".join([*said, *[WAITS] * bool(waits)]),
    )


def with_payees(months) -> list[BenefitMonth]:
    """Months, each with its ``to``; two queries more, however many they are."""
    rows = list(months)
    prefetch_related_objects([row.asked_by for row in rows], "payees")
    of = {pk for row in rows for pk in (row.asked_by.pk, row.asked_by.root_id)}
    changes = BenefitAccount.objects.filter(application__in=of - {None}, state="asked")
    waiting = frozenset(changes.values_list("application", "payee"))
    for row in rows:
        row.to = payees_of(row, waiting)
    return rows


def keep_payees(months, *, by) -> None:
    """Freeze where each month goes, as its list is released."""
    for row in with_payees(months):
        row.paid_to = [asdict(one) for one in row.to]
        row._history_user = by
        row.save()
