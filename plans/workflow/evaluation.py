"""評価: three required contents, decided on in a meeting; 終結, 再プラン or 中断 (4(3)ウエオ)."""

from django.db import transaction

from accounts.models import Role
from accounts.permissions import is_city_staff
from cases.models import CityAccess
from cases.permissions import is_in_charge
from cases.workflow import case_workflow
from cases.workflow.city import open_to_city
from cases.workflow.closing import close_case
from cases.workflow.deadlines import settle
from cases.workflow.story import move_line
from plans.models import Evaluation, EvaluationChange, Plan, Review
from plans.permissions import WRITERS, check_in_charge, roles_of
from plans.workflow.plan import plan_workflow
from plans.workflow.review import write_roles
from plans.workflow.revision import outsiders_were_there
from rules.calendar import today
from rules.refusals import Refused, refuse
from rules.transitions import Move, Transition, Workflow

State = Evaluation.State
REQUIRED = ("achievement", "remaining", "wish", "opinion")
NO_CHANGE = "none"


def in_charge(move: Move):
    """担当, 副担当 and 主任 write the evaluation (D15)."""
    if is_in_charge(move.by, move.record.plan.episode):
        return None
    return refuse("E-03", roles="主任相談支援員・担当・副担当")


def three_contents(move: Move):
    """(ア)達成状況 (イ)現状と課題 (ウ)本人の希望・支援員の意見: all of them (E-16)."""
    evaluation = move.record
    if all(getattr(evaluation, name) for name in REQUIRED):
        return None
    return refuse("E-16", remedy="評価の画面で、書いていないところを書いてください。")


def proposal_is_made(move: Move):
    """The meeting decides on something: 終結, 再プラン or 中断 (E-01)."""
    if move.record.result:
        return None
    return refuse("E-01", field="result", item="評価の結果（案）")


def write_event(move: Move) -> None:
    move_line(move, move.record.plan.episode, f"評価：{move.transition.label}")


evaluation_workflow = Workflow(
    "evaluation",
    "評価",
    State,
    (
        Transition(
            "table",
            "会議に付議する",
            (State.DRAFT,),
            State.TABLED,
            WRITERS,
            guards=(in_charge, three_contents, proposal_is_made),
            codes=("E-01", "E-03", "E-16"),
            clauses=("NAG-4-3-ウ", "NAG-5-1-ウ"),
            hidden=True,
        ),
        Transition(
            "untable", "付議を取りやめる", (State.TABLED,), State.DRAFT, WRITERS, hidden=True
        ),
        Transition(
            "decide",
            "会議で決めた",
            (State.TABLED,),
            State.DECIDED,
            (Role.CHIEF,),
            guards=(outsiders_were_there, three_contents),
            codes=("E-01", "E-16"),
            clauses=("NAG-4-3-ウ", "NAG-5-1-ウ"),
            hidden=True,
        ),
        Transition(
            "return",
            "差戻し",
            (State.TABLED,),
            State.DRAFT,
            (Role.CHIEF,),
            guards=(outsiders_were_there,),
            codes=("E-01",),
            needs={"reason": "差戻しの理由"},
            clauses=("NAG-5-1-ウ",),
            hidden=True,
        ),
    ),
    roles_of=roles_of,
    role_labels=dict(Role.choices),
    write_event=write_event,
    is_city=lambda user, evaluation: is_city_staff(user, evaluation.agency),
)


@transaction.atomic
def start_evaluation(plan: Plan, *, by, on=None) -> Evaluation:
    """Open the 評価シート of a plan under way; one at a time (E-08)."""
    check_in_charge(by, plan)
    if plan.state != Plan.State.ACTIVE:
        raise Refused(
            refuse(
                "E-08",
                state=f"プラン {plan.get_state_display()}",
                operation="評価を始める",
                options="プランの画面を見る",
            )
        )
    open_one = plan.evaluations.exclude(state=State.DECIDED).first()
    if open_one:
        return open_one
    row = Evaluation(
        plan=plan, number=plan.evaluations.count() + 1, evaluated_on=on or today(), author=by
    )
    row._history_user = by
    row.save()
    return row


@transaction.atomic
def save_evaluation(evaluation, *, by, version, fields, changes) -> Evaluation:
    """Write the draft; ``changes`` are codes of 見られた変化, 「変化なし」 stands alone.

    E-03 for those not in charge, E-08 once it lies before a meeting or someone saved first.
    """
    current = Evaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
    check_in_charge(by, current.plan)
    if current.state != State.DRAFT or current.version != version:
        raise Refused(
            refuse(
                "E-08",
                state=f"評価 {current.get_state_display()}",
                operation="書きなおす",
                options="いまの内容を見る",
            )
        )
    if NO_CHANGE in changes and len(changes) > 1:
        raise Refused(
            refuse(
                "E-01",
                field="changes",
                item="見られた変化",
                remedy="「変化はみられなかった」は、ほかの変化といっしょには選べません。",
            )
        )
    for name, value in fields.items():
        setattr(current, name, value)
    current._history_user = by
    current.save()
    current.changes.all().delete()
    EvaluationChange.objects.bulk_create(
        EvaluationChange(evaluation=current, code=code) for code in changes
    )
    return current


def table_evaluation(evaluation: Evaluation, *, by, on=None, named=()) -> None:
    """付議: the evaluation goes on a meeting's agenda."""
    evaluation_workflow.advance(evaluation, "table", by=by, on=on)
    open_to_city(
        evaluation.plan.case,
        CityAccess.Scope.PAPER,
        by=by,
        reason="評価の付議",
        named=named,
    )


@transaction.atomic
def record_evaluation_review(
    evaluation,
    *,
    by,
    held_on,
    outcome,
    meeting: str,
    attendance: str,
    outside_attended: bool,
    city_attended: bool,
    reason="",
    opinions="",
    roles=(),
    closing=None,
) -> Review:
    """What the meeting decided on an evaluation (5(1)ウ).

    終結 needs ``closing`` (the yes/no of つなぎ, 見守り and フォロー with reasons, D8);
    継続 sends the case back to a new assessment (4(3)オ); 中断 ends it.
    """
    plan = evaluation.plan
    review = Review(
        plan=plan,
        revision=plan.newest,
        subject=Review.Subject.EVALUATION,
        outcome=outcome,
        held_on=held_on,
        meeting=meeting,
        attendance=attendance,
        reason=reason,
        opinions=opinions,
        recorded_by=by,
        city_attended=city_attended,
    )
    review._history_user = by
    review.save()
    write_roles(review, roles)
    back = outcome == Review.Outcome.RETURNED
    evaluation_workflow.advance(
        evaluation,
        "return" if back else "decide",
        by=by,
        on=held_on,
        reason=reason,
        outside_attended=outside_attended,
    )
    if back:
        return review
    plan_workflow.advance(plan, "evaluate", by=by, on=held_on)
    for key in ("monitoring", "evaluation"):  # what was due of this plan has been judged
        settle(plan.case, key, on=held_on)
    if outcome == Review.Outcome.CONTINUE:
        case_workflow.advance(plan.episode, "reassess", by=by, on=held_on)
        return review
    plan_workflow.advance(plan, "end", by=by, on=held_on, reason=review.get_outcome_display())
    if outcome == Review.Outcome.CLOSE:
        close_case(plan.episode, by=by, on=held_on, **(closing or {}))
    else:
        why = reason or evaluation.opinion
        case_workflow.advance(plan.episode, "suspend", by=by, on=held_on, reason=why)
    return review
