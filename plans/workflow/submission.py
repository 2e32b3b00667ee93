"""提出と報告: the approved plan goes to the city (実施要領 6(2)ア, 4(2)オ)."""

from django.db import transaction
from django.urls import reverse

from accounts.models import Role
from accounts.permissions import is_city_staff
from cases.models import CityAccess
from cases.permissions import is_in_charge
from cases.workflow.city import open_to_city
from cases.workflow.story import check_day, move_line, not_in_the_future
from plans.models import (
    ApprovalStep,
    HelloworkRequest,
    PlanItem,
    PlanProgramme,
    PlanRevision,
    ProgrammeLine,
    RequirementCheck,
    Submission,
)
from plans.permissions import roles_of
from plans.workflow.application import set_limit
from plans.workflow.approval import lay_route
from plans.workflow.decision import programme_workflow
from plans.workflow.own import take_over
from plans.workflow.plan import approved_by, begin_if_due, lines_of, route
from plans.workflow.profile import catalogue, labels_for, rules_of
from plans.workflow.revision import revision_workflow
from rules.calendar import today
from rules.refusals import Refused, refuse
from rules.transitions import Move, Transition, Workflow

State = PlanProgramme.State
Sent = Submission.State


# ---- may it leave? -------------------------------------------------------------------


def sending(plan) -> str:
    """What sending this plan to the city is called: 報告 where it asks for no ruling."""
    return "報告" if route(plan) == "report" else "提出"


def obstacles(plan, by) -> list:
    """Why the plan cannot be submitted now: what the button shows (E-03, E-08, E-09)."""
    revision = plan.newest
    if not is_in_charge(by, plan.episode):
        return [refuse("E-03", roles="主任相談支援員・担当・副担当")]
    found, labels = [], labels_for(plan)
    if approved_by(revision) is None:
        found.append(
            refuse(
                "E-09",
                meeting=labels.meeting,
                remedy=labels.fill("{meeting}に付議して、了承を受けてください。"),
                url=reverse("plan_detail", args=[plan.pk]),
            )
        )
    if revision.state not in (PlanRevision.State.APPROVED, PlanRevision.State.AGREED):
        found.append(
            refuse(
                "E-08",
                state=f"第{revision.number}版 {revision.get_state_display()}",
                operation=f"{sending(plan)}する",
                options="本人の同意を記録する"
                if revision.state == "draft"
                else "プランの画面を見る",
            )
        )
    if revision.state == PlanRevision.State.APPROVED and revision.agreed_on is None:
        found.append(refuse("E-01", item="本人の同意日"))
    found += not_applied_for(plan)
    if not route(plan):
        found.append(
            refuse(
                "E-08",
                state=labels.fill("{city}の手続を要しないプラン"),
                operation="提出する",
                options="支援を始める",
            )
        )
    return found or unchanged(plan)


def not_applied_for(plan) -> list:
    """E-25 for each programme whose own application nobody has recorded yet (D27)."""
    return [
        refuse(
            "E-25",
            form=line.programme.application_title,
            missing="申請日",
            url=reverse("plan_detail", args=[plan.pk]),
            remedy="プランの画面で、申請を受けた日を記録してください。",
        )
        for line in lines_of(plan)
        if line.programme.application_title and line.programme.applied_on is None
    ]


def unchanged(plan) -> list:
    """A plan the city sent back is not sent again as it was (6(3), E-08)."""
    last = plan.submissions.exclude(state=Sent.PULLED_BACK).order_by("-number").first()
    if last is None or snapshot(plan.newest) != last.snapshot:
        return []
    return [
        refuse(
            "E-08",
            state="前に出したものと同じ内容",
            operation="再提出する",
            options="見直したところを書いてから出す",
            url=reverse("plan_edit", args=[plan.pk]),
        )
    ]


