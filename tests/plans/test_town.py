"""An invented fifth town whose rules differ from all four: a new municipality is one folder."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Role
from accounts.workflow import set_roles
from cases.models import Deadline
from documents.models import IssuedDocument
from documents.register import DOCUMENTS
from documents.rendering import html_of
from meetings.models import PlanMeeting
from meetings.workflow import add_plan, change_meeting, record_item, schedule
from plans.application_paper import application_sheet
from plans.documents import plan_sheet
from plans.models import ApprovalStep
from plans.notice_papers import ruling_sheet
from plans.workflow import open_revision
from plans.workflow.application import record_application
from rules.calendar import today, wareki, wareki_short
from rules.profile import FOLDER, check_folder
from rules.refusals import Refused
from tests.course import Course, ago
from tests.places import OWN, settle_in_town

INN = "temporary_living"
HOUSED = "つむぎの宿運営要綱第５条第１号　定まった住居がある"
FOUND_A_HOME = "つむぎの宿運営要綱第９条第１号　住まいが見つかった"


@pytest.fixture
def town(folders, office):
    """The town, its 要綱 changed on a day of the test's own (never, unless it says so)."""

    def run(changed="2099-04-01"):
        folders.town(changed)
        settle_in_town(office)
        return Course(office)

    return run


def codes(refused):
    return [row.code for row in refused.value.refusals]


def approved(course, *keys, **fields):
    return course.planning().drafted(*keys, **fields).agreed().reviewed()


def test_its_folder_is_right_and_no_part_of_the_product():
    (folder,) = OWN.iterdir()
    assert check_folder(folder) == []
    assert not (FOLDER / folder.name).exists()


# --- a programme whose procedure changed between two versions ---


def test_two_plans_on_either_side_of_the_change_are_judged_differently(town, office):
    """The version in force on the day of the meeting decides, not that of the day of writing."""
    first = town(changed=ago(60))
    approved(first, "household_budget")  # its meeting was 80 days ago
    second = Course(office, name="試験 次郎").planning().drafted("household_budget").agreed()
    second.meeting(days=50)
    record_item(
        add_plan(second.held, second.plan, by=second.by), by=second.chief, outcome="approved"
    )
    said = [course.programme("household_budget") for course in (first, second)]
    assert [row.procedure for row in said] == ["confirm", "decision"]
    assert [row.label for row in said] == ["家計相談支援事業", "家計改善支援事業"]
    papers = [
        html_of(DOCUMENTS["form5"], plan_sheet(c.plan.newest), today()) for c in (first, second)
    ]
    assert ["家計相談支援事業" in page for page in papers] == [True, False]


def test_fixing_the_day_of_the_meeting_checks_the_catalogue_again(town):
    """What the 要綱 of that day has not got cannot be laid before it (E-23)."""
    course = town(changed=ago(-5)).planning().drafted("welfare_loan").agreed()
    course.meeting(days=-10)
    with pytest.raises(Refused, match="E-23"):
        add_plan(course.held, course.plan, by=course.by)
    course.meeting(days=-2)
    item = add_plan(course.held, course.plan, by=course.by)
    with pytest.raises(Refused, match="E-23"):
        change_meeting(course.held, by=course.chief, held_on=ago(-8))
    assert PlanMeeting.objects.get(pk=course.held.pk).held_on == ago(-2)
    change_meeting(course.held, by=course.chief, held_on=ago(-3))
    item.revision.refresh_from_db()
    assert item.revision.meeting_on == ago(-3)


# --- the consultation itself needs 支援決定, by three steps of 決裁 ---


def test_every_plan_holds_the_consultation_and_it_is_decided_on(town):
    course = approved(town(), "household_budget").submitted()
    assert course.submission.kind == "submission"
    own = course.programme("own_support")
    assert (own.label, own.procedure, own.state) == ("相談支援", "decision", "submitted")


