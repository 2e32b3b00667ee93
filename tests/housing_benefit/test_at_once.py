"""Two who press at once: one decision, one notice with one number, no month paid twice.

On SQLite the second waits for the write lock, on PostgreSQL for the row or the counter's row.
"""

import datetime as dt

import pytest

from cases.models import Note
from documents.models import IssuedDocument
from housing_benefit.models import (
    BenefitApplication,
    BenefitMonth,
    BenefitOrder,
    BenefitPayment,
)
from housing_benefit.workflow import (
    benefit_workflow,
    order_workflow,
    payment_workflow,
    prepare_payment,
    start_application,
)
from rules.housing_benefit import months_from
from tests.benefits import DAY, Benefit, at_once, decided, order_of
from tests.office import Office
from tests.places import settle_at

pytestmark = pytest.mark.django_db(transaction=True)
AUGUST, OCTOBER = dt.date(2026, 8, 1), dt.date(2026, 10, 1)
ILL, LAST = dt.date(2026, 8, 20), dt.date(2026, 10, 31)


@pytest.fixture
def office(transactional_db):
    office = Office()
    settle_at(office, "sapporo")
    return office


@pytest.fixture
def press(office):
    """One person taking one step, with the record as they have it on their own screen."""
    workflows = {
        BenefitApplication: benefit_workflow,
        BenefitOrder: order_workflow,
        BenefitPayment: payment_workflow,
    }

    def pressing(record, name, who="approver", on=DAY, **said):
        model = type(record)
        mine, by = model.objects.get(pk=record.pk), office.people[who]
        return lambda: workflows[model].advance(mine, name, by=by, on=on, **said)

    return pressing


@pytest.fixture
def list_all(office):
    city, by = office.places["city"], office.people["officer"]
    return lambda: prepare_payment(city, by=by, month=OCTOBER)


def lines(case, words):
    return Note.objects.filter(episode__case=case, body__contains=words).count()


# ---- deciding ---------------------------------------------------------------------------------


def test_of_two_who_grant_at_once_one_decides(office, press):
    benefit = Benefit(office).drafted()
    acts = [press(benefit.row, "grant") for _person in range(2)]
    assert at_once(*acts) == ["E-08", "done"]
    assert list(benefit.row.months.values_list("month", flat=True)) == months_from(AUGUST, 3)
    assert lines(benefit.case, "支給を決定する") == 1


def test_of_two_who_grant_an_extension_at_once_one_decides(office, press):
    """The months of an extension are there once, whoever presses with whom."""
    benefit = Benefit(office).ruled()
    more = benefit.followed(on=LAST).drafted(LAST)
    acts = [press(more.row, "grant", on=LAST) for _person in range(2)]
    assert at_once(*acts) == ["E-08", "done"]
    course = BenefitMonth.objects.of_course(benefit.row).order_by("month")
    assert list(course.values_list("month", flat=True)) == months_from(AUGUST, 6)


def test_of_two_who_refuse_at_once_one_decides(office, press):
    benefit = Benefit(office, assets=9_000_000).drafted()
    acts = [press(benefit.row, "refuse") for _person in range(2)]
    assert at_once(*acts) == ["E-08", "done"]
    assert lines(benefit.case, "不支給を決定する") == 1


def test_of_a_grant_and_a_draft_taken_back_at_once_one_holds(office, press):
    """Either it is granted with its months, or the draft is back and nothing is granted."""
    benefit = Benefit(office).drafted()
    acts = press(benefit.row, "grant"), press(benefit.row, "pull_back", "officer")
    assert at_once(*acts) == ["E-08", "done"]
    benefit.row.refresh_from_db()
    found = benefit.row.state, benefit.row.judgement is None, benefit.row.months.count()
    assert found in (("granted", False, 3), ("sent", True, 0))


def test_of_two_who_stop_at_once_one_decides(office, press):
    benefit = Benefit(office).ruled()
    order = order_of(benefit, "stop", "assisted", ILL)
    order_workflow.advance(order, "draft", by=office.people["officer"], on=ILL)
    acts = [press(order, "decide", on=ILL) for _person in range(2)]
    assert at_once(*acts) == ["E-08", "done"]
    assert order.months.count() == 3
    assert lines(benefit.case, "中止：決定する") == 1


