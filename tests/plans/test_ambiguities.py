"""What the 要綱 leave open (A1–A20): the default, and the switch where there is one."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Counter, Membership, Qualification, Role
from accounts.staffing import standing
from accounts.standards import Texts
from accounts.templatetags.frame import day
from accounts.workflow import counsels_and_decides, set_roles
from cases.models import Case
from cases.standards import case_rules
from meetings.workflow import add_plan, record_item
from network.models import Contact
from plans.documents import plan_sheet
from plans.models import HelloworkRequest, PlanRevision
from plans.standards import plan_rules, programme
from plans.workflow import (
    hellowork_workflow,
    open_revision,
    revision_workflow,
    route,
    sign_revision,
    start_provision,
    submission_workflow,
)
from rules.calendar import add_months, both, fiscal_year, today, wareki_short
from rules.profile import NATIONAL, profile_for
from rules.refusals import Refused
from tests import clauses
from tests.clauses import ROOT
from tests.course import Course, ago
from tests.places import PLACES
from tests.plans.test_pages import plan_data


def codes(refused):
    return [row.code for row in refused.value.refusals]


@pytest.fixture
def switch(folders, office):
    """A course in a city that differs from the national default in these lines alone."""

    def run(lines=""):
        folders.rules(lines)
        return Course(office)

    return run


def sent(course, *keys):
    return course.planning().drafted(*keys).agreed().reviewed().submitted()


def test_a1_the_city_decides_whoever_is_named(office, at):
    """KAM-5-2-オ names the 機関; KAM-5-4-ア the 市: E-04 for the 機関."""
    at("kamiamakusa")
    course = sent(Course(office), "household_budget").examined("household_budget")
    with pytest.raises(Refused) as refused:
        course.rule("household_budget", "fulfil", by=course.chief)
    assert codes(refused) == ["E-04"]


@pytest.mark.parametrize(
    ("decided", "procedures"),
    [("listed", ["decision", "confirm", "none"]), ("all", ["decision", "decision", "none"])],
)
def test_a2_the_city_decides_on_what_is_listed_or_on_all(switch, decided, procedures):
    """KAM-5-4-ア 「支援等」; the agency's own support never needs a decision by it."""
    course = switch(f"[version.plans]\ndecided = '{decided}'")
    course.planning().drafted("household_budget", "child_learning", "own_support")
    rows = {row.key: row.procedure for row in course.plan.programmes.all()}
    assert [rows[k] for k in ("household_budget", "child_learning", "own_support")] == procedures


@pytest.mark.parametrize(("needs", "code"), [("true", "E-10"), ("false", "E-01")])
def test_a3_a_plan_to_decide_on_needs_the_city_or_a_reason(switch, needs, code):
    course = switch(
        f"[version.plans.review]\ncity_attendance = 'basic_always'\ndecision_needs_city = {needs}"
    )
    course.planning().drafted("household_budget").agreed().meeting(city=False)
    item = add_plan(course.held, course.plan, by=course.by)
    with pytest.raises(Refused) as refused:
        record_item(item, by=course.chief, outcome="approved")
    assert codes(refused) == [code]


@pytest.mark.parametrize(("when", "state"), [("on_receipt", "preparing"), ("on_report", "active")])
def test_a4_a_reported_plan_starts_on_receipt_or_on_the_report(switch, when, state):
    course = switch(f"[version.plans]\nreport_start = '{when}'")
    course = sent(course, "own_support")
    course.plan.refresh_from_db()
    assert course.plan.state == state
    submission_workflow.advance(course.submission, "receive", by=course.officer, on=ago(70))
    course.plan.refresh_from_db()
    assert course.plan.state == "active"


@pytest.mark.parametrize(("kind", "wanted"), [("contracted", "report"), ("direct", "submission")])
def test_a5_entrusted_it_is_reported_else_confirmed(office, at, kind, wanted):
    at("nagaoka")
    office.places["center"].kind = kind
    office.places["center"].save()
    course = Course(office).planning().drafted("child_learning")
    assert route(course.plan) == wanted


