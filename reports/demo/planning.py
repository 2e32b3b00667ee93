"""プラン: written, agreed to, laid before a meeting, sent to the city, under way, evaluated."""

import datetime as dt

from meetings.models import AgendaItem
from meetings.workflow import add_evaluation, add_plan, add_report, adjust, record_item
from plans.models import PlanItem, PlanRevision
from plans.workflow import (
    draft_plan,
    end_provision,
    monitor,
    open_revision,
    save_evaluation,
    save_revision,
    sign_revision,
    start_evaluation,
    start_provision,
    submit,
    withdraw_plan,
)
from plans.workflow.copying import LINE_FIELDS
from plans.workflow.examination import save_examination
from reports.demo.tale import step
from rules.calendar import months_end
from rules.transitions import MACHINES


@step("plan")
def plan(tale, row, day):
    """Begin a plan and write its first version."""
    draft_plan(tale.case.episode, by=tale.actor(row), on=day)
    rewrite(tale, row, day)


@step("rewrite")
def rewrite(tale, row, day):
    """Write in the newest version what the story says; all else stays as it was."""
    by, revision = tale.actor(row), tale.plan.newest
    start = row.get("start_on") or revision.start_on
    if "months" in row:
        row["end_on"] = months_end(start, row.pop("months"))
    fields = {name: row.get(name, getattr(revision, name)) for name in PlanRevision.TEXTS}
    period = {"start_on": fields["start_on"], "end_on": fields["end_on"]}
    save_revision(
        revision,
        by=by,
        version=revision.version,
        fields=fields,
        items=[item(said) for said in row["items"]] if "items" in row else items_of(revision),
        lines=[period | tale.clock.dates(line) for line in row["programmes"]]
        if "programmes" in row
        else lines_of(revision),
    )


def item(said):
    blank = {name: "" for name in PlanItem.TEXTS} | {"is_employment": False, "is_informal": False}
    return blank | said


def items_of(revision):
    names = (*PlanItem.TEXTS, "is_employment", "is_informal")
    return [{name: getattr(row, name) for name in names} for row in revision.items.all()]


def lines_of(revision):
    return [
        {"key": row.programme.key, **{name: getattr(row, name) for name in LINE_FIELDS}}
        for row in revision.lines.select_related("programme")
    ]


@step("agree")
def agree(tale, row, day):
    by = tale.actor(row)
    method = row.get("method", "written")
    MACHINES["plan_revision"].advance(tale.plan.newest, "agree", by=by, on=day, method=method)


@step("sign_plan")
def sign(tale, row, day):
    sign_revision(tale.plan.newest, by=tale.actor(row), on=day)


@step("new_version")
def new_version(tale, row, day):
    open_revision(tale.plan, by=tale.actor(row), why=row["why"], on=day)


@step("withdraw_plan")
def withdraw(tale, row, day):
    withdraw_plan(tale.plan, by=tale.actor(row), reason=row["reason"], on=day)


# ---- the meeting ---------------------------------------------------------------------


@step("table")
def table(tale, row, day):
    """付議: the evaluation that waits, or the plan; with what was settled beforehand (5(3))."""
    by, meeting = tale.actor(row), tale.office.meetings[row["meeting"]]
    named = [tale.office.people[name] for name in row.get("named", [])]
    evaluation = tale.plan.evaluations.filter(state="draft").first()
    if evaluation:
        found = add_evaluation(meeting, evaluation, by=by, named=named)
    else:
        found = add_plan(meeting, tale.plan, by=by, named=named)
    for said in row.get("adjusted", []):
        adjust(found, by=by, on=day, **said)


@step("report")
def report(tale, row, day):
    """A 中断 is told to the next meeting (D8)."""
    add_report(tale.office.meetings[row["meeting"]], tale.case, by=tale.actor(row))


@step("review")
def review(tale, row, day):
    """What the meeting decided on this case."""
    meeting = tale.office.meetings[row.pop("meeting")]
    found = AgendaItem.objects.get(meeting=meeting, case=tale.case, is_done=False)
    if "closing" in row:
        row["closing"] = tale.clock.dates(row["closing"])
    row["roles"] = [
        {"organisation": said["who"], "task": said["task"]} for said in row.get("roles", [])
    ]
    record_item(found, by=tale.chief, **row)


# ---- the city ------------------------------------------------------------------------


@step("submit")
def send(tale, row, day):
    named = [tale.office.people[name] for name in row.get("named", [])]
    submit(tale.plan, by=tale.actor(row), on=day, way=row.get("way", "窓口に持参"), named=named)


@step("examine")
def examine(tale, row, day):
    """利用要件を確かめる: one ground for each requirement, in the order of the 要綱."""
    by = tale.actor(row) if "by" in row else tale.who("officer")
    programme = tale.plan.programmes.get(key=row["programme"])
    checks = programme.checks.filter(submission=programme.submission)
    grounds = row.get("grounds", [])
    answers = {
        check.pk: ("met", ground) for check, ground in zip(checks, grounds, strict=False) if ground
    }
    fit = row.get("fitness", "")
    save_examination(
        programme, by=by, on=day, answers=answers, is_fit=True if fit else None, fitness=fit
    )


# ---- 支援の実施 ----------------------------------------------------------------------


@step("start")
def start(tale, row, day):
    programme = tale.plan.programmes.get(key=row.pop("programme"))
    start_provision(programme, by=tale.actor(row), on=day)


@step("end")
def end(tale, row, day):
    programme = tale.plan.programmes.get(key=row.pop("programme"))
    end_provision(programme, by=tale.actor(row), on=day, next_step=row["next"])


@step("monitor")
def look(tale, row, day):
    """モニタリング, of the whole plan or of one programme."""
    by = tale.actor(row)
    if "programme" in row:
        row["programme"] = tale.plan.programmes.get(key=row["programme"])
    said = {"method": "interview", "partner": "本人", **row}
    monitor(tale.plan, by=by, on=day, **said)


@step("evaluate")
def evaluate(tale, row, day: dt.date):
    """評価シート, as far as it has been written."""
    by = tale.actor(row)
    evaluation = start_evaluation(tale.plan, by=by, on=day)
    changes = row.pop("changes", [])
    save_evaluation(evaluation, by=by, version=evaluation.version, fields=row, changes=changes)