def snapshot(revision: PlanRevision) -> dict:
    """The plan as it read on the day it left: kept, never rewritten."""
    return {
        "fields": {name: plain(getattr(revision, name)) for name in PlanRevision.TEXTS},
        "items": [
            {name: plain(getattr(row, name)) for name in PlanItem.TEXTS}
            for row in revision.items.all()
        ],
        "lines": {
            line.programme.key: {
                "label": line.programme.label,
                **{name: plain(getattr(line, name)) for name in ProgrammeLine.TEXTS},
            }
            for line in revision.lines.select_related("programme")
        },
    }


def plain(value):
    """A value as JSON keeps it."""
    return value.isoformat() if hasattr(value, "isoformat") else value


# ---- the machine ---------------------------------------------------------------------


def nobody_has_acted(move: Move):
    """引戻し while nobody at the city has acted, and by the one who sent it (D17)."""
    submission = move.record
    if submission.sent_by_id != move.by.pk:
        return refuse("E-03", roles="出した人")
    still = (State.SUBMITTED, State.RESUBMITTED)
    if submission.programmes.exclude(state__in=still).exists():
        return refuse(
            "E-08",
            state="審査が始まっています",
            operation="引き戻す",
            options=labels_for(submission.plan).fill("{city}に連絡する"),
        )
    return None


def not_before_sending(move: Move):
    if not move.asking and move.on < move.record.sent_on:
        return refuse("E-02", field="on", later="受理した日", earlier="報告した日")
    return None


def not_the_sender(move: Move):
    """A report is taken by someone who did not write or send it (D17, E-34)."""
    revision = move.record.revision
    if move.by.pk in (move.record.sent_by_id, revision.author_id, revision.agreed_with_id):
        return refuse("E-34", role="自治体担当者")
    return None


def is_a_report(submission) -> bool:
    return submission.kind == Submission.Kind.REPORT


def receive_report(move: Move) -> None:
    """受理: the city has seen what needs 確認, and support may begin (A4, A5)."""
    submission = move.record
    submission.received_on, submission.received_by = move.on, move.by
    submission.save()
    for programme in submission.programmes.filter(procedure="confirm"):
        programme_workflow.advance(programme, "confirm", by=move.by, on=move.on)
    begin_if_due(submission.plan, by=move.by, on=move.on)


def undo_submission(move: Move) -> None:
    """Back on the desk: the version is 了承 again, its programmes 未提出."""
    submission = move.record
    for programme in submission.programmes.all():
        programme_workflow.advance(programme, "take_back", by=move.by, on=move.on)
        programme.submission = None
        programme.save()
    revision_workflow.advance(submission.revision, "pull_back", by=move.by, on=move.on)


def write_event(move: Move) -> None:
    move_line(
        move,
        move.record.plan.episode,
        f"プランの{move.record.get_kind_display()}：{move.transition.label}",
    )


submission_workflow = Workflow(
    "submission",
    "提出・報告",
    Sent,
    (
        Transition(
            "receive",
            "報告を受理する",
            (Sent.SENT,),
            Sent.RECEIVED,
            (Role.OFFICER,),
            applies=is_a_report,
            guards=(not_the_sender, not_before_sending, not_in_the_future),
            codes=("E-02", "E-04", "E-08", "E-34", "E-35"),
            decides=True,
            effect=receive_report,
            clauses=("NAG-4-2-オ-3",),
        ),
        Transition(
            "pull_back",
            "出したものを引き戻す",
            (Sent.SENT,),
            Sent.PULLED_BACK,
            (Role.CHIEF, Role.COUNSELOR, Role.OUTREACH),
            guards=(nobody_has_acted,),
            codes=("E-03", "E-08"),
            effect=undo_submission,
        ),
    ),
    roles_of=roles_of,
    role_labels=dict(Role.choices),
    write_event=write_event,
    is_city=lambda user, submission: is_city_staff(user, submission.agency),
)


# ---- the verb ------------------------------------------------------------------------


