"""A page that asks for what is not this person's to do says so first, whatever is typed (D18)."""

import pytest
from django.urls import reverse

from meetings.workflow import add_plan
from plans.models import PlanRevision
from tests.course import Course

TYPED = {"typed": "何か"}


@pytest.fixture
def course(office):
    return Course(office).planning().drafted("household_budget")


def refused(as_, who, name, *args):
    client, url = as_(who), reverse(name, args=args)
    return client.get(url).status_code, client.post(url, TYPED).status_code


def test_a_colleague_is_not_shown_the_form_of_a_plan_they_may_not_write(as_, course):
    assert refused(as_, "outreach", "plan_edit", course.plan.pk) == (403, 403)
    assert refused(as_, "employment", "plan_edit", course.plan.pk) == (200, 422)
    page = as_("outreach").get(reverse("plan_detail", args=[course.plan.pk]))
    assert reverse("plan_edit", args=[course.plan.pk]) not in page.text


@pytest.mark.parametrize("page", ["plan_agree", "plan_withdraw"])
def test_only_who_is_in_charge_records_consent_or_takes_a_plan_back(as_, course, page):
    for who in ("outreach", "employment"):
        assert refused(as_, who, page, course.plan.pk) == (403, 403)
    assert refused(as_, "counselor", page, course.plan.pk) == (200, 422)


@pytest.mark.parametrize("page", ["plan_revise", "plan_sign", "plan_submit"])
def test_only_who_is_in_charge_takes_a_plan_on(as_, course, page):
    course.agreed(method="oral").reviewed()
    assert refused(as_, "outreach", page, course.plan.pk) == (403, 403)
    assert refused(as_, "counselor", page, course.plan.pk) == (200, 422)


def test_a_colleague_reads_an_evaluation_and_finds_no_form(office, as_):
    course = Course(office).supported().monitored().evaluated()
    url = reverse("evaluation", args=[course.plan.pk])
    assert refused(as_, "outreach", "evaluation", course.plan.pk) == (200, 403)
    assert 'name="achievement"' not in as_("outreach").get(url).text
    assert 'name="achievement"' in as_("counselor").get(url).text


def test_only_the_chief_sends_the_result_of_an_item(as_, course):
    course.agreed().meeting(days=0)
    item = add_plan(course.held, course.plan, by=course.by)
    for who in ("counselor", "employment"):
        assert refused(as_, who, "item_record", course.held.pk, item.pk) == (200, 403)
    assert refused(as_, "chief", "item_record", course.held.pk, item.pk) == (200, 422)


def test_an_approver_reads_the_examination_and_sends_none(as_, course):
    course.agreed().reviewed().submitted().rule("household_budget", "examine")
    programme = course.programme("household_budget")
    assert refused(as_, "approver", "programme_examine", course.plan.pk, programme.pk) == (200, 403)
    assert PlanRevision.objects.get(plan=course.plan).state == "submitted"


def test_a_colleague_reads_what_a_paper_lacks_and_is_led_nowhere(office, as_):
    case = Course(office).applied().case
    link = f'href="{reverse("case_sheet", args=[case.pk])}"'
    for name, args in (("case_papers", [case.pk]), ("paper_issue", [case.pk, "form1"])):
        url = reverse(name, args=args)
        assert link in as_("counselor").get(url).text
        page = as_("outreach").get(url).text
        assert (link in page, "ふりがな" in page) == (False, True)
