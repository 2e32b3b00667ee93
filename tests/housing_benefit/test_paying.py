"""支給の月 and 支払い一覧: no month is paid twice, no list is released by who made it."""

import csv
import datetime as dt
import io

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Membership, Role, User, Viewing
from cases.models import CaseGrant
from housing_benefit.models import BenefitMonth, BenefitPayment
from housing_benefit.standards import benefit_rules
from housing_benefit.workflow import payment_workflow, prepare_payment
from rules.calendar import today
from rules.housing_benefit import first_month, months_from
from rules.profile import NATIONAL, profile_for
from rules.refusals import Refused
from tests.benefits import DAY, FACTS, Benefit

AUGUST, OCTOBER = dt.date(2026, 8, 1), dt.date(2026, 10, 1)


@pytest.fixture
def here(office, at):
    at("sapporo")
    return office


def codes_of(refused):
    return [refusal.code for refusal in refused.value.refusals]


def prepared(office, month=OCTOBER, who="officer"):
    return prepare_payment(office.places["city"], by=office.people[who], month=month)


# ---- the months -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("applied_on", "covered", "first"),
    [
        (dt.date(2026, 8, 31), None, AUGUST),
        (dt.date(2026, 8, 1), None, AUGUST),
        (dt.date(2026, 8, 10), dt.date(2026, 9, 30), OCTOBER),
        (dt.date(2026, 8, 10), dt.date(2026, 12, 1), dt.date(2027, 1, 1)),
        (dt.date(2026, 8, 10), dt.date(2026, 1, 31), AUGUST),
    ],
)
def test_the_first_month(applied_on, covered, first):
    rules = benefit_rules(profile_for(NATIONAL, applied_on))
    assert first_month(rules, applied_on, covered) == first


def test_months_in_a_row_pass_the_turn_of_the_year():
    months = months_from(dt.date(2026, 12, 1), 3)
    assert months == [dt.date(2026, 12, 1), dt.date(2027, 1, 1), dt.date(2027, 2, 1)]


def test_a_grant_is_of_three_months_from_that_of_the_application(here, as_):
    benefit = Benefit(here).ruled()
    rows = list(benefit.row.months.values_list("month", "yen"))
    assert rows == [(day, 30_000) for day in months_from(AUGUST, 3)]
    page = as_("counselor").get(reverse("benefit_detail", args=[benefit.row.pk]))
    said = [cell["said"] for cell in page.context["strip"]]
    assert said == ["予定"] * 3 + ["延長可"] * 6


def test_who_has_no_home_is_paid_after_what_the_initial_costs_covered(here):
    benefit = Benefit(here, housing="lost", covered_until=dt.date(2026, 9, 30)).ruled()
    assert benefit.row.months.first().month == OCTOBER
    with pytest.raises(Refused) as refused:
        Benefit(here, name="別人", housing="lost").received()
    assert codes_of(refused) == ["E-25"]


def test_moving_is_paid_once(here):
    benefit = Benefit(here, kind="move", rent=50_000, income=90_000).ruled()
    assert list(benefit.row.months.values_list("month", "yen")) == [(AUGUST, 108_000)]


def test_who_is_refused_is_paid_nothing(here):
    benefit = Benefit(here, assets=9_000_000).ruled()
    assert not benefit.row.months.exists()


