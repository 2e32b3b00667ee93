"""受給中の一覧: each stands in its view, with its months and what comes next by when."""

import datetime as dt

import pytest
from django.urls import reverse

from housing_benefit.workflow import payment_workflow, prepare_payment
from rules.calendar import add_months, months_end
from tests.benefits import DAY, Benefit, decided, order_of

NOW = dt.date(2026, 10, 20)
THIS = NOW.replace(day=1)
LIST = "benefit_list"


@pytest.fixture
def here(office, at, clock):
    at("sapporo")
    clock(NOW)
    return office


def names(client, view, **asked):
    page = client.get(reverse(LIST), {"view": view, **asked})
    return [one.row.case.person.name for one in page.context["rows"]]


def begun(months_ago, day=1):
    """Facts of an application so many months ago, whoever left work a month before."""
    first = add_months(THIS, -months_ago).replace(day=day)
    return {"applied_on": first, "event_on": first - dt.timedelta(days=30)}


def test_each_stands_in_the_view_of_its_state(here, as_):
    Benefit(here, name="申請 一郎").sent()
    Benefit(here, name="受給 二郎", **begun(0)).ruled(NOW)
    Benefit(here, name="満了 三郎", **begun(2)).ruled(NOW)
    ill = Benefit(here, name="中断 四郎", **begun(1)).ruled(NOW)
    decided(ill, order_of(ill, "suspend", "illness", NOW), NOW)
    Benefit(here, name="不支給 五郎", assets=9_000_000).ruled()
    moved = Benefit(here, name="転居 六郎", kind="move", rent=50_000, income=90_000).ruled()
    for who in ("officer", "counselor"):
        client = as_(who)
        assert names(client, "open") == ["申請 一郎"]
        assert names(client, "paid") == ["転居 六郎", "満了 三郎", "受給 二郎"]
        assert names(client, "ending") == ["満了 三郎"]
        assert names(client, "suspended") == ["中断 四郎"]
        assert names(client, "over") == ["不支給 五郎"]
        counted = {one["code"]: one["n"] for one in client.get(reverse(LIST)).context["views"]}
        assert counted == {"open": 1, "paid": 3, "ending": 1, "suspended": 1, "over": 1}
    city, people = here.places["city"], here.people
    payment = prepare_payment(city, by=people["officer"], month=THIS)
    payment_workflow.advance(payment, "release", by=people["approver"])
    assert names(as_("officer"), "over") == ["転居 六郎", "不支給 五郎"]
    assert moved.row.case.person.name not in names(as_("officer"), "paid")


def test_a_row_tells_paid_and_coming_months_the_last_one_and_the_next_deadline(here, as_):
    benefit = Benefit(here, **begun(1)).ruled(NOW)
    city, people = here.places["city"], here.people
    payment = prepare_payment(city, by=people["officer"], month=THIS)
    payment_workflow.advance(payment, "release", by=people["approver"])
    order_of(benefit, "stop", "moved_out", NOW)
    (one,) = as_("counselor").get(reverse(LIST), {"view": "paid"}).context["rows"]
    last = add_months(THIS, 1)
    assert (one.paid, one.coming, one.last.month, one.last.yen) == (2, 1, last, 30_000)
    assert (one.due_on, one.due) == (months_end(last, 1), "延長の申請")
    assert one.under_way == ["中止：報告済み"]
    benefit.followed(on=NOW)
    (one,) = as_("officer").get(reverse(LIST), {"view": "paid"}).context["rows"]
    assert one.under_way == ["延長の申請：準備中", "中止：報告済み"]


def test_who_has_had_nine_months_is_told_of_the_end(here, as_):
    benefit = Benefit(here, **begun(8)).ruled(NOW)
    for months_ago in (6, 3):
        on = months_end(add_months(THIS, -months_ago), 1)
        benefit.followed(on=NOW, applied_on=on).ruled(NOW)
    (one,) = as_("officer").get(reverse(LIST), {"view": "ending"}).context["rows"]
    assert (len(one.months), one.due_on, one.due) == (9, months_end(THIS, 1), "期間満了")


def test_a_month_narrows_the_list(here, as_):
    Benefit(here, name="八月 申請", applied_on=DAY)
    Benefit(here, name="先月 から", **begun(1)).ruled(NOW)
    Benefit(here, name="今月 から", **begun(0)).ruled(NOW)
    client = as_("counselor")
    before = f"{add_months(THIS, -1):%Y-%m}"
    assert names(client, "paid", month=before) == ["先月 から"]
    assert names(client, "paid", month=f"{THIS:%Y-%m}") == ["先月 から", "今月 から"]
    assert names(client, "open", month=f"{DAY:%Y-%m}") == ["八月 申請"]
    assert names(client, "open", month=before) == []
    assert names(client, "paid", month="x") == names(client, "paid")
    assert names(client, "nothing") == ["八月 申請"]


def test_the_list_is_of_those_one_may_see(here, as_):
    benefit = Benefit(here, name="秘密 花子", **begun(0)).ruled(NOW)
    assert names(as_("officer"), "paid") == ["秘密 花子"]
    assert names(as_("other_officer"), "paid") == []
    benefit.case.is_restricted = True
    benefit.case.save()
    for who in ("officer", "counselor"):
        page = as_(who).get(reverse(LIST), {"view": "paid"})
        assert ("秘密" in page.text, page.context["views"][1]["n"]) == (False, 0)
