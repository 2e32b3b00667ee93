"""An application's course: the agency receives and sends it, the city alone rules (§4.4)."""

import datetime as dt

from accounts.models import CITY_ROLES, STAFF, Role
from accounts.permissions import is_city_staff
from cases.workflow.deadlines import settle
from cases.workflow.story import move_line, not_in_the_future
from housing_benefit.judging import judged, kept
from housing_benefit.models import BenefitApplication, BenefitStep
from housing_benefit.permissions import acting_roles
from housing_benefit.planned import tell_the_plans
from housing_benefit.workflow.guards import (
    can_be_judged,
    city_may_see_it,
    form_is_whole,
    last_month_is_over,
    no_month_twice,
    not_before,
    not_the_maker,
    nothing_under_way,
    papers_are_there,
    payee_is_known,
    some_month_can_change,
    some_month_is_left,
    support_is_chosen,
    terms_were_explained,
    the_course_goes_on,
    the_course_stands,
)
from housing_benefit.workflow.paying import change_months, write_months
from housing_benefit.workflow.reminding import remind, settle_reminder
from housing_benefit.workflow.suspended import contact_key
from housing_benefit.workflow.telling import notice_of_grant, notice_of_refusal, told
from housing_benefit.workflow.writing import follow_application
from plans.standards import plan_rules
from plans.workflow.approval import (
    SIGNED,
    it_is_my_step,
    lay_route,
    on_its_way,
    sign_step,
    signed_once,
    steps_left,
)
from rules.profile import profile_for
from rules.transitions import Move, Transition, Workflow

State = BenefitApplication.State


# ---- effects -------------------------------------------------------------------------


def stamp(*fields: str):
    """An effect: the day, and who, of the move."""

    def effect(move: Move) -> None:
        for name in fields:
            setattr(move.record, name, move.by if name.endswith("_by") else move.on)
        move.record.save()

    return effect


def draft(move: Move) -> None:
    """起案: the judgement is kept as it is now; from here on nothing is calculated again."""
    row = move.record
    row.judgement = judged(row).as_kept()
    row.drafted_on, row.drafted_by = move.on, move.by
    row.save()
    if not row.signatures.exists():
        lay_route(BenefitStep, approval_route(row, row.applied_on), application=row)


def take_back(move: Move) -> None:
    row = move.record
    row.judgement = row.drafted_on = row.drafted_by = None
    row.save()


def approval_route(row, on: dt.date):
    """The posts whose 決裁 the city asks for on a day, the same as for a plan."""
    return plan_rules(profile_for(row.agency.municipality.code, on)).approval_route


def refuse_it(move: Move) -> None:
    """不支給: the last step of the 決裁 is the ruling."""
    sign_step(move)
    stamp("decided_on", "decided_by")(move)


def grant(move: Move) -> None:
    """支給決定: the months stand ready to be paid, each once."""
    sign_step(move)
    stamp("decided_on", "decided_by")(move)
    row = move.record
    if row.purpose == row.Purpose.CHANGE:
        change_months(row, by=move.by)
    write_months(row, by=move.by)
    if row.purpose == row.Purpose.RESUME:
        benefit_workflow.advance(row.root, "go_on", by=move.by, on=move.on)
        settle(row.case, f"benefit_resume_{row.root_id}", on=move.on)
        settle(row.case, contact_key(row.root), on=move.on)
    remind(row)
    tell_the_plans(row.episode, by=move.by, on=move.on)


def receive(move: Move) -> None:
    """受付: what was still to be applied for has been."""
    stamp("received_on")(move)
    settle_reminder(move.record, on=move.on)


def remind_again(move: Move) -> None:
    remind(move.record)


def follow(purpose: str):
    """An effect: the application that follows a 支給決定 is begun."""

    def effect(move: Move) -> None:
        follow_application(move.record, purpose, by=move.by)

    return effect


def may_be_followed(row: BenefitApplication) -> bool:
    return row.is_rent and row.root_id is None


def meets_all(row: BenefitApplication) -> bool:
    return row.judgement is not None and kept(row.judgement).judgement.is_eligible


def is_eligible(row: BenefitApplication) -> bool:
    return meets_all(row) and steps_left(row) == 1


def is_refused(row: BenefitApplication) -> bool:
    return row.judgement is not None and not meets_all(row) and steps_left(row) == 1


def write_event(move: Move) -> None:
    row = move.record
    words = f"住居確保給付金（{row.get_kind_display()}）：{move.transition.label}"
    if move.transition.name == "grant":
        words += (
            f"　月額 {kept(row.judgement).judgement.amount:,}円"
            if row.is_rent
            else (f"　{kept(row.judgement).judgement.amount:,}円")
        )
    if said := move.get("reason") or move.get("answer") or move.get("way"):
        words += f"\n{said}"
    move_line(move, row.episode, words)


# ---- the machine ---------------------------------------------------------------------

OFFICER, APPROVER = (Role.OFFICER,), (Role.APPROVER,)
DAYS = ("E-02", "E-35")
# Whoever signs a step of the 決裁: in its order, once, and never what one made oneself.
SIGNS = (
    it_is_my_step,
    signed_once,
    not_the_maker,
    not_before("drafted_on"),
    not_in_the_future,
)

