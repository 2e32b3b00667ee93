"""カレンダー: by month and week, by person and agency; the file names nobody by itself."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Role
from cases.models import Appointment, Case, CaseGrant
from cases.workflow import assign
from cases.workflow.deadlines import set_deadline
from cases.workflow.records import make_appointment, settle_appointment
from meetings.workflow import schedule
from reports.calendar import Entry, days, month_of, week_of, weeks
from reports.icalendar import calendar_file, fold

D = dt.date
DAY = D(2026, 11, 20)


@pytest.fixture
def case(office, clock):
    """A visit at half past nine, a deadline on the same day, on a Friday."""
    clock(DAY)
    row = office.case(name="試験 花子", on=DAY)
    row.deadlines.all().delete()
    assign(row.episode, by=office.people["chief"], lead=office.people["counselor"])
    make_appointment(
        row,
        by=office.people["counselor"],
        on=DAY,
        at=dt.time(9, 30),
        kind="visit",
        purpose="家計表を見る",
        place="南町の自宅",
    )
    set_deadline(row, key="x", kind="評価", due_on=DAY, reason="約束", clause="4(3)ウ")
    return row


def page(client, **asked):
    answer = client.get(reverse("calendar"), asked)
    assert answer.status_code == 200
    return answer


def entries(answer):
    return [row for day in answer.context["days"] for row in day.entries]


# --- the page ---


def test_a_month_is_whole_weeks_from_monday(clock):
    clock(DAY)
    assert month_of(DAY) == (D(2026, 10, 26), D(2026, 12, 6))
    assert month_of(D(2027, 2, 14)) == (D(2027, 2, 1), D(2027, 2, 28))
    assert week_of(D(2026, 11, 22)) == (D(2026, 11, 16), D(2026, 11, 22))
    shown = days([], *month_of(DAY), DAY.month)
    assert [len(week) for week in weeks(shown)] == [7] * 6
    assert [day.date for day in shown if day.is_today] == [DAY]
    marked = {day.date.day: day.holiday for day in shown if day.holiday}
    assert marked == {3: "文化の日", 23: "勤労感謝の日"}
    assert shown[0].is_outside
    assert not shown[6].is_outside


def test_month_and_week_show_the_visit_and_the_deadline(as_, case):
    for span in ("month", "week"):
        answer = page(as_("counselor"), span=span)
        assert [row.kind for row in entries(answer)] == ["訪問・同行支援", "評価"]
        assert "9:30" in answer.text
        assert "勤労感謝の日" in page(as_("counselor"), span=span, on="2026-11-23").text
    assert "家計表を見る" in answer.text
    assert "約束（4(3)ウ）" in answer.text


def test_one_goes_back_and_on_and_never_meets_a_wrong_day(as_, case):
    client = as_("counselor")
    body = page(client, on="2026-01-31").text
    assert "on=2025-12-01" in body
    assert "on=2026-02-01" in body
    body = page(client, span="week", on="2026-11-20").text
    assert "on=2026-11-13" in body
    assert "on=2026-11-27" in body
    for wrong in ("2026-02-30", "x", "0001-01-01", "9999-12-31"):
        assert page(client, on=wrong, who="9" * 30, agency="-1").context["on"] == DAY
    assert page(client, on="2099-12-31").context["on"] == D(2099, 12, 31)


def test_by_person_and_by_everyone(office, as_, case):
    outreach = office.people["outreach"]
    assert entries(page(as_("outreach"))) == []
    assert len(entries(page(as_("outreach"), who="all"))) == 2
    assert len(entries(page(as_("outreach"), who=str(office.people["counselor"].pk)))) == 2
    make_appointment(case, by=outreach, on=DAY, kind="phone")
    assert [row.staff for row in entries(page(as_("outreach")))] == ["試験 outreach"]


def test_by_agency(office, as_, case):
    Membership(
        user=office.people["counselor"], organisation=office.places["direct"], role=Role.CHIEF
    ).save()
    client = as_("counselor")
    center, direct = office.places["center"].pk, office.places["direct"].pk
    assert len(entries(page(client))) == 2
    assert len(entries(page(client, agency=center))) == 2
    assert entries(page(client, agency=direct)) == []
    assert len(entries(page(client, agency=office.places["other"].pk))) == 2  # no such choice


def test_what_was_called_off_is_gone_and_what_was_kept_is_marked(office, as_, case):
    row, me = case.appointments.get(), office.people["counselor"]
    settle_appointment(row, by=me, standing=Appointment.Standing.KEPT)
    assert "（済み）" in page(as_("counselor")).text
    settle_appointment(row, by=me, standing=Appointment.Standing.CANCELLED)
    assert [row.kind for row in entries(page(as_("counselor")))] == ["評価"]


def test_an_appointment_is_recorded_and_prepared_from_here_by_who_may_write(office, as_, case):
    row, later = (
        make_appointment(office.case(by="direct"), by=office.people["direct"], on=day, kind="visit")
        for day in (DAY, DAY + dt.timedelta(days=2))
    )
    for span in ("month", "week"):
        found = page(as_("direct"), span=span).text
        assert f"/notes/?appointment={row.pk}" in found
        assert f"/visit/?appointment={row.pk}" in found
        assert f"/notes/?appointment={later.pk}" not in found  # it has not come
        assert f"/visit/?appointment={later.pk}" in found
        assert "電話の方、11月20日（金）の約束を記録する" in found
        city = page(as_("officer"), span=span, who="all")
        assert f"appointment-{row.pk}" in [entry.uid for entry in entries(city)]
        assert "?appointment=" not in city.text
    settle_appointment(row, by=office.people["direct"], standing=Appointment.Standing.KEPT)
    assert f"?appointment={row.pk}" not in page(as_("direct")).text


def test_a_full_day_leads_to_its_week(office, as_, case):
    for hour in range(10, 15):
        me = office.people["counselor"]
        make_appointment(case, by=me, on=DAY, at=dt.time(hour), kind="phone")
    body = page(as_("counselor")).text
    assert "ほか3件" in body
    assert "&amp;on=2026-11-20" in body
    assert "ほか3件" not in page(as_("counselor"), span="week").text


def test_the_meeting_stands_on_its_day(office, as_, case):
    chief = office.people["chief"]
    schedule(office.places["center"], by=chief, held_on=DAY, start_at=dt.time(13, 30))
    assert "支援調整会議" in page(as_("chief")).text
    assert "支援調整会議" not in page(as_("direct")).text
    assert "支援調整会議" not in page(as_("officer")).text  # not invited


def test_restricted_and_foreign_cases_never_appear(office, as_, case):
    for who in ("direct", "outsider", "officer", "other_officer"):
        assert entries(page(as_(who), who="all")) == [], who
    Case.objects.filter(pk=case.pk).update(is_restricted=True)
    for who in ("counselor", "chief"):
        answer = page(as_(who), who="all")
        assert entries(answer) == []
        assert "試験 花子" not in answer.text
    CaseGrant(case=case, user=office.people["counselor"]).save()
    assert len(entries(page(as_("counselor")))) == 2  # named: it is their visit to make
    assert "VEVENT" not in as_("counselor").get(reverse("calendar_file")).content.decode()


def test_the_admin_and_a_stranger_have_no_calendar(as_, office):
    for name in ("calendar", "calendar_file"):
        assert as_("admin").get(reverse(name)).status_code == 403
        assert Client().get(reverse(name)).status_code == 302
    assert reverse("calendar") in as_("counselor").get(reverse("home")).text
    assert reverse("calendar") not in as_("admin").get(reverse("home")).text


# --- the file (RFC 5545) ---


def lines(body):
    """Unfolded, as a reader does it (3.1)."""
    assert body.endswith(b"\r\n")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    return body.decode().replace("\r\n ", "").rstrip("\r\n").split("\r\n")


def test_the_file_names_nobody(as_, case):
    answer = as_("counselor").get(reverse("calendar_file"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="tsunagi-20261120.ics"'
    found = lines(answer.content)
    assert found[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert found[-1] == "END:VCALENDAR"
    assert f"SUMMARY:訪問・同行支援 {case.number}" in found
    assert f"SUMMARY:期限：評価 {case.number}" in found
    assert "DTSTART:20261120T003000Z" in found
    assert "DTSTART;VALUE=DATE:20261120" in found
    for word in ("花子", "南町", "家計表", "約束"):
        assert word not in answer.content.decode()


def test_names_stand_in_it_only_when_asked_for(as_, case):
    body = as_("counselor").get(reverse("calendar_file"), {"names": "on"}).content
    assert f"SUMMARY:訪問・同行支援 試験 花子 {case.number}" in lines(body)
    assert "南町" not in body.decode()


def test_only_what_is_to_come_and_only_what_is_mine(office, as_, case, clock):
    assert b"VEVENT" not in as_("outreach").get(reverse("calendar_file")).content
    clock(DAY + dt.timedelta(days=1))
    assert b"VEVENT" not in as_("counselor").get(reverse("calendar_file")).content


def test_every_event_has_a_lasting_name_of_its_own(as_, case):
    def uids():
        body = as_("counselor").get(reverse("calendar_file")).content
        return [line for line in lines(body) if line.startswith("UID:")]

    assert len(set(uids())) == 2
    assert uids() == uids()
    entry = Entry(uid="appointment-1", day=DAY, kind="訪問", url="/")
    here, there = (lines(calendar_file([entry], place=place)) for place in ("152021", "011002"))
    assert next(line for line in here if line not in there).startswith("UID:")


def test_signs_are_escaped_and_long_lines_folded_between_characters():
    name = "𠮷田,花子;\\様\n" + "葛󠄀城" * 40
    entry = Entry(uid="x", day=DAY, kind="訪問", url="/", name=name, until=dt.time(10))
    body = calendar_file([entry], place="152021", names=True)
    found = next(line for line in lines(body) if line.startswith("SUMMARY"))
    escaped = name.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    assert found == "SUMMARY:訪問 " + escaped.replace("\n", "\\n")
    for length in (74, 75, 76, 149, 150):
        folded = fold("a" * length)
        assert folded.replace(b"\r\n ", b"") == b"a" * length + b"\r\n"
        assert folded.count(b"\r\n ") == (length > 75) + (length > 149)


def test_a_meeting_has_its_end_and_the_stamp_is_a_moment_of_utc():
    entry = Entry(
        uid="m", day=DAY, kind="支援調整会議", url="/", at=dt.time(13, 30), until=dt.time(15)
    )
    found = lines(calendar_file([entry], place="152021"))
    assert "DTSTART:20261120T043000Z" in found
    assert "DTEND:20261120T060000Z" in found
    assert any(re.fullmatch(r"DTSTAMP:\d{8}T\d{6}Z", line) for line in found)
    backwards = Entry(uid="m", day=DAY, kind="会", url="/", at=dt.time(13), until=dt.time(12))
    assert not any(line.startswith("DTEND") for line in lines(calendar_file([backwards], place="")))


def test_the_clock_of_the_file_is_that_of_the_office():
    night = Entry(uid="n", day=D(2027, 1, 1), kind="電話", url="/", at=dt.time(0, 15))
    assert "DTSTART:20261231T151500Z" in lines(calendar_file([night], place=""))
