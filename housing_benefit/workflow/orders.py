"""中断・中止・徴収: reported, drafted with what is counted then, decided by others (規則12条)."""

import datetime as dt

from django.db import transaction
from django.db.models import Sum

from accounts.models import Role
from accounts.permissions import is_city_staff
from cases.workflow.deadlines import set_deadline, settle
from cases.workflow.story import check_day, move_line, not_in_the_future, tell
from housing_benefit.models import (
    BenefitApplication,
    BenefitMonth,
    BenefitOrder,
    BenefitOrderStep,
    BenefitPayment,
)
from housing_benefit.permissions import order_makers, roles_of, why_not_writer
from housing_benefit.workflow.application import approval_route, benefit_workflow
from housing_benefit.workflow.guards import not_before
from housing_benefit.workflow.paying import rules_of
from housing_benefit.workflow.reminding import settle_reminder
from housing_benefit.workflow.suspended import contact_key, remind_to_contact
from housing_benefit.workflow.telling import notice_of_order, told
from housing_benefit.workflow.writing import keep
from plans.workflow.approval import (
    SIGNED,
    it_is_my_step,
    lay_route,
    on_its_way,
    sign_step,
    signed_once,
    steps_left,
)
from rules.calendar import era_year, wareki
from rules.choices import label
from rules.housing_benefit import collectable, last_day_to_resume, stop_month, suspend_month
from rules.profile import profile_for
from rules.refusals import Refused, refuse
from rules.transitions import Move, Transition, Workflow

Kind, State = BenefitOrder.Kind, BenefitOrder.State
Course = BenefitApplication.State
# In which states of the course each can be asked for.
OPEN_TO = {
    Kind.SUSPEND: (Course.GRANTED,),
    Kind.STOP: (Course.GRANTED, Course.SUSPENDED),
    Kind.COLLECT: (Course.GRANTED, Course.SUSPENDED, Course.STOPPED, Course.ENDED),
}


def paid_months(base: BenefitApplication):
    """The months of a course that were paid out."""
    months = BenefitMonth.objects.of_course(base)
    return months.filter(payment__released_on__isnull=False)


def most_to_collect(base: BenefitApplication) -> int:
    """What was paid, without what an earlier 徴収 has taken already."""
    decided = base.orders.filter(kind=Kind.COLLECT, state=State.DECIDED)
    taken = decided.aggregate(yen=Sum("yen"))["yen"] or 0
    return collectable(paid_months(base).values_list("yen", flat=True)) - taken


def why_not_ordered(base: BenefitApplication, kind: str, by) -> list:
    """Why nobody can report this now, as the button says it."""
    officer = Role.OFFICER in roles_of(by, base)
    if not officer and (refusal := why_not_writer(by, base)):
        return [refusal]
    fits = base.is_rent or kind == Kind.COLLECT  # 転居費用補助 is paid once
    if base.root_id or not fits or base.state not in OPEN_TO[kind]:
        return [
            refuse(
                "E-08",
                state=base.get_state_display(),
                operation=f"{Kind(kind).label}を報告する",
                options="申請の画面で選べる操作",
            )
        ]
    if kind == Kind.COLLECT and not most_to_collect(base):
        state = "すべて徴収した" if paid_months(base).exists() else "支払った月がない"
        return [refuse("E-08", state=state, operation="徴収を報告する", options="中止")]
    if base.orders.filter(kind=kind, state__in=BenefitOrder.OPEN).exists():
        return [refuse("E-32", item=f"進んでいる{Kind(kind).label}")]
    return []


@transaction.atomic
def report_order(
    base: BenefitApplication,
    *,
    by,
    kind: str,
    ground: str,
    happened_on: dt.date,
    details: str,
    yen: int | None = None,
    on: dt.date | None = None,
) -> BenefitOrder:
    """Somebody has seen a ground: the agency in charge, or the city's officer.

    ``yen`` is what is to be collected, all or part of what was paid (法18条, E-21).
    """
    base = BenefitApplication.objects.select_for_update().get(pk=base.pk)
    if refusals := why_not_ordered(base, kind, by):
        raise Refused(*refusals)
    reported_on = on or happened_on
    check_day(happened_on, "わけができた日・分かった日", field="happened_on")
    check_day(reported_on, "報告日", happened_on, "わけができた日")
    if kind == Kind.COLLECT:
        most = most_to_collect(base)
        if not 0 < (yen or 0) <= most:
            words = {"item": "徴収する額", "minimum": "1円", "maximum": f"{most:,}円"}
            raise Refused(refuse("E-21", field="yen", **words))
    row = BenefitOrder(
        application=base,
        kind=kind,
        ground=ground,
        happened_on=happened_on,
        details=details,
        yen=yen if kind == Kind.COLLECT else None,
        reported_on=reported_on,
        author=by,
    )
    words = f"住居確保給付金：{row.get_kind_display()}のわけを報告しました　{ground_words(row)}"
    tell(base.episode, "benefit_order", f"{words}\n{details}", by=by, on=reported_on)
    return keep(row, by)


def ground_words(row: BenefitOrder) -> str:
    return label("benefit_grounds", row.ground, row.happened_on)


# ---- guards --------------------------------------------------------------------------


def course_is_open(move: Move):
    """What happened to the course since may leave nothing to suspend or stop (E-08)."""
    base = move.record.application
    base.refresh_from_db(fields=["state"])
    if base.state in OPEN_TO[move.record.kind]:
        return None
    return refuse(
        "E-08",
        state=base.get_state_display(),
        operation=move.transition.label,
        options="見送る",
    )


def not_the_maker(move: Move):
    """Nobody decides what they reported or drafted (D17, E-34)."""
    return refuse("E-34", role="決裁者") if move.by.pk in order_makers(move.record) else None


