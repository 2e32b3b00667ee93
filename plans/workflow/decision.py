"""支援決定 and 支援内容の確認: the course of each programme at the city (実施要領 6, §4.3)."""

from accounts.models import CITY_ROLES, STAFF, Role
from accounts.permissions import is_city_staff
from cases.workflow.story import move_line, not_in_the_future
from plans.models import PlanProgramme, RequirementCheck, SupportDecision
from plans.permissions import WRITERS, makers, roles_of
from plans.workflow.approval import (
    SIGNED,
    is_change,
    is_first,
    it_is_my_step,
    keep_draft,
    not_the_maker,
    on_its_way,
    sign_step,
    signed_once,
    take_back_draft,
)
from plans.workflow.ruling import (
    keep_notice,
    keep_report,
    names_its_ground,
    not_before_the_ruling,
    rule,
    ruled_here,
    the_city_has_an_office,
    the_person_was_told,
    untold,
    why_not,
)
from rules.refusals import refuse
from rules.transitions import Move, Transition, Workflow

State = PlanProgramme.State
Kind = SupportDecision.Kind
RULINGS = (State.DECIDED, State.NOTIFIED, State.CHANGED, State.CONFIRMED)


# ---- guards --------------------------------------------------------------------------


def procedure_is(*wanted):
    """Moves that belong to programmes of these procedures alone (4(2)オ)."""
    return lambda programme: programme.procedure in wanted


def requirements_are_met(move: Move):
    """Every 利用要件 has been checked and is met (6(2)イ, E-11)."""
    rows = move.record.checks.filter(submission=move.record.submission)
    missing = [row.label for row in rows if row.answer != RequirementCheck.Answer.MET]
    if not missing:
        return None
    return refuse(
        "E-11",
        programme=move.record.label,
        missing="、".join(missing),
        remedy="要件の確認を終えるか、「決定できない」を選んでください。",
    )


def plan_is_judged_fit(move: Move):
    """The city also judges whether the plan is fit (6(1), E-01)."""
    if move.record.is_fit is None:
        return refuse("E-01", field="is_fit", item="プランは適切か")
    return None


def its_turn_to_refuse(move: Move):
    """決定できない is found in the 審査, by the 担当者; once it lies in the 決裁, by the 決裁者
    whose step it is, and by nobody past them (§4.3, §5.1).
    """
    in_approval = move.record.state == State.IN_APPROVAL
    wanted = Role.APPROVER if in_approval else Role.OFFICER
    if wanted not in roles_of(move.by, move.record):
        return refuse("E-03", roles=wanted.label)
    return it_is_my_step(move) if in_approval else None


def not_the_writer(move: Move):
    """Nobody confirms a plan that they wrote or submitted themselves (D17, E-34)."""
    if move.by.pk in makers(move.record) - {move.record.drafted_by_id}:
        return refuse("E-34", role="自治体担当者")
    return None


def not_before(field: str, label: str):
    """A guard: the move is not dated before an earlier step (E-02)."""

    def guard(move: Move):
        if move.asking:
            return None
        earlier = getattr(move.record, field, None)
        if earlier and move.on < earlier:
            return refuse("E-02", field="on", later="この日付", earlier=label)
        return None

    return guard


def not_before_submission(move: Move):
    """Nothing is ruled on before the day it was submitted (E-02)."""
    sent = move.record.submission
    if not move.asking and sent and move.on < sent.sent_on:
        return refuse("E-02", field="on", later="この日付", earlier=f"{sent.get_kind_display()}日")
    return None


def sign_and_rule(kind):
    """The last step of the 決裁 is the ruling."""

    def effect(move: Move) -> None:
        sign_step(move)
        rule(kind)(move)

    return effect


def write_event(move: Move) -> None:
    """The line of a programme's move; what was reported was not 提出 (4(2)オ)."""
    sent, label = move.record.submission, move.transition.label
    if move.transition.name == "submit" and sent and sent.kind == "report":
        label = "報告する"
    move_line(move, move.record.plan.episode, f"{move.record.label}：{label}")


# ---- the machine ---------------------------------------------------------------------


def row(name, label, sources, target, roles, **rest):
    return Transition(name, label, sources, target, roles, **rest)


OFFICER, APPROVER = (Role.OFFICER,), (Role.APPROVER,)
AT_CITY = (State.SUBMITTED, State.RESUBMITTED)
# Whoever signs a step of the 決裁: in its order, once, and never what one made oneself.
SIGNS = (
    it_is_my_step,
    signed_once,
    not_the_maker,
    not_before("drafted_on", "起案日"),
    not_in_the_future,
)
WAY = "知らせ方（郵送・手渡し・機関を通じて）"