def test_a_decision_passes_every_step_of_the_route_in_its_order(town, office):
    course = approved(town(), "household_budget").submitted()
    course.examined("own_support")
    course.rule("own_support", "fulfil")
    course.rule("own_support", "draft")
    programme = course.programme("own_support")
    steps = ApprovalStep.objects.filter(programme=programme)
    assert [row.label for row in steps] == ["係長", "課長", "町長"]
    with pytest.raises(Refused, match="E-03"):
        course.rule("own_support", "pass_on", by=course.approver)
    with pytest.raises(Refused, match="E-34"):  # who drafted it signs no step of it
        course.rule("own_support", "pass_on")
    office.people["head"] = second = office.people["admin"]
    set_roles(second, office.places["city"], [Role.OFFICER], by=second)
    course.rule("own_support", "pass_on", by=second)
    course.rule("own_support", "pass_on", by=course.approver)
    with pytest.raises(Refused, match="代決の理由"):
        course.rule("own_support", "decide", by=course.approver)
    course.rule("own_support", "decide", by=course.approver, deputy_reason="町長の出張のため")
    assert steps.last().deputy_reason == "町長の出張のため"
    assert course.programme("own_support").state == "decided"


# --- a programme with its own application, a limit of 14 days, one 可否 paper ---


def applied(course, days=85, **fields):
    """A plan with the inn, its application taken."""
    course.planning().drafted(INN, months=2, **fields)
    record_application(course.programme(INN), by=course.by, on=ago(days))
    return course.agreed().reviewed()


def test_without_its_application_the_plan_is_not_submitted(town):
    course = approved(town(), INN, months=2)
    with pytest.raises(Refused) as refused:
        course.submitted()
    assert codes(refused) == ["E-25"]
    assert "様式「つむぎの宿利用申請書」の必須項目が未入力です：申請日" in str(refused.value)


def test_the_city_has_fourteen_days_from_the_application(town):
    course = applied(town()).submitted()
    due = Deadline.objects.get(case=course.case, key__startswith="limit_")
    assert (due.kind, due.due_on) == ("利用の可否の決定", ago(85 - 14))
    assert due.because.startswith(f"つむぎの宿　申請 {wareki(ago(85))} + 14日（実施要綱第12条")
    course.rule(INN, "refuse", ground=HOUSED, reason="親族の家に移った")
    due.refresh_from_db()
    assert due.done_on == ago(75)


def test_one_paper_tells_yes_and_no(town):
    """The same title and number for 決定 and 却下; the person hears before the agency."""
    course = applied(town()).submitted()
    course.rule(INN, "refuse", ground=HOUSED, reason="親族の家に移った")
    with pytest.raises(Refused, match="本人にまだ通知していない"):
        course.rule(INN, "report_back")
    course.rule(INN, "tell_refusal", way="郵送")
    issued = IssuedDocument.objects.get()
    assert (issued.code, issued.title) == ("ruling", "つむぎの宿利用可否決定通知書")
    ruling = course.programme(INN).decisions.get()
    page = html_of(DOCUMENTS["ruling"], ruling_sheet(ruling), today())
    assert "つむぎの宿利用可否決定通知書</h1>" in page
    assert '<p class="no">第７号様式<' in page
    assert '<li class="on">利用を決定しない</li>' in page
    assert "つむぎの宿運営要綱第５条第１号　定まった住居がある" in page
    assert "親族の家に移った" in page
    assert "つむぎ町長" in page
    assert "根拠　つむぎの宿運営要綱第４条" in page
    course.rule(INN, "report_back")
    assert course.programme(INN).state == "reported_back"


def test_it_is_refused_on_its_own_grounds_alone(town, as_):
    """D27: the page offers them, and no other is taken."""
    course = applied(town()).submitted()
    url = reverse("programme_rule", args=[course.plan.pk, course.programme(INN).pk, "refuse"])
    client = as_("officer")
    assert HOUSED in client.get(url).text
    data = {"on": wareki_short(ago(70)), "reason": "親族の家に移った"}
    answer = client.post(url, data)
    assert answer.status_code == 422
    assert "「あてはまる事由」を入力してください。" in answer.text
    assert client.post(url, data | {"ground": "ほかの事由"}).status_code == 422
    assert client.post(url, data | {"ground": HOUSED}).status_code == 302
    assert course.programme(INN).decisions.get().reason == f"{HOUSED}\n親族の家に移った"
    other = reverse(
        "programme_rule", args=[course.plan.pk, course.programme("own_support").pk, "refuse"]
    )
    assert "あてはまる事由" not in client.get(other).text


