"""住居確保給付金: an application, its ruling, and what becomes of it while it is paid."""

import datetime as dt

from housing_benefit.judging import judged, months_of
from housing_benefit.models import BenefitApplication
from housing_benefit.workflow import (
    benefit_workflow,
    explain,
    order_workflow,
    report_order,
    save_application,
    start_application,
)
from housing_benefit.workflow.reporting import report_job, report_month
from housing_benefit.workflow.writing import TERMS, needed_documents
from reports.demo.tale import step
from rules.refusals import Refused


def application_of(tale):
    """The newest application of the story."""
    return tale.case.episode.benefit_applications.order_by("-number")[0]


@step("benefit")
def benefit(tale, row, day):
    """Begun and written down that day; what the story leaves out is still to be asked."""
    by = tale.actor(row)
    made = start_application(tale.case, by=by, kind=row.pop("kind", "rent"), route=row["route"])
    save_application(made, by=by, version=made.version, **{"applied_on": day} | row)


@step("benefit_explain")
def explained(tale, row, day):
    terms = list(TERMS)
    explain(application_of(tale), by=tale.actor(row), on=day, signed_on=day, agreed=terms)


@step("benefit_papers")
def papers(tale, row, day):
    """Every paper but those that are still waited for."""
    made, late = application_of(tale), row.pop("without", [])
    codes = [code for code, _label in needed_documents(made) if code not in late]
    save_application(made, by=tale.actor(row), version=made.version, documents=codes)


@step("benefit_ruling")
def ruling(tale, row, day):
    """起案 or 決裁; on a day that no table of figures reaches, it waits at the city."""
    made = application_of(tale)
    try:
        found = judged(made)
    except Refused:
        return
    name = row["name"]
    if name == "decide":
        name = "grant" if found.judgement.is_eligible else "refuse"
    roles = benefit_workflow.transitions[name].roles
    by = tale.actor(row) if "by" in row else tale.who(roles[0])
    benefit_workflow.advance(made, name, by=by, on=day)


def paid_course(tale):
    """The first application of the story, if it was granted; else there is nothing to go on."""
    base = application_of(tale).base
    return base if base.state == BenefitApplication.State.GRANTED else None


@step("benefit_follow")
def follows(tale, row, day):
    """延長 or 再開: asked for, sent and ruled on, ``later`` days after it was asked for."""
    if (base := paid_course(tale)) is None:
        return
    by, ruled = tale.actor(row), day + dt.timedelta(days=row.pop("later", 0))
    benefit_workflow.advance(base, row.pop("purpose"), by=by, on=day)
    made = application_of(tale)
    save_application(made, by=by, version=made.version, **{"applied_on": day} | row)
    explain(made, by=by, on=day, signed_on=day, agreed=list(TERMS))
    benefit_workflow.advance(made, "receive", by=by, on=day)
    codes = [code for code, _label in needed_documents(made)]
    save_application(made, by=by, version=made.version, documents=codes)
    benefit_workflow.advance(made, "send", by=by, on=day)
    for name in ("draft", "decide"):
        ruling(tale, {"name": name}, ruled)


@step("benefit_report")
def reports(tale, row, day):
    """The report of the ``number``-th month paid."""
    if (base := paid_course(tale)) is None:
        return
    month = sorted(months_of(base))[row.pop("number") - 1]
    report_month(base, month, by=tale.actor(row), submitted_on=day, **{"income": None} | row)


@step("benefit_job")
def finds_work(tale, row, day):
    """常用就職届 on the day the work begins."""
    if (base := paid_course(tale)) is None:
        return
    report_job(base, by=tale.actor(row), reported_on=day, on=day, **row)


@step("benefit_order")
def ordered(tale, row, day):
    """中断 or 中止, reported by the agency; drafted and decided ``later`` days after."""
    if (base := paid_course(tale)) is None:
        return
    ruled = day + dt.timedelta(days=row.pop("later", 0))
    order = report_order(base, by=tale.actor(row), happened_on=day, **row)
    for name in ("draft", "decide"):
        by = tale.who(order_workflow.transitions[name].roles[0])
        order_workflow.advance(order, name, by=by, on=ruled)
