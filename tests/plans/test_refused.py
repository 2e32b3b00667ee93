"""Each refusal of a plan, word for word: beside its field or button, and to a hand-made request."""

import pytest
from django.urls import reverse

from meetings.workflow import add_evaluation, add_plan, meeting_workflow
from network.models import Contact
from plans.models import HelloworkRequest, PlanProgramme, Review
from plans.workflow import open_revision, submission_workflow
from rules.calendar import today, wareki_short
from tests.course import Course, ago
from tests.plans.test_pages import plan_data

BUDGET = "household_budget"
DAY = wareki_short(today())


def at(days):
    return wareki_short(ago(days))


def shown(client, name, *args):
    return client.get(reverse(name, args=args)).text


def refused(client, sentence, name, *args, status=422, **data):
    """A request that no button makes gets the very same sentence."""
    answer = client.post(reverse(name, args=args), data)
    assert answer.status_code == status, answer.text[-2000:]
    assert sentence in answer.text
    return answer.text


@pytest.fixture
def planned(office):
    return Course(office).planning().drafted(BUDGET)


@pytest.fixture
def submitted(planned):
    return planned.agreed().reviewed().submitted()


# ---- written and agreed -----------------------------------------------------------------


def test_no_plan_is_begun_before_the_screening(office, as_):
    course, client = Course(office).applied(), as_("counselor")
    sentence = (
        "現在の状態「アセスメント中」では「プランをつくる」できません。"
        "次にできる操作：ケースの画面の「つぎにできること」を見る"
    )
    assert sentence in shown(client, "case_plan", course.case.pk)
    refused(client, sentence, "case_plan", course.case.pk, status=409)
    assert not course.episode.plans.exists()


def test_what_the_form_cannot_do_without_is_named(planned, as_):
    planned.write(BUDGET, goal_short="", approach="")
    client, pk = as_("counselor"), planned.plan.pk
    sentence = (
        "様式「プラン兼事業等利用申込書」の必須項目が未入力です：支援方針、この期間の達成目標"
    )
    assert sentence in shown(client, "plan_agree", pk)
    refused(client, sentence, "plan_agree", pk, on=DAY, method="written")
    assert planned.plan.newest.state == "draft"


def test_a_period_longer_than_the_ordinance_allows_asks_for_its_reason(office, as_):
    course = Course(office).planning().drafted("temporary_living", months=4)
    client, pk = as_("counselor"), course.plan.pk
    label = course.programme("temporary_living").label
    sentence = f"「{label}の期間」は1日～3か月の範囲で入力してください。"
    assert sentence in shown(client, "plan_agree", pk)
    body = refused(client, sentence, "plan_agree", pk, on=DAY, method="written")
    assert "延ばすときは、「期間を延ばす理由」を書いてください。" in body
    course.plan.newest.lines.update(extension_reason="住まいの契約が来月になる")
    assert sentence not in shown(client, "plan_agree", pk)


def test_a_programme_stands_in_a_plan_once(planned, as_):
    again = {
        "lines-TOTAL_FORMS": "2",
        "lines-1-key": BUDGET,
        "lines-1-content": "もう一度",
    }
    data = plan_data(planned.plan.newest, **again)
    sentence = "「家計改善支援事業」は既に登録されています。登録済みの内容を編集してください。"
    refused(as_("counselor"), sentence, "plan_edit", planned.plan.pk, **data)
    planned.agreed().meeting()
    add_plan(planned.held, planned.plan, by=planned.by)
    data = {"meeting": planned.held.pk, "subject": "plan"}
    sentence = "では「会議に付議する」できません。"
    answer = as_("counselor").post(reverse("agenda_add", args=[planned.plan.pk]), data)
    assert answer.status_code == 409
    assert sentence in answer.text.replace("支援調整会議", "会議")
    assert planned.held.items.count() == 1


def test_a_programme_that_is_not_offered_is_refused_beside_its_row(planned, as_):
    data = plan_data(planned.plan.newest, **{"lines-0-key": "rescue"})
    sentence = (
        "事業「rescue」はこの自治体のプロファイル（生活困窮者自立相談支援事業"
        "　平成27年4月1日施行）では利用できません。"
    )
    body = refused(as_("counselor"), sentence, "plan_edit", planned.plan.pk, **data)
    assert body.index("lines-0-key") < body.index(sentence, body.index("lines-0-key"))
    assert planned.plan.newest.lines.get().programme.key == BUDGET


