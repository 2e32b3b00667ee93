"""The pages of plan and meeting, each opened by those who may see it, and posted to."""

import re

import pytest
from django.urls import reverse

from cases.models import CaseGrant
from cases.workflow import case_workflow
from meetings.models import PlanMeeting
from meetings.workflow import add_evaluation, add_plan, record_item
from network.models import Contact
from plans.models import HelloworkRequest, PlanProgramme
from plans.workflow import programme_workflow, submit
from rules.calendar import both, today, wareki, wareki_short
from rules.refusals import Refused
from tests.course import CLOSING, Course, ago

DAY = wareki_short(today())


def at(days):
    return wareki_short(ago(days))


def page(client, name, *args, status=200):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def post(client, name, *args, status=302, **data):
    answer = client.post(reverse(name, args=args), data)
    assert answer.status_code == status, answer.content.decode()
    return answer


def plan_data(revision, **changes):
    """The form of the plan as a counselor fills it in."""
    rows = {
        "version": revision.version,
        "issues": "家賃の遅れ",
        "approach": "住まいを守る",
        "goal_long": "暮らしを立てる",
        "goal_short": "面接を受ける",
        "start_on": at(70),
        "review_months": "3",
        "next_monitoring_on": wareki_short(today()),
        "is_job_target": "True",
        "memo": "",
        "items-TOTAL_FORMS": "1",
        "items-INITIAL_FORMS": "0",
        "items-0-goal": "起きる",
        "items-0-by_person": "時刻を書く",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-key": "household_budget",
        "lines-0-content": "家計表",
    }
    return rows | changes


def test_a_plan_goes_through_its_pages_to_the_decision(office, as_):
    course = Course(office).planning()
    counselor, chief = as_("counselor"), as_("chief")
    officer, approver = as_("officer"), as_("approver")
    assert "プランをつくる" in page(counselor, "case_plan", course.case.pk)
    post(counselor, "case_plan", course.case.pk)
    plan = course.plan = course.episode.plans.get()
    assert "家賃の遅れと仕事の不安" in page(counselor, "plan_edit", plan.pk)
    wrong = plan_data(plan.newest, end_on=at(90))
    body = post(counselor, "plan_edit", plan.pk, status=422, **wrong).content.decode()
    assert "暮らしを立てる" in body
    assert "期間の終わりは期間の始まり以降" in body
    post(counselor, "plan_edit", plan.pk, **plan_data(plan.newest))
    assert "面接を受ける" in page(counselor, "plan_agree", plan.pk)
    post(counselor, "plan_agree", plan.pk, on=at(90), method="written")
    post(chief, "meeting_add", held_on=at(80), place="市役所")
    meeting = PlanMeeting.objects.get()
    page(chief, "meeting_attendance", meeting.pk)
    people = {
        "version": 0,
        "rows-TOTAL_FORMS": "2",
        "rows-INITIAL_FORMS": "0",
        "rows-0-organisation": "つむぎ市 福祉課",
        "rows-0-name": "関 智子",
        "rows-0-side": "city",
        "rows-0-was_there": "on",
        "rows-1-organisation": "社会福祉協議会",
        "rows-1-name": "外部 一郎",
        "rows-1-side": "outside",
        "rows-1-was_there": "on",
    }
    post(chief, "meeting_attendance", meeting.pk, **people)
    page(counselor, "agenda_add", plan.pk)
    post(counselor, "agenda_add", plan.pk, meeting=meeting.pk, subject="plan")
    item = meeting.items.get()
    page(officer, "plan_detail", plan.pk)
    page(officer, "case_detail", course.case.pk, status=404)
    page(counselor, "item_adjust", meeting.pk, item.pk)
    post(
        counselor, "item_adjust", meeting.pk, item.pk, on=at(82), partner="市", result="よい案です"
    )
    page(chief, "meeting_detail", meeting.pk)
    page(officer, "meeting_detail", meeting.pk)
    page(chief, "item_record", meeting.pk, item.pk)
    result = {
        "outcome": "approved",
        "roles-TOTAL_FORMS": "1",
        "roles-INITIAL_FORMS": "0",
        "roles-0-organisation": "社会福祉協議会",
        "roles-0-task": "貸付の相談",
        "gap": "夜間に相談できる窓口",
    }
    post(chief, "item_record", meeting.pk, item.pk, **result)
    page(chief, "meeting_move", meeting.pk, "close")
    post(chief, "meeting_move", meeting.pk, "close", on=at(80))
    assert "提出する" in page(counselor, "plan_detail", plan.pk)
    page(counselor, "plan_submit", plan.pk)
    post(counselor, "plan_submit", plan.pk, on=at(78))
    programme = PlanProgramme.objects.get()
    assert "家計改善支援事業" in page(officer, "home")
    page(officer, "plan_rule", plan.pk)
    page(officer, "case_detail", course.case.pk)
    rule(officer, plan, programme, "examine", on=at(77))
    page(officer, "programme_examine", plan.pk, programme.pk)
    programme.refresh_from_db()
    answers = {"version": programme.version, "is_fit": "yes", "fitness": "合っている"}
    for check in programme.checks.all():
        answers |= {f"answer_{check.pk}": "met", f"ground_{check.pk}": "申込書"}
    post(officer, "programme_examine", plan.pk, programme.pk, **answers)
    rule(officer, plan, programme, "fulfil", on=at(76))
    rule(officer, plan, programme, "draft", on=at(76))
    assert "決裁待ち" in page(approver, "home")
    page(approver, "programme_rule", plan.pk, programme.pk, "decide")
    rule(approver, plan, programme, "decide", on=at(75))
    rule(officer, plan, programme, "notify", on=at(74), way="郵送")
    page(counselor, "programme_start", plan.pk, programme.pk)
    post(counselor, "programme_start", plan.pk, programme.pk, on=at(70))
    page(counselor, "monitoring_add", plan.pk)
    post(counselor, "monitoring_add", plan.pk, on=at(40), method="phone", findings="順調")
    page(counselor, "evaluation", plan.pk)
    post(counselor, "evaluation", plan.pk)
    page(counselor, "evaluation", plan.pk)
    for person in (counselor, chief, officer, approver, as_("employment"), as_("outreach")):
        page(person, "plan_detail", plan.pk)
        page(person, "case_detail", course.case.pk)
        page(person, "home")
        page(person, "meeting_list")
    page(as_("outsider"), "plan_detail", plan.pk, status=404)
    page(as_("other_officer"), "plan_rule", plan.pk, status=404)
    page(as_("admin"), "plan_detail", plan.pk, status=403)


