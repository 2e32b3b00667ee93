"""The plan as a whole: 準備中, 実施中, 評価済, 終了, and when its support may begin (D5)."""

from accounts.models import CITY_ROLES, STAFF, Role
from accounts.permissions import is_city_staff
from cases.workflow import case_workflow
from cases.workflow.deadlines import set_due, settle
from cases.workflow.story import move_line
from plans.models import Plan, PlanRevision, Review, SupportDecision
from plans.permissions import WRITERS, roles_of
from plans.workflow.profile import rules_of
from rules.transitions import Move, Transition, Workflow


def begin(move: Move) -> None:
    """支援中 from here: the plan's start, its deadlines."""
    plan, newest = move.record, move.record.newest
    plan.started_on = move.on
    plan.save()
    case = plan.case
    start, months = newest.start_on or move.on, newest.review_months or 0
    since, at = newest.agreed_on or move.on, f"プラン第{newest.number}版"
    settled = {"monitoring": newest.next_monitoring_on, "evaluation": newest.evaluation_on}
    for name, day in settled.items():
        if day:
            set_due(case, name, since=since, agreed=day, at=at)
        else:
            set_due(case, name, since=start, months=months if name == "evaluation" else 0)


def finish(move: Move) -> None:
    """The plan is over: nothing of it is due any more."""
    plan = move.record
    plan.ended_on, plan.ended_reason = move.on, move.get("reason")
    plan.save()
    for key in ("monitoring", "evaluation"):
        settle(plan.case, key, on=move.on)


def write_plan_event(move: Move) -> None:
    """The line of the plan's own move."""
    move_line(move, move.record.episode, f"プラン（{move.record.turn}）：{move.transition.label}")


ANYONE = (*STAFF, *CITY_ROLES)


def row(name, label, sources, target, roles=WRITERS, **rest):
    return Transition(name, label, sources, target, roles, **rest)


plan_workflow = Workflow(
    "plan",
    "プランの実施",
    Plan.State,
    (
        row(
            "begin",
            "支援を始める",
            (Plan.State.PREPARING,),
            Plan.State.ACTIVE,
            roles=ANYONE,
            effect=begin,
            clauses=("NAG-4-2-キ",),
            hidden=True,
        ),
        row(
            "evaluate",
            "評価を決める",
            (Plan.State.ACTIVE,),
            Plan.State.EVALUATED,
            roles=(Role.CHIEF,),
            clauses=("NAG-4-3-ウ",),
            hidden=True,
        ),
        row(
            "end",
            "プランを終える",
            (Plan.State.PREPARING, Plan.State.ACTIVE, Plan.State.EVALUATED),
            Plan.State.ENDED,
            roles=STAFF,
            effect=finish,
            hidden=True,
        ),
        row(
            "withdraw",
            "取り下げる",
            (Plan.State.PREPARING,),
            Plan.State.ENDED,
            effect=finish,
            needs={"reason": "取り下げる理由"},
            hidden=True,
        ),
    ),
    roles_of=roles_of,
    role_labels=dict(Role.choices),
    write_event=write_plan_event,
    is_city=lambda user, plan: is_city_staff(user, plan.agency),
)


# ---- when the support may begin ------------------------------------------------------

RULED = ("decision", "confirm", "own", "hellowork")


def route(plan: Plan) -> str:
    """How the plan goes to the city: ``submission``, ``report``, or nothing (4(2)オ, A5, A6).

    With a programme that needs 支援決定 it is submitted. Without one a 委託先 reports it
    where the 要綱 says so; what needs 支援内容の確認 or a 支援要請 is submitted otherwise.
    """
    kinds = {line.programme.procedure for line in lines_of(plan)}
    if "decision" in kinds:
        return "submission"
    rule = rules_of(plan).report_rule
    if rule == "always" or (rule == "contracted_only" and plan.agency.is_contracted):
        return "report"
    return "submission" if kinds & {"confirm", "hellowork"} else ""


def lines_of(plan: Plan):
    return plan.newest.lines.select_related("programme")


def may_start(programme) -> bool:
    """May this programme be provided (D5, E-12)? Own support and `none` start with the plan."""
    if programme.procedure in RULED:
        return programme.in_force is not None
    return programme.plan.state == Plan.State.ACTIVE


def approved_by(revision: PlanRevision) -> Review | None:
    """The 了承 this version rests on, or None (D4, E-09).

    A meeting approved this very version; or it approved an earlier one, with or without
    corrections, and the list of programmes is still the same.
    """
    review = (
        revision.plan.reviews.filter(subject=Review.Subject.PLAN)
        .select_related("revision")
        .order_by("-pk")
        .first()
    )
    if review is None or review.outcome == Review.Outcome.RETURNED:
        return None
    if needs_another_meeting(revision.plan, review):
        return None
    if review.revision_id == revision.pk:
        return review
    same = review.revision.keys == revision.keys
    return review if same and revision.number > review.revision.number else None


def needs_another_meeting(plan: Plan, review: Review) -> bool:
    """After 決定不可, where the 要綱 wants a new meeting whatever was changed (A9)."""
    if rules_of(plan).resubmission_meeting != "always":
        return False
    refused = SupportDecision.objects.filter(programme__plan=plan, kind="refused")
    return refused.filter(created_at__gt=review.created_at).exists()


def begin_if_due(plan: Plan, *, by, on) -> None:
    """Make the plan 実施中 and the case 支援中 as soon as one row may start (D5)."""
    plan.refresh_from_db(fields=("state", "version"))
    if plan.state != Plan.State.PREPARING:
        return
    rows = [line.programme for line in lines_of(plan)]
    settled = any(row.procedure in RULED and row.in_force for row in rows)
    begins_when = {"on_receipt": ("received",), "on_report": ("sent", "received")}
    wanted = begins_when[rules_of(plan).report_start]
    reported = plan.submissions.filter(kind="report", state__in=wanted).exists()
    needs_nothing = not route(plan) and not any(row.procedure in RULED for row in rows)
    newest = plan.newest
    approved = newest.agreed_on is not None and approved_by(newest) is not None
    if not (settled or reported or (needs_nothing and approved)):
        return
    plan_workflow.advance(plan, "begin", by=by, on=on)
    case_workflow.advance(plan.episode, "start_support", by=by, on=on)


def remind_of_end(programme) -> None:
    """Some days before a programme under way runs out: what comes after it (TEB-4-1-4-c)."""
    ruling = programme.in_force
    line = programme.plan.newest.lines.filter(programme=programme).first()
    end = (ruling and ruling.end_on) or (line and line.ends_on)
    if not end or not programme.provision_from or programme.provision_until:
        return
    set_due(
        programme.plan.case,
        "ending",
        since=end,
        key=f"end_{programme.pk}",
        about=programme.label,
    )
