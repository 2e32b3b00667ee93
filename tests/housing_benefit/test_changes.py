"""変更 and 再支給: which alone are allowed, from which month, after how long (規則11条, 16条)."""

import datetime as dt

import pytest

from documents.register import DOCUMENTS
from housing_benefit.judging import judged
from housing_benefit.models import BenefitMonth
from housing_benefit.workflow import prepare_payment
from rules.refusals import Refused
from tests.benefits import DAY, Benefit, decided, order_of

AUGUST, OCTOBER = dt.date(2026, 8, 1), dt.date(2026, 10, 1)
LATER = dt.date(2026, 9, 10)


@pytest.fixture
def here(office, at):
    at("sapporo")
    return office


def amounts(row):
    rows = BenefitMonth.objects.of_course(row).order_by("month")
    return list(rows.values_list("yen", flat=True))


def changed(benefit, on=LATER, **facts):
    """A 変更 written down: what it does not name stays as it was decided."""
    benefit.move("change", on=on)
    row = benefit.row.followers.latest("number")
    more = Benefit.__new__(Benefit)
    more.people, more.by, more.case, more.row = (
        benefit.people,
        benefit.by,
        benefit.case,
        row,
    )
    more.write(applied_on=on, **facts).with_papers()
    for name, who in (("receive", "counselor"), ("send", "counselor"), ("draft", "officer")):
        more.move(name, who, on)
    return more


def granted(more, on=LATER):
    name = "grant" if judged(more.row).judgement.is_eligible else "refuse"
    return more.move(name, "approver", on)


def test_another_rent_changes_the_months_from_that_of_the_application(here):
    benefit = Benefit(here).ruled()
    more = granted(changed(benefit, ground="rent", rent=34_000))
    assert (more.row.state, str(more.row)) == ("granted", "家賃補助の変更（2回目）")
    assert amounts(benefit.row) == [30_000, 34_000, 34_000]
    told = dict(DOCUMENTS["benefit_changed"].sheet(more.row).paper.rows)
    assert told["支給額"] == "月額 34,000円"
    assert told["支給期間"] == "令和8年9月分から令和8年10月分まで（2か月）"


def test_a_month_that_is_on_a_list_stays_as_it_was(here):
    benefit = Benefit(here).ruled()
    prepare_payment(here.places["city"], by=here.people["officer"], month=dt.date(2026, 9, 1))
    granted(changed(benefit, ground="rent", rent=34_000))
    assert amounts(benefit.row) == [30_000, 30_000, 34_000]


def test_an_income_that_fell_to_the_base_pays_the_whole_rent(here):
    benefit = Benefit(here, income=100_000).ruled()
    assert amounts(benefit.row) == [22_000] * 3
    more = changed(benefit, ground="income", income=92_000, rent=36_000)
    assert judged(more.row).claim.rent == 30_000  # another rent is another ground
    granted(more)
    assert amounts(benefit.row) == [22_000, 30_000, 30_000]


@pytest.mark.parametrize(
    ("before", "facts"),
    [
        (100_000, {"ground": "income", "income": 92_001}),
        (0, {"ground": "income", "income": 0}),
        (0, {"ground": "rent", "rent": 30_000}),
    ],
)
def test_nothing_else_changes_an_amount(here, before, facts):
    """An income still above the 基準額, a whole rent already paid, a rent that is the same."""
    benefit = Benefit(here, income=before).ruled()
    more = granted(changed(benefit, **facts))
    assert (more.row.state, judged(more.row).judgement.reasons) == ("refused", ["E_CHANGE"])


def test_a_forced_move_changes_the_rent(here):
    benefit = Benefit(here).ruled()
    granted(changed(benefit, ground="forced_move", rent=36_000, landlord="別の家主"))
    assert amounts(benefit.row) == [30_000, 36_000, 36_000]


def test_an_extension_begins_with_the_rent_as_it_was_changed(here):
    benefit = Benefit(here).ruled()
    granted(changed(benefit, ground="rent", rent=34_000))
    more = benefit.followed(on=LATER)
    assert more.row.rent == 34_000


def test_where_every_month_is_listed_nothing_can_change(here):
    benefit = Benefit(here).ruled()
    prepare_payment(here.places["city"], by=here.people["officer"], month=OCTOBER)
    with pytest.raises(Refused) as refused:
        benefit.move("change", on=LATER)
    assert refused.value.refusals[0].code == "E-08"


# ---- 再支給 ---------------------------------------------------------------------------------


def again(office, applied_on, ground="dismissed", earlier=dt.date(2025, 5, 7)):
    """Three months from May 2025 on, and the application after them."""
    first = Benefit(office, applied_on=earlier, event_on=dt.date(2025, 4, 1)).ruled()
    more = Benefit(
        office, case=first.case, applied_on=applied_on, event_on=applied_on, ground=ground
    )
    return first, more


@pytest.mark.parametrize(
    ("on", "reasons"), [(dt.date(2026, 7, 31), ["E_YEAR"]), (dt.date(2026, 8, 1), [])]
)
def test_a_year_after_the_month_that_follows_the_last_one_may_be_paid_again(here, on, reasons):
    """The last month is 令和7年7月: from 8月 on a year has to pass."""
    _first, more = again(here, on)
    assert (more.row.purpose, more.row.root_id) == ("again", None)
    assert judged(more.sent().row).judgement.reasons == reasons


def test_who_left_work_of_their_own_accord_is_not_paid_again(here):
    _first, more = again(here, DAY, ground="own")
    assert judged(more.ruled().row).judgement.reasons == ["E_AGAIN"]
    assert more.row.state == "refused"


def test_what_is_paid_again_is_a_course_of_its_own(here):
    first, more = again(here, DAY)
    more.ruled()
    assert len(amounts(more.row)) == 3
    assert len(amounts(first.row)) == 3
    assert more.followed(on=DAY).row.root == more.row


def test_a_course_that_was_stopped_before_a_month_was_paid_counts_for_nothing(here):
    first = Benefit(here).ruled()
    decided(first, order_of(first, "stop", "assisted"), DAY)
    more = Benefit(here, case=first.case)
    assert more.row.purpose == "new"
