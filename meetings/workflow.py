"""支援調整会議: called, prepared, held; what it decides is written into plans (実施要領 5)."""

from django.db import transaction

from accounts.models import STAFF, Role
from accounts.permissions import is_city_staff
from accounts.standards import labels_in
from cases.permissions import is_in_charge
from cases.sharing import council, disclose, obstacle
from cases.workflow.notes import write_note
from cases.workflow.story import check_day, not_in_the_future
from meetings.models import AgendaItem, Attendee, PlanMeeting, PreAdjustment, ResourceGap
from meetings.permissions import roles_of
from meetings.standards import meeting_rules
from plans.models import Plan, Review
from plans.standards import plan_rules
from plans.workflow import (
    evaluation_workflow,
    fix_meeting,
    plan_workflow,
    record_evaluation_review,
    record_review,
    table_evaluation,
    table_revision,
    untable,
)
from rules.calendar import fiscal_year, today
from rules.profile import profile_for
from rules.refusals import Refused, refuse, stale
from rules.transitions import Move, Transition, Workflow

State = PlanMeeting.State
PREPARERS = (Role.CHIEF, Role.COUNSELOR)
# 対応方法 of the note that a meeting writes for each case (D9, forms.md 3.2).
NOTE_METHOD = {
    AgendaItem.Kind.PLAN: "meeting_plan",
    AgendaItem.Kind.EVALUATION: "meeting_review",
    AgendaItem.Kind.REPORT: "meeting_suspend",
}


def everything_was_discussed(move: Move):
    """The minutes are closed when each item has its result (E-08)."""
    waiting = move.record.items.filter(is_done=False).select_related("case")
    if not waiting:
        return None
    return refuse(
        "E-08",
        state="まだ審議していない議題があります",
        operation="会議を締める",
        options="残りの議題を記録する、または次の会議に送る",
    )


def someone_was_there(move: Move):
    """A council includes people from outside the agency (5(1)ア, E-01)."""
    meeting = move.record
    if not meeting.items.exists() or meeting.outside_attended:
        return None
    profile = profile_for(meeting.agency.municipality.code, meeting.held_on)
    if not plan_rules(profile).review.outside_required:
        return None
    return refuse("E-01", field="attendance", item="自立相談支援機関以外の出席者")


def write_notes(move: Move) -> None:
    """For each case one ordinary note that counts, by the one who closes the minutes (D9)."""
    meeting = move.record
    for item in meeting.items.select_related("case__episode", "review", "plan"):
        write_note(
            item.case,
            by=move.by,
            on=meeting.held_on,
            at=meeting.start_at,
            method=NOTE_METHOD[item.kind],
            partner="、".join(sorted({row.organisation for row in meeting.present})),
            body=words_of(item),
        )


def words_of(item: AgendaItem) -> str:
    """What the note of a meeting says of one case."""
    review = item.review
    if review is None:
        return "\n".join(filter(None, (f"{item.meeting}で中断を報告しました。", item.reported)))
    lines = [f"{item.meeting}：{item.get_kind_display()} {review.get_outcome_display()}"]
    if review.reason:
        lines.append(f"理由・直すこと：{review.reason}")
    if review.opinions:
        lines.append(f"意見：{review.opinions}")
    lines += [f"役割：{row}" for row in review.roles.all()]
    lines += [
        f"足りない社会資源：{gap.need}（{gap.get_route_display()}）" for gap in item.gaps.all()
    ]
    return "\n".join(lines)


def let_items_go(move: Move) -> None:
    """A cancelled meeting gives its items back."""
    for item in move.record.items.filter(is_done=False):
        give_back(item, by=move.by)


def no_line(_move: Move) -> None:
    """A meeting's own moves belong to no single case; its cases get their notes."""