def test_a6_one_report_carries_the_confirmation_too(office, at):
    at("sapporo")
    course = sent(Course(office), "household_budget")
    assert course.submission.kind == "report"
    submission_workflow.advance(course.submission, "receive", by=course.officer, on=ago(70))
    assert course.programme("household_budget").state == "confirmed"
    assert course.plan.submissions.count() == 1


def test_a7_what_has_no_procedure_is_recorded_and_the_request_follows_the_handbook(office, at):
    at("kamiamakusa")
    course = sent(Course(office), "household_budget", "child_learning", "hellowork_program")
    assert course.programme("child_learning").state == "recorded"
    request = HelloworkRequest.objects.get()
    with pytest.raises(Refused) as refused:
        hellowork_workflow.advance(request, "send", by=course.by, on=ago(70))
    assert "E-14" in codes(refused)


@pytest.mark.parametrize(("needed", "refused"), [("true", True), ("false", False)])
def test_a8_the_request_waits_for_the_city_where_the_ordinance_says_so(switch, needed, refused):
    course = switch(f"[version.plans]\nhellowork_needs_approval = {needed}")
    course = sent(course, "hellowork_program")
    request = HelloworkRequest.objects.get()
    said = [row.code for row in hellowork_workflow.explain(request, "send", course.by)]
    assert ("E-14" in said) is refused


@pytest.mark.parametrize(("rule", "refused"), [("if_list_changed", False), ("always", True)])
def test_a9_after_a_refusal_another_meeting_only_if_the_list_changed(switch, rule, refused):
    course = switch(f"[version.plans]\nresubmission_meeting = '{rule}'")
    course = sent(course, "household_budget")
    course.rule("household_budget", "refuse", reason="収入が基準を超える")
    open_revision(course.plan, by=course.by, why="収入を見直した", on=ago(70))
    course.write("household_budget", memo="証明を付けた").agreed(days=69)
    if not refused:
        assert course.submitted(days=68).submission.number == 2
        return
    with pytest.raises(Refused) as found:
        course.submitted(days=68)
    assert "E-09" in codes(found)


def test_a10_the_city_reads_an_entrusted_case_from_the_submission_on(office):
    course = Course(office).planning().drafted("household_budget").agreed().reviewed()
    seen = Case.objects.visible_to(course.officer)
    assert not seen.filter(pk=course.case.pk).exists()
    course.submitted()
    assert seen.all().filter(pk=course.case.pk).exists()


@pytest.mark.parametrize("said", ["allowed", "warned", "forbidden"])
def test_a11_one_person_may_counsel_and_decide_unless_forbidden(switch, office, said):
    switch(f"[version.staffing]\ndecider_may_counsel = '{said}'")
    person, city = office.people["direct"], office.places["city"]
    assert counsels_and_decides(person, city, [Role.OFFICER]) == ""
    assert counsels_and_decides(person, city, [Role.APPROVER]) == said
    if said == "forbidden":
        with pytest.raises(Refused, match="E-39"):
            set_roles(person, city, [Role.APPROVER], by=person)
    else:
        set_roles(person, city, [Role.APPROVER], by=person)
    held = Membership.objects.filter(user=person, role=Role.APPROVER)
    assert held.exists() is (said != "forbidden")


def test_a12_an_oral_consent_counts_and_says_so(office):
    course = Course(office).planning().drafted("household_budget")
    revision = course.plan.newest
    revision_workflow.advance(revision, "agree", by=course.by, on=ago(90), method="oral")
    assert revision.get_agreed_method_display() == "口頭（署名はあとで）"