def test_its_application_asks_for_a_consent_of_its_own(town, office, as_):
    """D27: a second 要綱 beside the first, with its own ground and its own consent."""
    course = applied(town()).submitted()
    page = html_of(DOCUMENTS["application"], application_sheet(course.programme(INN)), today())
    assert "つむぎの宿利用申請書</h1>" in page
    assert "根拠　つむぎの宿運営要綱第４条" in page
    assert "また、宿の決まりを守り、利用中の様子を町と機関が伝え合うことに同意します。" in page
    seen = as_("officer").get(reverse("plan_rule", args=[course.plan.pk])).text
    assert "根拠 つむぎの宿運営要綱第４条" in seen
    with pytest.raises(Refused, match="E-08"):
        course.rule(INN, "tell_refusal", way="郵送")


def test_the_papers_of_a_programme_are_offered_where_the_ordinance_has_them(town, as_, office):
    course = applied(town())
    page = as_("counselor").get(reverse("case_papers", args=[course.case.pk])).text
    assert "事業の利用申請書" in page
    answer = as_("counselor").get(reverse("case_paper", args=[course.case.pk, "application"]))
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


def test_elsewhere_no_such_paper_is_offered(office, as_, at):
    at("nagaoka")
    course = Course(office)
    page = as_("counselor").get(reverse("case_papers", args=[course.case.pk])).text
    assert "事業の利用申請書" not in page
    assert "事業ごとの決定の通知書" not in page


def test_the_day_of_an_application_is_taken_on_a_page(town, as_):
    course = town().planning().drafted(INN, months=2)
    url = reverse("programme_apply", args=[course.plan.pk, course.programme(INN).pk])
    client = as_("counselor")
    assert url in client.get(reverse("plan_detail", args=[course.plan.pk])).text
    assert client.post(url, {"on": "R99.1.1"}).status_code == 422
    assert client.post(url, {"on": wareki_short(today())}).status_code == 302
    assert course.programme(INN).applied_on == today()


@pytest.mark.parametrize(
    ("months", "reason", "refused"),
    [(2, "", False), (5, "", True), (5, "住まいの契約が来月になる", False), (8, "長く要る", True)],
)
def test_a_programme_runs_as_long_as_the_ordinance_allows(town, months, reason, refused):
    """D27: three months, three more with a reason (E-21)."""
    course = town().planning().drafted(INN, months=months)
    if reason:
        course.plan.newest.lines.filter(programme__key=INN).update(extension_reason=reason)
    if not refused:
        assert course.agreed().plan.newest.state == "agreed"
        return
    with pytest.raises(Refused) as found:
        course.agreed()
    assert codes(found) == ["E-21"]
    assert "つむぎの宿の期間" in str(found.value)


def test_a_plan_runs_no_longer_than_the_ordinance_allows(town):
    course = town().planning().drafted("household_budget", months=30)
    with pytest.raises(Refused, match="「プランの期間」は1日～24か月"):
        course.agreed()


# --- the meeting: its name, its chair, the person in it, every second week ---


def test_the_meeting_bears_the_name_and_the_chair_of_the_ordinance(town, as_):
    course = town().meeting(days=-3)
    assert str(course.held).startswith("支援検討会議 ")
    assert course.held.chair_post == "所管課長"
    client = as_("chief")
    page = client.get(reverse("meeting_attendance", args=[course.held.pk])).text
    assert "本人・家族" in page
    assert "町の担当者" in page
    assert "出る範囲" not in page
    page = client.get(reverse("meeting_list")).text
    assert "<h1>支援検討会議</h1>" in page
    page = client.get(reverse("meeting_add")).text
    assert "所管課長・係長" in page


