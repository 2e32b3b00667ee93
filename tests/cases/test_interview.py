"""Where the 要綱 is content with the interview, the sheet need not be made (D27)."""

import pytest
from django.urls import reverse

from cases.models import is_complete, latest_assessment
from cases.workflow import start_assessment
from cases.workflow.assessment import finish_assessment, save_section
from rules.refusals import Refused
from tests.course import MUST, Course, ago


@pytest.fixture
def assessment(folders, office):
    folders.rules('[version.cases]\nassessment = "interview"')
    course = Course(office).applied()
    return start_assessment(course.episode, by=course.by, on=ago(110))


def test_the_interview_alone_is_enough(assessment, office, as_):
    by, case = office.people["counselor"], assessment.episode.case
    with pytest.raises(Refused) as refused:
        finish_assessment(assessment, by=by, on=ago(109))
    asked = {row.field for row in refused.value.refusals}
    assert asked == {key for code in ("summary", "will") for key in MUST[code]}
    for code in ("summary", "will"):
        row = assessment.sections.get(code=code)
        save_section(row, by=by, version=row.version, answers=MUST[code], standings={})
    assert is_complete(latest_assessment(case.episode))
    finish_assessment(assessment, by=by, on=ago(109))
    page = as_("counselor").get(reverse("assessment", args=[case.pk]))
    assert page.status_code == 200
