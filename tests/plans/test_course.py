"""The plan's whole course by its verbs: agreed, approved, decided, provided, evaluated, closed."""

import pytest
from django.urls import reverse

from accounts.models import Membership
from cases.models import Case, Note, latest_assessment
from cases.workflow import start_revision
from documents.models import IssuedDocument
from meetings.workflow import add_plan, record_item
from network.models import Contact
from plans.models import HelloworkRequest, Plan, PlanProgramme, PlanRevision, Review
from plans.workflow import (
    draft_plan,
    hellowork_workflow,
    open_revision,
    programme_workflow,
    revision_workflow,
    route,
    save_evaluation,
    start_evaluation,
    start_provision,
    submission_workflow,
    submit,
    table_evaluation,
)
from plans.workflow.submission import obstacles
from rules.calendar import today
from rules.refusals import Refused
from tests.course import CLOSING, Course, ago

BUDGET = "household_budget"
State = PlanRevision.State


def codes(found):
    return [refusal.code for refusal in found.value.refusals]


def test_a_case_goes_from_the_first_call_to_its_end(office):
    course = Course(office).closed()
    assert course.episode.state == "following_up"
    assert course.plan.state == "ended"
    assert course.episode.closing.following is True
    assert course.episode.follow_ups.get().planned_on > today()
    assert not course.case.deadlines.filter(done_on=None, key="evaluation").exists()
    held = Note.objects.filter(case=course.case, kind="note", method__startswith="meeting")
    assert held.count() == 2


def test_an_edit_after_the_consent_clears_it(office):
    course = Course(office).planning().drafted("household_budget").agreed()
    course.write("household_budget", memo="足しました")
    newest = course.plan.newest
    assert (newest.state, newest.agreed_on) == (State.DRAFT, None)


def test_a_programme_stands_in_a_plan_once(office):
    course = Course(office).planning().drafted("household_budget")
    with pytest.raises(Refused) as found:
        course.write("household_budget", "work_preparation", "household_budget")
    assert codes(found) == ["E-32"]
    assert [line.programme.key for line in course.plan.newest.lines.all()] == ["household_budget"]


def test_a_plan_without_its_goal_is_not_agreed_to(office):
    course = Course(office).planning().drafted("household_budget")
    course.write("household_budget", goal_short="")
    with pytest.raises(Refused) as found:
        course.agreed()
    assert codes(found) == ["E-25"]
    assert "この期間の達成目標" in found.value.refusals[0].text


def test_without_the_city_a_plan_that_needs_a_decision_is_not_approved(office):
    course = Course(office).planning().drafted("household_budget").agreed().meeting(city=False)
    item = add_plan(course.held, course.plan, by=course.by)
    with pytest.raises(Refused) as found:
        record_item(item, by=course.chief, outcome="approved")
    assert codes(found) == ["E-10"]


def test_without_anyone_from_outside_nothing_is_approved(office):
    course = Course(office).planning().drafted("own_support").agreed()
    course.meeting(city=False, outside=False)
    item = add_plan(course.held, course.plan, by=course.by)
    with pytest.raises(Refused) as found:
        record_item(item, by=course.chief, outcome="approved")
    assert codes(found) == ["E-01"]
    assert "自立相談支援機関以外の出席者" in found.value.refusals[0].text


def test_a_plan_not_approved_is_not_submitted(office):
    course = Course(office).planning().drafted("household_budget").agreed()
    with pytest.raises(Refused) as found:
        submit(course.plan, by=course.by, on=today())
    assert codes(found) == ["E-09"]


def test_amended_goes_on_without_a_second_meeting_but_with_a_second_consent(office):
    course = Course(office).planning().drafted("household_budget").agreed()
    course.reviewed("amended", reason="水道料の分納を書く")
    newest = course.plan.newest
    assert (newest.number, newest.state) == (2, State.DRAFT)
    assert "E-08" in [refusal.code for refusal in obstacles(course.plan, course.by)]
    course.write("household_budget", memo="水道料の分納").agreed(days=79).submitted()
    assert course.plan.newest.state == State.SUBMITTED