def test_the_agency_of_a_role_is_asked_for_beside_its_row(planned, as_):
    planned.agreed().meeting()
    item = add_plan(planned.held, planned.plan, by=planned.by)
    data = {
        "outcome": "approved",
        "roles-TOTAL_FORMS": "1",
        "roles-INITIAL_FORMS": "0",
        "roles-0-task": "貸付の相談",
    }
    sentence = "「役割分担の機関」を入力してください。"
    refused(as_("chief"), sentence, "item_record", planned.held.pk, item.pk, **data)
    data["roles-0-organisation"] = "社会福祉協議会"
    as_("chief").post(reverse("item_record", args=[planned.held.pk, item.pk]), data)
    assert "社会福祉協議会：貸付の相談" in shown(as_("counselor"), "plan_detail", planned.plan.pk)


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        (
            {"city": False, "outside": True},
            "支援決定を要する事業を含むプランの審議には、自治体担当者の出席の記録が必要です。",
        ),
        (
            {"city": False, "outside": False},
            "「自立相談支援機関以外の出席者」を入力してください。",
        ),
    ],
)
def test_the_meeting_says_who_is_missing(planned, as_, people, sentence):
    planned.agreed().meeting(**people)
    item = add_plan(planned.held, planned.plan, by=planned.by)
    data = {"outcome": "approved", "roles-TOTAL_FORMS": "0", "roles-INITIAL_FORMS": "0"}
    refused(as_("chief"), sentence, "item_record", planned.held.pk, item.pk, **data)
    assert planned.plan.newest.state == "tabled"
    only_chief = "この操作を行う権限がありません（必要な役割：主任相談支援員）。"
    args = ("item_record", planned.held.pk, item.pk)
    refused(as_("counselor"), only_chief, *args, status=403, **data)


# ---- submitted --------------------------------------------------------------------------


def test_what_the_meeting_has_not_approved_stays_in_the_house(planned, as_):
    planned.agreed()
    client, sentence = (
        as_("counselor"),
        "支援調整会議で了承されていないプランは提出・報告できません。",
    )
    assert sentence in shown(client, "plan_detail", planned.plan.pk)
    refused(client, sentence, "plan_submit", planned.plan.pk, on=DAY)
    assert not planned.plan.submissions.exists()


def test_what_was_submitted_is_kept_as_it_was(submitted, as_):
    client, pk = as_("counselor"), submitted.plan.pk
    data = plan_data(submitted.plan.newest, goal_long="あとから変えた目標")
    answer = client.post(reverse("plan_edit", args=[pk]), data)
    assert answer.status_code in (302, 409)
    submitted.submission.refresh_from_db()
    assert submitted.submission.snapshot["fields"]["goal_long"] == "ひとりで暮らしを立てる"
    assert submitted.plan.newest.goal_long == "ひとりで暮らしを立てる"


# ---- what the city does -----------------------------------------------------------------

E_04 = "支援決定・支給決定は自治体職員のみが行えます。委託先の利用者は実行できません。"


@pytest.mark.parametrize("move", ["examine", "fulfil", "draft", "decide", "refuse", "notify"])
@pytest.mark.parametrize("who", ["chief", "counselor"])
def test_nobody_of_the_entrusted_agency_rules(submitted, as_, who, move):
    programme = submitted.programme(BUDGET)
    args = ("programme_rule", submitted.plan.pk, programme.pk, move)
    refused(as_(who), E_04, *args, status=403, on=DAY, reason="x", way="郵送")
    assert submitted.programme(BUDGET).state == "submitted"
    body = shown(as_(who), "plan_detail", submitted.plan.pk)
    assert f"programmes/{programme.pk}/rule/" not in body


def test_nobody_of_the_entrusted_agency_confirms(office, as_):
    course = Course(office).planning().drafted("child_learning").agreed().reviewed().submitted()
    programme = course.programme("child_learning")
    plan = course.plan.pk
    refused(as_("chief"), E_04, "programme_rule", plan, programme.pk, "confirm", status=403, on=DAY)
    receive = ("submission_receive", plan, course.submission.pk)
    refused(as_("chief"), E_04, *receive, status=403, on=DAY)
    assert course.programme("child_learning").state == "submitted"


