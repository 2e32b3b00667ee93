"""Where an act is done, the clause of the municipality's 要綱 stands beside it (P-34, D26)."""

from typing import get_args

import pytest
from django.urls import reverse

from meetings.workflow import add_evaluation
from plans.models import HelloworkRequest
from plans.standards import Act
from tests.course import Course

BUDGET = "household_budget"
ACTS = get_args(Act)


@pytest.fixture
def cited(folders):
    """A city whose clauses are marks: whatever stands on a page came from its file."""
    lines = "\n".join(f'{act} = "条項の{act}"' for act in ACTS)
    folders.rules(
        f"[version.plans.citations]\n{lines}\n[version.deadlines]\n"
        'triage = { clause = "条項の振り分け" }\n'
    )


def sent(office, *keys):
    return Course(office).planning().drafted(*keys).agreed().reviewed().submitted()


def plan_page(office):
    course = Course(office).planning().drafted(BUDGET)
    return "counselor", reverse("plan_edit", args=[course.plan.pk])


def meeting_page(office):
    return "chief", reverse("meeting_detail", args=[Course(office).meeting().held.pk])


def decision_page(office):
    return "officer", reverse("plan_rule", args=[sent(office, BUDGET).plan.pk])


def report_page(office):
    return "officer", reverse("plan_rule", args=[sent(office, "child_learning").plan.pk])


def hellowork_page(office):
    course = sent(office, "hellowork_program")
    assert HelloworkRequest.objects.exists()
    return "counselor", reverse("plan_detail", args=[course.plan.pk])


def provision_page(office):
    course = sent(office, BUDGET).decided(BUDGET)
    args = [course.plan.pk, course.programme(BUDGET).pk]
    return "counselor", reverse("programme_start", args=args)


def monitoring_page(office):
    return "counselor", reverse("monitoring_add", args=[Course(office).supported().plan.pk])


def evaluation_page(office):
    return "counselor", reverse("evaluation", args=[Course(office).supported().plan.pk])


def closing_page(office):
    course = Course(office).supported().monitored().evaluated().meeting(days=0)
    course.evaluation.refresh_from_db()
    item = add_evaluation(course.held, course.evaluation, by=course.by)
    return "chief", reverse("item_record", args=[course.held.pk, item.pk])


def notice_page(office):
    course = sent(office, BUDGET).decided(BUDGET)
    args = [course.plan.pk, course.programme(BUDGET).pk, "notify"]
    return "officer", reverse("programme_rule", args=args)


PAGES = {name.removesuffix("_page"): page for name, page in globals().items() if "_page" in name}


def test_no_act_is_cited_that_no_page_shows():
    assert set(PAGES) == set(ACTS)


@pytest.mark.parametrize("act", ACTS)
def test_the_clause_stands_where_the_act_is_done(cited, office, as_, act):
    who, address = PAGES[act](office)
    assert f"条項の{act}" in as_(who).get(address).text


@pytest.mark.parametrize("move", ["inform", "go_on", "refer"])
def test_the_judgement_names_its_clause(cited, office, as_, move):
    case = Course(office).case
    page = as_("counselor").get(reverse("case_move", args=[case.pk, move])).text
    assert "振り分け（条項の振り分け）" in page