def rule(client, plan, programme, name, **data):
    return post(client, "programme_rule", plan.pk, programme.pk, name, **data)


def test_a_hand_made_decision_of_the_contracted_agency_is_refused_with_e_04(office, as_):
    course = Course(office).planning().drafted("household_budget").agreed().reviewed().submitted()
    course.examined("household_budget")
    course.rule("household_budget", "fulfil")
    course.rule("household_budget", "draft")
    programme = course.programme("household_budget")
    url = reverse("programme_rule", args=[course.plan.pk, programme.pk, "decide"])
    answer = as_("chief").post(url, {"on": at(74)})
    assert answer.status_code == 403
    assert "E-04" in answer.content.decode()
    assert course.programme("household_budget").state == "in_approval"


def test_a_closing_without_its_answers_keeps_what_was_typed(office, as_):
    course = Course(office).supported().evaluated().meeting(days=5)
    course.evaluation.refresh_from_db()
    item = add_evaluation(course.held, course.evaluation, by=course.by)
    chief = as_("chief")
    data = {
        "outcome": "close",
        "opinions": "よくここまで来た",
        "roles-TOTAL_FORMS": "0",
        "roles-INITIAL_FORMS": "0",
    }
    answer = chief.post(reverse("item_record", args=[course.held.pk, item.pk]), data)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "よくここまで来た" in body
    assert "他機関へのつなぎ" in body
    words = {key: value for key, value in CLOSING.items() if isinstance(value, str)}
    yes_no = {"handing": "no", "watching": "no", "following": "yes"}
    data |= {f"closing-{key}": value for key, value in {**words, **yes_no}.items()}
    data["closing-follow_up_on"] = wareki_short(ago(-20))
    post(chief, "item_record", course.held.pk, item.pk, **data)
    course.episode.refresh_from_db()
    assert course.episode.state == "following_up"