benefit_workflow = Workflow(
    "benefit",
    "住居確保給付金の申請",
    State,
    (
        Transition(
            "receive",
            "受け付ける",
            (State.PREPARING,),
            State.RECEIVED,
            STAFF,
            guards=(
                terms_were_explained,
                support_is_chosen,
                form_is_whole,
                not_before("applied_on"),
                not_in_the_future,
            ),
            codes=("E-01", "E-22", "E-25", *DAYS),
            effect=receive,
            form="day",
            clauses=("NAG-8", "TEB-4-1-1-b", "TEB-4-1-1-c", "TEB-4-1-1-e"),
        ),
        Transition(
            "send",
            "自治体に送る",
            (State.RECEIVED,),
            State.SENT,
            STAFF,
            guards=(
                form_is_whole,
                payee_is_known,
                papers_are_there,
                city_may_see_it,
                not_before("received_on"),
                not_in_the_future,
            ),
            codes=("E-01", "E-25", *DAYS),
            effect=stamp("sent_on"),
            form="day",
            clauses=("NAG-8", "TEB-4-1-1-d"),
        ),
        Transition(
            "withdraw",
            "申請を取り下げる",
            (State.PREPARING, State.RECEIVED, State.SENT, State.INQUIRED),
            State.WITHDRAWN,
            STAFF,
            needs={"reason": "取り下げるわけ"},
            guards=(not_in_the_future,),
            codes=("E-35",),
            effect=remind_again,
        ),
        Transition(
            "inquire",
            "機関に照会する",
            (State.SENT,),
            State.INQUIRED,
            OFFICER,
            needs={"reason": "照会すること"},
            guards=(not_before("sent_on"), not_in_the_future),
            codes=("E-04", *DAYS),
            decides=True,
            clauses=("TEB-4-1-1-g",),
        ),
        Transition(
            "answer",
            "照会に答える",
            (State.INQUIRED,),
            State.SENT,
            STAFF,
            needs={"answer": "答え"},
            guards=(form_is_whole, payee_is_known, papers_are_there, not_in_the_future),
            codes=("E-01", "E-25", "E-35"),
            clauses=("TEB-4-1-1-g",),
        ),
        Transition(
            "draft",
            "判定のとおり起案する",
            (State.SENT,),
            State.IN_APPROVAL,
            OFFICER,
            guards=(can_be_judged, payee_is_known, not_before("sent_on"), not_in_the_future),
            codes=("E-01", "E-04", "E-08", "E-11", "E-25", "E-29", *DAYS),
            decides=True,
            effect=draft,
            form="day",
            clauses=("NAG-8",),
        ),
        *on_its_way(
            State.IN_APPROVAL,
            State.SENT,
            take_back=take_back,
            guards=SIGNS,
            form="rule",
            clauses=("NAG-8",),
        ),
        Transition(
            "grant",
            "支給を決定する",
            (State.IN_APPROVAL,),
            State.GRANTED,
            APPROVER,
            applies=is_eligible,
            guards=(*SIGNS, the_course_stands, no_month_twice),
            codes=(*SIGNED, "E-32"),
            decides=True,
            effect=grant,
            form="rule",
            clauses=("NAG-8", "NAG-2-2"),
        ),
        Transition(
            "refuse",
            "不支給を決定する",
            (State.IN_APPROVAL,),
            State.REFUSED,
            APPROVER,
            applies=is_refused,
            guards=SIGNS,
            codes=SIGNED,
            decides=True,
            effect=refuse_it,
            form="rule",
            clauses=("NAG-8", "NAG-2-2"),
        ),
        told("notify", "支給決定を本人に通知した", State.GRANTED, notice_of_grant),
        told("tell_refusal", "不支給を本人に通知した", State.REFUSED, notice_of_refusal),
        Transition(
            "extend",
            "延長の申請をはじめる",
            (State.GRANTED,),
            State.GRANTED,
            STAFF,
            applies=may_be_followed,
            guards=(the_course_goes_on, some_month_is_left, nothing_under_way),
            codes=("E-08", "E-32"),
            effect=follow("extend"),
            clauses=("NAG-8",),
        ),
        Transition(
            "resume",
            "再開の申請をはじめる",
            (State.SUSPENDED,),
            State.SUSPENDED,
            STAFF,
            applies=may_be_followed,
            guards=(the_course_goes_on, some_month_is_left, nothing_under_way),
            codes=("E-08", "E-32"),
            effect=follow("resume"),
            clauses=("NAG-8",),
        ),
        Transition(
            "change",
            "変更の申請をはじめる",
            (State.GRANTED,),
            State.GRANTED,
            STAFF,
            applies=may_be_followed,
            guards=(the_course_goes_on, some_month_can_change, nothing_under_way),
            codes=("E-08", "E-32"),
            effect=follow("change"),
            clauses=("NAG-8",),
        ),
        Transition(
            "end",
            "期間満了を記録する",
            (State.GRANTED,),
            State.ENDED,
            OFFICER,
            applies=may_be_followed,
            guards=(last_month_is_over, nothing_under_way, not_in_the_future),
            codes=("E-04", "E-08", "E-32", "E-35"),
            decides=True,
            effect=lambda move: settle_reminder(move.record, on=move.on),
            form="day",
        ),
        # What a 中断, a 中止 and a 再開 that was granted do to the course.
        Transition(
            "suspend",
            "中断する",
            (State.GRANTED,),
            State.SUSPENDED,
            APPROVER,
            decides=True,
            hidden=True,
        ),
        Transition(
            "stop",
            "中止する",
            (State.GRANTED, State.SUSPENDED),
            State.STOPPED,
            APPROVER,
            decides=True,
            hidden=True,
        ),
        Transition(
            "go_on",
            "支給を再開する",
            (State.SUSPENDED,),
            State.GRANTED,
            APPROVER,
            decides=True,
            hidden=True,
        ),
    ),
    roles_of=acting_roles,
    role_labels=dict(Role.choices),
    write_event=write_event,
    is_city=lambda user, row: is_city_staff(user, row.agency),
)
FOLLOWING = ("extend", "resume", "change")  # steps that begin another application
CITY_MOVES = tuple(
    row.name for row in benefit_workflow.transitions.values() if set(row.roles) <= set(CITY_ROLES)
)
