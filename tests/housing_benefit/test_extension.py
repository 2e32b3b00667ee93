"""延長・再延長: asked for in time, judged afresh, nine months in all (規則12条)."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Membership, Role, User
from cases.models import Deadline
from housing_benefit.judging import judged
from housing_benefit.models import BenefitMonth
from housing_benefit.workflow import start_application
from rules.housing_benefit import months_from
from rules.refusals import Refused
from tests.benefits import DAY, Benefit

AUGUST, NOVEMBER = dt.date(2026, 8, 1), dt.date(2026, 11, 1)
LAST = dt.date(2026, 10, 31)


@pytest.fixture
def here(office, at):
    at("sapporo")
    return office


def codes_of(refused):
    return [refusal.code for refusal in refused.value.refusals]


def months(row):
    return list(BenefitMonth.objects.of_course(row).values_list("month", flat=True))


def test_an_extension_is_of_the_three_months_that_follow(here):
    benefit = Benefit(here).ruled()
    more = benefit.followed(on=LAST).ruled(LAST)
    assert (more.row.state, str(more.row)) == ("granted", "家賃補助の延長（2回目）")
    assert months(benefit.row) == months_from(AUGUST, 6)
    assert list(more.row.months.values_list("month", flat=True)) == months_from(NOVEMBER, 3)


def test_its_amount_is_judged_from_the_income_of_its_own_month(here):
    benefit = Benefit(here).ruled()
    more = benefit.followed(on=LAST, income=100_000).ruled(LAST)
    assert set(more.row.months.values_list("yen", flat=True)) == {22_000}
    assert set(benefit.row.months.values_list("yen", flat=True)) == {30_000}


def test_the_two_years_since_work_was_lost_are_not_asked_again(here):
    """規則12条: 規則10条の要件のうち、2年の要件を除く."""
    benefit = Benefit(here, event_on=dt.date(2024, 8, 11)).ruled()
    more = benefit.followed(on=LAST).sent(LAST)
    codes = [line.code for line in judged(more.row).judgement.lines]
    assert codes[:2] == ["E_TERM", "E_MONTHS"]
    assert "E_PERIOD" not in codes
    assert judged(more.row).judgement.is_eligible


def test_after_the_last_month_it_is_late_and_the_line_says_so(here):
    benefit = Benefit(here).ruled()
    late = LAST + dt.timedelta(days=1)
    more = benefit.followed(on=late).ruled(late)
    assert (more.row.state, judged(more.row).judgement.reasons) == ("refused", ["E_TERM"])
    assert months(benefit.row) == months_from(AUGUST, 3)


def test_who_did_not_seek_work_is_not_extended(here):
    benefit = Benefit(here).ruled()
    more = benefit.followed(on=LAST, seeks_work=False).ruled(LAST)
    (line,) = [row for row in judged(more.row).judgement.lines if row.holds is False]
    assert (more.row.state, line.code, line.figures) == ("refused", "E_ACTIVITY", "行わなかった")


def test_nine_months_are_the_most(here):
    benefit = Benefit(here, applied_on=dt.date(2026, 2, 1), event_on=dt.date(2025, 12, 1)).ruled()
    for day in (dt.date(2026, 4, 30), dt.date(2026, 7, 31)):
        benefit.followed(applied_on=day).ruled()
    assert months(benefit.row) == months_from(dt.date(2026, 2, 1), 9)
    with pytest.raises(Refused) as refused:
        benefit.move("extend")
    assert codes_of(refused) == ["E-08"]
    assert "合わせて9か月まで" in refused.value.refusals[0].text


def test_one_extension_is_asked_for_at_a_time(here):
    benefit = Benefit(here).ruled()
    benefit.followed(on=LAST)
    with pytest.raises(Refused) as refused:
        benefit.move("extend")
    assert codes_of(refused) == ["E-32"]


def test_until_when_to_ask_stands_on_the_desk(here, as_):
    benefit = Benefit(here).ruled()
    due = Deadline.objects.get(case=benefit.case, done_on=None, kind__contains="延長")
    assert (due.due_on, due.reason) == (LAST, "最後の支給月 令和8年10月の末日")
    more = benefit.followed(on=LAST).received(LAST)
    due.refresh_from_db()
    assert due.done_on == LAST
    more.move("withdraw", on=LAST, reason="仕事が決まった")
    assert Deadline.objects.filter(case=benefit.case, done_on=None, due_on=LAST).exists()


def test_only_who_is_in_charge_writes_and_asks(here, as_):
    benefit = Benefit(here).ruled()
    with pytest.raises(Refused) as refused:
        benefit.move("extend", "outreach")
    assert codes_of(refused) == ["E-03"]
    with pytest.raises(Refused) as refused:
        start_application(benefit.case, by=here.people["outreach"], kind="move", route="fallen")
    assert codes_of(refused) == ["E-03"]
    more = benefit.followed(on=LAST)
    edit = reverse("benefit_edit", args=[more.row.pk])
    assert as_("outreach").get(edit).status_code == 403
    assert as_("employment").get(edit).status_code == 200


def test_who_drafts_an_extension_does_not_decide_it(here):
    more = Benefit(here).ruled().followed(on=LAST).drafted(LAST)
    officer = here.people["officer"]
    Membership(user=officer, organisation=here.places["city"], role=Role.APPROVER, since=DAY).save()
    here.people["officer"] = User.objects.get(pk=officer.pk)
    with pytest.raises(Refused) as refused:
        more.move("grant", "officer", LAST)
    assert codes_of(refused) == ["E-34"]


# ---- the pages ----------------------------------------------------------------------------------


def test_the_pages_go_from_the_months_to_the_extension_and_back(here, as_):
    benefit = Benefit(here).ruled()
    client, page = as_("counselor"), reverse("benefit_detail", args=[benefit.row.pk])
    assert "延長の申請をはじめる" in client.get(page).text
    version = {"version": benefit.row.version}
    answer = client.post(reverse("benefit_move", args=[benefit.row.pk, "extend"]), version)
    more = benefit.row.followers.get()
    assert answer.url == reverse("benefit_edit", args=[more.pk])
    form = client.get(answer.url).context["form"]
    assert form.initial["rent"] == 30_000
    assert not {"route", "event_on", "housing"} & set(form.fields)
    assert "家賃補助の延長" in client.get(page).text
    assert "家賃補助の延長" not in as_("officer").get(page).text
    strip = client.get(reverse("benefit_detail", args=[more.pk])).context["strip"]
    assert [cell["said"] for cell in strip] == ["予定"] * 3 + ["延長可"] * 6