def test_a_restricted_case_is_not_tabled_without_a_named_officer(office, as_):
    course = Course(office).planning().drafted("household_budget").agreed()
    case = course.case
    case.is_restricted = True
    case.save()
    for person in ("counselor", "chief"):
        CaseGrant(case=case, user=office.people[person]).save()
    course.meeting(days=0)
    url = reverse("agenda_add", args=[course.plan.pk])
    data = {"meeting": course.held.pk, "subject": "plan", "named": [course.officer.pk]}
    assert course.officer.name not in as_("counselor").get(url).text
    answer = as_("counselor").post(url, data)  # naming is the 主任's alone
    assert answer.status_code == 422
    assert "主任が自治体の人を名指してから" in answer.content.decode()
    assert as_("chief").post(url, data).status_code == 302
    page(as_("officer"), "plan_detail", course.plan.pk)
    page(as_("approver"), "plan_detail", course.plan.pk, status=404)


def test_an_older_version_can_be_read_beside_the_new_one(office, as_):
    course = Course(office).planning().drafted("household_budget").agreed()
    course.reviewed("amended", reason="水道料の分納を書く")
    course.write("household_budget", memo="水道料の分納")
    first = course.plan.revisions.get(number=1)
    page(as_("counselor"), "plan_version", course.plan.pk, first.pk)
    body = page(as_("counselor"), "plan_detail", course.plan.pk)
    assert "前の版から変わったところ" in body
    assert "水道料の分納" in body


def test_the_papers_for_hellowork_are_ticked_and_sent_after_the_city_agreed(office, as_):
    course = Course(office).planning().drafted("hellowork_program").agreed().reviewed().submitted()
    request = HelloworkRequest.objects.get()
    page(as_("officer"), "hellowork_approve", course.plan.pk, request.pk)
    post(as_("officer"), "hellowork_approve", course.plan.pk, request.pk, on=at(76))
    check, client = ("hellowork_move", course.plan.pk, request.pk, "check"), as_("employment")
    assert "そろえた書類" in page(client, *check)
    request.refresh_from_db()
    data = {"version": request.version, "on": at(76), "documents": ["plan"]}
    assert "E-15" in post(client, *check, status=422, **data).content.decode()
    papers = ["plan", "consent", "request", "resume"]
    post(client, *check, **(data | {"documents": papers}))
    request.refresh_from_db()
    assert (request.state, request.documents) == ("checked", papers)
    bureau, away = (
        Contact(municipality=office.places[place].municipality, category="hellowork", name=name)
        for place, name in (("city", "つむぎ公共職業安定所"), ("other", "となり公共職業安定所"))
    )
    bureau.save()
    away.save()
    send = (*check[:3], "send")
    form = page(client, *send)
    assert (bureau.name in form, away.name in form) == (True, False)
    said = {"version": request.version, "on": at(75), "way": "窓口に持参"}
    post(client, *send, status=422, contact=away.pk, **said)
    post(client, *send, contact=bureau.pk, **said)
    shown = page(client, "plan_detail", course.plan.pk)
    for fact in (both(ago(76)), f"{both(ago(75))}　つむぎ公共職業安定所　窓口に持参"):
        assert fact in shown


def test_a_programme_chosen_twice_is_refused_beside_its_second_row(office, as_):
    course = Course(office).planning().drafted()
    again = {"lines-1-key": "household_budget", "lines-1-content": "もう一度"}
    data = plan_data(course.plan.newest, **{"lines-TOTAL_FORMS": "2"}, **again)
    body = post(as_("counselor"), "plan_edit", course.plan.pk, status=422, **data).content.decode()
    said = body.index("E-32")
    assert body.index("lines-1-key") < said < body.index("lines-1-content")
    assert "もう一度" in body
    data["lines-1-DELETE"] = "on"
    post(as_("counselor"), "plan_edit", course.plan.pk, **data)
    assert course.plan.newest.lines.count() == 1


