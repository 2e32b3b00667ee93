"""住居確保給付金: an application and its ruling, and what becomes of it while it is paid.

On a day that no table of figures reaches nothing can be judged: then it waits at the city, and
all that would have followed is left out.
"""

from cases.workflow.household import budget_version, save_budget
from housing_benefit.evidence import Evidence
from housing_benefit.judging import judged, months_of
from housing_benefit.models import BenefitApplication
from housing_benefit.workflow import (
    benefit_workflow,
    explain,
    order_workflow,
    payment_workflow,
    prepare_payment,
    report_order,
    save_application,
    save_payee,
    start_application,
    take_evidence,
)
from housing_benefit.workflow.payees import next_number
from housing_benefit.workflow.paying import waiting_months
from housing_benefit.workflow.reporting import report_job, report_month
from housing_benefit.workflow.suspended import report_contact
from housing_benefit.workflow.writing import TERMS, needed_documents
from reports.demo.tale import step
from rules.refusals import Refused

State = BenefitApplication.State


def application_of(tale):
    """The newest application of the story."""
    return tale.case.episode.benefit_applications.order_by("-number")[0]


def course_of(tale):
    """The first application of the story, if it was granted; else there is nothing to go on."""
    base = application_of(tale).base
    return base if base.state in (State.GRANTED, State.SUSPENDED) else None


def move(tale, machine, record, name, row, day, **said):
    """Made by who is named, else by the post it is for."""
    by = tale.actor(row) if "by" in row else tale.who(machine.transitions[name].roles[0])
    machine.advance(record, name, by=by, on=day, **said)


# ---- an application -------------------------------------------------------------------------


@step("benefit")
def benefit(tale, row, day):
    """Begun and written down that day; what the story leaves out is still to be asked."""
    by = tale.actor(row)
    made = start_application(tale.case, by=by, kind=row.pop("kind", "rent"), route=row["route"])
    save_application(made, by=by, version=made.version, **{"applied_on": day} | row)


@step("benefit_payee")
def paid_also(tale, row, day):
    """One more 支払い先 of 転居費用補助, with the costs that are paid to it."""
    made = application_of(tale)
    save_payee(made, next_number(made), by=tale.actor(row), **row)


@step("benefit_explain")
def explained(tale, row, day):
    terms = list(TERMS)
    explain(application_of(tale), by=tale.actor(row), on=day, signed_on=day, agreed=terms)


@step("benefit_papers")
def papers(tale, row, day):
    """Every paper but those that are still waited for, as copies that came that day."""
    made, late = application_of(tale), row.pop("without", [])
    codes = [code for code, _label in needed_documents(made) if code not in late]
    said = {code: Evidence("copy", day) for code in codes}
    take_evidence(made, by=tale.actor(row), version=made.version, papers=said)


@step("benefit_handed_in")
def handed_in(tale, row, day):
    """Explained, received with all its papers and sent to the city on one day."""
    by = tale.actor(row)
    explained(tale, {"by": by.username}, day)
    benefit_workflow.advance(application_of(tale), "receive", by=by, on=day)
    papers(tale, {"by": by.username}, day)
    benefit_workflow.advance(application_of(tale), "send", by=by, on=day)


@step("benefit_follow")
def follow(tale, row, day):
    """延長, 再開 or 変更: asked for and handed in."""
    if (base := course_of(tale)) is None:
        return
    by = tale.actor(row)
    benefit_workflow.advance(base, row.pop("purpose"), by=by, on=day)
    made = application_of(tale)
    save_application(made, by=by, version=made.version, **{"applied_on": day} | row)
    handed_in(tale, {"by": by.username}, day)


@step("benefit_ruling")
def ruling(tale, row, day):
    """起案, 決裁 (支給 or 不支給, as it was judged), or what the person is told."""
    made, name = application_of(tale), row["name"]
    try:
        found = judged(made)
    except Refused:
        return
    if name == "decide":
        name = "grant" if found.judgement.is_eligible else "refuse"
    said = {}
    if name == "tell":
        name = "notify" if found.judgement.is_eligible else "tell_refusal"
        said = {"way": "郵送"}
    move(tale, benefit_workflow, made, name, row, day, **said)


# ---- while it is paid -----------------------------------------------------------------------


@step("benefit_report")
def report(tale, row, day):
    """The report of the ``number``-th month."""
    if base := course_of(tale):
        month = sorted(months_of(base))[row.pop("number") - 1]
        report_month(base, month, by=tale.actor(row), submitted_on=day, **{"income": None} | row)


@step("benefit_job")
def finds_work(tale, row, day):
    """常用就職届 on the day the work begins."""
    if base := course_of(tale):
        report_job(base, by=tale.actor(row), reported_on=day, on=day, **row)


@step("benefit_order")
def ordered(tale, row, day):
    """中断 or 中止, reported on the day its ground came about."""
    if base := course_of(tale):
        report_order(base, by=tale.actor(row), happened_on=day, **row)


@step("benefit_order_ruling")
def order_ruling(tale, row, day):
    """起案, 決裁 or 通知 of the newest order."""
    if order := application_of(tale).base.orders.order_by("pk").last():
        name = row["name"]
        said = {"way": "郵送"} if name == "notify" else {}
        move(tale, order_workflow, order, name, row, day, **said)


@step("benefit_contact")
def in_touch(tale, row, day):
    """中断中の連絡."""
    if base := course_of(tale):
        report_contact(base, by=tale.actor(row), on=day, **row)


@step("benefit_end")
def ended(tale, row, day):
    """期間満了."""
    if base := course_of(tale):
        move(tale, benefit_workflow, base, "end", row, day)


@step("benefit_pay")
def pay(tale, row, day):
    """支払い一覧 of all that waits at the city up to this month; another person releases it."""
    officer, month = tale.who("officer"), day.replace(day=1)
    if not waiting_months(officer).filter(month__lte=month).exists():
        return
    office = tale.case.agency.municipality.city_office
    made = prepare_payment(office, by=officer, month=month)
    if row.get("release", True):
        payment_workflow.advance(made, "release", by=tale.who("approver"), on=day)


@step("budget")
def budget(tale, row, day):
    """家計 of the month: what is, and what is planned."""
    month = day.replace(day=1)
    version = budget_version(tale.case, month)
    save_budget(tale.case, month, by=tale.actor(row), version=version, **row)