def test_a12_the_signature_that_comes_later_clears_no_consent(office, as_):
    course = Course(office).planning().drafted("household_budget").agreed(method="oral")
    client, page = as_("counselor"), reverse("plan_detail", args=[course.plan.pk])
    sign = reverse("plan_sign", args=[course.plan.pk])
    assert sign in client.get(page).text
    assert client.get(sign).status_code == 200
    for on, said in ((ago(91), "E-02"), (ago(-1), "E-35")):
        assert said in client.post(sign, {"on": wareki_short(on)}).text
    answer = client.post(sign, {"on": wareki_short(ago(80))}, follow=True)
    assert f"口頭、{day(ago(80))}に署名" in answer.text
    assert sign not in answer.text
    revision = course.plan.newest
    assert (revision.state, revision.agreed_on, revision.signed_on) == ("agreed", ago(90), ago(80))
    paper = plan_sheet(revision).paper
    assert (paper.oral_on, paper.signed_on) == (ago(90), ago(80))
    assert client.post(sign, {"on": wareki_short(ago(80))}).status_code == 409
    revision_workflow.advance(revision, "reopen", by=course.by)
    assert revision.signed_on is None


def test_a12_only_those_in_charge_record_the_signature_of_a_plan(office):
    course = Course(office).planning().drafted("household_budget").agreed(method="oral")
    with pytest.raises(Refused) as refused:
        sign_revision(course.plan.newest, by=office.people["officer"], on=today())
    assert codes(refused) == ["E-03"]


@pytest.mark.parametrize("day", [None, ago(-300)])
def test_a13_the_months_of_the_evaluation_are_chosen_and_its_day_can_be_another(office, day):
    """概ね3・6・12か月 (4(3)ウ)."""
    course = Course(office).planning().drafted("household_budget")
    course.write("household_budget", review_months=12, evaluation_on=day)
    course.agreed().reviewed().submitted().decided("household_budget")
    due = course.case.deadlines.get(key="evaluation", done_on=None)
    assert ("+ 12か月" in due.reason) is (day is None)
    assert ("プラン第1版" in due.reason) is (day is not None)
    assert due.due_on == (day or add_months(course.plan.newest.start_on, 12))


def test_a13_the_page_takes_that_day_and_shows_it(office, as_):
    course = Course(office).planning().drafted("household_budget")
    revision, client = course.plan.newest, as_("counselor")
    url = reverse("plan_edit", args=[course.plan.pk])
    early = plan_data(revision, evaluation_on=wareki_short(ago(80)))
    refused = client.post(url, early)
    assert refused.status_code == 422
    assert "評価の日は期間の始まり以降の日付にしてください。" in refused.text
    assert client.post(url, early | {"evaluation_on": wareki_short(ago(-95))}).status_code == 302
    revision.refresh_from_db()
    assert revision.evaluation_on == ago(-95)
    assert (
        f"<dt>評価</dt><dd>{both(ago(-95))}"
        in client.get(reverse("plan_detail", args=[course.plan.pk])).text
    )


def test_a14_about_that_age_is_a_question_and_this_years_certificate_does_not_count():
    """埼玉県 3(2)ア おおむね: a reason goes on (E-30); 3(3)ア: 前年度まで."""
    rules = case_rules(profile_for(PLACES["saitama"]))
    (age,) = [row for row in rules.targets if row.asks == "age"]
    assert (age.youngest, age.oldest) == (35, 45)
    staffing = profile_for(PLACES["saitama"]).table("staffing")
    certificate = Qualification(kind="certificate", name="counselor")
    for years, missing in ((0, True), (1, False)):
        certificate.obtained_on = dt.date(fiscal_year(today()) - years, 4, 1)
        assert standing("outreach", [certificate], staffing, today()).is_missing is missing


def test_a15_the_outreach_worker_of_nagaoka_has_requirements_of_their_own():
    """3(2)エ: the 修了証 alone does not suffice."""
    staffing = profile_for(PLACES["nagaoka"]).table("staffing")
    held = [Qualification(kind="certificate", name=post) for post in ("chief", "counselor")]
    assert standing("outreach", held, staffing, today()).is_missing