meeting_workflow = Workflow(
    "meeting",
    "会議",
    State,
    (
        Transition(
            "close",
            "会議の記録を締める",
            (State.PLANNED,),
            State.CLOSED,
            (Role.CHIEF,),
            guards=(everything_was_discussed, someone_was_there, not_in_the_future),
            codes=("E-01", "E-08", "E-35"),
            effect=write_notes,
            clauses=("NAG-5-1-ア", "NAG-5-1-イ"),
        ),
        Transition(
            "cancel",
            "会議を中止する",
            (State.PLANNED,),
            State.CANCELLED,
            PREPARERS,
            needs={"reason": "中止の理由"},
            effect=let_items_go,
        ),
    ),
    roles_of=roles_of,
    role_labels=dict(Role.choices),
    write_event=no_line,
    is_city=lambda user, meeting: is_city_staff(user, meeting.agency),
)


def may_prepare(user, meeting) -> None:
    if not roles_of(user, meeting) & set(PREPARERS):
        raise Refused(refuse("E-03", roles="主任相談支援員・相談支援員"))


def still_open(meeting, operation) -> None:
    if meeting.state != State.PLANNED:
        raise Refused(
            refuse(
                "E-08",
                state=f"会議 {meeting.get_state_display()}",
                operation=operation,
                options="次の会議をつくる",
            )
        )


@transaction.atomic
def schedule(agency, *, by, held_on, **fields) -> PlanMeeting:
    """Call a meeting; its number counts within the 年度."""
    start, end = fields.get("start_at"), fields.get("end_at")
    if start and end and end <= start:
        raise Refused(refuse("E-02", field="end_at", later="終わり", earlier="始まり"))
    profile = profile_for(agency.municipality.code, held_on)
    fields = {
        "name": labels_in(profile).meeting,
        "chair_post": meeting_rules(profile).chair,
    } | {name: value for name, value in fields.items() if value != ""}
    year = fiscal_year(held_on)
    same_year = [row for row in agency.meetings.all() if fiscal_year(row.held_on) == year]
    meeting = PlanMeeting(agency=agency, held_on=held_on, number=len(same_year) + 1, **fields)
    may_prepare(by, meeting)
    meeting._history_user = by
    meeting.save()
    return meeting


@transaction.atomic
def change_meeting(meeting, *, by, version=None, **fields) -> None:
    """Another day, place or chair, while it has not been held; E-08 if someone was first.

    Another day may be under another 要綱: each plan on the agenda is judged by it (E-23).
    """
    may_prepare(by, meeting)
    still_open(meeting, "予定を変える")
    if version is not None:
        meeting.check_version(version)
    held_on = fields.get("held_on", meeting.held_on)
    if held_on != meeting.held_on:
        for item in meeting.items.filter(is_done=False, kind=AgendaItem.Kind.PLAN):
            fix_meeting(item.revision, held_on, by=by)
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting._history_user = by
    meeting.save()


def attendance_version(meeting) -> int:
    """The list of 出席者 is written anew each time: its newest line in the history."""
    newest = Attendee.history.filter(meeting=meeting).order_by("-history_id").first()
    return newest.history_id if newest else 0


@transaction.atomic
def write_minutes(meeting, *, by, version: int, minutes: str) -> None:
    """議事録 of the whole meeting, until it is closed or someone else has saved (E-08)."""
    may_prepare(by, meeting)
    current = PlanMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    still_open(current, "議事録を書く")
    if current.version != version:
        raise Refused(stale("議事録の保存"))
    current.minutes = minutes
    current._history_user = by
    current.save()


@transaction.atomic
def set_attendees(meeting, rows, *, by, version=None) -> None:
    """Who is expected, and who was there; rows are the fields of an Attendee.

    E-08 if someone changed ``version`` of the list first.
    """
    may_prepare(by, meeting)
    still_open(meeting, "出席者を変える")
    PlanMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if version is not None and attendance_version(meeting) != version:
        raise Refused(stale("出席者の保存"))
    meeting.attendees.all().delete()
    for row in rows:
        attendee = Attendee(meeting=meeting, **row)
        attendee._history_user = by
        attendee.save()