# ---- effects -------------------------------------------------------------------------


def draft(move: Move) -> None:
    """起案: the month is counted by the 要綱 of that day, and kept with what it came from."""
    row = move.record
    profile = profile_for(row.agency.municipality.code, row.happened_on)
    rules = rules_of(row.application)
    if row.kind == Kind.SUSPEND:
        row.from_month, since = suspend_month(rules, row.happened_on), rules.suspend_from
    elif row.kind == Kind.STOP:
        row.from_month = stop_month(rules, row.ground, row.happened_on)
        since = rules.stop_months[row.ground]
    else:
        row.from_month, since = None, None
    row.basis = {
        "edition": profile.label,
        "since": since,
        "happened_on": row.happened_on.isoformat(),
        "paid": most_to_collect(row.application),
    }
    row.drafted_on, row.drafted_by = move.on, move.by
    row.save()
    if not row.signatures.exists():
        lay_route(BenefitOrderStep, approval_route(row, row.reported_on), order=row)


def take_back(move: Move) -> None:
    row = move.record
    row.from_month = row.basis = row.drafted_on = row.drafted_by = None
    row.save()


def decide(move: Move) -> None:
    """決定: months that nobody has released yet are not paid; the course says where it stands."""
    sign_step(move)
    row = move.record
    row.decided_on, row.decided_by = move.on, move.by
    row.save()
    if row.kind == Kind.COLLECT:
        return
    base = row.application
    end_months(row, by=move.by)
    settle_reminder(base, on=move.on)
    settle(base.case, resume_key(base), on=move.on)
    settle(base.case, contact_key(base), on=move.on)
    benefit_workflow.advance(base, row.kind, by=move.by, on=move.on)
    if row.kind == Kind.SUSPEND:
        remind_to_resume(row)
        remind_to_contact(base, row.from_month)


def end_months(row: BenefitOrder, *, by) -> None:
    """Take away what nobody has released; what was released can only be collected.

    A list that was only prepared loses the months and changes with them: who had it open to
    release it sees it anew.
    """
    months = BenefitMonth.objects.of_course(row.application).filter(month__gte=row.from_month)
    prepared = BenefitPayment.objects.filter(months__in=months, state=BenefitPayment.State.PREPARED)
    for payment in prepared.order_by("pk").distinct():
        payment = BenefitPayment.objects.select_for_update().get(pk=payment.pk)
        if payment.state == BenefitPayment.State.PREPARED:
            payment.months.filter(pk__in=months.values("pk")).update(payment=None)
            payment._history_user = by
            payment.save()
    for month in months.filter(payment__isnull=True).select_for_update(of=("self",)):
        month.ended_by = row
        month._history_user = by
        month.save()


def resume_key(base: BenefitApplication) -> str:
    return f"benefit_resume_{base.pk}"


def remind_to_resume(row: BenefitOrder) -> None:
    base = row.application
    rules = rules_of(base)
    set_deadline(
        base.case,
        key=resume_key(base),
        kind="住居確保給付金の再開の申請",
        due_on=last_day_to_resume(rules, row.happened_on),
        reason=f"中断 {wareki(row.happened_on)} + {rules.suspend_years}年",
        clause=rules.articles["period"],
    )


def write_event(move: Move) -> None:
    row = move.record
    words = f"住居確保給付金の{row.get_kind_display()}：{move.transition.label}"
    if move.transition.name == "decide":
        month = row.from_month
        words += f"　{ground_words(row)}"
        words += f"　{era_year(month)}{month.month}月分から" if month else f"　{row.yen:,}円"
    if said := move.get("reason") or move.get("way"):
        words += f"\n{said}"
    move_line(move, row.application.episode, words)


# ---- the machine ---------------------------------------------------------------------

OFFICER, APPROVER = (Role.OFFICER,), (Role.APPROVER,)
DAYS = ("E-02", "E-35")
# Whoever signs a step of the 決裁: in its order, once, and never what one made oneself.
SIGNS = (
    it_is_my_step,
    signed_once,
    not_the_maker,
    course_is_open,
    not_before("drafted_on"),
    not_in_the_future,
)

order_workflow = Workflow(
    "benefit_order",
    "住居確保給付金の中断・中止・徴収",
    State,
    (
        Transition(
            "draft",
            "起案する",
            (State.REPORTED,),
            State.IN_APPROVAL,
            OFFICER,
            guards=(course_is_open, not_before("reported_on"), not_in_the_future),
            codes=("E-04", "E-08", *DAYS),
            decides=True,
            effect=draft,
            form="day",
            clauses=("NAG-8",),
        ),
        Transition(
            "drop",
            "見送る",
            (State.REPORTED,),
            State.DROPPED,
            OFFICER,
            needs={"reason": "見送るわけ"},
            guards=(not_in_the_future,),
            codes=("E-04", "E-35"),
            decides=True,
        ),
        *on_its_way(
            State.IN_APPROVAL,
            State.REPORTED,
            take_back=take_back,
            guards=SIGNS,
            form="rule",
            clauses=("NAG-8",),
        ),
        Transition(
            "decide",
            "決定する",
            (State.IN_APPROVAL,),
            State.DECIDED,
            APPROVER,
            applies=lambda row: steps_left(row) == 1,
            guards=SIGNS,
            codes=SIGNED,
            decides=True,
            effect=decide,
            form="rule",
            clauses=("NAG-8", "NAG-2-2"),
        ),
        told("notify", "決定を本人に通知した", State.DECIDED, notice_of_order),
    ),
    roles_of=roles_of,
    role_labels=dict(Role.choices),
    write_event=write_event,
    is_city=lambda user, row: is_city_staff(user, row.agency),
)
