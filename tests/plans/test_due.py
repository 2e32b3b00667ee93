"""What was due of a plan is over once its evaluation has been decided on."""

from tests.course import Course


def test_nothing_of_an_evaluated_plan_stays_due(office):
    course = Course(office).supported()
    due = course.case.deadlines.filter(done_on=None, key__in=("monitoring", "evaluation"))
    assert due.count() == 2
    course.evaluated("continue").evaluation_reviewed("continue")
    assert (course.episode.state, due.count()) == ("reassessing", 0)