def test_no_month_is_granted_twice(here):
    first = Benefit(here).drafted()
    BenefitMonth(
        application=first.row, case=first.case, kind="rent", month=AUGUST, yen=30_000
    ).save()
    with pytest.raises(Refused) as refused:
        first.move("grant", "approver")
    assert codes_of(refused) == ["E-32"]
    assert "令和8年8月分" in refused.value.refusals[0].text
    twice = BenefitMonth(
        application=first.row, case=first.case, kind="rent", month=AUGUST, yen=30_000
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twice.save()


def test_a_month_begins_on_its_first_day(here):
    benefit = Benefit(here).sent()
    odd = BenefitMonth(
        application=benefit.row, case=benefit.case, kind="rent", month=DAY, yen=30_000
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        odd.save()


# ---- the lists -----------------------------------------------------------------------------------


def test_a_list_takes_what_waits_up_to_its_month_and_nothing_twice(here):
    Benefit(here).ruled()
    first = prepared(here, dt.date(2026, 9, 1))
    assert [row.month.month for row in first.months.all()] == [8, 9]
    second = prepared(here)
    assert [row.month.month for row in second.months.all()] == [10]
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(Refused) as refused:
        prepared(here)
    assert codes_of(refused) == ["E-08"]
    assert BenefitPayment.objects.count() == 2


@pytest.mark.parametrize(("who", "code"), [("chief", "E-04"), ("approver", "E-03")])
def test_only_the_citys_officer_makes_a_list(here, who, code):
    Benefit(here).ruled()
    with pytest.raises(Refused) as refused:
        prepared(here, who=who)
    assert codes_of(refused) == [code]


def test_another_person_releases_it(here):
    Benefit(here).ruled()
    officer, city = here.people["officer"], here.places["city"]
    payment = prepared(here)
    Membership(user=officer, organisation=city, role=Role.APPROVER, since=DAY).save()
    with pytest.raises(Refused) as refused:
        payment_workflow.advance(payment, "release", by=User.objects.get(pk=officer.pk))
    assert codes_of(refused) == ["E-34"]
    payment_workflow.advance(payment, "release", by=here.people["approver"])
    assert (payment.state, payment.released_on) == ("released", today())
    with pytest.raises(Refused) as again:
        payment_workflow.advance(payment, "release", by=here.people["approver"])
    assert codes_of(again) == ["E-08"]


def test_of_a_restricted_case_only_who_is_named_prepares_and_releases(here, as_):
    benefit = Benefit(here, name="秘密 花子").ruled()
    case = benefit.case
    case.is_restricted = True
    case.save()
    with pytest.raises(Refused) as refused:
        prepared(here)
    assert codes_of(refused) == ["E-08"]
    CaseGrant(case=case, user=here.people["officer"]).save()
    payment = prepared(here)
    with pytest.raises(Refused) as refused:
        payment_workflow.advance(payment, "release", by=here.people["approver"])
    assert codes_of(refused) == ["E-03"]
    page = as_("approver").get(reverse("payment_detail", args=[payment.pk]))
    assert ("秘密" in page.text, page.context["hidden"]) == (False, 3)


# ---- the pages -----------------------------------------------------------------------------------


def test_the_city_makes_releases_and_hands_on_a_list(here, as_):
    Benefit(here, name="=給付 太郎", account="港信用金庫 普通 0000512").ruled()
    client, url = as_("officer"), reverse("payment_list")
    assert client.get(url).context["months"][0] == {"month": AUGUST, "n": 1, "yen": 30_000}
    assert client.post(url, {"month": "2026-09-01"}).status_code == 302
    payment = BenefitPayment.objects.get()
    page = reverse("payment_detail", args=[payment.pk])
    assert "60,000円" in client.get(page).text
    file = reverse("payment_file", args=[payment.pk])
    assert client.get(file).status_code == 404
    rule = reverse("payment_rule", args=[payment.pk, "release"])
    assert client.post(rule).status_code == 403
    assert as_("approver").post(rule, {"version": payment.version}).status_code == 302
    answer = client.get(file)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["2026-08", "2026-09"]
    assert rows[1][3] == "'=給付 太郎"
    assert rows[1][6:] == [FACTS["landlord"], FACTS["account"], "30000", ""]
    taken = Viewing.objects.filter(act=Viewing.Act.DOWNLOAD).values_list("user", "case_number")
    assert list(taken) == [(here.people["officer"].pk, rows[1][2])]


@pytest.mark.parametrize(
    ("who", "status"), [("counselor", 403), ("other_officer", 404), ("approver", 200)]
)
def test_a_list_is_its_citys_alone(here, as_, who, status):
    Benefit(here).ruled()
    payment = prepared(here)
    url = reverse("payment_detail", args=[payment.pk])
    assert as_(who).get(url).status_code == status
    assert (url in as_(who).get(reverse("payment_list")).text) == (status == 200)


def test_who_works_for_two_cities_chooses_whose_list_it_is(here, as_):
    Benefit(here).ruled()
    office = here.places["city"]
    Membership(
        user=here.people["other_officer"],
        organisation=office,
        role=Role.OFFICER,
        since=today(),
    ).save()
    client, url = as_("other_officer"), reverse("payment_list")
    page = client.get(url)
    assert [row["city"] for row in page.context["months"]] == [office.municipality.name] * 3
    assert "どの自治体の一覧か" in page.text
    month = {"month": "2026-10-01"}
    assert client.post(url, month).status_code == 422
    elsewhere = client.post(url, month | {"office": here.places["other_city"].pk})
    assert (elsewhere.status_code, "支払いを待つ月がない" in elsewhere.text) == (409, True)
    assert client.post(url, month | {"office": office.pk}).status_code == 302
    assert BenefitPayment.objects.get().office == office


def test_an_approver_prepares_no_list(here, as_):
    Benefit(here).ruled()
    answer = as_("approver").post(reverse("payment_list"), {"month": "2026-10-01"})
    assert (answer.status_code, "E-03" in answer.text) == (403, True)
    assert not BenefitPayment.objects.exists()