@pytest.mark.parametrize("key", ["child_learning", "hellowork_program"])
def test_what_is_not_decided_on_is_not_refused_a_decision(office, as_, key):
    """§4.3: 確認 knows 確認 and 照会; 決定できない is of 支援決定 alone (6(3))."""
    course = Course(office).planning().drafted(BUDGET, key).agreed().reviewed().submitted()
    programme, client = course.programme(key), as_("officer")
    page = shown(client, "plan_rule", course.plan.pk)
    assert f"/programmes/{programme.pk}/rule/refuse/" not in page
    assert f"/programmes/{course.programme(BUDGET).pk}/rule/refuse/" in page
    args = ("programme_rule", course.plan.pk, programme.pk, "refuse")
    sentence = "現在の状態「提出済み」では「決定できない」できません。次にできる操作："
    refused(client, sentence, *args, status=409, on=at(70), reason="x")
    assert course.programme(key).state == "submitted"


def test_what_the_city_would_have_otherwise_it_asks_and_the_agency_takes_back(office):
    """A confirmation is not refused: 照会, the answer, 引戻し and a new version."""
    course = Course(office).planning().drafted("child_learning").agreed().reviewed().submitted()
    course.rule("child_learning", "inquire", reason="曜日は週2日でよいか")
    course.rule("child_learning", "answer", by=course.by, reason="週1日に直して出しなおします")
    submission_workflow.advance(course.submission, "pull_back", by=course.by, on=ago(70))
    open_revision(course.plan, by=course.by, why="週1日に直す", on=ago(70))
    course.write("child_learning", memo="週1日").agreed(days=69).submitted(days=68)
    assert course.submission.number == 2


def test_every_requirement_and_the_fitness_are_judged_first(submitted, as_):
    submitted.examined(BUDGET, answer="open")
    programme, client = submitted.programme(BUDGET), as_("officer")
    args = ("programme_rule", submitted.plan.pk, programme.pk, "fulfil")
    sentence = (
        "事業「家計改善支援事業」の利用要件の確認が完了していません"
        "（未確認：家計に課題があり、支援を要する、家計の見直しに本人が同意している）。"
    )
    assert sentence in shown(client, "plan_rule", submitted.plan.pk)
    refused(client, sentence, *args, on=DAY)
    PlanProgramme.objects.update(is_fit=None)
    sentence = "「プランは適切か」を入力してください。"
    assert sentence in shown(client, "plan_rule", submitted.plan.pk)
    refused(client, sentence, *args, on=DAY)


def test_why_the_city_cannot_decide_is_asked_for(submitted, as_):
    submitted.rule(BUDGET, "examine")
    programme = submitted.programme(BUDGET)
    args = ("programme_rule", submitted.plan.pk, programme.pk, "refuse")
    refused(as_("officer"), "支援決定ができない理由を入力してください。", *args, on=at(70))
    assert submitted.programme(BUDGET).state == "examining"


def test_what_cannot_be_decided_is_said_by_who_has_it_before_them(submitted, office, as_):
    """§4.3, §5.1: 審査 is the 担当者's; what lies in the 決裁 is the 決裁者's, whose step it is."""
    why = {"on": at(70), "reason": "収入が基準を超える"}
    submitted.examined(BUDGET)
    args = ("programme_rule", submitted.plan.pk, submitted.programme(BUDGET).pk, "refuse")
    refused(as_("approver"), "必要な役割：自治体担当者", *args, status=403, **why)
    submitted.rule(BUDGET, "fulfil")
    submitted.rule(BUDGET, "draft")
    refused(as_("officer"), "必要な役割：決裁者", *args, status=403, **why)
    assert submitted.programme(BUDGET).state == "in_approval"
    url = reverse("programme_rule", args=args[1:])
    assert as_("approver").post(url, why).status_code == 302
    assert submitted.programme(BUDGET).state == "refused"