def test_a16_what_the_draft_left_provisional_is_data():
    """手引き（案）: the period of a shelter, the articles of the law."""
    rules = profile_for(NATIONAL, dt.date(2026, 11, 20))
    assert programme(rules, "temporary_living").longest_months == 3
    texts = rules.table("texts")
    assert isinstance(texts, Texts)
    assert "第４条第３項" in texts.secrecy


def test_a17_the_indicator_whose_column_was_lost_waits_with_the_evaluation():
    """図表Ⅷ-2: shown under 体制 once the figures are built; nothing counts by it until then."""
    (row,) = [row for row in clauses.read() if row.id == "TEB-8-2-1"]
    assert (row.room, row.is_proven) == ("reports", False)


def test_a18_no_page_and_no_paper_cites_a_figure_of_the_handbook_that_is_not_there():
    """図表Ⅳ-2 to Ⅳ-4 are cited in the 手引き and were never printed."""
    files = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("config/municipalities/**/*.toml")]
    assert files
    assert [file.name for file in files if "図表Ⅳ" in file.read_text(encoding="utf-8")] == []


def test_a19_one_agency_has_several_windows(office):
    center = office.places["center"]
    for name in ("駅前窓口", "支所窓口"):
        Counter(organisation=center, name=name).save()
    assert center.counters.count() == 2
    assert office.case().agency == center


# --- D27: the signature before or after the meeting ---


@pytest.mark.parametrize("signed", ["before_meeting", "after_meeting"])
def test_the_person_signs_before_or_after_the_meeting(switch, signed):
    course = switch(f"[version.plans]\nsigned = '{signed}'")
    course.planning().drafted("household_budget")
    if signed == "before_meeting":
        with pytest.raises(Refused) as refused:
            course.reviewed()
        assert codes(refused) == ["E-01"]
        return
    course.reviewed()
    with pytest.raises(Refused) as refused:
        course.submitted()
    assert "本人の同意日" in str(refused.value)
    revision_workflow.advance(
        course.plan.newest, "agree_after", by=course.by, on=ago(79), method="written"
    )
    assert course.submitted().plan.newest.state == PlanRevision.State.SUBMITTED


def test_signed_after_the_meeting_support_that_needs_nothing_begins(switch):
    course = switch("[version.plans]\nsigned = 'after_meeting'\nreport_rule = 'never'")
    course.planning().drafted("own_support").reviewed()
    assert course.plan.state == "preparing"
    revision_workflow.advance(
        course.plan.newest, "agree_after", by=course.by, on=ago(79), method="written"
    )
    course.plan.refresh_from_db()
    assert course.plan.state == "active"
    start_provision(course.programme("own_support"), by=course.by, on=today())
    assert course.programme("own_support").provision_from == today()


def test_off_the_agenda_an_unsigned_plan_is_a_draft_again(switch):
    from meetings.workflow import remove_item

    course = switch("[version.plans]\nsigned = 'after_meeting'")
    course.planning().drafted("household_budget").meeting(days=-3)
    item = add_plan(course.held, course.plan, by=course.by)
    remove_item(item, by=course.chief)
    assert (course.plan.newest.state, course.plan.newest.meeting_on) == ("draft", None)


def test_the_route_of_the_national_default_ends_with_the_approver():
    assert [row.role for row in plan_rules(profile_for(NATIONAL)).approval_route] == ["approver"]


def test_no_office_of_the_law_stands_in_the_register_before_it_is_needed(office):
    assert not Contact.objects.exists()


def test_a20_a_slip_of_the_pen_is_called_by_its_official_name_and_kept_beside_it():
    """上天草市 5(2)ウ: 「就労準備支援業」."""
    entry = programme(profile_for(PLACES["kamiamakusa"]), "work_preparation")
    assert (entry.label, entry.original) == ("就労準備支援事業", "就労準備支援業")
