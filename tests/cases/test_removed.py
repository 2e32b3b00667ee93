"""消した行: in reach for 30 days, then no more."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Appointment
from cases.workflow import remove_row, restore_row, save_row
from cases.workflow.records import make_appointment, remove_appointment, restore_appointment
from rules.calendar import today
from rules.refusals import Refused
from tests.course import Course

LONG_AGO = dt.timedelta(days=31)
ROWS = {
    "household": {"name": "試験 次郎"},
    "debts": {"lender": "架空銀行", "balance": 480000},
    "works": {"employer": "架空製作所"},
}


@pytest.fixture
def course(office):
    return Course(office).applied()


def removed(course, kind):
    row = save_row(course.case, kind, by=course.by, **ROWS[kind])
    remove_row(course.case, kind, row, by=course.by)
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("kind", ROWS)
def test_a_row_comes_back_from_the_page(office, as_, course, kind):
    row = removed(course, kind)
    client, url = as_("counselor"), reverse("removed_rows", args=[course.case.pk])
    page = client.get(url).text
    assert str(row) in page
    assert "試験 counselor" in page
    client.post(reverse("removed_restore", args=[course.case.pk, kind, row.pk]))
    row.refresh_from_db()
    assert row.removed_at is None
    assert "消した行はありません" in client.get(url).text


@pytest.mark.parametrize("kind", ROWS)
def test_after_thirty_days_it_is_out_of_reach(office, as_, course, kind):
    row = removed(course, kind)
    type(row).objects.filter(pk=row.pk).update(removed_at=timezone.now() - LONG_AGO)
    row.refresh_from_db()
    assert str(row) not in as_("chief").get(reverse("removed_rows", args=[course.case.pk])).text
    with pytest.raises(Refused) as refused:
        restore_row(course.case, kind, row, by=course.by)
    assert refused.value.refusals[0].code == "E-08"


def test_an_appointment_put_down_by_mistake_is_gone_everywhere_and_comes_back(office, as_):
    case, by = office.case(), office.people["counselor"]
    row = make_appointment(case, by=by, on=today(), kind="visit", purpose="まちがいの用件")
    client = as_("counselor")
    client.post(reverse("appointment_remove", args=[case.pk, row.pk]))
    for page in ("/", f"/cases/{case.pk}/", f"/cases/{case.pk}/support/"):
        assert "まちがいの用件" not in client.get(page).text, page
    assert not Appointment.objects.exists()
    assert not case.appointments.exists()
    assert "まちがいの用件" in client.get(reverse("removed_rows", args=[case.pk])).text
    client.post(reverse("removed_restore", args=[case.pk, "appointments", row.pk]))
    assert Appointment.objects.get() == row
    assert "まちがいの用件" in client.get(f"/cases/{case.pk}/support/").text


def test_an_old_appointment_and_one_that_stands_do_not_come_back(office):
    case, by = office.case(), office.people["counselor"]
    row = make_appointment(case, by=by, on=today(), kind="visit")
    with pytest.raises(Refused):
        restore_appointment(row, by=by)
    remove_appointment(row, by=by)
    row.removed_at = timezone.now() - LONG_AGO
    with pytest.raises(Refused) as refused:
        restore_appointment(row, by=by)
    assert "30日を過ぎた" in str(refused.value)


def test_who_may_not_write_may_not_bring_back(office, as_, course):
    row = removed(course, "household")
    url = reverse("removed_restore", args=[course.case.pk, "household", row.pk])
    assert as_("employment").post(url).status_code == 403
    assert as_("outsider").post(url).status_code == 404
    assert (
        as_("counselor")
        .post(reverse("removed_restore", args=[course.case.pk, "zz", row.pk]))
        .status_code
        == 404
    )
    row.refresh_from_db()
    assert row.removed_at is not None
    page = as_("employment").get(reverse("removed_rows", args=[course.case.pk])).text
    assert "元に戻す<" not in page
