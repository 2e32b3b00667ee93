"""アセスメント, its revisions: what is finished stays as it was; what is coded can be counted."""

import datetime as dt

import pytest

from cases.models import (
    AssessmentFact,
)
from cases.models.assessment import (
    answer,
    assessment_after,
    is_complete,
    issues,
    latest_assessment,
)
from cases.workflow import (
    case_workflow,
    consult_again,
    finish_assessment,
    start_assessment,
    start_revision,
)
from rules.calendar import today
from tests.cases.assessing import MUST, applied, fill, refusals, save, url

pytestmark = pytest.mark.usefixtures("friday")


# ---- revisions ----------------------------------------------------------------------


def test_finishing_asks_for_every_must_with_the_way_to_it(office, as_, case, assessment):
    by = office.people["counselor"]
    found = refusals(finish_assessment, assessment, by=by)
    assert {refusal.code for refusal in found} == {"E-01"}
    assert {refusal.field for refusal in found} == {
        key for answers in MUST.values() for key in answers
    }
    assert found[-1].url.startswith(url("assessment_section", case, "will"))
    page = as_("counselor").get(url("assessment", case)).text
    assert "つぎの8つを入力してください" in page
    assert as_("counselor").post(url("assessment_finish", case), {}).status_code == 422
    fill(assessment, by)
    assert is_complete(latest_assessment(case.episode))
    done = as_("counselor").post(url("assessment_finish", case), {"on": "R8.11.20"})
    assert done.status_code == 302
    assessment.refresh_from_db()
    assert assessment.finished_on == today()
    assert "アセスメント（第1回）を終えました" in case.notes.first().body


def test_only_who_is_in_charge_begins_and_finishes(office, as_, case, assessment):
    for name in ("employment", "outreach"):
        for action in ("assessment_start", "assessment_finish"):
            assert as_(name).post(url(action, case), {"on": "R8.11.20"}).status_code == 403
    assert latest_assessment(case.episode).is_open


def test_a_day_that_cannot_be_is_said_on_the_hub(office, as_, case):
    page = as_("counselor").post(url("assessment_start", case), {"on": "R8.11.21"})
    assert page.status_code == 422
    assert "先の日付は入力できません" in page.text
    assert latest_assessment(case.episode) is None


def test_the_judgement_cannot_be_left_unknown(office, as_, case, assessment):
    page = as_("counselor").get(url("assessment_section", case, "summary")).text
    assert "standing-summary" not in page
    by = office.people["counselor"]
    fill(assessment, by)
    save(assessment, "will", by, {}, {"will": "declined"})
    finish_assessment(assessment, by=by)
    assert not latest_assessment(case.episode).is_open


def test_a_finished_revision_is_not_written_any_more(office, as_, case, assessment):
    by = office.people["counselor"]
    fill(assessment, by)
    finish_assessment(assessment, by=by)
    assert refusals(save, assessment, "will", by, {"will": "変えた"})[0].code == "E-08"
    page = url("assessment_section", case, "will")
    assert as_("counselor").post(page, {"version": 2, "will": "変えた"}).status_code == 409


def test_a_new_revision_is_a_copy_and_the_old_one_stays(office, as_, case, assessment):
    by = office.people["counselor"]
    fill(assessment, by)
    assert refusals(start_revision, assessment, by=by)[0].code == "E-08"
    finish_assessment(assessment, by=by)
    second = start_revision(assessment, by=by)
    assert second.number == 2
    assert answer(second, "will") == "早く働きたい。"
    assert issues(second) == ["poverty", "job_seek"]
    save(second, "will", by, {"will": "体を休めたい。"})
    assert latest_assessment(case.episode) == second
    old = as_("outreach").get(url("assessment_revision", case, assessment.pk)).text
    assert "早く働きたい。" in old
    assert "体を休めたい。" not in old
    hub = as_("counselor").get(url("assessment", case)).text
    assert "前回から写しました" in hub


def test_a_new_episode_begins_with_what_was_known(office, case, assessment):
    by = office.people["counselor"]
    save(assessment, "health", by, {"health_state": "poor"})
    case_workflow.advance(case.episode, "suspend", by=by, reason="転居")
    again = {"channel": "self_visit", "words": "また困っている。"}
    episode = consult_again(case, by=by, on=today(), intake=again)
    second = start_assessment(episode, by=office.people["chief"])
    assert (second.number, answer(second, "health_state")) == (1, "poor")


def test_an_assessment_later_than_a_day(office, clock):
    case = applied(office, on=dt.date(2026, 11, 20))
    by = office.people["counselor"]
    assessment = start_assessment(case.episode, by=by)
    assert not assessment_after(case.episode, today())
    assert assessment_after(case.episode, dt.date(2026, 11, 19))
    clock(dt.date(2026, 12, 1))
    fill(assessment, by)
    finish_assessment(assessment, by=by)
    assert assessment_after(case.episode, dt.date(2026, 11, 30))


@pytest.mark.parametrize(
    ("day", "code"), [(dt.date(2026, 11, 21), "E-35"), (dt.date(2026, 11, 19), "E-02")]
)
def test_the_days_of_an_assessment_stand_in_order(office, case, day, code):
    by = office.people["counselor"]
    assert refusals(start_assessment, case.episode, by=by, on=day)[0].code == code
    assessment = start_assessment(case.episode, by=by)
    fill(assessment, by)
    assert refusals(finish_assessment, assessment, by=by, on=day)[0].code == code


# ---- facts --------------------------------------------------------------------------


def test_coded_answers_are_facts_that_can_be_counted(office, assessment):
    by = office.people["counselor"]
    save(assessment, "issues", by, {"issues": ["poverty", "job_seek"]})
    save(assessment, "work", by, {"work_status": "seeking"}, {"since_left": "unknown"})
    save(assessment, "issues", by, {"issues": ["poverty", "debt"]})
    facts = set(AssessmentFact.objects.values_list("question", "code"))
    assert facts == {
        ("issues", "poverty"),
        ("issues", "debt"),
        ("work_status", "seeking"),
        ("since_left", "unknown"),
    }


def test_an_unknown_question_is_a_fault(office, assessment):
    with pytest.raises(ValueError, match="not its questions"):
        save(assessment, "will", office.people["counselor"], {"rent": 1})