def check_members_may_know(meeting, case) -> None:
    """E-06: the papers of a 議題 go to those outside who sit in the meeting (§5.2)."""
    if refusal := obstacle(case, council(), min(meeting.held_on, today())):
        raise Refused(refusal)


def is_unnamed(item) -> bool:
    """Is it a 中断 that those outside hear of by the number of the item alone?"""
    if item.kind != AgendaItem.Kind.REPORT:
        return False
    return obstacle(item.case, council(), min(item.meeting.held_on, today())) is not None


def tell_register(item, *, by) -> None:
    """The papers were before those from outside: it stands in the register (E-06).

    Not so of a 中断 that was reported to them without a name.
    """
    meeting = item.meeting
    if is_unnamed(item):
        return
    present = meeting.present.filter(is_outside=True, is_city=False, is_person=False)
    names = sorted({row.organisation for row in present})
    if names:
        purpose = f"{meeting}の{item.get_kind_display()}の資料"
        disclose(item.case, council(names), purpose=purpose, by=by, on=meeting.held_on)


@transaction.atomic
def add_plan(meeting, plan, *, by, named=()) -> AgendaItem:
    """付議: the plan's newest version on the agenda (4(2)エ)."""
    still_open(meeting, "付議する")
    check_members_may_know(meeting, plan.case)
    revision = plan.newest
    table_revision(revision, by=by, meeting_on=meeting.held_on, named=named)
    return put(meeting, AgendaItem.Kind.PLAN, plan.case, by=by, plan=plan, revision=revision)


@transaction.atomic
def add_evaluation(meeting, evaluation, *, by, named=()) -> AgendaItem:
    """付議: an evaluation on the agenda (4(3)ウ, 5(1)ウ)."""
    still_open(meeting, "付議する")
    check_members_may_know(meeting, evaluation.plan.case)
    table_evaluation(evaluation, by=by, named=named)
    plan = evaluation.plan
    return put(
        meeting, AgendaItem.Kind.EVALUATION, plan.case, by=by, plan=plan, evaluation=evaluation
    )


@transaction.atomic
def add_report(meeting, case, *, by) -> AgendaItem:
    """A 中断 is reported to the next meeting (D8).

    Who was never met has agreed to nothing, and the meeting is told of them all the same: those
    outside find the item by its number alone (``may_go_to``), so that no consent is asked.
    """
    still_open(meeting, "議題に入れる")
    if not is_in_charge(by, case.episode):
        raise Refused(refuse("E-03", roles="主任相談支援員・担当・副担当"))
    return put(meeting, AgendaItem.Kind.REPORT, case, by=by)


def put(meeting, kind, case, *, by, **subject) -> AgendaItem:
    """A new item at the end of the agenda; the same subject stands there once (E-32)."""
    if meeting.items.filter(kind=kind, case=case, is_done=False).exists():
        raise Refused(refuse("E-32", item="この議題"))
    item = AgendaItem(
        meeting=meeting, number=meeting.items.count() + 1, kind=kind, case=case, **subject
    )
    item._history_user = by
    item.save()
    return item


@transaction.atomic
def remove_item(item, *, by) -> None:
    """Off the agenda: the plan goes back to 本人同意, the evaluation to 作成中."""
    may_prepare(by, item.meeting)
    still_open(item.meeting, "議題から外す")
    if item.is_done:
        raise Refused(
            refuse("E-08", state="審議した議題", operation="外す", options="会議の記録を締める")
        )
    give_back(item, by=by)
    meeting = item.meeting
    item.delete()
    for number, row in enumerate(meeting.items.all(), start=1):
        if row.number != number:
            row.number = number
            row._history_user = by
            row.save()


def give_back(item, *, by) -> None:
    if item.kind == AgendaItem.Kind.PLAN:
        untable(item.revision, by=by)
    elif item.kind == AgendaItem.Kind.EVALUATION:
        evaluation_workflow.advance(item.evaluation, "untable", by=by)


