"""A verb asks for itself who calls it, whatever page it is called from (D15, D18)."""

import datetime as dt
from functools import partial

import pytest

from housing_benefit.workflow import explain, save_application, save_payee, start_application
from housing_benefit.workflow.evidence import take_evidence
from housing_benefit.workflow.reporting import report_job, report_month
from housing_benefit.workflow.suspended import report_contact
from meetings.workflow import add_plan, add_report, record_item
from plans.workflow import save_evaluation, save_revision, start_evaluation
from plans.workflow.examination import save_examination
from plans.workflow.writing import open_revision
from rules.calendar import today
from rules.refusals import Refused
from tests.benefits import DAY, Benefit
from tests.course import Course


def codes(verb, by):
    """The codes with which a verb refuses."""
    with pytest.raises(Refused) as told:
        verb(by=by)
    return {refusal.code for refusal in told.value.refusals}


def test_the_plan_is_written_by_those_in_charge(office):
    course = Course(office).planning().drafted("household_budget")
    plan, colleague = course.plan, office.people["outreach"]
    typed = {"version": plan.newest.version, "fields": {}, "items": [], "lines": []}
    assert codes(partial(save_revision, plan.newest, **typed), colleague) == {"E-03"}
    course.agreed().reviewed()
    assert codes(partial(open_revision, plan, why="変更"), colleague) == {"E-03"}


def test_the_meeting_is_recorded_by_the_chief(office):
    course = Course(office).planning().drafted("household_budget").agreed().meeting(days=0)
    item = add_plan(course.held, course.plan, by=course.by)
    assert codes(partial(record_item, item, outcome="approved"), course.by) == {"E-03"}
    told = add_report(course.held, Course(office).case, by=course.by)
    assert codes(partial(record_item, told, reported="連絡が取れない。"), course.by) == {"E-03"}


def test_the_requirements_are_examined_by_the_officer(office):
    course = Course(office).planning().drafted("household_budget").agreed().reviewed().submitted()
    course.rule("household_budget", "examine")
    verb = partial(save_examination, course.programme("household_budget"), answers={}, is_fit=True)
    assert codes(verb, course.by) == {"E-04"}
    assert codes(verb, course.approver) == {"E-03"}


def test_the_evaluation_is_written_by_those_in_charge(office):
    course = Course(office).supported().monitored()
    colleague = office.people["outreach"]
    assert codes(partial(start_evaluation, course.plan), colleague) == {"E-03"}
    course.evaluated()
    row = course.evaluation
    typed = {"version": row.version, "fields": {}, "changes": []}
    assert codes(partial(save_evaluation, row, **typed), colleague) == {"E-03"}


def test_an_application_is_written_by_those_in_charge(office):
    row, colleague = Benefit(office, kind="move").row, office.people["direct"]
    moved = {"landlord": "運送店", "payee": "trader", "costs": ["carriage"]}
    verbs = (
        partial(start_application, row.case, kind="rent", route="left"),
        partial(save_application, row, version=row.version, members=2),
        partial(explain, row, on=DAY, signed_on=DAY, agreed=[]),
        partial(take_evidence, row, version=row.version, papers={}),
        partial(save_payee, row, 2, **moved),
    )
    assert [codes(verb, colleague) for verb in verbs] == [{"E-03"}] * len(verbs)


def test_what_is_told_of_while_it_is_paid_is_written_by_those_in_charge(office):
    row, colleague = Benefit(office).row, office.people["outreach"]
    month, job = dt.date(DAY.year, DAY.month, 1), {"reported_on": today(), "on": today()}
    verbs = (
        partial(report_month, row, month, submitted_on=today(), counts={}, income=None),
        partial(report_job, row, employer="港商店", **job),
        partial(report_contact, row, on=today(), method="phone", said="変わりない"),
    )
    assert [codes(verb, colleague) for verb in verbs] == [{"E-03"}] * len(verbs)
