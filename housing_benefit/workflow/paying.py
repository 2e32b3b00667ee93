"""支給の月 and the lists by which the city pays them: no month twice, no list by one person."""

import datetime as dt

from django.db import transaction

from accounts.models import CITY_ROLES, Organisation, Role
from accounts.permissions import is_city_staff, roles_on
from cases.workflow.story import not_in_the_future
from documents.models import take_number
from housing_benefit.judging import judged, last_suspension, months_of
from housing_benefit.models import BenefitApplication, BenefitMonth, BenefitPayment
from housing_benefit.payees import keep_payees
from housing_benefit.standards import benefit_rules
from rules.calendar import add_months, fiscal_year, today
from rules.housing_benefit import first_month, month_of, next_months, resumed_count
from rules.profile import profile_for
from rules.refusals import Refused, refuse
from rules.transitions import Move, Transition, Workflow

State = BenefitPayment.State


def rules_of(row: BenefitApplication):
    return benefit_rules(profile_for(row.agency.municipality.code, row.applied_on or today()))


def granted_months(row: BenefitApplication, decided_on: dt.date) -> list[dt.date]:
    """The months an application is paid for: 転居費用補助 once, with its decision."""
    if not row.is_rent:
        return [decided_on.replace(day=1)]
    if row.purpose == row.Purpose.EXTEND:
        used = months_of(row)
        if not used:
            return []
        return next_months(rules_of(row), add_months(max(used), 1), len(used))
    if row.purpose == row.Purpose.RESUME:
        return resumed_months(row)
    if row.purpose == row.Purpose.CHANGE:
        return []
    covered = row.covered_until if row.housing == "lost" else None
    rules = rules_of(row)
    return next_months(rules, first_month(rules, row.applied_on, covered), 0)


def resumed_months(row: BenefitApplication) -> list[dt.date]:
    """What the 中断 took away, from the month of the 再開 on, after every month that stands."""
    rules, used = rules_of(row), months_of(row)
    first = month_of(rules.resume_from, row.applied_on)
    if used:
        first = max(first, add_months(max(used), 1))
    count = resumed_count(rules, last_suspension(row).months.count())
    return next_months(rules, first, len(used), count)


def changed_months(row: BenefitApplication):
    """The months of a course to which a 変更 gives another amount: those on no list yet."""
    first = month_of(rules_of(row).change_from, row.applied_on)
    months = BenefitMonth.objects.of_course(row)
    return months.filter(month__gte=first, payment__isnull=True)


def change_months(row: BenefitApplication, *, by) -> None:
    """Give the months that are still to be listed the amount and the 支払い先 of a 変更."""
    yen = judged(row).judgement.amount
    for month in changed_months(row).select_for_update(of=("self",)):
        month.yen, month.changed_by = yen, row
        month._history_user = by
        month.save()


def write_months(row: BenefitApplication, *, by) -> None:
    """Keep the months of a 支給決定."""
    yen = judged(row).judgement.amount
    for month in granted_months(row, row.decided_on):
        made = BenefitMonth(application=row, case=row.case, kind=row.kind, month=month, yen=yen)
        made._history_user = by
        made.save()


# ---- 支払い一覧 ----------------------------------------------------------------------------


def waiting_months(user):
    """The months of one's city that stand on no list, of the applications one may see."""
    mine = BenefitApplication.objects.visible_to(user).values("pk")
    return BenefitMonth.objects.filter(
        application__in=mine,
        case__agency__municipality__in=user.city_ids(),
        payment__isnull=True,
        ended_by__isnull=True,
    )


def check_prepares(by, office: Organisation) -> None:
    """Only the city (E-04), and there its officer (E-03)."""
    if not is_city_staff(by, office):
        raise Refused(refuse("E-04"))
    if Role.OFFICER not in roles_on(by, office):
        raise Refused(refuse("E-03", roles=Role.OFFICER.label))


@transaction.atomic
def prepare_payment(office: Organisation, *, by, month: dt.date) -> BenefitPayment:
    """Put every month that waits, up to ``month`` (its first day), on a new list.

    The number is taken first, which holds back everyone else until this list stands: of two
    who press at once, the second finds nothing that waits (E-08). Only the city's officer
    prepares (E-03, E-04).
    """
    check_prepares(by, office)
    year = fiscal_year(today())
    number = take_number(office, year, "benefit_payment")
    rows = waiting_months(by).filter(
        case__agency__municipality=office.municipality_id, month__lte=month
    )
    rows = list(rows.select_for_update(of=("self",)))
    if not rows:
        raise Refused(
            refuse(
                "E-08",
                state="支払いを待つ月がない",
                operation="支払い一覧をつくる",
                options="できている一覧を見る",
            )
        )
    made = BenefitPayment(
        office=office,
        fiscal_year=year,
        number=number,
        month=month,
        prepared_on=today(),
        prepared_by=by,
    )
    made._history_user = by
    made.save()
    for row in rows:
        row.payment = made
        row._history_user = by
        row.save()
    return made


def visible_months(payment: BenefitPayment, user):
    """The months of a list that a person may see, with what a row of it shows."""
    mine = BenefitApplication.objects.visible_to(user).values("pk")
    rows = payment.months.filter(application__in=mine)
    return rows.select_related("application", "changed_by", "case__person").order_by(
        "case__number", "month"
    )


def not_who_prepared(move: Move):
    """Two people: who prepared a list does not release it (D17, E-34)."""
    return refuse("E-34", role="決裁者") if move.record.prepared_by_id == move.by.pk else None


def sees_every_row(move: Move):
    """Nobody releases what they may not read: a restricted 台帳 is for who is named (D16)."""
    if visible_months(move.record, move.by).count() == move.record.months.count():
        return None
    return refuse("E-03", roles="一覧のすべての台帳を見てよい決裁者")


def not_before_it_was_made(move: Move):
    if move.asking or move.on >= move.record.prepared_on:
        return None
    return refuse("E-02", field="on", later="確定日", earlier="作成日")


def release(move: Move) -> None:
    """確定: what is handed to the finance section is what was released, whatever comes later."""
    move.record.released_on, move.record.released_by = move.on, move.by
    move.record.save()
    keep_payees(move.record.months.select_related("application", "changed_by"), by=move.by)


payment_workflow = Workflow(
    "benefit_payment",
    "住居確保給付金の支払い一覧",
    State,
    (
        Transition(
            "release",
            "支払いを確定する",
            (State.PREPARED,),
            State.RELEASED,
            (Role.APPROVER,),
            guards=(not_who_prepared, sees_every_row, not_before_it_was_made, not_in_the_future),
            codes=("E-02", "E-03", "E-04", "E-34", "E-35"),
            decides=True,
            effect=release,
            clauses=("SAP-8-1",),
        ),
    ),
    roles_of=lambda user, row: roles_on(user, row.office) & set(CITY_ROLES),
    role_labels=dict(Role.choices),
    write_event=lambda move: None,  # a list is of no single story
    is_city=lambda user, row: is_city_staff(user, row.office),
)
