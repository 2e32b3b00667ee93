"""中断・再開, 中止, 徴収: each with its month, decided by two of the city (規則12条2項, 法18条)."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Membership, Role, User
from cases.models import Deadline
from housing_benefit.judging import judged
from housing_benefit.models import BenefitMonth, BenefitOrder
from housing_benefit.workflow import order_workflow, payment_workflow, prepare_payment
from rules.housing_benefit import months_from
from rules.refusals import Refused
from tests.benefits import DAY, Benefit, decided, order_of

AUGUST, SEPTEMBER = dt.date(2026, 8, 1), dt.date(2026, 9, 1)
OCTOBER = dt.date(2026, 10, 1)
ILL = dt.date(2026, 8, 20)


@pytest.fixture
def here(office, at):
    at("sapporo")
    return office


def codes_of(refused):
    return [refusal.code for refusal in refused.value.refusals]


def months(row):
    rows = BenefitMonth.objects.of_course(row).order_by("month")
    return list(rows.values_list("month", flat=True))


def listed(office, month):
    return prepare_payment(office.places["city"], by=office.people["officer"], month=month)


def pay(office, month):
    payment = listed(office, month)
    return payment_workflow.advance(payment, "release", by=office.people["approver"])


def suspended(office, **facts):
    benefit = Benefit(office, **facts).ruled()
    decided(benefit, order_of(benefit, "suspend", "illness", ILL), ILL)
    return benefit


# ---- 中断 and 再開 -------------------------------------------------------------------------


def test_a_suspension_takes_away_the_months_that_follow(here):
    benefit = suspended(here)
    assert (benefit.row.state, months(benefit.row)) == ("suspended", [AUGUST])
    order = benefit.row.orders.get()
    assert (order.from_month, order.months.count()) == (SEPTEMBER, 2)
    assert order.basis["since"] == "next_month"


def test_who_is_well_again_is_paid_what_was_left(here):
    benefit = suspended(here)
    back = dt.date(2026, 11, 2)
    again = benefit.followed("resume", back).ruled(back)
    benefit.row.refresh_from_db()
    assert benefit.row.state == "granted"
    assert months(benefit.row) == [AUGUST, *months_from(dt.date(2026, 11, 1), 2)]
    assert str(again.row) == "家賃補助の再開（2回目）"
    benefit.followed(on=dt.date(2026, 11, 20)).ruled(dt.date(2026, 11, 20))
    assert len(months(benefit.row)) == 6


@pytest.mark.parametrize(
    ("on", "reasons"), [(dt.date(2026, 8, 19), []), (dt.date(2026, 8, 20), ["E_TERM"])]
)
def test_within_two_years_one_comes_back(here, on, reasons):
    """中断 on 令和6年8月20日: 令和8年8月19日 is the last day."""
    first = dt.date(2024, 8, 1)
    benefit = Benefit(here, applied_on=first, event_on=dt.date(2024, 6, 1)).ruled()
    ill = dt.date(2024, 8, 20)
    decided(benefit, order_of(benefit, "suspend", "illness", ill, on=DAY), DAY)
    again = benefit.followed("resume", on).sent(on)
    assert judged(again.row).judgement.reasons == reasons


def test_on_both_sides_of_a_suspension_there_are_nine_months_at_most(here):
    first = dt.date(2026, 1, 5)
    benefit = Benefit(here, applied_on=first, event_on=dt.date(2025, 12, 1)).ruled()
    benefit.followed(applied_on=dt.date(2026, 3, 31)).ruled()
    decided(benefit, order_of(benefit, "suspend", "injury", dt.date(2026, 5, 3), on=DAY), DAY)
    assert len(months(benefit.row)) == 5
    benefit.followed("resume").ruled()
    assert len(months(benefit.row)) == 6
    benefit.followed().ruled()
    assert len(months(benefit.row)) == 9
    with pytest.raises(Refused) as refused:
        benefit.move("extend")
    assert codes_of(refused) == ["E-08"]


def test_until_when_to_come_back_stands_on_the_desk(here):
    benefit = suspended(here)
    due = Deadline.objects.get(case=benefit.case, done_on=None, kind__contains="再開")
    assert (due.kind, due.due_on) == ("住居確保給付金の再開の申請", dt.date(2028, 8, 19))
    back = dt.date(2026, 11, 2)
    benefit.followed("resume", back).ruled(back)
    (due,) = Deadline.objects.filter(case=benefit.case, done_on=None, kind__contains="住居確保")
    assert due.kind == "住居確保給付金の延長の申請"


# ---- 中止 ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ground", "left"),
    [("not_seeking", []), ("employed", []), ("moved_out", [AUGUST]), ("assisted", [])],
)
def test_each_ground_stops_from_its_own_month(here, ground, left):
    benefit = Benefit(here).ruled()
    decided(benefit, order_of(benefit, "stop", ground, ILL), ILL)
    assert (benefit.row.state, months(benefit.row)) == ("stopped", left)
    assert not Deadline.objects.filter(case=benefit.case, done_on=None, kind__contains="延長")


def test_a_month_that_was_only_listed_is_taken_off_its_list(here):
    benefit, other = Benefit(here).ruled(), Benefit(here, "ほかの人").ruled()
    payment = listed(here, SEPTEMBER)
    before = payment.version
    decided(benefit, order_of(benefit, "stop", "died", ILL), ILL)
    payment.refresh_from_db()
    assert payment.version > before
    assert set(payment.months.values_list("case", flat=True)) == {other.case.pk}
    assert months(benefit.row) == []
    assert months(other.row) == [AUGUST, SEPTEMBER, OCTOBER]


def test_a_month_that_was_released_is_not_taken_away(here):
    benefit = Benefit(here).ruled()
    pay(here, SEPTEMBER)
    decided(benefit, order_of(benefit, "stop", "assisted", ILL), ILL)
    assert months(benefit.row) == [AUGUST, SEPTEMBER]
    with pytest.raises(Refused) as refused:
        pay(here, OCTOBER)
    assert codes_of(refused) == ["E-08"]


def test_who_reported_or_drafted_it_does_not_decide_it(here):
    benefit = Benefit(here).ruled()
    order = order_of(benefit, "stop", "moved_out", ILL, who="officer")
    order_workflow.advance(order, "draft", by=here.people["officer"], on=ILL)
    officer = here.people["officer"]
    Membership(user=officer, organisation=here.places["city"], role=Role.APPROVER, since=DAY).save()
    with pytest.raises(Refused) as refused:
        order_workflow.advance(order, "decide", by=User.objects.get(pk=officer.pk), on=ILL)
    assert codes_of(refused) == ["E-34"]
    with pytest.raises(Refused) as refused:
        order_workflow.advance(order, "decide", by=here.people["chief"], on=ILL)
    assert codes_of(refused) == ["E-04"]


def test_what_was_counted_stays_when_the_rules_change(here, monkeypatch):
    benefit = Benefit(here).ruled()
    order = order_of(benefit, "stop", "moved_out", ILL)
    order_workflow.advance(order, "draft", by=here.people["officer"], on=ILL)
    monkeypatch.setattr("housing_benefit.workflow.orders.stop_month", None)
    order_workflow.advance(order, "decide", by=here.people["approver"], on=ILL)
    assert (order.from_month, order.basis["happened_on"]) == (SEPTEMBER, "2026-08-20")


def test_only_who_is_in_charge_or_the_citys_officer_reports(here):
    benefit = Benefit(here).ruled()
    for who in ("outreach", "approver"):
        with pytest.raises(Refused) as refused:
            order_of(benefit, "stop", "moved_out", ILL, who=who)
        assert codes_of(refused) == ["E-03"]
    order_of(benefit, "stop", "moved_out", ILL, who="officer")
    with pytest.raises(Refused) as refused:
        order_of(benefit, "stop", "died", ILL)
    assert codes_of(refused) == ["E-32"]


# ---- 徴収 ----------------------------------------------------------------------------------


def test_what_was_paid_on_a_false_application_is_collected(here):
    benefit = Benefit(here).ruled()
    with pytest.raises(Refused) as refused:
        order_of(benefit, "collect", "false", ILL, yen=1)
    assert codes_of(refused) == ["E-08"]
    pay(here, SEPTEMBER)
    for yen in (0, 60_001):
        with pytest.raises(Refused) as refused:
            order_of(benefit, "collect", "false", ILL, yen=yen)
        assert codes_of(refused) == ["E-21"]
    decided(benefit, order_of(benefit, "stop", "false", ILL), ILL)
    order = decided(benefit, order_of(benefit, "collect", "false", ILL, yen=60_000), ILL)
    assert (order.state, order.yen, order.basis["paid"]) == ("decided", 60_000, 60_000)
    assert benefit.row.state == "stopped"


def test_nothing_is_collected_twice(here):
    benefit = Benefit(here).ruled()
    pay(here, SEPTEMBER)
    decided(benefit, order_of(benefit, "collect", "false", ILL, yen=40_000), ILL)
    with pytest.raises(Refused) as refused:
        order_of(benefit, "collect", "false", ILL, yen=20_001)
    assert codes_of(refused) == ["E-21"]
    decided(benefit, order_of(benefit, "collect", "false", ILL, yen=20_000), ILL)
    with pytest.raises(Refused) as refused:
        order_of(benefit, "collect", "false", ILL, yen=1)
    assert codes_of(refused) == ["E-08"]


def test_what_was_paid_for_moving_is_collected_too(here, as_):
    benefit = Benefit(here, kind="move", rent=50_000, income=90_000).ruled()
    pay(here, AUGUST)
    yen = benefit.row.months.get().yen
    page = reverse("benefit_order_add", args=[benefit.row.pk, "collect"])
    assert f"{yen:,}円まで" in as_("officer").get(page).text
    order = decided(benefit, order_of(benefit, "collect", "false", ILL, yen=yen), ILL)
    assert (order.state, benefit.row.state) == ("decided", "granted")
    with pytest.raises(Refused) as refused:
        order_of(benefit, "stop", "false", ILL)
    assert codes_of(refused) == ["E-08"]


# ---- 期間満了 and the pages ----------------------------------------------------------------


def test_the_end_comes_after_the_last_month(here):
    benefit = Benefit(here).ruled()
    with pytest.raises(Refused) as refused:
        benefit.move("end", "officer", dt.date(2026, 10, 31))
    assert codes_of(refused) == ["E-08"]
    benefit.move("end", "officer", dt.date(2026, 11, 1))
    assert benefit.row.state == "ended"


def test_the_pages_go_from_the_report_to_the_decision(here, as_):
    benefit = Benefit(here).ruled()
    page = reverse("benefit_detail", args=[benefit.row.pk])
    add = reverse("benefit_order_add", args=[benefit.row.pk, "stop"])
    assert add in as_("counselor").get(page).text
    said = {"ground": "moved_out", "happened_on": "R8.8.20", "on": "R8.8.21", "details": "退去した"}
    assert as_("counselor").post(add, said | {"details": ""}).status_code == 422
    assert as_("counselor").post(add, said).status_code == 302
    order = BenefitOrder.objects.get()
    rule = reverse("benefit_order_rule", args=[order.pk, "draft"])
    assert as_("chief").post(rule, {"on": "R8.8.22"}).status_code == 403
    assert as_("other_officer").post(rule, {"on": "R8.8.22"}).status_code == 404
    assert as_("officer").post(rule, {"on": "R8.8.22"}).status_code == 302
    assert "2026年9月分から支給しない" in as_("approver").get(page).text
    decide = reverse("benefit_order_rule", args=[order.pk, "decide"])
    assert as_("approver").post(decide, {"on": "R8.8.23"}).status_code == 302
    benefit.row.refresh_from_db()
    assert benefit.row.state == "stopped"


def test_what_an_order_does_to_the_course_has_no_address_of_its_own(here, as_):
    benefit = Benefit(here).ruled()
    for name in ("suspend", "stop", "go_on"):
        url = reverse("benefit_rule", args=[benefit.row.pk, name])
        assert as_("approver").post(url, {"on": "R8.8.22"}).status_code == 404
    benefit.row.refresh_from_db()
    assert benefit.row.state == "granted"
