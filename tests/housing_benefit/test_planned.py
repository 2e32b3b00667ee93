"""A benefit that a plan names (様式5) is shown with its payment; nobody types it again."""

import pytest
from django.urls import reverse

from housing_benefit.planned import planned_for
from rules.refusals import Refused
from tests.benefits import DAY, Benefit, paid
from tests.course import Course


def test_the_row_of_the_plan_stands_with_the_application_and_its_payment(office, at, as_):
    at("sapporo")
    course = Course(office).planning().drafted("housing_benefit").agreed().reviewed().submitted()
    benefit = Benefit(office, case=course.case).sent()
    programme = course.plan.programmes.get(key="housing_benefit")
    url = reverse("benefit_detail", args=[benefit.row.pk])
    for who in ("counselor", "officer"):
        page = as_(who).get(url)
        assert page.context["planned"] == programme
        assert programme.label in page.text
    payment = paid(benefit, office, DAY.replace(day=1))
    page = as_("officer").get(reverse("payment_detail", args=[payment.pk]))
    assert [row.planned for row in page.context["rows"]] == [programme]
    assert programme.label in page.text


def test_without_a_plan_nothing_is_said_of_one(office, at, as_):
    at("sapporo")
    page = as_("counselor").get(reverse("benefit_detail", args=[Benefit(office).row.pk]))
    assert (page.context["planned"], "プランの事業" in page.text) == (None, False)


def test_whose_plan_one_may_not_see_has_none_here(office, at):
    at("sapporo")
    course = Course(office).planning().drafted("housing_benefit")
    assert planned_for(course.by, [course.episode]) == {course.episode.pk: row_of(course)}
    assert planned_for(office.people["officer"], [course.episode]) == {}


def row_of(course):
    return course.plan.programmes.get(key="housing_benefit")


def test_a_grant_settles_the_row_of_the_plan_that_was_approved(office, at):
    at("sapporo")
    course = Course(office).planning().drafted("housing_benefit").agreed().reviewed().submitted()
    benefit = Benefit(office, case=course.case).drafted()
    assert row_of(course).state == "pending"
    benefit.move("grant", "approver", DAY)
    programme, ruling = row_of(course), row_of(course).in_force
    assert (programme.state, ruling.kind) == ("decided", "own")
    assert (ruling.decided_on, ruling.decided_by) == (DAY, office.people["approver"])
    course.plan.refresh_from_db()
    assert course.plan.state == "active"


def test_what_was_granted_before_there_was_a_plan_counts_from_its_approval_on(office, at):
    at("sapporo")
    course = Course(office).planning()
    Benefit(office, case=course.case).ruled()
    course.drafted("housing_benefit").agreed()
    assert row_of(course).state == "pending"
    course.reviewed()
    ruling = row_of(course).in_force
    assert (ruling.kind, ruling.decided_on) == ("own", DAY)
    assert ruling.decided_by == office.people["approver"]
    assert row_of(course).history.latest().history_user == office.people["chief"]


def test_what_was_refused_settles_nothing(office, at):
    at("sapporo")
    course = Course(office).planning()
    Benefit(office, case=course.case, is_gang=True).ruled()
    course.drafted("housing_benefit").agreed().reviewed().submitted()
    assert row_of(course).state == "pending"


def test_while_it_is_applied_for_the_row_is_not_ruled_on_by_itself(office, at, as_):
    at("sapporo")
    course = Course(office).planning().drafted("housing_benefit").agreed().reviewed().submitted()
    approver = office.people["approver"]
    benefit = Benefit(office, case=course.case).sent()
    with pytest.raises(Refused) as refused:
        course.rule("housing_benefit", "own_decision", by=approver)
    assert "申請の画面で決定" in str(refused.value.refusals[0])
    benefit.move("withdraw", reason="取り下げる")
    course.rule("housing_benefit", "own_decision", by=approver)
    assert row_of(course).in_force.decided_by == approver
