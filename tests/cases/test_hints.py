"""案内: what the assessment makes one think of stands on the page, and decides nothing."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.models import latest_assessment
from cases.workflow import save_section, start_revision
from cases.workflow.records import record_early_support
from plans.hints import preparation_for_work
from plans.workflow import draft_plan
from tests.course import Course, ago

STATION = "地域若者サポートステーションへつなぐ"
PREPARATION = "アセスメントに、生活習慣の乱れ・コミュニケーションが苦手とあります。"


def with_issues(course, *codes):
    """The assessment once more, with these 課題."""
    assessment = course.episode.assessments.order_by("-number").first()
    if not assessment.is_open:
        assessment = start_revision(assessment, by=course.by, on=ago(96))
    section = assessment.sections.get(code="issues")
    save_section(
        section,
        by=course.by,
        version=section.version,
        answers={"issues": list(codes)},
        standings={},
    )
    return course


@pytest.mark.parametrize(
    ("birth", "codes", "said"),
    [
        ("2001-05-12", ["isolation"], True),
        ("2001-05-12", ["isolation", "poverty"], False),
        ("1980-05-12", ["isolation"], False),
        ("2001-05-12", [], False),
        ("", ["isolation"], False),
    ],
)
def test_the_young_who_are_not_poor_are_shown_the_youth_station(
    office, as_, clock, birth, codes, said
):
    clock(dt.date(2026, 11, 20))
    course = with_issues(Course(office, birth=birth).applied().assessed(), *codes)
    page = as_("counselor").get(reverse("screening", args=[course.case.pk])).text
    assert (STATION in page) is said
    course.episode.refresh_from_db()
    assert course.episode.state == "assessing"


@pytest.mark.parametrize(
    ("codes", "said"),
    [(["life_habit"], True), (["communication", "poverty"], True), (["poverty"], False)],
)
def test_who_is_not_ready_for_work_is_shown_the_preparation(office, as_, codes, said):
    course = with_issues(Course(office).planning(), *codes).drafted()
    page = as_("counselor").get(reverse("plan_edit", args=[course.plan.pk])).text
    assert (PREPARATION in page) is said
    assert ("「就労準備支援事業」を考えられます。" in page) is said
    assert not course.plan.newest.lines.exists()


def test_without_the_programme_the_agency_helps_itself(office):
    course = with_issues(Course(office).planning(), "life_habit")
    assessment = latest_assessment(course.episode)
    said = preparation_for_work(assessment, {})
    assert (
        said == f"{PREPARATION}就労準備支援事業がないので、自立相談支援機関の支援の行に書きます。"
    )


def test_help_before_the_plan_goes_on_as_its_programme_without_being_typed_again(office, as_):
    """4(2)イ: 住居確保給付金 before any plan is a row of the plan that is begun."""
    course = Course(office).planning()
    for days, kind, words in ((115, "housing_benefit", "家賃を3か月"), (114, "other", "食料")):
        record_early_support(
            course.case, by=course.by, started_on=ago(days), kind=kind, content=words
        )
    ended = {"kind": "job_support", "content": "面接の練習", "ended_on": ago(110)}
    record_early_support(course.case, by=course.by, started_on=ago(113), **ended)
    course.plan = draft_plan(course.episode, by=course.by, on=ago(95))
    client, url = as_("counselor"), reverse("plan_edit", args=[course.plan.pk])
    lines = client.get(url).context["lines"]
    assert [row.initial["key"] for row in lines] == ["housing_benefit"]
    assert lines[0].initial["content"] == "家賃を3か月"
    assert lines[0].initial["is_continued"] is True
    course.write("household_budget")
    lines = client.get(url).context["lines"]
    assert [row.initial["key"] for row in lines] == ["household_budget"]


def test_help_that_began_before_the_plan_stands_where_the_plan_is_written(office, as_):
    course = Course(office).planning()
    record_early_support(
        course.case, by=course.by, started_on=ago(115), kind="other", content="食料を届けた"
    )
    course.drafted()
    page = as_("counselor").get(reverse("plan_edit", args=[course.plan.pk])).text
    assert "プランの前から続いている支援" in page
    assert "食料を届けた" in page
