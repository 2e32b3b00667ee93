"""A missing 社会資源 goes, by choice, to the meeting or to the 協議の場 (手引き 第Ⅴ章3(1))."""

import pytest
from django.urls import reverse

from cases.models import Note
from meetings.models import ResourceGap
from meetings.workflow import add_plan, meeting_workflow
from rules.calendar import today
from tests.course import Course

NEED = "夜間に相談できる窓口"


@pytest.fixture
def course(office, at):
    at("nagaoka")
    course = Course(office).planning().drafted("household_budget").agreed().meeting(days=0)
    course.item = add_plan(course.held, course.plan, by=course.by)
    return course


def page_of(course):
    return reverse("item_record", args=[course.held.pk, course.item.pk])


def answers(**said):
    rows = {"roles-TOTAL_FORMS": "0", "roles-INITIAL_FORMS": "0"}
    return {"outcome": "approved", "gap": NEED} | rows | said


@pytest.mark.parametrize(
    ("said", "route", "words"),
    [
        ({}, "meeting", "この会議でひきつづき検討する"),
        ({"gap_route": "meeting"}, "meeting", "この会議でひきつづき検討する"),
        ({"gap_route": "council"}, "council", "協議の場に地域の課題として出す"),
    ],
)
def test_the_way_is_chosen_and_follows_the_gap(course, as_, said, route, words):
    asked = as_("chief").get(page_of(course)).text
    assert "協議の場：支援調整会議その他の既存の合議体" in asked  # P-30
    assert as_("chief").post(page_of(course), answers(**said)).status_code == 302
    assert ResourceGap.objects.get().route == route
    page = as_("chief").get(reverse("meeting_detail", args=[course.held.pk])).text
    assert NEED in page
    assert words in page
    meeting_workflow.advance(course.held, "close", by=course.chief, on=today())
    (note,) = Note.objects.filter(case=course.case, body__contains=NEED, kind="note")
    assert f"{NEED}（{words}）" in note.body


def test_a_way_that_is_none_is_refused_and_the_words_stay(course, as_):
    answer = as_("chief").post(page_of(course), answers(gap_route="drawer"))
    assert answer.status_code == 422
    assert NEED in answer.text
    assert not ResourceGap.objects.exists()