def test_amended_with_another_programme_needs_a_new_meeting(office):
    course = Course(office).planning().drafted("household_budget").agreed()
    course.reviewed("amended", reason="就労準備も")
    course.write("household_budget", "work_preparation").agreed(days=79)
    with pytest.raises(Refused) as found:
        course.submitted()
    assert codes(found) == ["E-09"]


def test_a_refused_programme_sends_a_new_version_and_leaves_the_other(office):
    course = Course(office).planning().drafted("household_budget", "work_preparation")
    course.agreed().reviewed().submitted().decided("household_budget")
    course.rule("work_preparation", "examine")
    with pytest.raises(Refused) as found:
        course.rule("work_preparation", "refuse")
    assert codes(found) == ["E-13"]
    course.rule("work_preparation", "refuse", reason="収入が基準を超える")
    course.rule("work_preparation", "report_back")
    course.plan.refresh_from_db()
    open_revision(course.plan, by=course.by, why="収入を見直した", on=ago(70))
    assert course.programme("work_preparation").state == "revising"
    course.agreed(days=69)
    with pytest.raises(Refused) as found:
        course.submitted(days=68)
    assert codes(found) == ["E-08"]
    course.write("household_budget", "work_preparation", memo="収入の証明を付けた").agreed(days=68)
    course.submitted(days=67)
    assert course.programme("work_preparation").state == "resubmitted"
    assert course.programme("household_budget").state == "decided"


def test_nothing_is_provided_before_its_decision(office):
    course = Course(office).planning().drafted("household_budget", "work_preparation")
    course.agreed().reviewed().submitted().decided("household_budget")
    with pytest.raises(Refused) as found:
        start_provision(course.programme("work_preparation"), by=course.by, on=ago(1))
    assert codes(found) == ["E-12"]
    with pytest.raises(Refused) as found:
        start_provision(course.programme("household_budget"), by=course.by, on=ago(77))
    assert codes(found) == ["E-12"]
    start_provision(course.programme("household_budget"), by=course.by, on=ago(70))
    assert course.programme("household_budget").provision_from == ago(70)


def test_only_the_city_decides_and_never_the_maker(office):
    course = Course(office).planning().drafted("household_budget").agreed().reviewed().submitted()
    course.examined("household_budget")
    course.rule("household_budget", "fulfil")
    course.rule("household_budget", "draft")
    with pytest.raises(Refused) as found:
        course.rule("household_budget", "decide", by=course.chief)
    assert codes(found) == ["E-04"]
    with pytest.raises(Refused) as found:
        course.rule("household_budget", "decide", by=course.officer)
    assert codes(found) == ["E-03"]
    give_role(course, course.officer, "approver")
    with pytest.raises(Refused) as found:
        course.rule("household_budget", "decide", by=course.officer)
    assert codes(found) == ["E-34"]
    assert course.programme("household_budget").state == "in_approval"


def give_role(course, user, role):
    Membership(
        user=user, organisation=course.office.places["city"], role=role, since=ago(300)
    ).save()
    user.__dict__.pop("_posts", None)


def test_an_unchecked_requirement_is_named(office):
    course = Course(office).planning().drafted("household_budget").agreed().reviewed().submitted()
    course.examined("household_budget", answer="open")
    with pytest.raises(Refused) as found:
        course.rule("household_budget", "fulfil")
    assert codes(found) == ["E-11"]
    assert "家計の見直しに本人が同意している" in found.value.refusals[0].text


def test_a_draft_of_the_city_can_be_pulled_back_until_somebody_acted(office):
    course = Course(office).planning().drafted("household_budget").agreed().reviewed().submitted()
    course.examined("household_budget")
    course.rule("household_budget", "fulfil")
    course.rule("household_budget", "draft")
    course.rule("household_budget", "pull_back")
    assert course.programme("household_budget").state == "eligible"
    course.rule("household_budget", "draft")
    course.rule("household_budget", "decide", by=course.approver)
    with pytest.raises(Refused) as found:
        course.rule("household_budget", "pull_back")
    assert codes(found) == ["E-08"]


