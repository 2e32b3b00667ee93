"""What every 要綱 asks for in the same words, tried under each folder of config/municipalities."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.models import Case, Episode, latest_assessment
from cases.workflow import (
    assign,
    case_workflow,
    consult_again,
    receive,
    referral_workflow,
    save_section,
    start_assessment,
    start_revision,
    write_note,
)
from cases.workflow.records import record_job_search
from documents.models import IssuedDocument
from meetings.workflow import (
    add_evaluation,
    add_plan,
    adjust,
    meeting_workflow,
    record_item,
    set_attendees,
)
from network.models import Contact
from plans.models import HelloworkRequest, Review
from plans.standards import programmes
from plans.workflow import (
    draft_plan,
    hellowork_workflow,
    open_revision,
    route,
    save_revision,
    start_provision,
    submission_workflow,
    submit,
)
from rules.calendar import today
from rules.profile import FOLDER, profile_for
from rules.refusals import Refused
from tests.course import CLOSING, ITEM, Course, ago

CODES = [path.name.partition("_")[0] for path in sorted(FOLDER.glob("*_*"))]


@pytest.fixture(params=CODES)
def place(request, office):
    """The office, its city working by one of the folders."""
    city = office.places["city"].municipality
    city.code = request.param
    city.save()
    return office


def of_procedure(office, procedure):
    """A programme of the catalogue in force that is ruled on by this procedure."""
    rows = programmes(profile_for(office.places["city"].municipality.code))
    return next((row.key for row in reversed(rows) if row.procedure == procedure), None)


def codes(call, *args, **kwargs):
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    return [refusal.code for refusal in found.value.refusals]


def contact(office, category):
    row = Contact(municipality=office.places["city"].municipality, category=category, name="先")
    row.save()
    return row


# ---- 受付 to スクリーニング --------------------------------------------------------------


@pytest.mark.parametrize("channel", ["self_visit", "self_phone", "outreach"])
def test_a_person_is_received_on_every_way(place, channel):
    counselor = place.people["counselor"]
    case = receive(
        agency=place.places["center"],
        by=counselor,
        on=today(),
        person={"call_name": "窓口の方"},
        intake={"channel": channel, "words": "家賃が払えない。"},
    )
    assert (case.episode.state, case.episode.intake.channel) == ("received", channel)
    assert case.deadlines.get(key="triage").due_on > today()


def test_the_judgement_gives_information_refers_or_goes_on(place):
    by = place.people["counselor"]
    informed = place.case().episode
    assert codes(case_workflow.advance, informed, "inform", by=by, reason="足りる") == ["E-01"]
    case_workflow.advance(informed, "inform", by=by, given="収納課の窓口", reason="足りる")
    assert (informed.state, informed.ended_on) == ("informed", today())
    referred = place.case().episode
    to = contact(place, "other")
    assert codes(case_workflow.advance, referred, "refer", by=by, reason="借金", contact=to) == [
        "E-06"
    ]
    assert codes(case_workflow.advance, referred, "refer", by=by, reason="借金") == ["E-01"]
    assert Course(place).applied().episode.state == "assessing"


def test_the_assessment_waits_for_the_application(place):
    course = Course(place)
    course.move("go_on", 118, reason="複合課題", exception="ほかに相談先がない")
    section = start_assessment(course.episode, by=course.by, on=ago(117)).sections.get(
        code="income"
    )
    wage = {"by": course.by, "answers": {"assistance": "none"}, "standings": {}}
    assert codes(save_section, section, version=section.version, **wage) == ["E-05"]
    everyone = ["c1", "c2"]
    course.move("apply", 117, method="written", purposes=["support"], recipients=everyone)
    section.refresh_from_db()
    assert save_section(section, version=section.version, **wage).answers == wage["answers"]


def test_the_screening_waits_for_the_finished_assessment(place):
    course = Course(place).applied()
    going_on = {"by": course.by, "reason": "続けて支える"}
    assert codes(case_workflow.advance, course.episode, "screen_continue", **going_on) == ["E-08"]
    course.assessed().move("screen_continue", 100, reason="続けて支える")
    assert course.episode.state == Episode.State.PLANNING
    assert course.episode.screening.result == "continue"


def test_who_needs_public_assistance_is_surely_connected(place):
    course = Course(place).applied()
    office = contact(place, "welfare_office")
    course.move("refer", 100, contact=office, reason="最低生活費を下回る")
    referral = course.episode.referrals.get()
    end = {"by": course.by, "reason": "つないだ"}
    assert codes(case_workflow.advance, course.episode, "hand_over", **end) == ["E-18"]
    referral_workflow.advance(referral, "send", by=course.by, on=ago(99), way="同行")
    assert codes(case_workflow.advance, course.episode, "hand_over", **end) == ["E-18"]
    referral_workflow.advance(referral, "accept", by=course.by, on=ago(98), accepted_by="面接員")
    case_workflow.advance(course.episode, "hand_over", **end)
    assert course.episode.state == "handed_over"


# ---- プラン and 支援調整会議 ---------------------------------------------------------------


def planned(place, procedure="decision"):
    key = of_procedure(place, procedure)
    course = Course(place).planning()
    course.key = key
    return course.drafted(*filter(None, [key]))


def test_a_plan_is_whole_and_agreed_to_before_the_meeting(place):
    course = planned(place)
    course.write(course.key, goal_short="")
    assert codes(course.agreed) == ["E-25"]
    course.write(course.key).meeting()
    assert codes(add_plan, course.held, course.plan, by=course.by) == ["E-01"]
    course.agreed()
    course.write(course.key, approach="順を変える")
    assert course.plan.newest.agreed_on is None
    course.agreed()
    assert add_plan(course.held, course.plan, by=course.by).number == 1


def test_a_programme_outside_the_catalogue_is_refused(place):
    offered = {row.key for row in programmes(profile_for(place.places["city"].municipality.code))}
    missing = {"rescue", "work_preparation", "work_training", "temporary_living"} - offered
    course = planned(place)
    assert missing
    for key in missing:
        assert codes(course.write, key) == ["E-23"]


def test_the_meeting_judges_with_people_from_outside_and_shares_out_the_roles(place):
    course = planned(place).agreed().meeting(outside=False, city=False)
    item = add_plan(course.held, course.plan, by=course.by)
    assert codes(record_item, item, by=course.chief, outcome="approved")[0] == "E-01"
    meeting_workflow.advance(course.held, "cancel", by=course.chief, reason="人がそろわない")
    course.meeting()
    item = add_plan(course.held, course.plan, by=course.by)
    nobody = [{"organisation": "", "task": "貸付の相談"}]
    assert codes(record_item, item, by=course.chief, outcome="approved", roles=nobody) == ["E-01"]
    roles = [{"organisation": "社会福祉協議会", "task": "貸付の相談"}]
    gaps = ["夜間に相談できる窓口"]
    record_item(item, by=course.chief, outcome="approved", roles=roles, gaps=gaps)
    meeting_workflow.advance(course.held, "close", by=course.chief, on=course.held.held_on)
    note = course.case.notes.get(method="meeting_plan")
    for words in ("社会福祉協議会", "貸付の相談", "夜間に相談できる窓口"):
        assert words in note.body
    assert item.gaps.get().need == "夜間に相談できる窓口"
    assert course.plan.newest.state == "approved"


def supported(place):
    course = planned(place).agreed().reviewed().submitted()
    return course.decided(course.key)


# ---- what the city does -----------------------------------------------------------------


def test_nothing_is_submitted_before_the_meeting_approved_it(place):
    course = planned(place).agreed()
    assert codes(submit, course.plan, by=course.by, on=today()) == ["E-09"]
    course.reviewed().submitted()
    assert course.submission.snapshot["fields"]["goal_short"] == "3か月で面接を受ける"
    assert route(course.plan) == "submission"


def test_the_city_checks_decides_and_tells(place):
    course = planned(place).agreed().reviewed().submitted()
    course.examined(course.key, answer="open")
    assert codes(course.rule, course.key, "fulfil") == ["E-11"]
    course.plan.programmes.update(is_fit=None)
    assert "E-01" in codes(course.rule, course.key, "fulfil")
    assert codes(course.rule, course.key, "notify", way="郵送") == ["E-08"]
    assert codes(course.rule, course.key, "fulfil", by=course.chief) == ["E-04"]


def test_after_the_ruling_the_person_is_told(place):
    course = supported(place)
    assert course.programme(course.key).in_force.decided_on == ago(74)
    assert codes(course.rule, course.key, "notify", days=75, way="郵送") == ["E-02"]
    course.rule(course.key, "notify", days=73, way="郵送")
    ruling = course.programme(course.key).in_force
    assert ruling.notified_on == ago(73)
    assert IssuedDocument.objects.filter(code="form8", subject_pk=ruling.pk).exists()


def test_what_cannot_be_decided_goes_back_with_its_reason_and_comes_again(place):
    course = planned(place).agreed().reviewed().submitted()
    course.rule(course.key, "examine")
    assert codes(course.rule, course.key, "refuse") == ["E-13"]
    course.rule(course.key, "refuse", reason="要件の確認ができない")
    course.rule(course.key, "report_back")
    course.plan.refresh_from_db()
    open_revision(course.plan, by=course.by, why="書類をそろえた", on=ago(70))
    course.agreed(days=69)
    assert codes(course.submitted, days=68) == ["E-08"]
    course.write(course.key, memo="書類を付けた").agreed(days=68).submitted(days=67)
    assert course.programme(course.key).state == "resubmitted"


def test_what_is_confirmed_is_confirmed_by_the_city_alone(place):
    course = planned(place, "confirm").agreed().reviewed().submitted()
    if route(course.plan) == "report":
        receive_it = {"by": course.chief, "on": ago(77)}
        assert codes(submission_workflow.advance, course.submission, "receive", **receive_it) == [
            "E-04"
        ]
        submission_workflow.advance(course.submission, "receive", by=course.officer, on=ago(77))
    else:
        assert codes(course.rule, course.key, "confirm", by=course.chief) == ["E-04"]
        course.rule(course.key, "confirm", days=77)
    assert course.programme(course.key).in_force.kind == "confirmed"


def test_the_hellowork_is_asked_after_the_city_agreed(place):
    key = of_procedure(place, "hellowork")
    course = Course(place).planning().drafted(*filter(None, (key, of_procedure(place, "decision"))))
    course.agreed().reviewed().submitted()
    request = HelloworkRequest.objects.get()
    send = {"by": course.by, "on": ago(70), "contact": contact(place, "hellowork")}
    refused = codes(hellowork_workflow.advance, request, "send", **send)
    assert {"E-14", "E-15", "E-37"} == set(refused)
    hellowork_workflow.advance(request, "approve", by=course.officer, on=ago(76))
    assert "E-14" not in codes(hellowork_workflow.advance, request, "send", **send)


def test_nothing_is_provided_before_its_decision(place):
    course = planned(place).agreed().reviewed().submitted()
    start = {"by": course.by, "on": ago(1)}
    assert codes(start_provision, course.programme(course.key), **start) == ["E-12"]
    course.decided(course.key)
    start_provision(course.programme(course.key), **start)
    assert course.programme(course.key).provision_from == ago(1)


# ---- 支援 to 終結 -----------------------------------------------------------------------


def test_support_is_watched_and_evaluated_in_the_meeting(place):
    course = supported(place).monitored()
    assert course.plan.monitorings.get().findings == "家計表が続いている"
    assert "家計表が続いている" in course.case.notes.filter(kind="note").first().body
    assert course.case.deadlines.get(key="evaluation", done_on=None).due_on > ago(70)
    course.evaluated()
    evaluation = course.evaluation
    evaluation.refresh_from_db()
    evaluation.wish = ""
    evaluation.save()
    course.meeting(days=8)
    assert codes(add_evaluation, course.held, evaluation, by=course.by) == ["E-16"]


def test_an_end_asks_what_comes_after_it(place):
    course = supported(place).evaluated()
    course.evaluation.refresh_from_db()
    item = add_evaluation(course.meeting(days=8).held, course.evaluation, by=course.by)
    close = {"by": course.chief, "outcome": "close"}
    assert codes(record_item, item, **close) == ["E-01"] * 7
    assert not Review.objects.filter(subject="evaluation").exists()
    later = today() + dt.timedelta(days=20)
    record_item(item, closing=CLOSING | {"follow_up_on": later}, **close)
    course.plan.refresh_from_db()
    assert course.plan.episode.state == "following_up"
    assert course.plan.state == "ended"


def test_a_new_plan_rests_on_a_new_assessment(place):
    course = supported(place).evaluated("continue").evaluation_reviewed("continue")
    assert codes(course.move, "plan_again", 5) == ["E-17"]
    start_revision(latest_assessment(course.episode), by=course.by, on=ago(4))
    course.move("plan_again", 3)
    assert draft_plan(course.episode, by=course.by, on=ago(3)).number == 2


# ---- who does what ----------------------------------------------------------------------


def test_the_duties_of_each_post(place):
    """主任 leads and gives out, 相談支援員 carries the plan, 就労支援員 its rows of work."""
    course = planned(place)
    people = place.people
    assert codes(assign, course.episode, by=people["counselor"], lead=people["counselor"]) == [
        "E-03"
    ]
    assign(course.episode, by=people["chief"], employment=people["employment"])
    course.by = people["employment"]
    work = {**ITEM, "goal": "1社に応募する", "is_employment": True}
    revision = course.plan.newest
    write = {"version": revision.version, "fields": {"goal_long": "ほか"}, "lines": []}
    save_revision(revision, by=people["employment"], items=[work], **write)
    newest = course.plan.newest
    assert newest.goal_long == "ひとりで暮らしを立てる"
    assert [row.goal for row in newest.items.all()] == ["午前中に起きる", "1社に応募する"]
    assert [line.programme.key for line in newest.lines.all()] == [course.key]
    write["version"] = newest.version
    assert codes(save_revision, newest, by=people["outreach"], items=[], **write) == ["E-03"]


def test_the_outreach_worker_consults_and_plans_the_cases_in_their_charge(place):
    course = Course(place, by="outreach").planning().drafted()
    assert course.plan.newest.author == place.people["outreach"]


def test_the_outreach_worker_takes_part_in_the_meeting(place):
    course = planned(place).agreed()
    outreach = place.people["outreach"]
    course.meeting()
    rows = [
        {"organisation": "つむぎ相談センター", "name": str(outreach), "user": outreach},
        {"organisation": "つむぎ市 福祉課", "name": "試験 officer", "is_city": True},
        {"organisation": "社会福祉協議会", "name": "外部 一郎"},
    ]
    rows[0]["is_outside"] = False
    set_attendees(course.held, rows, by=course.chief)
    item = add_plan(course.held, course.plan, by=course.by)
    adjust(item, by=outreach, on=ago(82), partner="家族", result="本人が来ると言った")
    record_item(item, by=course.chief, outcome="approved")
    assert str(outreach) in {row.name for row in course.held.present}
    assert item.adjustments.get().author == outreach


def test_what_is_done_at_home_and_for_work_is_recorded(place):
    outreach, course = place.people["outreach"], Course(place).applied()
    write_note(course.case, by=outreach, on=ago(3), method="visit", body="家で朝食をともにした")
    search = {"kind": "apply", "employer": "架空製作所", "result": "短い時間から"}
    record_job_search(course.case, by=outreach, on=ago(2), **search)
    said = "\n".join(note.body for note in course.case.notes.filter(author=outreach))
    assert "家で朝食をともにした" in said
    assert "短い時間から" in said


def test_the_same_person_is_noticed_and_keeps_one_file(place, as_):
    known = {"name": "髙野 美咲", "kana": "たかの みさき", "birth": "1988-05-12"}
    case, client = place.case(**known), as_("counselor")
    typed = {
        "received_on": f"{today():%Y%m%d}",
        "channel": "self_visit",
        "call_name": "窓口の方",
        "words": "また困っている。",
        **known,
    }
    page = client.post(reverse("case_receive"), typed)
    assert page.status_code == 422
    assert "同一人物の可能性がある台帳があります（氏名カナ・生年月日が一致）。" in page.text
    assert case.number in page.text
    by = place.people["counselor"]
    case_workflow.advance(case.episode, "inform", by=by, given="案内", reason="足りる")
    again = {"channel": "self_visit", "words": "また困っている。"}
    assert consult_again(case, by=by, on=today(), intake=again).number == 2
    assert Case.objects.get() == case
