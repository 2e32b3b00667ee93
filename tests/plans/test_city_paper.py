"""What the city prints of a 委託先's case that it sees by its plan only (D16, §5.1)."""

import pytest
from django.urls import reverse

from cases.models import Case, CityAccess
from meetings.workflow import add_evaluation, add_plan
from tests.course import Course

CITY = ("officer", "approver")


def form5(client, course, **asked):
    return client.get(reverse("case_paper", args=[course.case.pk, "form5"]), asked)


@pytest.fixture
def course(office):
    """A plan on the agenda: its paper is the city's, the 台帳 is not yet."""
    course = Course(office).planning().drafted("household_budget").agreed().meeting()
    course.item = add_plan(course.held, course.plan, by=course.by)
    return course


@pytest.mark.parametrize("who", CITY)
def test_the_plan_on_the_agenda_is_printed_by_the_city(as_, course, who):
    assert not Case.objects.visible_to(course.office.people[who]).exists()
    link = f"{reverse('case_paper', args=[course.case.pk, 'form5'])}?of={course.plan.newest.pk}"
    assert link in as_(who).get(reverse("plan_detail", args=[course.plan.pk])).text
    answer = as_(who).get(link)
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("who", CITY)
def test_nothing_else_of_the_case_opens_with_it(as_, course, who):
    client, pk = as_(who), course.case.pk
    for page in ("case_detail", "case_papers", "case_now", "note_add", "assessment"):
        assert client.get(reverse(page, args=[pk])).status_code in (403, 404), page
    for code in ("form1", "form6", "form8", "handover", "visit"):
        assert client.get(reverse("case_paper", args=[pk, code])).status_code == 404, code
    assert client.get(reverse("case_paper_blank", args=[pk, "form5"])).status_code == 404


def test_a_version_that_was_not_laid_before_the_city_is_not_its_paper(as_, course):
    from meetings.workflow import record_item

    record_item(course.item, by=course.chief, outcome="returned", reason="家計の見通しを書く")
    first, draft = course.plan.revisions.order_by("number")
    client = as_("officer")
    assert form5(client, course, of=first.pk).status_code == 200
    assert form5(client, course, of=draft.pk).status_code == 404
    assert f"?of={draft.pk}" not in client.get(reverse("plan_detail", args=[course.plan.pk])).text


@pytest.fixture
def evaluated(office, at):
    """The evaluation of a plan that no 要綱 sends to the city, on the agenda (KAM-5-2-オ)."""
    at("kamiamakusa")
    course = Course(office).planning().drafted("child_learning").agreed().reviewed()
    course.plan.refresh_from_db()
    return course.monitored().evaluated()


def form6(client, course):
    return client.get(reverse("case_paper", args=[course.case.pk, "form6"]))


@pytest.mark.parametrize("who", CITY)
def test_the_evaluation_on_the_agenda_is_printed_by_the_city(as_, evaluated, who):
    client = as_(who)
    assert form6(client, evaluated).status_code == 404
    evaluated.meeting(days=0)
    evaluated.evaluation.refresh_from_db()
    item = add_evaluation(evaluated.held, evaluated.evaluation, by=evaluated.by)
    page = client.get(reverse("item_record", args=[evaluated.held.pk, item.pk])).text
    link = reverse("case_paper", args=[evaluated.case.pk, "form6"])
    assert f"{link}?of={evaluated.evaluation.pk}" in page
    answer = form6(client, evaluated)
    assert (answer.status_code, answer.content[:4]) == (200, b"%PDF")
    assert not Case.objects.visible_to(evaluated.office.people[who]).exists()


def test_before_the_agenda_and_in_another_city_there_is_no_paper(office, as_):
    course = Course(office).planning().drafted("household_budget").agreed()
    assert form5(as_("officer"), course).status_code == 404
    course.meeting()
    add_plan(course.held, course.plan, by=course.by)
    assert form5(as_("other_officer"), course).status_code == 404
    assert form5(as_("direct"), course).status_code == 404
    assert form5(as_("admin"), course).status_code == 403
    CityAccess.objects.update(until=course.case.episode.received_on)
    assert form5(as_("officer"), course).status_code == 404


def test_of_a_restricted_case_only_who_is_named_prints(office, as_):
    course = Course(office).planning().drafted("household_budget").agreed().meeting()
    Case.objects.filter(pk=course.case.pk).update(is_restricted=True)
    course.plan.refresh_from_db()
    course.plan.episode.case.refresh_from_db()
    course.case.grants.create(user=course.by)
    add_plan(course.held, course.plan, by=course.chief, named=[course.approver])
    assert form5(as_("approver"), course).status_code == 200
    assert form5(as_("officer"), course).status_code == 404


@pytest.mark.parametrize("who", CITY)
def test_who_decides_has_the_plan_beside_the_decision(office, as_, who):
    course = Course(office).planning().drafted("household_budget").agreed().reviewed().submitted()
    body = as_(who).get(reverse("plan_rule", args=[course.plan.pk])).text
    link = f"{reverse('case_paper', args=[course.case.pk, 'form5'])}?of={course.plan.newest.pk}"
    assert link in body
    assert as_(who).get(link).status_code == 200
