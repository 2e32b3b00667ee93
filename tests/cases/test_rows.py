"""世帯, 家計, 債務 and 職歴, row by row, beside the assessment."""

import pytest

from cases.models import (
    BudgetLine,
    Case,
    Debt,
    HouseholdIncome,
    HouseholdMember,
    WorkHistory,
)
from cases.models.household import household_size, monthly_income
from tests.cases.assessing import applied, url

pytestmark = pytest.mark.usefixtures("friday")


# ---- rows ---------------------------------------------------------------------------


def test_the_household_is_written_one_by_one(office, as_, case):
    client = as_("counselor")
    father = {
        "name": "五十嵐 清",
        "relation": "father",
        "birth": "昭和23年2月",
        "lives_together": "True",
        "income-pension": "96,400",
        "to": "again",
    }
    added = client.post(url("case_row_add", case, "household"), father)
    assert added.url == url("case_row_add", case, "household")
    client.post(url("own_income", case), {"version": 0, "income-wage": "12万"})
    member = HouseholdMember.objects.get()
    assert (member.birth, member.shares_budget) == ("1948-02", None)
    assert monthly_income(case) == {None: 120000, member.pk: 96400}
    assert household_size(case) == 2
    page = client.get(url("assessment", case)).text
    assert "同居 2人（ご本人を含む）、収入の合計 月216,400円" in page


def test_a_row_two_people_change_shows_both(office, as_, case):
    client = as_("counselor")
    client.post(url("case_row_add", case, "debts"), {"lender": "カード会社", "balance": "30万"})
    debt = Debt.objects.get()
    page = url("case_row", case, "debts", debt.pk)
    data = {"version": debt.version, "lender": "カード会社"}
    as_("chief").post(page, data | {"balance": "25万"})
    seen = client.post(page, data | {"balance": "28万"})
    assert seen.status_code == 409
    balance = {"name": "balance", "label": "残高", "long": False}
    both = {"theirs": "250,000円", "mine": "280,000円"}
    assert seen.context["conflict"]["fields"] == [balance | both]
    chosen = data | {"conflict": "1", "version": debt.version + 1, "balance": "28万"}
    client.post(page, chosen | {"choose-balance": "mine"})
    debt.refresh_from_db()
    assert debt.balance == 280000


def test_own_income_two_people_change_shows_both(office, as_, case):
    page = url("own_income", case)
    as_("chief").post(page, {"version": 0, "income-wage": "12万"})
    assert as_("counselor").post(page, {"version": 0, "income-wage": "10万"}).status_code == 409
    assert HouseholdIncome.objects.get().yen == 120000


def test_a_removed_row_comes_back(office, as_, case):
    client = as_("counselor")
    client.post(url("case_row_add", case, "works"), {"employer": "工場", "since": "H20"})
    row = WorkHistory.objects.get()
    client.post(url("case_row_remove", case, "works", row.pk))
    listing = client.get(url("case_rows", case, "works"))
    assert "元に戻す" in listing.text
    assert client.get(url("case_row", case, "works", row.pk)).status_code == 404
    client.post(url("case_row_restore", case, "works", row.pk))
    assert WorkHistory.objects.kept().get() == row


@pytest.mark.parametrize(
    ("until", "status"), [("H19", 422), ("H20.3", 422), ("H20.4", 302), ("H20", 302)]
)
def test_a_job_does_not_end_before_it_began(office, as_, case, until, status):
    job = {"employer": "工場", "since": "H20.4", "until": until}
    page = as_("counselor").post(url("case_row_add", case, "works"), job)
    assert page.status_code == status
    assert ("「いつまで」は「いつから」以降の日付" in page.text) == (status == 422)


def test_a_row_of_another_case_is_not_found(office, as_, case):
    as_("counselor").post(url("case_row_add", case, "debts"), {"lender": "銀行"})
    other = applied(office)
    wrong = url("case_row", other, "debts", Debt.objects.get().pk)
    assert as_("counselor").get(wrong).status_code == 404
    assert as_("counselor").get(url("case_rows", case, "nothing")).status_code == 404


def test_a_link_reaches_only_a_case_one_may_see(office, as_, case):
    own = office.case(name="妹 直美")
    hidden = office.case(by="direct")
    Case.objects.filter(pk=hidden.pk).update(number="C-0001")
    client = as_("counselor")
    page = url("case_row_add", case, "household")
    assert client.post(page, {"name": "妹", "link": "C-0001"}).status_code == 422
    assert client.post(page, {"name": "妹", "link": own.number}).status_code == 302
    member = HouseholdMember.objects.get()
    assert member.linked_case == own
    assert own.number in client.get(url("case_rows", case, "household")).text
    Case.objects.filter(pk=own.pk).update(is_restricted=True)
    edit = url("case_row", case, "household", member.pk)
    assert own.number not in client.get(edit).text
    assert own.number not in client.get(url("case_rows", case, "household")).text
    client.post(edit, {"version": member.version, "name": "妹"})
    member.refresh_from_db()
    assert member.linked_case == own


def test_a_month_of_the_budget_as_it_was_and_as_planned(office, as_, case):
    client = as_("counselor")
    page = url("case_budget", case) + "?month=2026-11"
    data = {"version": 0, "actual-wage_self": "12万", "actual-housing": "4.5万"}
    assert client.post(page, data | {"planned-housing": "40,000"}).status_code == 302
    lines = BudgetLine.objects.values_list("item", "is_planned", "yen")
    assert set(lines) == {
        ("wage_self", False, 120000),
        ("housing", False, 45000),
        ("housing", True, 40000),
    }
    assert "75,000円" in client.get(page).text
    assert client.post(page, data).status_code == 409
    now = sum(BudgetLine.objects.values_list("version", flat=True))
    client.post(page, {"version": now, "actual-wage_self": "12万"})
    line = BudgetLine.objects.get(item="housing", is_planned=False)
    assert (line.yen, line.history.count()) == (None, 2)


def test_another_month_is_typed_as_the_office_writes_it(office, as_, case):
    page = as_("counselor").get(url("case_budget", case), {"month": "R8.9"}).text
    assert "家計　2026年9月" in page