def test_two_people_write_the_same_plan_and_nothing_is_overwritten(office, as_):
    course = Course(office).planning().drafted("household_budget")
    seen = plan_data(course.plan.newest, goal_long="わたしの目標")
    seen["items-0-goal"] = "わたしの行"
    course.write("household_budget", goal_long="主任の目標")
    client = as_("counselor")
    body = post(client, "plan_edit", course.plan.pk, status=409, **seen).content.decode()
    assert "わたしの目標" in body
    assert "主任の目標" in body
    assert "わたしの行" in body
    choices = {
        f"choose-{name}": "theirs"
        for name in ("issues", "approach", "goal_short", "next_monitoring_on", "end_on", "lines")
    }
    choices |= {"choose-goal_long": "mine", "choose-items": "mine", "conflict": "1"}
    choices["version"] = course.plan.newest.version
    post(client, "plan_edit", course.plan.pk, **{**seen, **choices})
    newest = course.plan.newest
    assert newest.goal_long == "わたしの目標"
    assert newest.goal_short == "3か月で面接を受ける"
    assert [row.goal for row in newest.items.all()] == ["わたしの行"]
    assert newest.lines.get().provider == "委託先"


def test_two_people_write_the_same_evaluation(office, as_):
    course = Course(office).supported().evaluated()
    course.evaluation.refresh_from_db()
    seen = {"version": course.evaluation.version - 1, "evaluated_on": at(10), "wish": "旅に出たい"}
    body = post(as_("counselor"), "evaluation", course.plan.pk, status=409, **seen)
    assert "旅に出たい" in body.content.decode()
    assert "もうひとりでやれる" in body.content.decode()


def test_what_the_city_could_not_decide_comes_back_and_goes_again(office, as_):
    course = Course(office).planning().drafted("household_budget", "work_preparation").agreed()
    course.reviewed().submitted().decided("household_budget")
    programme = course.programme("work_preparation")
    officer, counselor, plan = as_("officer"), as_("counselor"), course.plan
    rule(officer, plan, programme, "examine", on=at(74))
    url = reverse("programme_rule", args=[plan.pk, programme.pk, "refuse"])
    empty = officer.post(url, {"on": at(73), "reason": ""})
    assert empty.status_code == 422
    assert "E-13" in empty.content.decode()
    rule(officer, plan, programme, "refuse", on=at(73), reason="収入の証明がない")
    rule(officer, plan, programme, "report_back", on=at(72))
    assert "市から戻っています" in page(counselor, "home")
    assert "収入の証明がない" in page(counselor, "plan_detail", plan.pk)
    post(counselor, "plan_revise", plan.pk, on=at(70), why="証明を付ける")
    course.write("household_budget", "work_preparation", memo="収入の証明を付けた")
    course.agreed(days=69)
    post(counselor, "plan_submit", plan.pk, on=at(68))
    body = page(officer, "plan_rule", plan.pk)
    assert "再提出済み" in body
    assert "収入の証明を付けた" in body
    assert "前の版から変わったところ" in body
    assert course.programme("household_budget").state == "decided"


def test_another_approver_stands_in_with_a_reason(office, as_):
    course = Course(office).planning().drafted("household_budget").agreed().reviewed().submitted()
    course.examined("household_budget")
    course.rule("household_budget", "fulfil")
    course.rule("household_budget", "draft")
    programme = course.programme("household_budget")
    data = {"on": at(74), "deputy_reason": "課長が出張のため"}
    rule(as_("approver"), course.plan, programme, "decide", **data)
    step = programme.steps.get()
    assert step.deputy_reason == "課長が出張のため"
    assert "代決：課長が出張のため" in page(as_("officer"), "plan_rule", course.plan.pk)


def test_a_change_inside_the_plan_is_decided_as_a_change(office, as_):
    course = Course(office).supported()
    course.rule("household_budget", "notify", days=73, way="郵送")
    post(as_("counselor"), "plan_revise", course.plan.pk, on=at(30), why="回数をふやす")
    revision = course.plan.newest
    data = plan_data(revision, **{"lines-0-content": "家計表と月2回の面談"})
    post(as_("counselor"), "plan_edit", course.plan.pk, **data)
    course.agreed(days=29).submitted(days=28)
    assert course.programme("household_budget").state == "submitted"
    course.examined("household_budget", days=27)
    course.rule("household_budget", "fulfil", 27)
    course.rule("household_budget", "draft", 27)
    names = [row.name for row in available(course, "approver")]
    assert "decide_change" in names
    assert "decide" not in names
    course.rule("household_budget", "decide_change", 26, by=course.approver)
    assert course.programme("household_budget").in_force.kind == "changed"
    assert course.plan.revisions.get(number=1).state == "replaced"