def test_the_notice_waits_for_the_ruling_and_is_not_before_it(submitted, as_):
    client, programme = as_("officer"), submitted.programme(BUDGET)
    args = ("programme_rule", submitted.plan.pk, programme.pk, "notify")
    sentence = (
        "現在の状態「提出済み」では「本人に通知した」できません。次にできる操作：審査を始める、"
    )
    refused(client, sentence, *args, status=409, on=at(70), way="郵送")
    submitted.decided(BUDGET, days=74)
    sentence = "知らせた日は決めた日以降の日付にしてください。"
    refused(client, sentence, *args, on=at(75), way="郵送")
    assert submitted.programme(BUDGET).in_force.notified_on is None


def test_who_drafted_does_not_decide(submitted, as_, office):
    from accounts.models import Membership, Role

    submitted.examined(BUDGET)
    submitted.rule(BUDGET, "fulfil")
    submitted.rule(BUDGET, "draft")
    officer, city = office.people["officer"], office.places["city"]
    Membership(user=officer, organisation=city, role=Role.APPROVER, since=ago(9)).save()
    sentence = "ご自分が作成・提出・起案したものは決裁できません。ほかの決裁者が行ってください。"
    client, programme = as_("officer"), submitted.programme(BUDGET)
    assert sentence in shown(client, "plan_rule", submitted.plan.pk)
    args = ("programme_rule", submitted.plan.pk, programme.pk, "decide")
    refused(client, sentence, *args, status=403, on=DAY)
    assert submitted.programme(BUDGET).state == "in_approval"


def test_the_same_plan_is_not_sent_twice(submitted, as_):
    submitted.rule(BUDGET, "examine")
    submitted.rule(BUDGET, "refuse", reason="収入の証明がない")
    submitted.rule(BUDGET, "report_back")
    client, pk = as_("counselor"), submitted.plan.pk
    client.post(reverse("plan_revise", args=[pk]), {"on": at(70), "why": "見直す"})
    submitted.plan.refresh_from_db()
    submitted.agreed(days=69)
    sentence = (
        "現在の状態「前に出したものと同じ内容」では「再提出する」できません。"
        "次にできる操作：見直したところを書いてから出す"
    )
    assert sentence in shown(client, "plan_detail", pk)
    refused(client, sentence, "plan_submit", pk, status=409, on=DAY)


# ---- ハローワーク ------------------------------------------------------------------------

E_14 = "自治体の確認・了承が済んでいないため、ハローワークへ支援要請できません。"
E_15 = (
    "支援要請に必要な書類が不足しています：支援決定等がなされたプランの写し、"
    "個人情報の提供の同意書、支援要請書、職歴・求職条件を書いたもの"
)
E_37 = "つむぎ公共職業安定所への送付は、プランの支援決定・確認が済んでから行えます。"


def test_the_request_to_the_hellowork_waits_for_the_city_and_its_papers(office, as_):
    course = Course(office).planning().drafted("hellowork_program", BUDGET)
    course.agreed().reviewed().submitted()
    request, client = HelloworkRequest.objects.get(), as_("employment")
    city = office.places["city"].municipality
    to = Contact(municipality=city, category="hellowork", name="つむぎ公共職業安定所")
    to.save()
    body = shown(client, "plan_detail", course.plan.pk)
    assert E_14 in body
    assert E_15 in body
    assert "への送付は、プランの支援決定・確認が済んでから行えます。" in body
    args = ("hellowork_move", course.plan.pk, request.pk)
    body = refused(client, E_14, *args, "send", on=DAY, contact=to.pk)
    assert E_15 in body
    client.post(reverse(args[0], args=[*args[1:], "approve"]), {"on": DAY})
    approve = ("hellowork_approve", course.plan.pk, request.pk)
    refused(as_("chief"), E_04, *approve, status=403, on=DAY)
    as_("officer").post(reverse(approve[0], args=approve[1:]), {"on": at(76)})
    few = refused(
        client, "支援要請に必要な書類が不足しています", *args, "check", on=DAY, documents=["plan"]
    )
    assert "個人情報の提供の同意書、支援要請書" in few
    request.refresh_from_db()
    assert (request.state, request.sent_on) == ("approved", None)


# ---- provision and evaluation -----------------------------------------------------------


