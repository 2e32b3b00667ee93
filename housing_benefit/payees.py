"""To whom a month is paid: as the application says it now, or as it was when it was released."""

from dataclasses import asdict, dataclass

from housing_benefit.models import BenefitAccount, BenefitMonth
from rules.choices import label

WAITS = "口座の変更の確認待ち。いまの口座に支払います"


@dataclass(frozen=True)
class Payee:
    """支払い先 in words; ``remark`` says what whoever pays has to know of it."""

    payee: str
    name: str
    account: str
    remark: str = ""


def payee_of(month: BenefitMonth, waiting: frozenset[int] = frozenset()) -> Payee:
    """Who receives a month. ``waiting``: the applications with a change of 口座 unconfirmed."""
    if month.paid_to:
        return Payee(**month.paid_to)
    row = month.asked_by
    said = [f"本人に支払うわけ：{row.payee_reason}"] if row.is_to_person else []
    return Payee(
        payee=label("benefit_payees", row.payee, row.applied_on) if row.payee else "",
        name=row.landlord,
        account=row.account,
        remark="　".join([*said, *[WAITS] * bool({row.pk, row.root_id} & waiting)]),
    )


def with_payees(months) -> list[BenefitMonth]:
    """Months, each with its ``to``; one query more, however many they are."""
    rows = list(months)
    of = {pk for row in rows for pk in (row.asked_by.pk, row.asked_by.root_id)}
    changes = BenefitAccount.objects.filter(application__in=of - {None}, state="asked")
    waiting = frozenset(changes.values_list("application", flat=True))
    for row in rows:
        row.to = payee_of(row, waiting)
    return rows


def keep_payees(months, *, by) -> None:
    """Freeze where each month goes, as its list is released."""
    for row in with_payees(months):
        row.paid_to = asdict(row.to)
        row._history_user = by
        row.save()
