"""支援の実施: the start and end of each programme, and モニタリング (4(2)キ, 4(3)アイ)."""

from django.db import transaction
from django.urls import reverse

from accounts.models import STAFF
from cases.workflow.deadlines import set_due, settle
from cases.workflow.notes import write_note
from cases.workflow.story import check_day, not_staff, tell
from plans.models import Monitoring, Plan, PlanProgramme
from plans.permissions import roles_of
from plans.workflow.plan import RULED, may_start, remind_of_end
from plans.workflow.profile import labels_for
from rules.refusals import Refused, refuse

State = PlanProgramme.State
SENT_BACK = (State.REFUSED, State.REPORTED_BACK, State.REVISING)


def start_obstacles(programme: PlanProgramme, by) -> list:
    """Why this programme cannot be provided yet: what the button shows (E-03, E-12)."""
    if not roles_of(by, programme) & set(STAFF):
        return [not_staff()]
    if programme.provision_from:
        return [
            refuse("E-08", state="提供中", operation="提供を始める", options="終わった日を記録する")
        ]
    if may_start(programme):
        return []
    if programme.state in SENT_BACK:
        remedy = "プランを見直して、{city}に出しなおします。"
    elif programme.procedure in RULED:
        remedy = f"{{city}}の手続（いまは「{programme.get_state_display()}」）を待ちます。"
    else:
        remedy = "この事業に{city}の手続はありません。プランの支援が始まるのを待ちます。"
    return [
        refuse(
            "E-12",
            programme=programme.label,
            remedy=labels_for(programme.plan).fill(remedy),
            url=reverse("plan_detail", args=[programme.plan_id]),
        )
    ]


@transaction.atomic
def start_provision(programme: PlanProgramme, *, by, on) -> None:
    """The programme begins: never before its own decision or confirmation (E-12)."""
    if refusals := start_obstacles(programme, by):
        raise Refused(*refusals)
    ruling = programme.in_force
    check_day(on, "提供を始めた日")
    first = ruling.decided_on if ruling else programme.plan.started_on
    if on < first:
        raise Refused(
            refuse(
                "E-12",
                field="on",
                programme=programme.label,
                remedy="始めた日は、決定・確認の日以降の日付にしてください。",
            )
        )
    programme.provision_from = on
    programme._history_user = by
    programme.save()
    remind_of_end(programme)
    tell(
        programme.plan.episode,
        "start_provision",
        f"{programme.label}：提供を始めました",
        by=by,
        on=on,
    )


@transaction.atomic
def end_provision(programme: PlanProgramme, *, by, on, next_step: str) -> None:
    """The programme is over; what follows is written down (TEB-4-1-2-b, E-01)."""
    if not roles_of(by, programme) & set(STAFF):
        raise Refused(not_staff())
    if not programme.provision_from or programme.provision_until:
        raise Refused(
            refuse(
                "E-08",
                state="提供していない事業",
                operation="提供を終える",
                options="始めた日を記録する",
            )
        )
    if not next_step:
        raise Refused(refuse("E-01", field="next_step", item="終わったあとの支援"))
    check_day(on, "提供を終えた日", programme.provision_from, "始めた日", later="終えた日")
    programme.provision_until, programme.next_step = on, next_step
    programme._history_user = by
    programme.save()
    settle(programme.plan.case, f"end_{programme.pk}", on=on)
    words = f"{programme.label}：提供を終えました\nつぎの支援：{next_step}"
    tell(programme.plan.episode, "end_provision", words, by=by, on=on)


@transaction.atomic
def monitor(plan: Plan, *, by, on, method, findings, partner="", programme=None, next_on=None):
    """モニタリング: one ordinary note that counts, and the next due date (4(3)イ)."""
    if not roles_of(by, plan) & set(STAFF):
        raise Refused(not_staff())
    if plan.state != Plan.State.ACTIVE:
        raise Refused(
            refuse(
                "E-08",
                state=f"プラン {plan.get_state_display()}",
                operation="モニタリングを記録する",
                options="支援経過を書く",
            )
        )
    check_day(on, "確かめた日")
    if next_on and next_on <= on:
        raise Refused(
            refuse("E-02", field="next_on", later="つぎのモニタリング", earlier="確かめた日")
        )
    row = Monitoring(
        plan=plan,
        programme=programme,
        on=on,
        method=method,
        partner=partner,
        findings=findings,
        next_on=next_on,
        author=by,
    )
    row._history_user = by
    row.save()
    about = f"モニタリング（{programme.label}）" if programme else "モニタリング"
    write_note(plan.case, by=by, on=on, method=method, partner=partner, body=f"{about}\n{findings}")
    if next_on:
        set_due(plan.case, "monitoring", since=on, agreed=next_on, at="モニタリング")
    else:
        settle(plan.case, "monitoring", on=on)
    return row