def test_a_submission_can_be_pulled_back_until_the_city_begins(office):
    course = Course(office).planning().drafted("household_budget").agreed().reviewed().submitted()
    submission_workflow.advance(course.submission, "pull_back", by=course.by, on=ago(77))
    assert course.plan.newest.state == State.APPROVED
    assert course.programme("household_budget").state == "pending"
    course.submitted(days=76)
    course.rule("household_budget", "examine")
    with pytest.raises(Refused) as found:
        submission_workflow.advance(course.submission, "pull_back", by=course.by, on=ago(75))
    assert codes(found) == ["E-08"]


def test_a_programme_without_a_procedure_does_not_wait_for_submission(office):
    course = Course(office).planning().drafted("own_support", "child_learning")
    words = [course.programme(key).get_state_display() for key in ("own_support", "child_learning")]
    assert words == ["手続なし", "未提出"]


def test_a_plan_without_a_decision_is_reported_by_an_entrusted_agency(office):
    course = Course(office).planning().drafted("child_learning").agreed()
    course.reviewed()
    assert route(course.plan) == "report"
    course.submitted()
    sent = (course.plan.newest, course.submission, course.programme("child_learning"))
    assert [row.get_state_display() for row in sent] == ["報告済み"] * 3
    told = course.case.notes.get(machine="programme", move="submit")
    assert told.body.endswith("：報告する")
    submission_workflow.advance(course.submission, "receive", by=course.officer, on=ago(77))
    course.plan.refresh_from_db()
    course.episode.refresh_from_db()
    assert course.programme("child_learning").state == "confirmed"
    assert (course.plan.state, course.episode.state) == ("active", "in_support")


def test_notice_is_not_dated_before_the_ruling(office):
    course = Course(office).supported()
    with pytest.raises(Refused) as found:
        course.rule("household_budget", "notify", days=76, way="郵送")
    assert codes(found) == ["E-02"]
    course.rule("household_budget", "notify", days=73, way="郵送")
    ruling = course.programme("household_budget").decisions.get()
    assert ruling.notified_on == ago(73)
    issued = IssuedDocument.objects.get(code="form8", subject_pk=ruling.pk)
    assert issued.number
    assert issued.case_number == course.case.number


def test_hellowork_waits_for_the_city_and_its_papers(office, contact_at):
    course = Course(office).planning().drafted("hellowork_program", "household_budget")
    course.agreed().reviewed().submitted()
    request = HelloworkRequest.objects.get()
    hellowork = contact_at("hellowork", "つむぎ公共職業安定所")
    with pytest.raises(Refused) as found:
        send(request, course, hellowork)
    assert codes(found) == ["E-14", "E-15", "E-37"]
    hellowork_workflow.advance(request, "approve", by=course.officer, on=ago(76))
    papers = ["plan", "consent", "request", "resume"]
    with pytest.raises(Refused) as found:
        hellowork_workflow.advance(request, "check", by=course.by, on=ago(76), documents=["plan"])
    assert codes(found) == ["E-15"]
    hellowork_workflow.advance(request, "check", by=course.by, on=ago(76), documents=papers)
    with pytest.raises(Refused) as found:
        send(request, course, hellowork)
    assert codes(found) == ["E-37"]
    course.decided("household_budget")
    send(request, course, hellowork)
    hellowork_workflow.advance(request, "receive", by=course.by, on=ago(60))
    assert course.programme("hellowork_program").in_force.kind == "hellowork"
    assert course.case.disclosures.get(kind="c2").recipient == "つむぎ公共職業安定所"
    assert request.way == "簡易書留"
    assert course.case.notes.filter(body="支援要請：ハローワークへ送付した（簡易書留）").exists()


def send(request, course, contact):
    said = {"contact": contact, "way": "簡易書留"}
    return hellowork_workflow.advance(request, "send", by=course.by, on=ago(70), **said)


@pytest.fixture
def contact_at(office):
    def make(category, name):
        contact = Contact(
            municipality=office.places["city"].municipality, category=category, name=name
        )
        contact.save()
        return contact

    return make


