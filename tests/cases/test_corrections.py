"""What stands on 「就労と支援」 is put right and taken back; nothing of it is lost."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.models import Appointment, EarlySupport, IncomeRise, JobSearch, JobStart, Note
from cases.workflow.correcting import correct_record
from cases.workflow.records import (
    make_appointment,
    record_early_support,
    record_income_rise,
    record_job_search,
    record_job_start,
)
from rules.calendar import today, wareki_short
from rules.refusals import Refused
from tests.course import Course, ago


@pytest.fixture
def course(office):
    return Course(office).applied()


@pytest.fixture
def search(office, course):
    by = office.people["employment"]
    said = {"kind": "apply", "employer": "港市場", "result": "返事待ち"}
    return record_job_search(course.case, by=by, on=ago(9), **said)


def address(row, kind, name="record_edit"):
    case = row.case_id if kind == "appointment" else row.episode.case_id
    return reverse(name, args=[case, kind, row.pk])


def typed(row, **changes):
    data = {"version": row.version, "on": wareki_short(row.on), "kind": row.kind}
    return data | {"employer": row.employer, "result": row.result} | changes


def test_who_wrote_it_puts_it_right_and_what_stood_before_stays(office, as_, search):
    client = as_("employment")
    page = client.get(address(search, "search"))
    assert "返事待ち" in page.text
    answer = client.post(address(search, "search"), typed(search, result="面接は来週"))
    assert answer.url == reverse("case_support", args=[search.episode.case_id])
    search.refresh_from_db()
    assert (search.result, search.author) == ("面接は来週", office.people["employment"])
    assert list(search.history.values_list("result", flat=True)) == ["面接は来週", "返事待ち"]
    line = Note.objects.get(move="correct_record")
    assert line.body == "求職活動の記録を直しました：結果・様子"


def test_who_is_in_charge_does_too_and_a_colleague_does_not(as_, search):
    assert as_("counselor").get(address(search, "search")).status_code == 200
    refused = as_("outreach").post(address(search, "search"), typed(search, result="x"))
    assert refused.status_code == 403
    assert "E-03" in refused.text
    assert as_("outsider").get(address(search, "search")).status_code == 404
    support = reverse("case_support", args=[search.episode.case_id])
    assert address(search, "search") not in as_("outreach").get(support).text
    assert address(search, "search") in as_("employment").get(support).text


def test_two_people_see_both_texts(as_, search):
    mine = typed(search, result="わたしの文")
    as_("employment").post(address(search, "search"), typed(search, result="先の文"))
    answer = as_("counselor").post(address(search, "search"), mine)
    assert answer.status_code == 409
    assert "わたしの文" in answer.text
    assert "先の文" in answer.text
    search.refresh_from_db()
    assert search.result == "先の文"


def test_a_day_to_come_is_refused_beside_its_field(as_, search):
    wrong = typed(search, on=wareki_short(ago(-3)), result="まだ先")
    answer = as_("employment").post(address(search, "search"), wrong)
    assert answer.status_code == 422
    assert "on" in answer.context["form"].errors
    assert "まだ先" in answer.text


def test_help_before_the_plan_is_ended_when_it_ends(as_, course):
    row = record_early_support(
        course.case, by=course.by, started_on=ago(30), kind="other", content="食料"
    )
    data = {"version": row.version, "kind": "other", "content": "食料"}
    days = {"started_on": wareki_short(ago(30)), "ended_on": wareki_short(ago(2))}
    assert as_("counselor").post(address(row, "early"), data | days).status_code == 302
    assert EarlySupport.objects.get().ended_on == ago(2)
    backwards = days | {"version": 2, "ended_on": wareki_short(ago(40))}
    assert as_("counselor").post(address(row, "early"), data | backwards).status_code == 422


def test_what_would_be_refused_at_first_is_refused_again(course):
    row = record_income_rise(
        course.case, by=course.by, on=ago(3), before_yen=80_000, after_yen=90_000
    )
    fields = {"on": ago(3), "before_yen": 90_000, "after_yen": 90_000, "reason": ""}
    with pytest.raises(Refused) as found:
        correct_record(row, by=course.by, version=row.version, **fields)
    assert found.value.refusals[0].code == "E-21"
    assert IncomeRise.objects.get().before_yen == 80_000


def test_a_fact_put_down_by_mistake_counts_no_more_and_comes_back(as_, course, search):
    client, page = as_("employment"), reverse("case_support", args=[course.case.pk])
    client.post(address(search, "search", "record_remove"))
    assert not JobSearch.objects.exists()
    assert "港市場" not in client.get(page).text
    removed = client.get(reverse("removed_rows", args=[course.case.pk])).text
    assert "求職活動" in removed
    assert "港市場" in removed
    client.post(reverse("removed_restore", args=[course.case.pk, "search", search.pk]))
    assert "港市場" in client.get(page).text


def test_the_days_to_ask_follow_the_job_that_stands(as_, course):
    row = record_job_start(course.case, by=course.by, on=today(), kind="regular")
    dues = course.case.deadlines.filter(key__startswith="job_", done_on=None)
    first = dues.get(key="job_1").due_on
    moved = {"version": row.version, "on": wareki_short(ago(7)), "kind": "regular"}
    as_("counselor").post(address(row, "start"), moved)
    assert JobStart.objects.get().on == ago(7)
    assert dues.get(key="job_1").due_on < first
    as_("counselor").post(address(row, "start", "record_remove"))
    assert not dues.exists()
    as_("counselor").post(reverse("removed_restore", args=[course.case.pk, "start", row.pk]))
    assert dues.exists()


def test_an_appointment_is_put_off(office, as_, course):
    row = make_appointment(course.case, by=course.by, on=today(), kind="visit", place="ご自宅")
    later = today() + dt.timedelta(days=3)
    data = {"version": row.version, "kind": "visit", "place": "ご自宅", "at": "1330"}
    colleague = office.people["outreach"]
    moved = data | {"on": wareki_short(later), "staff": colleague.pk}
    assert as_("employment").post(address(row, "appointment"), moved).status_code == 302
    row.refresh_from_db()
    assert (row.on, row.at, row.staff) == (later, dt.time(13, 30), colleague)
    gone = data | {"version": row.version, "on": wareki_short(ago(1))}
    assert as_("counselor").post(address(row, "appointment"), gone).status_code == 422
    Appointment.objects.update(standing="kept")
    assert as_("counselor").get(address(row, "appointment")).status_code == 409
