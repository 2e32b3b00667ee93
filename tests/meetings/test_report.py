"""A 中断 is reported to the next meeting, and what was under way ends with it (D8)."""

from django.urls import reverse

from meetings.workflow import meeting_workflow
from rules.calendar import today, wareki_short
from tests.course import Course, ago


def test_a_suspended_case_is_reported_and_its_plan_ends(office, as_):
    course = Course(office).supported().move("suspend", 20, reason="連絡が取れない")
    course.meeting(days=5)
    chief = as_("chief")
    page = chief.get(reverse("meeting_detail", args=[course.held.pk])).content.decode()
    assert "まだ報告していない中断" in page
    chief.post(reverse("report_add", args=[course.held.pk, course.case.pk]))
    item = course.held.items.get()
    url = reverse("item_record", args=[course.held.pk, item.pk])
    assert chief.get(url).status_code == 200
    assert chief.post(url, {"reported": "1か月後に訪ねる"}).status_code == 302
    meeting_workflow.advance(course.held, "close", by=course.chief, on=ago(5))
    course.plan.refresh_from_db()
    assert course.plan.state == "ended"
    note = course.case.notes.get(method="meeting_suspend")
    assert "1か月後に訪ねる" in note.body


def test_a_meeting_gives_its_items_back_when_it_is_cancelled(office, as_):
    course = Course(office).planning().drafted("own_support").agreed().meeting(days=0)
    data = {"meeting": course.held.pk, "subject": "plan"}
    as_("counselor").post(reverse("agenda_add", args=[course.plan.pk]), data)
    assert course.plan.newest.state == "tabled"
    url = reverse("meeting_move", args=[course.held.pk, "cancel"])
    answer = as_("counselor").post(url, {"on": wareki_short(today()), "reason": "大雪"})
    assert answer.status_code == 302
    assert course.plan.newest.state == "agreed"


def test_a_meeting_to_come_has_no_results_yet(office, as_):
    course = Course(office).planning().drafted("own_support").agreed().meeting(days=-3)
    data = {"meeting": course.held.pk, "subject": "plan"}
    as_("counselor").post(reverse("agenda_add", args=[course.plan.pk]), data)
    item = course.held.items.get()
    answer = as_("chief").post(
        reverse("item_record", args=[course.held.pk, item.pk]),
        {"outcome": "approved", "roles-TOTAL_FORMS": "0", "roles-INITIAL_FORMS": "0"},
    )
    assert answer.status_code == 422
    assert "E-35" in answer.content.decode()
