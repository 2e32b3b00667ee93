"""議事録: one of the whole meeting, or one of each person, as the 要綱 wants it (D27)."""

import pytest
from django.urls import reverse

from meetings.models import PlanMeeting
from meetings.workflow import add_plan, add_report, meeting_workflow, record_item
from rules.refusals import Refused
from tests.course import Course

WORDS = "次回から15分早く始める。\n社協の席を2つに。"
OF_ONE = "この方についての議事録"


@pytest.fixture
def held(office):
    course = Course(office).planning().drafted("household_budget").agreed().meeting(days=0)
    course.item = add_plan(course.held, course.plan, by=course.by)
    return course


@pytest.fixture
def each(folders):
    folders.rules("[version.meetings]\nminutes = 'person'")


def address(course, name="meeting_minutes"):
    return reverse(name, args=[course.held.pk])


def test_the_minutes_are_typed_once_and_everyone_of_the_meeting_reads_them(held, as_):
    client = as_("chief")
    assert address(held) in client.get(address(held, "meeting_detail")).text
    data = {"version": held.held.version, "minutes": WORDS}
    assert client.post(address(held), data).status_code == 302
    for who in ("counselor", "employment", "officer"):
        page = as_(who).get(address(held, "meeting_detail")).text
        assert "社協の席を2つに。" in page, who
    assert f'"{address(held)}"' not in as_("officer").get(address(held, "meeting_detail")).text


def test_two_who_write_see_both(held, as_):
    PlanMeeting.objects.get().save()
    data = {"version": held.held.version, "minutes": WORDS}
    PlanMeeting.objects.update(minutes="ほかの人の文")
    answer = as_("chief").post(address(held), data)
    assert answer.status_code == 409
    assert "ほかの人の文" in answer.text
    assert "社協の席を2つに。" in answer.text


def test_closed_with_the_meeting_they_stay_as_they_are(held, as_):
    record_item(held.item, by=held.chief, outcome="approved")
    meeting_workflow.advance(held.held, "close", by=held.chief)
    data = {"version": held.held.version, "minutes": WORDS}
    answer = as_("chief").post(address(held), data)
    assert answer.status_code == 409
    assert "E-08" in answer.text
    assert as_("officer").post(address(held), data).status_code == 403
    assert as_("direct").get(address(held)).status_code == 404
    assert PlanMeeting.objects.get().minutes == ""


def test_where_they_are_of_each_person_each_has_theirs(each, held, as_):
    client = as_("chief")
    assert client.get(address(held)).status_code == 404
    assert "議事録を書く" not in client.get(address(held, "meeting_detail")).text
    page = reverse("item_record", args=[held.held.pk, held.item.pk])
    assert OF_ONE in client.get(page).text
    answer = client.post(
        page, {"outcome": "approved", "roles-TOTAL_FORMS": "0", "roles-INITIAL_FORMS": "0"}
    )
    assert answer.status_code == 422
    assert f"「{OF_ONE}」を入力してください。" in str(answer.context["form"].errors["opinions"])
    record_item(held.item, by=held.chief, outcome="approved", opinions="家計表を一緒に見る")
    meeting_workflow.advance(held.held, "close", by=held.chief)
    assert held.case.notes.filter(body__contains="家計表を一緒に見る").exists()


def test_a_report_has_its_minutes_too(each, held):
    other = Course(held.office, name="中断 花子").applied()
    other.move("suspend", 5, reason="連絡が取れない")
    item = add_report(held.held, other.case, by=other.by)
    with pytest.raises(Refused, match=OF_ONE):
        record_item(item, by=held.chief)
    assert record_item(item, by=held.chief, reported="手紙を出す").is_done


def test_elsewhere_nothing_is_asked_of_each(held):
    assert record_item(held.item, by=held.chief, outcome="approved").is_done
