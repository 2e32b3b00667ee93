"""What of a benefit waits at the city stands in the box of who can act on it."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Membership, Role
from housing_benefit.waiting import waiting_benefits
from housing_benefit.workflow import order_workflow, prepare_payment
from tests.benefits import DAY, Benefit, order_of

pytestmark = pytest.mark.django_db
LATER = dt.date(2026, 8, 20)


@pytest.fixture
def here(office, at):
    at("sapporo")
    return office


def todo(office, who):
    return [(row.todo, row.state) for row in waiting_benefits(office.people[who])]


def test_what_was_sent_is_examined_by_the_officer_alone(here):
    Benefit(here).sent()
    assert todo(here, "officer") == [("審査", "送付済み")]
    for who in ("approver", "chief", "other_officer"):
        assert todo(here, who) == []


def test_a_ruling_waits_to_be_told_and_its_list_to_be_released(here):
    benefit = Benefit(here).ruled()
    assert ("通知", "支給決定") in todo(here, "officer")
    made = prepare_payment(here.places["city"], by=here.people["officer"], month=DAY.replace(day=1))
    assert todo(here, "approver") == [("支払いの確定", "作成済み")]
    assert waiting_benefits(here.people["approver"])[0].name == str(made)
    next_door = here.people["other_officer"]
    Membership(user=next_door, organisation=here.places["other_city"], role=Role.APPROVER).save()
    assert waiting_benefits(next_door) == []
    assert benefit.case.person.display_name in waiting_benefits(here.people["officer"])[0].name


def test_a_stop_is_drafted_by_the_one_and_decided_by_the_other(here):
    order = order_of(Benefit(here).ruled(), "stop", "moved_out", LATER)
    assert ("起案", "報告済み") in todo(here, "officer")
    order_workflow.advance(order, "draft", by=here.people["officer"], on=LATER)
    assert ("決裁", "決裁中") in todo(here, "approver")
    assert ("決裁", "決裁中") not in todo(here, "officer")


def test_it_stands_on_the_home_of_the_city(here, as_):
    order = order_of(Benefit(here).ruled(), "stop", "moved_out", LATER)
    order_workflow.advance(order, "draft", by=here.people["officer"], on=LATER)
    page = as_("approver").get("/").text
    assert "住居確保給付金で待っているものが1件あります" in page
    assert "家賃補助（1回目）の中止" in page
    assert "家賃補助（1回目）の中止" in as_("approver").get(reverse("benefit_list")).text