# ---- beginning --------------------------------------------------------------------------------


def test_an_extension_and_a_move_begun_at_once_have_two_numbers(office, press):
    """Each waits for the 台帳: what is counted is there when the next one counts."""
    benefit = Benefit(office).ruled()
    case, by = benefit.case, office.people["counselor"]
    acts = (
        press(benefit.row, "extend", "counselor"),
        lambda: start_application(case, by=by, kind="move", route="fallen"),
    )
    assert at_once(*acts) == ["done", "done"]
    rows = BenefitApplication.objects.filter(episode__case=case).order_by("number")
    assert list(rows.values_list("number", flat=True)) == [1, 2, 3]


def test_of_an_extension_and_another_claim_begun_at_once_one_is_under_way(office, press):
    benefit = Benefit(office).ruled()
    case, by = benefit.case, office.people["counselor"]
    acts = (
        press(benefit.row, "extend", "counselor"),
        lambda: start_application(case, by=by, kind="rent", route="left"),
    )
    assert at_once(*acts) == ["E-32", "done"]
    assert benefit.row.episode.benefit_applications.count() == 2


# ---- telling ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "step"), [({}, "notify"), ({"assets": 9_000_000}, "tell_refusal")]
)
def test_of_two_who_tell_of_a_ruling_at_once_one_notice_has_one_number(office, press, facts, step):
    benefit = Benefit(office, **facts).ruled()
    acts = [press(benefit.row, step, "officer", way="郵送") for _person in range(2)]
    assert at_once(*acts) == ["E-08", "done"]
    assert IssuedDocument.objects.get().number


def test_of_two_who_tell_of_a_stop_at_once_one_notice_has_one_number(office, press):
    benefit = Benefit(office).ruled()
    order = decided(benefit, order_of(benefit, "stop", "assisted", ILL), ILL)
    acts = [press(order, "notify", "officer", ILL, way="郵送") for _person in range(2)]
    assert at_once(*acts) == ["E-08", "done"]
    assert IssuedDocument.objects.count() == 1


def test_two_notices_at_once_have_two_numbers(office, press):
    rows = [Benefit(office, name=f"給付 {name}").ruled().row for name in ("一郎", "二郎")]
    acts = [press(row, "notify", "officer", way="郵送") for row in rows]
    assert at_once(*acts) == ["done", "done"]
    assert len(set(IssuedDocument.objects.values_list("number", flat=True))) == 2


# ---- paying -----------------------------------------------------------------------------------


def test_of_two_who_list_at_once_each_month_is_on_one_list(office, list_all):
    Benefit(office).ruled()
    assert at_once(list_all, list_all) == ["E-08", "done"]
    payment = BenefitPayment.objects.get()
    assert BenefitMonth.objects.filter(payment=payment).count() == 3


def test_of_two_who_release_at_once_the_months_are_paid_once(office, press, list_all):
    Benefit(office).ruled()
    payment = list_all()
    assert at_once(*[press(payment, "release", on=None) for _person in range(2)]) == [
        "E-08",
        "done",
    ]
    paid = BenefitMonth.objects.filter(payment__released_on__isnull=False)
    assert list(paid.values_list("month", flat=True)) == months_from(AUGUST, 3)


def test_of_a_payment_and_a_stop_at_once_one_has_the_months(office, press, list_all):
    """A month is listed or taken away, never both."""
    benefit = Benefit(office).ruled()
    order = order_of(benefit, "stop", "assisted", ILL)
    order_workflow.advance(order, "draft", by=office.people["officer"], on=ILL)
    assert "done" in at_once(list_all, press(order, "decide", on=ILL))
    rows = BenefitMonth.objects.all()
    listed = rows.filter(payment__isnull=False).count()
    assert (listed, rows.filter(ended_by__isnull=False).count()) in ((3, 0), (0, 3))


def test_of_two_who_list_a_move_at_once_each_of_its_payees_is_paid_once(office, press, list_all):
    Benefit(office, kind="move").paid_also().ruled()
    assert at_once(list_all, list_all) == ["E-08", "done"]
    press(BenefitPayment.objects.get(), "release", on=None)()
    month = BenefitMonth.objects.get()
    assert [one["yen"] for one in month.paid_to] == [75_600, 32_400]
    assert sum(one["yen"] for one in month.paid_to) == month.yen
