"""What stands on the pages of a plan: its frame, its lines in words, what has changed."""

import datetime as dt

from django.http import Http404
from django.urls import reverse

from accounts.models import CITY_ROLES, STAFF, Role, User
from accounts.permissions import allow_at
from cases.context import case_frame, reads_it
from cases.models.case import keys_of
from cases.permissions import is_in_charge
from plans.models import Plan, PlanItem, PlanProgramme, PlanRevision, ProgrammeLine
from plans.permissions import roles_of
from plans.standards import citation
from plans.workflow.hellowork import hellowork_workflow
from plans.workflow.plan import may_start, route
from plans.workflow.profile import (
    PROCEDURES,
    catalogue,
    labels_for,
    meeting_day,
    profile_of,
    rules_of,
    version_on,
)
from plans.workflow.submission import snapshot, submission_workflow
from rules.calendar import both, today, wareki
from rules.prepared import prepared


def visible_plan(request, pk):
    """The plan, if this person may see it; else 404."""
    for plan in _plans(pk, *keys_of(request.user)):
        allow_at(request, plan.episode.case.agency)
        return plan
    raise Http404


@prepared
def _plans(pk, *keys):
    return Plan.objects.visible(*keys).with_frame().filter(pk=pk)


def plan_frame(request, plan):
    """Everything round a plan's page: the case's frame, the plan, its newest version."""
    case = plan.episode.case
    roles = roles_of(request.user, plan)
    revision = plan.newest
    labels = labels_for(plan)
    return case_frame(request, case, labels=labels, reads=reads_it(request.user, case)) | {
        "plan": plan,
        "revision": revision,
        "is_staff": bool(roles & set(STAFF)),
        "is_city": bool(roles & {"officer", "approver"}),
        "in_charge": is_in_charge(request.user, plan.episode),
        "plan_url": reverse("plan_detail", args=[plan.pk]),
    }


def lines_in_words(revision):
    """The programmes of a version with their procedure and outcome, as tables show them."""
    lines = revision.lines.select_related("programme", "programme__submission")
    labels, entries = labels_for(revision.plan), catalogue(revision.plan)
    rulings = {}
    for programme in PlanProgramme.objects.filter(plan=revision.plan).prefetch_related(
        "decisions__decided_by"
    ):
        rulings[programme.pk] = list(programme.decisions.all())
    return [
        {
            "line": line,
            "programme": line.programme,
            "procedure": PROCEDURES[line.programme.procedure],
            "period": period(line.begins_on, line.ends_on),
            "then": then(line.programme, labels),
            "basis": getattr(entries.get(line.programme.key), "basis", ""),
            "rulings": rulings[line.programme_id],
            "last": rulings[line.programme_id][-1] if rulings[line.programme_id] else None,
            "may_start": may_start(line.programme),
        }
        for line in lines
    ]


def then(programme, labels):
    """When this programme may begin, in words (4(2)キ)."""
    return {
        "decision": "決定の日から始められます",
        "confirm": "確認のあと始められます",
        "own": "それぞれの決定のあと始められます",
        "hellowork": labels.fill("{hellowork}の受理のあと始められます"),
    }.get(programme.procedure, "プランの開始とともに始められます")


def period(start, end, day=both):
    """From when to when, in words; ``day`` writes a date."""
    if start and end:
        return f"{day(start)}から{day(end)}まで"
    return f"{day(start)}から" if start else f"{day(end)}まで" if end else "まだ決めていません"


def label_of(model, name):
    return str(model._meta.get_field(name).verbose_name)


def changes(before: dict, revision: PlanRevision) -> list[dict]:
    """What a version says otherwise than a snapshot of an earlier one: rows where/before/now."""
    now = snapshot(revision)
    rows = [
        {"where": label_of(PlanRevision, name), "before": words(old), "now": words(new)}
        for name in PlanRevision.TEXTS
        if (old := before["fields"].get(name)) != (new := now["fields"][name])
    ]
    rows += item_changes(before["items"], now["items"])
    names = {**before["lines"], **now["lines"]}
    for key in names:
        old, new = before["lines"].get(key), now["lines"].get(key)
        if old is None or new is None:
            said = (old or new)["label"]
            rows.append(
                {
                    "where": "利用する事業",
                    "before": said if old else "",
                    "now": said if new else "",
                }
            )
            continue
        rows += [
            {
                "where": f"{new['label']}　{label_of(ProgrammeLine, name)}",
                "before": words(old[name]),
                "now": words(new[name]),
            }
            for name in ProgrammeLine.TEXTS
            if old[name] != new[name]
        ]
    return rows