@transaction.atomic
def submit(plan, *, by, on=None, way="", named=()) -> Submission:
    """提出, or 報告 where no 支援決定 is asked for; the city may see the case from here (D16).

    Refuses without 了承 (E-09), in the wrong state or unchanged after a refusal (E-08),
    before the meeting (E-02) and a day to come (E-35).
    """
    day = on or today()
    check_day(day, f"{sending(plan)}日")
    if refusals := obstacles(plan, by):
        raise Refused(*refusals)
    revision = plan.newest
    review = approved_by(revision)
    if day < review.held_on:
        words = {
            "later": f"{sending(plan)}日",
            "earlier": labels_for(plan).fill("{meeting}の日"),
        }
        raise Refused(refuse("E-02", field="on", **words))
    revision_workflow.advance(revision, "submit", by=by, on=day)
    submission = Submission(
        plan=plan,
        revision=revision,
        kind=route(plan),
        number=plan.submissions.count() + 1,
        sent_on=day,
        sent_by=by,
        way=way,
        snapshot=snapshot(revision),
    )
    submission._history_user = by
    submission.save()
    for line in lines_of(plan):
        send_programme(line, submission, by=by, on=day)
    drop_the_rest(plan, by=by, on=day)
    open_to_city(plan.case, CityAccess.Scope.CASE, by=by, reason="プランの提出・報告", named=named)
    take_over(plan, by=by, on=day)
    begin_if_due(plan, by=by, on=day)
    return submission


def send_programme(line: ProgrammeLine, submission: Submission, *, by, on) -> None:
    """One programme on its way: by its procedure, and only if there is something to rule on."""
    programme = line.programme
    if programme.state == State.DROPPED:
        programme_workflow.advance(programme, "take_up", by=by, on=on)
    if programme.procedure == "none":
        if programme.state == State.PENDING:
            programme_workflow.advance(programme, "record", by=by, on=on)
        return
    if programme.procedure == "own" or not needs_ruling(line):
        return
    move = "resubmit" if programme.state == State.REVISING else "submit"
    programme.submission = submission
    programme.is_fit, programme.fitness = None, ""
    programme.drafted_on = programme.drafted_by = None
    programme._history_user = by
    programme.save()  # the step reads it again
    programme_workflow.advance(programme, move, by=by, on=on)
    set_limit(programme, since=programme.applied_on or on)
    if programme.procedure == "decision":
        lay_out_examination(programme, submission)
    if programme.procedure == "hellowork":
        request = HelloworkRequest.objects.filter(programme=programme).first()
        if request is None:
            request = HelloworkRequest(programme=programme)
            request._history_user = by
            request.save()


def needs_ruling(line: ProgrammeLine) -> bool:
    """Decided or confirmed and unchanged keeps its outcome; all else is ruled on (D5, D6)."""
    ruling = line.programme.in_force
    if ruling is None:
        return True
    before = ruling.revision.lines.filter(programme=line.programme).first()
    if before is None:
        return True
    said = (*ProgrammeLine.TEXTS, "begins_on", "ends_on")
    return any(getattr(before, name) != getattr(line, name) for name in said)


def lay_out_examination(programme: PlanProgramme, submission: Submission) -> None:
    """The 利用要件 of the 要綱 in force, and the steps of its 決裁 (6(2)イウ)."""
    entry = catalogue(programme.plan)[programme.key]
    for requirement in entry.requirements:
        RequirementCheck(
            programme=programme,
            submission=submission,
            code=requirement.code,
            label=requirement.label,
        ).save()
    posts = rules_of(programme.plan).approval_route
    lay_route(ApprovalStep, posts, programme=programme, submission=submission)


def drop_the_rest(plan, *, by, on) -> None:
    """Programmes that the version no longer names and nobody has ruled on are dropped."""
    kept = [line.programme_id for line in lines_of(plan)]
    open_states = (State.PENDING, State.REVISING, State.RECORDED)
    for programme in plan.programmes.exclude(pk__in=kept).filter(state__in=open_states):
        programme_workflow.advance(programme, "drop", by=by, on=on)
