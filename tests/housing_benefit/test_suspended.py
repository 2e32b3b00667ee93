"""中断中: in contact once a month, with what is written of it, until 再開 or 中止."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.models import Deadline, Note
from housing_benefit.workflow.suspended import report_contact
from rules.refusals import Refused
from tests.benefits import Benefit, decided, order_of

ILL, CALL = dt.date(2026, 8, 20), dt.date(2026, 9, 14)
WELL = "退院した。来月から短い時間なら働けるという。"


@pytest.fixture
def here(office, at):
    at("sapporo")
    return office


def suspended(here):
    benefit = Benefit(here).ruled()
    decided(benefit, order_of(benefit, "suspend", "illness", ILL), ILL)
    return benefit


def contacted(benefit, on=CALL, said=WELL):
    return report_contact(benefit.row, by=benefit.by, on=on, method="phone", said=said)


def due_of(benefit):
    """(due, clause) of the contact that is waited for; None where none is."""
    rows = Deadline.objects.filter(case=benefit.case, done_on=None, kind__contains="中断中の連絡")
    return rows.values_list("due_on", "clause").first()


def refused_by(step):
    with pytest.raises(Refused) as refused:
        step()
    return [row.code for row in refused.value.refusals]


def test_each_month_without_pay_asks_for_a_contact_and_each_contact_for_the_next(here):
    benefit = suspended(here)
    assert due_of(benefit) == (dt.date(2026, 9, 30), "手引き")
    contacted(benefit)
    assert due_of(benefit) == (dt.date(2026, 10, 31), "手引き")
    contacted(benefit, ILL)  # one that was written late moves nothing on
    assert due_of(benefit)[0] == dt.date(2026, 10, 31)
    note = Note.objects.get(on=CALL, method="phone")
    assert (note.kind, WELL in note.body) == (Note.Kind.NOTE, True)


def test_it_stands_on_the_desk_of_who_is_in_charge_and_on_both_pages(here, as_):
    benefit = suspended(here)
    detail, url = (
        reverse(name, args=[benefit.row.pk]) for name in ("benefit_detail", "benefit_contact")
    )
    counselor = as_("counselor")
    assert url in counselor.get(detail).text
    empty = counselor.post(url, {"on": "2026-09-14", "method": "phone", "said": ""})
    assert (empty.status_code, "E-01" in empty.text) == (422, True)
    said = {"on": "2026-09-14", "method": "phone", "said": WELL}
    assert counselor.post(url, said).status_code == 302
    assert WELL in counselor.get(detail).text
    officer = as_("officer")
    assert WELL in officer.get(detail).text
    assert officer.get(url).status_code == 403


def test_it_ends_with_the_return_and_with_the_stop(here):
    benefit = suspended(here)
    benefit.followed("resume", dt.date(2026, 11, 2)).ruled(dt.date(2026, 11, 2))
    assert due_of(benefit) is None
    other = Benefit(here, name="別人").ruled()
    decided(other, order_of(other, "suspend", "illness", ILL), ILL)
    assert due_of(other)
    decided(other, order_of(other, "stop", "no_contact", CALL), CALL)
    assert due_of(other) is None
    assert refused_by(lambda: contacted(other)) == ["E-08"]


def test_only_a_benefit_that_is_suspended_has_such_contacts(here, as_):
    benefit = Benefit(here).ruled()
    assert refused_by(lambda: contacted(benefit)) == ["E-08"]
    page = as_("counselor").get(reverse("benefit_contact", args=[benefit.row.pk]))
    assert page.status_code == 409


@pytest.mark.parametrize(
    ("said", "codes"), [({"said": ""}, ["E-01"]), ({"on": dt.date(2026, 8, 19)}, ["E-02"])]
)
def test_a_contact_has_its_day_and_what_was_heard(here, said, codes):
    assert refused_by(lambda: contacted(suspended(here), **said)) == codes