def adjust(item, *, by, on, partner, result, way="") -> PreAdjustment:
    """事前調整 with the city or another agency (5(3))."""
    if not roles_of(by, item.meeting) & set(STAFF):
        raise Refused(refuse("E-03", roles="支援機関の職員"))
    check_day(on, "事前調整の日")
    row = PreAdjustment(item=item, on=on, partner=partner, way=way, result=result, author=by)
    row._history_user = by
    row.save()
    return row


def check_recorder(meeting: PlanMeeting, by) -> None:
    """The 主任 records what a meeting decided (E-03)."""
    if Role.CHIEF not in roles_of(by, meeting):
        raise Refused(refuse("E-03", roles="主任相談支援員"))


@transaction.atomic
def record_item(
    item,
    *,
    by,
    outcome="",
    reason="",
    opinions="",
    city_absence="",
    roles=(),
    gaps=(),
    gap_route=ResourceGap.Route.MEETING,
    closing=None,
    reported="",
) -> AgendaItem:
    """What the meeting decided on one item: typed once, it appears on the case (5(1))."""
    meeting = item.meeting
    check_recorder(meeting, by)
    still_open(meeting, "結果を記録する")
    if item.is_done:
        raise Refused(
            refuse(
                "E-08", state="審議した議題", operation="もう一度記録する", options="つぎの議題へ"
            )
        )
    if meeting.held_on > today():
        raise Refused(refuse("E-35", item="会議の結果", remedy="会議の日になってから記録します。"))
    has_minutes(item, reported if item.kind == AgendaItem.Kind.REPORT else opinions)
    tell_register(item, by=by)
    if item.kind == AgendaItem.Kind.REPORT:
        item.reported = reported
        end_plans(item.case.episode, by=by, on=meeting.held_on)
    else:
        item.review = decide(item, by, outcome, reason, opinions, city_absence, roles, closing)
    for need in gaps:
        gap = ResourceGap(item=item, need=need, route=gap_route)
        gap._history_user = by
        gap.save()
    item.is_done = True
    item._history_user = by
    item.save()
    return item


MINUTES_OF_ONE = "この方についての議事録"


def writes_of_each(meeting) -> bool:
    """Does the 要綱 want 議事録 of each person, not of the meeting (D27)?"""
    profile = profile_for(meeting.agency.municipality.code, meeting.held_on)
    return meeting_rules(profile).minutes == "person"


def has_minutes(item, typed) -> None:
    """Where 議事録 are of each person, no result is recorded without them (E-01)."""
    if typed or not writes_of_each(item.meeting):
        return
    field = "reported" if item.kind == AgendaItem.Kind.REPORT else "opinions"
    raise Refused(refuse("E-01", field=field, item=MINUTES_OF_ONE))


def end_plans(episode, *, by, on) -> None:
    """The meeting has received the 中断: the plan that was under way ends with it (D8)."""
    under_way = (Plan.State.PREPARING, Plan.State.ACTIVE)
    for plan in episode.plans.filter(state__in=under_way):
        plan_workflow.advance(plan, "end", by=by, on=on, reason="中断")


def decide(item, by, outcome, reason, opinions, city_absence, roles, closing) -> Review:
    """Write the outcome through the verbs of plans."""
    meeting = item.meeting
    if not outcome:
        raise Refused(refuse("E-01", field="outcome", item="会議の結果"))
    common = {
        "by": by,
        "held_on": meeting.held_on,
        "outcome": outcome,
        "meeting": str(meeting),
        "attendance": "、".join(sorted({row.organisation for row in meeting.present})),
        "outside_attended": meeting.outside_attended,
        "city_attended": meeting.city_attended,
        "reason": reason,
        "opinions": opinions,
        "roles": roles,
    }
    if item.kind == AgendaItem.Kind.PLAN:
        return record_review(item.revision, city_absence=city_absence, **common)
    return record_evaluation_review(item.evaluation, closing=closing, **common)