@pytest.mark.parametrize(("required", "said"), [("true", True), ("false", False)])
def test_outsiders_are_asked_for_where_the_ordinance_wants_them(
    folders, office, as_, required, said
):
    folders.rules(f"[version.plans.review]\noutside_required = {required}")
    course = Course(office).meeting(days=-3)
    page = as_("chief").get(reverse("meeting_attendance", args=[course.held.pk])).text
    assert ("機関の外からの出席が1人は要ります。" in page) is said


def test_the_person_in_the_meeting_is_nobody_from_outside(town):
    course = (
        town().planning().drafted("household_budget").agreed().meeting(outside=False, city=True)
    )
    course.held.attendees.filter(is_city=True).update(is_person=True, is_city=False)
    item = add_plan(course.held, course.plan, by=course.by)
    with pytest.raises(Refused) as refused:
        record_item(item, by=course.chief, outcome="approved")
    assert "自立相談支援機関以外の出席者" in str(refused.value)


def test_the_next_meeting_is_proposed_by_the_cadence(town, office, as_):
    town()
    schedule(office.places["center"], by=office.people["chief"], held_on=dt.date(2026, 11, 9))
    page = as_("chief").get(reverse("meeting_add")).text
    assert "R8.11.23" in page


def test_without_approval_the_refusal_names_its_meeting(town):
    course = town().planning().drafted("household_budget").agreed()
    with pytest.raises(Refused, match="支援検討会議で了承されていない"):
        course.submitted()


# --- who decides does not counsel (P-37); a refusal goes back to the meeting (A9) ---


def test_nobody_counsels_and_decides_in_the_town(town, office):
    town()
    person = office.people["counselor"]
    with pytest.raises(Refused, match="E-39"):
        set_roles(person, office.places["city"], [Role.APPROVER], by=person)
    assert not person.memberships.filter(role=Role.APPROVER).exists()


def test_what_was_refused_goes_before_a_meeting_again(town):
    course = approved(town(), "household_budget").submitted()
    course.rule("own_support", "refuse", reason="要件を確かめられない")
    open_revision(course.plan, by=course.by, why="収入を見直した", on=ago(70))
    course.write("household_budget", memo="収入の証明を付けた").agreed(days=69)
    with pytest.raises(Refused) as refused:
        course.submitted(days=68)
    assert "E-09" in codes(refused)


def test_the_form_is_addressed_to_the_head_of_the_town_and_sealed(town):
    course = town().planning().drafted("household_budget")
    page = html_of(DOCUMENTS["form5"], plan_sheet(course.plan.newest), today())
    assert "つむぎ町長　様" in page
    assert '<p class="no">第３号様式<' in page
    assert "印</em>" in page
    assert "支援検討会議" in page
    assert "支援調整会議" not in page


def test_a_yes_is_told_on_the_same_paper(town, office):
    course = applied(town()).submitted().examined(INN)
    second = office.people["admin"]
    set_roles(second, office.places["city"], [Role.OFFICER], by=second)
    course.rule(INN, "fulfil")
    course.rule(INN, "draft")
    course.rule(INN, "pass_on", by=second)
    course.rule(INN, "pass_on", by=course.approver)
    course.rule(INN, "decide", by=course.approver, deputy_reason="町長の出張のため")
    ruling = course.programme(INN).decisions.get()
    page = html_of(DOCUMENTS["ruling"], ruling_sheet(ruling), today())
    assert ruling.notice_title in page
    assert '<li class="on">利用を決定する</li>' in page
    course.rule(INN, "notify", way="郵送")
    assert IssuedDocument.objects.get().title == "つむぎの宿利用可否決定通知書"
    with pytest.raises(Refused, match="「あてはまる事由」を入力してください。"):
        course.rule(INN, "revoke", by=course.approver, reason="住まいが見つかった")
    said = {"ground": FOUND_A_HOME, "reason": "市営住宅"}
    course.rule(INN, "revoke", by=course.approver, **said)
    course.rule(INN, "tell_revocation", way="手渡し")
    assert IssuedDocument.objects.order_by("-pk").first().title == "つむぎの宿利用中止通知書"