def item_changes(before, now):
    """The rows of 支援の内容 that differ, in their order."""
    rows = []
    for number in range(max(len(before), len(now))):
        old = before[number] if number < len(before) else {}
        new = now[number] if number < len(now) else {}
        rows += [
            {
                "where": f"支援の内容 {number + 1}　{label_of(PlanItem, name)}",
                "before": words(old.get(name)),
                "now": words(new.get(name)),
            }
            for name in PlanItem.TEXTS
            if old.get(name, "") != new.get(name, "")
        ]
    return rows


def words(value):
    """A value of a snapshot, for people."""
    if value is None or value == "":
        return ""
    if value is True or value is False:
        return "はい" if value else "いいえ"
    try:
        return both(dt.date.fromisoformat(value)) if isinstance(value, str) else str(value)
    except ValueError:
        return str(value)


def since(plan, revision):
    """What changed since the last version that came back, and why it came back."""
    earlier = plan.revisions.filter(number__lt=revision.number).order_by("-number").first()
    if earlier is None:
        return None
    return {
        "earlier": earlier,
        "why": revision.opened_for,
        "rows": changes(snapshot(earlier), revision),
    }


def cite(plan, act):
    """The clause of the municipality's 要綱 for an act, for the reader."""
    return citation(profile_of(plan), act)


WAYS = {
    "decision": "支援決定を要する事業があるプランは、{city}に提出します。",
    "contracted_only": (
        "支援決定を要する事業がないプランは、委託を受けた機関では{city}に報告します。"
    ),
    "always": "支援決定を要する事業がないプランは、{city}に報告します。",
    "submission": "{city}の確認や了承を受ける事業があるプランは、{city}に提出します。",
    "": "{city}の手続を要する事業がないプランは、{city}に出しません。",
}


def way_in_words(plan, lines):
    """How a plan with these programmes goes to the city, and by which clause (4(2)オ)."""
    way = route(plan)
    if way == "report":
        rule, act = rules_of(plan).report_rule, "report"
    elif "decision" in {row["programme"].procedure for row in lines}:
        rule, act = "decision", "decision"
    else:
        rule, act = way, "report"
    return labels_for(plan).fill(WAYS[rule]) + f"（{cite(plan, act)}）"


def edition(plan):
    """Which version of the 要綱 judges a plan, and why that one (D26)."""
    profile, day = profile_of(plan), meeting_day(plan)
    newest = version_on(plan, today())
    if day:
        why = f"{{meeting}}の日（{both(day)}）に施行されている版です。"
    else:
        why = "{meeting}の日が決まると、その日に施行されている版によります。いまは今日の版です。"
    if newest.valid_from > profile.valid_from:
        why += (
            f"そのあとの改正（{wareki(newest.valid_from)}施行）は、このプランには当てはまりません。"
        )
    return {"label": profile.label, "why": labels_for(plan).fill(why)}


def submission_row(plan, submission, user):
    """The last 提出 or 報告 with the steps that are this person's."""
    if submission is None:
        return {"submission": None}
    return {
        "submission": submission,
        "submission_options": submission_workflow.available(submission, user),
        "submission_url": (
            f"{reverse('plan_detail', args=[plan.pk])}submissions/{submission.pk}/move/"
        ),
    }


def hellowork_row(plan, row, user, part):
    """A 支援要請 with the steps that are this person's."""
    return {
        "request": row,
        "options": hellowork_workflow.available(row, user),
        "move_url": f"{reverse('plan_detail', args=[plan.pk])}hellowork/{row.pk}/{part}/",
        "key": f"hellowork-{row.pk}",
    }


def owned(rows, pk):
    """A row of this plan, or 404."""
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def nameable(plan, user):
    """The officers and approvers the 主任 may let see a restricted case; None where it is open.

    Nobody else of the agency names them (D16).
    """
    if not plan.case.is_restricted or Role.CHIEF not in roles_of(user, plan):
        return None
    office = plan.agency.municipality.city_office
    return User.objects.working_at(office, CITY_ROLES) if office else User.objects.none()