def test_an_evaluation_needs_its_three_contents(office):
    course = Course(office).supported()
    evaluation = start_evaluation(course.plan, by=course.by, on=ago(10))
    save_evaluation(
        evaluation,
        by=course.by,
        version=evaluation.version,
        fields={"achievement": "続いた", "result": "close"},
        changes=[],
    )
    evaluation.refresh_from_db()
    with pytest.raises(Refused) as found:
        table_evaluation(evaluation, by=course.by)
    assert codes(found) == ["E-16"]


def test_a_new_plan_waits_for_a_newer_assessment(office):
    course = Course(office).supported().evaluated("continue").evaluation_reviewed("continue")
    assert course.episode.state == "reassessing"
    with pytest.raises(Refused) as found:
        course.move("plan_again", 5)
    assert codes(found) == ["E-17"]
    start_revision(latest_assessment(course.episode), by=course.by, on=ago(4))
    course.move("plan_again", 3)
    again = draft_plan(course.episode, by=course.by, on=ago(3))
    assert again.turn == "再プラン（1回目）"


def test_closing_asks_its_three_questions(office):
    course = Course(office).supported().evaluated()
    with pytest.raises(Refused) as found:
        course.evaluation_reviewed(closing={**CLOSING, "watching": None, "handing_why": ""})
    assert codes(found) == ["E-01", "E-01", "E-01"]
    assert Review.objects.filter(subject="evaluation").count() == 0


def test_the_city_sees_a_case_of_a_contracted_agency_only_from_its_step_on(office):
    course = Course(office).planning().drafted("household_budget").agreed()
    assert not Plan.objects.visible_to(course.officer).exists()
    course.meeting(days=0)
    add_plan(course.held, course.plan, by=course.by)
    assert Plan.objects.visible_to(course.officer).exists()
    assert not Case.objects.visible_to(course.officer).exists()
    record_item(course.held.items.get(), by=course.chief, outcome="approved")
    submit(course.plan, by=course.by, on=today())
    assert Case.objects.visible_to(course.officer).exists()
    assert not Case.objects.visible_to(office.people["other_officer"]).exists()


def test_every_move_of_a_programme_has_a_way_out(office):
    reachable = {row.target for row in programme_workflow.transitions.values()}
    assert set(PlanProgramme.State.values) - {"pending"} <= reachable
    assert set(State.values) - {"draft"} <= {
        row.target for row in revision_workflow.transitions.values()
    }


def test_a_programme_without_its_own_period_runs_as_long_as_the_plan(office, as_):
    course = Course(office).supported()
    revision = course.plan.newest
    ruling = course.programme(BUDGET).decisions.get()
    assert (ruling.start_on, ruling.end_on) == (revision.start_on, revision.end_on)
    page = as_("counselor").get(reverse("plan_detail", args=[course.plan.pk])).text
    assert f"{revision.end_on:%Y年%-m月%-d日}まで" in page
    assert "まだ決めていません" not in page


def test_a_longer_plan_is_ruled_on_again_for_what_runs_as_long_as_it(office):
    course = Course(office).supported()
    open_revision(course.plan, by=course.by, why="もう少し続ける", on=ago(5))
    course.write(BUDGET, months=9).agreed(days=4)
    course.reviewed(days=3).submitted(days=2)
    assert course.programme(BUDGET).state == "submitted"


def test_what_was_refused_says_that_the_plan_is_to_be_mended(office, as_):
    course = Course(office).planning().drafted(BUDGET).agreed().reviewed().submitted()
    course.rule(BUDGET, "examine")
    course.rule(BUDGET, "refuse", reason="収入の証明が付いていない")
    page = as_("counselor").get(reverse("plan_detail", args=[course.plan.pk])).text
    assert "プランを見直して、市に出しなおします。" in page


def test_a_step_from_an_older_reading_keeps_what_was_written_since(office):
    course = Course(office).planning().drafted(BUDGET)
    read_before = PlanRevision.objects.get(pk=course.plan.newest.pk)
    course.write(BUDGET, goal_long="家計を自分でまわす")
    revision_workflow.advance(read_before, "agree", by=course.by, on=today(), method="written")
    now = PlanRevision.objects.get(pk=read_before.pk)
    assert (now.state, now.goal_long) == (State.AGREED, "家計を自分でまわす")
