"""A benefit that a plan names (様式5) is shown with its payment; nobody types it again."""

from django.urls import reverse

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