def available(course, person):
    programme = course.programme("household_budget")
    options = programme_workflow.available(programme, course.office.people[person])
    return [option.transition for option in options]


def now_on(client, name, pk):
    """The step of the thread where a page says that the case stands."""
    return re.findall(r'<li class="now"><a [^>]*>([^<]+)<', page(client, name, pk))


def test_every_page_of_a_case_says_the_same_of_where_it_stands(office, as_):
    course, counselor = Course(office).planning().drafted("household_budget"), as_("counselor")

    def stands():
        pages = [
            now_on(counselor, name, course.case.pk) for name in ("case_detail", "case_support")
        ]
        pages.append(now_on(counselor, "plan_detail", course.plan.pk))
        assert pages[1:] == pages[:-1]
        return pages[0]

    course.agreed()
    assert stands() == ["プラン"]
    item = add_plan(course.meeting().held, course.plan, by=course.by)
    assert stands() == ["支援調整会議"]
    record_item(item, by=course.chief, outcome="approved")
    assert stands() == ["決定・確認"]
    course.submitted()
    assert stands() == ["決定・確認"]
    course.decided("household_budget")
    assert stands() == ["支援とモニタリング"]


def test_a_plan_that_comes_back_from_the_meeting_stands_at_the_plan(office, as_):
    course = Course(office).planning().drafted("household_budget").agreed()
    course.reviewed("returned", reason="回数を確かめる")
    assert now_on(as_("counselor"), "case_detail", course.case.pk) == ["プラン"]


def test_two_officers_who_examine_see_both(office, as_):
    course = Course(office).planning().drafted("household_budget").agreed().reviewed().submitted()
    course.rule("household_budget", "examine")
    programme = course.programme("household_budget")
    url = reverse("programme_examine", args=[course.plan.pk, programme.pk])
    sent = {"version": programme.version}
    for check in programme.checks.all():
        sent |= {f"answer_{check.pk}": "met", f"ground_{check.pk}": "申込書"}
    assert as_("officer").post(url, sent | {"fitness": "合っている"}).status_code == 302
    answer = as_("officer").post(url, sent | {"fitness": "もう一度見る"})
    assert answer.status_code == 409
    assert "合っている" in answer.text
    assert "もう一度見る" in answer.text
    programme.refresh_from_db()
    assert programme.fitness == "合っている"


def test_what_ends_at_the_first_judgement_has_been_judged(office, as_):
    case = office.case()
    told = {"reason": "窓口を知りたい", "given": "社協の窓口を案内した"}
    case_workflow.advance(case.episode, "inform", by=office.people["counselor"], **told)
    shown = page(as_("counselor"), "case_detail", case.pk)
    assert '<li class="now">' not in shown
    done = re.findall(r'<li class="done"><a [^>]*>([^<]+)<', shown)
    assert (len(done), done[0]) == (2, "受付")


@pytest.mark.parametrize("name", ["plan_agree", "plan_submit"])
def test_a_day_of_an_era_that_was_over_is_told_once(office, as_, name):
    """平成38年 is read as 令和8年, and said so (D32)."""
    course = Course(office).planning().drafted("household_budget")
    if name == "plan_submit":
        course.agreed().reviewed()
    day = ago(70)
    typed = {"on": f"平成{day.year - 1988}年{day.month}月{day.day}日", "method": "written"}
    client = as_("counselor")
    answer = client.post(reverse(name, args=[course.plan.pk]), typed, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert any(wareki(day) in words for words in told), told


@pytest.mark.parametrize("step", ["付議", "提出"])
def test_who_leads_a_restricted_case_names_nobody_of_the_city(office, step):
    course = Course(office).planning().drafted("household_budget").agreed()
    if step == "付議":
        course.meeting()
    else:
        course.reviewed()
    course.case.is_restricted = True
    course.case.save()

    def lay_before_the_city(by):
        if step == "付議":
            add_plan(course.held, course.plan, by=by, named=[course.officer])
        else:
            submit(course.plan, by=by, on=ago(78), named=[course.officer])

    with pytest.raises(Refused) as refused:
        lay_before_the_city(course.by)
    assert [refusal.code for refusal in refused.value.refusals] == ["E-03"]
    assert not course.case.grants.filter(user=course.officer).exists()
    lay_before_the_city(course.chief)
    assert course.case.grants.filter(user=course.officer).exists()