programme_workflow = Workflow(
    "programme",
    "支援決定・確認",
    State,
    (
        row(
            "submit",
            "提出する",
            (State.PENDING, *RULINGS),
            State.SUBMITTED,
            WRITERS,
            clauses=("NAG-6-2-ア",),
            hidden=True,
        ),
        row(
            "resubmit",
            "再提出する",
            (State.REVISING,),
            State.RESUBMITTED,
            WRITERS,
            clauses=("NAG-6-3-2",),
            hidden=True,
        ),
        row(
            "take_back",
            "提出を引き戻す",
            AT_CITY,
            State.PENDING,
            WRITERS,
            hidden=True,
        ),
        row(
            "record",
            "手続なしとして記録する",
            (State.PENDING,),
            State.RECORDED,
            (*STAFF, *CITY_ROLES),
            applies=procedure_is("none"),
            codes=("E-08",),
            hidden=True,
        ),
        row(
            "examine",
            "審査を始める",
            AT_CITY,
            State.EXAMINING,
            OFFICER,
            applies=procedure_is("decision"),
            guards=(not_before_submission, not_in_the_future),
            codes=("E-02", "E-04", "E-08", "E-35"),
            decides=True,
            clauses=("NAG-6-2-イ",),
        ),
        row(
            "fulfil",
            "要件に該当すると認める",
            (State.EXAMINING,),
            State.ELIGIBLE,
            OFFICER,
            guards=(requirements_are_met, plan_is_judged_fit),
            codes=("E-01", "E-04", "E-11"),
            decides=True,
            clauses=("NAG-6-1", "NAG-6-2-イ"),
        ),
        row(
            "draft",
            "起案する",
            (State.ELIGIBLE,),
            State.IN_APPROVAL,
            OFFICER,
            guards=(not_before_submission, not_in_the_future),
            codes=("E-02", "E-04", "E-35"),
            decides=True,
            effect=keep_draft,
            clauses=("NAG-6-1", "NAG-6-2-ウ"),
        ),
        *on_its_way(
            State.IN_APPROVAL,
            State.ELIGIBLE,
            take_back=take_back_draft,
            guards=SIGNS,
            form="decide",
            clauses=("NAG-6-2-ウ",),
        ),
        row(
            "decide",
            "決定する",
            (State.IN_APPROVAL,),
            State.DECIDED,
            APPROVER,
            form="decide",
            applies=is_first,
            guards=(*SIGNS, requirements_are_met),
            codes=(*SIGNED, "E-11"),
            decides=True,
            effect=sign_and_rule(Kind.DECIDED),
            clauses=("NAG-2-2", "NAG-4-2-オ-1", "NAG-6-2-ウ"),
        ),
        row(
            "decide_change",
            "変更を決定する",
            (State.IN_APPROVAL,),
            State.CHANGED,
            APPROVER,
            form="decide",
            applies=is_change,
            guards=(*SIGNS, requirements_are_met),
            codes=(*SIGNED, "E-11"),
            decides=True,
            effect=sign_and_rule(Kind.CHANGED),
            clauses=("NAG-6-2-ウ",),
        ),
        row(
            "notify",
            "本人に通知した",
            (State.DECIDED, State.CHANGED),
            State.NOTIFIED,
            OFFICER,
            guards=(not_before_the_ruling, not_in_the_future, the_city_has_an_office),
            codes=("E-02", "E-04", "E-25", "E-35"),
            needs={"way": WAY},
            decides=True,
            effect=keep_notice,
            clauses=("NAG-6-2-ウ",),
        ),
        row(
            "refuse",
            "決定できない",
            (*AT_CITY, State.EXAMINING, State.ELIGIBLE, State.IN_APPROVAL, State.INQUIRED),
            State.REFUSED,
            CITY_ROLES,
            form="refuse",
            applies=procedure_is("decision"),
            guards=(
                its_turn_to_refuse,
                names_its_ground(Kind.REFUSED),
                why_not,
                not_the_writer,
                not_before_submission,
                not_in_the_future,
            ),
            codes=("E-01", "E-02", "E-03", "E-04", "E-08", "E-13", "E-34", "E-35"),
            decides=True,
            effect=rule(Kind.REFUSED),
            clauses=("NAG-6-3-1",),
        ),
        row(
            "tell_refusal",
            "決定できないことを本人に通知した",
            (State.REFUSED,),
            State.REFUSED,
            OFFICER,
            applies=untold(Kind.REFUSED),
            guards=(not_before_the_ruling, not_in_the_future, the_city_has_an_office),
            codes=("E-02", "E-04", "E-08", "E-25", "E-35"),
            needs={"way": WAY},
            decides=True,
            effect=keep_notice,
        ),
        row(
            "tell_revocation",
            "取消を本人に通知した",
            (State.REVOKED,),
            State.REVOKED,
            OFFICER,
            applies=untold(Kind.REVOKED),
            guards=(not_before_the_ruling, not_in_the_future, the_city_has_an_office),
            codes=("E-02", "E-04", "E-08", "E-25", "E-35"),
            needs={"way": WAY},
            decides=True,
            effect=keep_notice,
        ),
        row(
            "report_back",
            "理由を機関に知らせた",
            (State.REFUSED,),
            State.REPORTED_BACK,
            OFFICER,
            guards=(the_person_was_told, not_before_the_ruling, not_in_the_future),
            codes=("E-02", "E-04", "E-08", "E-35"),
            decides=True,
            effect=keep_report,
            clauses=("NAG-6-3-1",),
        ),
        row(
            "revise",
            "見直しを始める",
            (State.REFUSED, State.REPORTED_BACK),
            State.REVISING,
            WRITERS,
            clauses=("NAG-6-3-2",),
            hidden=True,
        ),
        row(
            "confirm",
            "支援内容を確認した",
            AT_CITY,
            State.CONFIRMED,
            OFFICER,
            applies=procedure_is("confirm"),
            guards=(
                not_the_writer,
                not_before_submission,
                not_in_the_future,
            ),
            codes=("E-02", "E-04", "E-08", "E-34", "E-35"),
            decides=True,
            effect=rule(Kind.CONFIRMED),
            clauses=("NAG-4-2-オ-2",),
        ),
        row(
            "inquire",
            "照会する",
            AT_CITY,
            State.INQUIRED,
            OFFICER,
            needs={"reason": "照会したいこと"},
            codes=("E-04",),
            decides=True,
        ),
        row(
            "answer",
            "照会に答える",
            (State.INQUIRED,),
            State.SUBMITTED,
            WRITERS,
            needs={"reason": "答え"},
        ),
        row(
            "own_decision",
            "支給などの決定を記録する",
            (State.PENDING, State.SUBMITTED),
            State.DECIDED,
            APPROVER,
            applies=procedure_is("own"),
            guards=(ruled_here, not_the_writer, not_in_the_future),
            codes=("E-04", "E-08", "E-34", "E-35"),
            decides=True,
            effect=rule(Kind.OWN),
            clauses=("NAG-8",),
        ),
        row(
            "own_ruled",
            "支給などの決定を受け取った",
            (State.PENDING, State.SUBMITTED),
            State.DECIDED,
            (*STAFF, *CITY_ROLES),
            applies=procedure_is("own"),
            codes=("E-08",),
            effect=rule(Kind.OWN),
            clauses=("NAG-8",),
            hidden=True,
        ),
        row(
            "accepted",
            "ハローワークが受理した",
            (State.PENDING, *AT_CITY),
            State.CONFIRMED,
            (*STAFF, *CITY_ROLES),
            applies=procedure_is("hellowork"),
            codes=("E-08",),
            effect=rule(Kind.HELLOWORK),
            clauses=("NAG-4-2-カ",),
            hidden=True,
        ),
        row(
            "revoke",
            "決定を取り消す",
            RULINGS,
            State.REVOKED,
            APPROVER,
            guards=(names_its_ground(Kind.REVOKED), not_the_writer, not_in_the_future),
            codes=("E-01", "E-04", "E-34", "E-35"),
            needs={"reason": "取消の理由"},
            decides=True,
            effect=rule(Kind.REVOKED),
        ),
        row(
            "drop",
            "取りやめる",
            (State.PENDING, State.REVISING, State.RECORDED),
            State.DROPPED,
            WRITERS,
            hidden=True,
        ),
        row(
            "take_up",
            "ふたたび入れる",
            (State.DROPPED,),
            State.PENDING,
            WRITERS,
            hidden=True,
        ),
    ),
    roles_of=roles_of,
    role_labels=dict(Role.choices),
    write_event=write_event,
    is_city=lambda user, programme: is_city_staff(user, programme.agency),
)