def test_nothing_is_provided_before_its_ruling(submitted, as_):
    sentence = (
        "支援決定（確認）を受けていないため、事業「家計改善支援事業」の提供を開始できません。"
    )
    client, programme = as_("counselor"), submitted.programme(BUDGET)
    assert sentence in shown(client, "plan_detail", submitted.plan.pk)
    refused(client, sentence, "programme_start", submitted.plan.pk, programme.pk, on=DAY)
    submitted.decided(BUDGET)
    args = ("programme_start", submitted.plan.pk, programme.pk)
    refused(client, sentence, *args, on=at(77))
    assert submitted.programme(BUDGET).provision_from is None


def test_the_end_of_a_programme_names_what_comes_next(office, as_):
    course, client = Course(office).supported(), as_("employment")
    programme = course.programme(BUDGET)
    start = reverse("programme_start", args=[course.plan.pk, programme.pk])
    client.post(start, {"on": at(60)})
    args = ("programme_end", course.plan.pk, programme.pk)
    refused(client, "「終わったあとの支援」を入力してください。", *args, on=at(10))
    early = "終えた日は始めた日以降の日付にしてください。"
    refused(client, early, *args, on=at(61), next_step="ハローワークの一般窓口へ")
    done = {"on": at(10), "next_step": "ハローワークの一般窓口へ"}
    client.post(reverse(args[0], args=args[1:]), done)
    assert course.programme(BUDGET).next_step == "ハローワークの一般窓口へ"
    assert "つぎの支援：ハローワークの一般窓口へ" in shown(client, "plan_detail", course.plan.pk)


def test_the_progress_of_a_programme_is_watched_and_stands_under_the_plan(office, as_):
    course, client = Course(office).supported(), as_("employment")
    programme = course.programme(BUDGET)
    args = ("monitoring_add", course.plan.pk)
    data = {
        "on": at(20),
        "method": "agency_phone",
        "programme": programme.pk,
        "partner": "受け入れ先の店長",
        "findings": "朝の作業に慣れてきた",
    }
    sentence = "つぎのモニタリングは確かめた日以降の日付にしてください。"
    refused(client, sentence, *args, **data, next_on=at(20))
    client.post(reverse(args[0], args=args[1:]), data | {"next_on": at(5)})
    body = shown(as_("counselor"), "plan_detail", course.plan.pk)
    assert "朝の作業に慣れてきた" in body
    assert programme.label in body.partition("s-mon")[2].partition("</section>")[0]
    due = course.case.deadlines.get(key="monitoring", done_on=None)
    assert due.due_on == ago(5)
    home = shown(as_("counselor"), "home")
    late = home.partition("期限を過ぎています")[2]
    assert "モニタリング" in late


E_16 = (
    "評価には「目標の達成状況」「現在の状況と残された課題」"
    "「終結・継続に関する本人の希望・支援員の意見」のすべてが必要です。"
)


def test_an_evaluation_is_whole_before_the_meeting_sees_it(office, as_):
    course, client = Course(office).supported().evaluated(), as_("counselor")
    course.evaluation.refresh_from_db()
    course.evaluation.opinion = ""
    course.evaluation.save()
    course.meeting(days=0)
    assert E_16 in shown(client, "evaluation", course.plan.pk)
    data = {"meeting": course.held.pk, "subject": "evaluation"}
    refused(client, E_16, "agenda_add", course.plan.pk, **data)
    assert not course.held.items.exists()


def test_a_case_ends_in_a_meeting_with_people_from_outside(office, as_):
    course = Course(office).supported().evaluated().meeting(days=5, outside=False, city=False)
    course.evaluation.refresh_from_db()
    item = add_evaluation(course.held, course.evaluation, by=course.by)
    data = {"outcome": "continue", "roles-TOTAL_FORMS": "0", "roles-INITIAL_FORMS": "0"}
    sentence = "「自立相談支援機関以外の出席者」を入力してください。"
    refused(as_("chief"), sentence, "item_record", course.held.pk, item.pk, **data)
    assert not Review.objects.filter(subject="evaluation").exists()
    waiting = meeting_workflow.explain(course.held, "close", course.chief)
    assert {refusal.code for refusal in waiting} == {"E-01", "E-08"}
