"""支援経過記録 is the agency's and the 担当者's to read: who decides has the papers (§5.1)."""

import pytest
from django.urls import reverse

from cases.workflow.notes import correct_note, write_note
from tests.course import Course, ago

SAID = "夜に眠れないと話された。"


@pytest.fixture
def course(office):
    course = Course(office).supported()
    course.note = note = write_note(course.case, by=course.by, on=ago(9), method="visit", body=SAID)
    fields = {"on": ago(9), "method": "visit", "body": f"{SAID}食事はとれている。"}
    correct_note(note, by=course.by, version=note.version, **fields)
    return course


def read(client, page, course, query=""):
    return client.get(reverse(page, args=[course.case.pk]) + query).text


def test_who_decides_reads_what_was_done_and_not_what_was_said(as_, course):
    officer, approver = as_("officer"), as_("approver")
    for query in ("", "?kind=note", "?by=who"):
        assert SAID in read(officer, "case_detail", course, query)
        assert SAID not in read(approver, "case_detail", course, query)
    assert "支援決定" in read(approver, "case_detail", course)
    assert "?kind=note" not in read(approver, "case_detail", course)


def test_the_page_of_now_keeps_the_records_from_who_decides(as_, course):
    assert SAID in read(as_("officer"), "case_now", course)
    page = read(as_("approver"), "case_now", course)
    assert SAID not in page
    assert "最近の記録" not in page


def test_what_a_record_said_before_is_no_back_door(as_, course):
    url = reverse("note_versions", args=[course.case.pk, course.note.pk])
    assert as_("officer").get(url).status_code == 200
    refused = as_("approver").get(url)
    assert refused.status_code == 403
    assert "E-03" in refused.text


def test_who_holds_both_posts_of_the_city_reads_them(office, as_, course):
    place = office.places["city"]
    office.people["approver"].memberships.create(
        organisation=place, role="officer", since=ago(1), version=1
    )
    assert SAID in read(as_("approver"), "case_detail", course)
