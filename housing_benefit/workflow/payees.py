"""転居費用のほかの支払い先: who moves, who lets and who brokers are each paid what is theirs."""

from collections.abc import Sequence

from django.db import transaction

from housing_benefit.models import BenefitApplication, BenefitPayee
from housing_benefit.workflow.writing import (
    WRITABLE,
    account_is_kept,
    check_writer,
    keep,
    not_writable,
)
from rules.choices import label
from rules.housing_benefit import ELIGIBLE_COSTS
from rules.refusals import Refused, refuse, stale


def next_number(row: BenefitApplication) -> int:
    """The number that one more 支払い先 would have."""
    last = row.payees.order_by("number").last()
    return last.number + 1 if last else BenefitPayee.FIRST


@transaction.atomic
def save_payee(
    row: BenefitApplication,
    number: int,
    *,
    by,
    version: int = 0,
    landlord: str,
    payee: str,
    costs: Sequence[str],
    payee_reason: str = "",
    account: str = "",
) -> BenefitPayee:
    """Keep a further 支払い先 by its number, with the costs that are paid to it.

    ``version`` is 0 for one that is new. Its 口座, once stored, is changed by two people; one
    that is named for no cost any more is paid nothing.
    """
    check_writer(row, by)
    row = BenefitApplication.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.is_rent or row.state not in WRITABLE:
        raise Refused(not_writable(row))
    one = row.payees.filter(number=number).first() or BenefitPayee(application=row, number=number)
    is_new = one.pk is None
    if (0 if is_new else one.version) != version:
        raise Refused(stale("支払い先の保存"))
    account = account or one.account
    if one.account and account != one.account:
        raise Refused(account_is_kept())
    one.landlord, one.payee, one.account = landlord, payee, account
    one.payee_reason = payee_reason if one.is_to_person else ""
    one.costs = [cost for cost in ELIGIBLE_COSTS if cost in costs]
    wanted = [("landlord", one.ROLE), ("payee", "支払い先"), ("account", "口座")]
    wanted += [("payee_reason", "本人に支払うわけ")] * one.is_to_person
    wanted += [("costs", "支払う費用")] * is_new
    if lacks := [(name, item) for name, item in wanted if not getattr(one, name)]:
        raise Refused(*(refuse("E-01", field=name, item=item) for name, item in lacks))
    others = row.payees.exclude(number=number)
    if twice := {cost for other in others for cost in other.costs}.intersection(one.costs):
        words = "・".join(label("benefit_costs", cost, row.applied_on) for cost in sorted(twice))
        raise Refused(refuse("E-32", field="costs", item=f"{words}の支払い先"))
    return keep_payee(one, by)


def keep_payee(one: BenefitPayee, by) -> BenefitPayee:
    """Who writes a 支払い先 writes the application, too (D17)."""
    keep(one.application, by)
    return keep(one, by)
