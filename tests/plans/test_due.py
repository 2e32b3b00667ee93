"""What is due of a plan: while a programme runs, and no more once it has been evaluated."""

import datetime as dt

from django.urls import reverse

from plans.workflow import open_revision, start_provision
from plans.workflow.support import end_provision
from rules.calendar import today, wareki
from tests.course import Course, ago

BUDGET = "household_budget"


def test_nothing_of_an_evaluated_plan_stays_due(office):
    course = Course(office).supported()
    due = course.case.deadlines.filter(done_on=None, key__in=("monitoring", "evaluation"))
    assert due.count() == 2
    course.evaluated("continue").evaluation_reviewed("continue")
    assert (course.episode.state, due.count()) == ("reassessing", 0)


def test_two_weeks_before_a_programme_ends_one_thinks_of_what_comes_next(office, as_):
    course = Course(office).planning().drafted(BUDGET)
    end = today() + dt.timedelta(days=20)
    course.plan.newest.lines.update(end_on=end)
    course.agreed().reviewed().submitted().decided(BUDGET)
    assert not course.case.deadlines.filter(key__startswith="end_").exists()
    start_provision(course.programme(BUDGET), by=course.by, on=ago(60))
    due = course.case.deadlines.get(key__startswith="end_", done_on=None)
    assert due.due_on == end - dt.timedelta(days=14)
    home = as_("counselor").get(reverse("home")).text
    assert "終わったあとの支援を考える" in home
    assert due.because == f"家計改善支援事業　事業の終わり {wareki(end)} - 14日（手引き 第Ⅳ章4(1)）"
    assert due.because in home
    end_provision(course.programme(BUDGET), by=course.by, on=ago(1), next_step="一般就労へ")
    assert not course.case.deadlines.filter(key__startswith="end_", done_on=None).exists()


def test_a_changed_end_moves_the_reminder(office):
    course = Course(office).supported()
    start_provision(course.programme(BUDGET), by=course.by, on=ago(60))
    open_revision(course.plan, by=course.by, why="延ばす", on=ago(30))
    course.write(BUDGET)
    later = today() + dt.timedelta(days=90)
    course.plan.newest.lines.update(end_on=later)
    course.agreed(days=29).submitted(days=28).examined(BUDGET, days=27)
    course.rule(BUDGET, "fulfil", 27)
    course.rule(BUDGET, "draft", 27)
    course.rule(BUDGET, "decide_change", 26, by=course.approver)
    due = course.case.deadlines.get(key__startswith="end_", done_on=None)
    assert due.due_on == later - dt.timedelta(days=14)
