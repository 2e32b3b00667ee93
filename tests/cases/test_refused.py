"""Each refusal of a case, word for word: beside its field or button, and to a hand-made request."""

import re

import pytest
from django.urls import reverse

from cases.models import BudgetLine, Referral
from cases.workflow import case_workflow, referral_workflow
from network.models import Contact
from rules.calendar import today, wareki_short
from tests.course import Course, ago

DAY = wareki_short(today())


def contact(office, category, name):
    row = Contact(municipality=office.places["city"].municipality, category=category, name=name)
    row.save()
    return row


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data)


def case_page(client, course):
    return client.get(reverse("case_detail", args=[course.case.pk])).text


@pytest.mark.parametrize(
    ("on", "reason", "sentence"),
    [
        (0, "", "「判断の理由」を入力してください。"),
        (130, "複合課題", "この日付は受付日以降の日付にしてください。"),
        (-1, "複合課題", "「日にち」に先の日付は入力できません。"),
    ],
)
def test_the_judgement_asks_for_its_reason_and_a_day_that_was(office, as_, on, reason, sentence):
    course = Course(office)
    data = {"on": wareki_short(ago(on)), "reason": reason}
    answer = post(as_("counselor"), "case_move", course.case.pk, "go_on", **data)
    assert answer.status_code == 422
    assert sentence in answer.text
    course.episode.refresh_from_db()
    assert course.episode.state == "received"


def test_a_referral_names_its_receiver_and_rests_on_a_consent(office, as_):
    course, client = Course(office), as_("counselor")
    clinic = contact(office, "other", "生活クラブ")
    data = {"on": DAY, "reason": "借金の整理"}
    nowhere = post(client, "case_move", course.case.pk, "refer", **data)
    assert "「つなぎ先」を入力してください。" in nowhere.text
    answer = post(client, "case_move", course.case.pk, "refer", contact=clinic.pk, **data)
    assert (nowhere.status_code, answer.status_code) == (422, 422)
    assert (
        "第三者提供の同意がない（撤回済み・範囲外を含む）ため、生活クラブへ提供できません。"
        "同意を登録するか、例外事由を選んでください。"
    ) in answer.text
    assert not Referral.objects.exists()


E_05 = "本人の利用申込と同意が登録されていないため、アセスメントを開始できません。"


def test_the_assessment_waits_for_the_application(office, as_):
    course = Course(office).move("go_on", 118, reason="複合課題")
    client, pk = as_("counselor"), course.case.pk
    post(client, "assessment_start", pk, on=DAY)
    assert E_05 in client.get(reverse("assessment", args=[pk])).text
    answer = post(client, "assessment_section", pk, "income", version=1, assistance="none")
    assert answer.status_code == 422
    assert E_05 in answer.text


def test_the_screening_waits_for_the_assessment(office, as_):
    course, client = Course(office).applied(), as_("counselor")
    sentence = (
        "現在の状態「アセスメントの途中」では「継続支援と判断する」できません。"
        "次にできる操作：アセスメントを終える"
    )
    assert sentence in client.get(reverse("screening", args=[course.case.pk])).text
    data = {"on": DAY, "result": "continue", "reason": "続けて支える"}
    answer = post(client, "screening", course.case.pk, **data)
    assert answer.status_code == 409
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("category", "sentence"),
    [
        (
            "welfare_office",
            "「つむぎ福祉事務所」の受理確認が記録されていないため、このケースを終了できません。",
        ),
        (
            "other",
            "つなぎ先「つむぎ福祉事務所」の受入確認が未了です。"
            "担当が不在になるため終了できません。",
        ),
    ],
)
def test_a_case_is_not_ended_before_it_was_taken_up(office, as_, category, sentence):
    course, client = Course(office).applied(), as_("counselor")
    course.move("refer", 90, contact=contact(office, category, "つむぎ福祉事務所"), reason="保護")
    referral = course.episode.referrals.get()
    referral_workflow.advance(referral, "send", by=course.by, on=ago(89), way="同行")
    assert sentence in case_page(client, course)
    answer = post(client, "case_move", course.case.pk, "hand_over", on=DAY, reason="つないだ")
    assert answer.status_code == 422
    assert sentence in answer.text
    course.episode.refresh_from_db()
    assert course.episode.state == "referring"


E_17 = "前回の評価より後のアセスメントがないため、再プランを作成できません。"


def test_a_new_plan_waits_for_a_new_assessment(office, as_):
    course = Course(office).supported().evaluated("continue").evaluation_reviewed("continue")
    client = as_("counselor")
    assert E_17 in case_page(client, course)
    answer = post(client, "case_move", course.case.pk, "plan_again", on=DAY)
    assert answer.status_code == 422
    assert E_17 in answer.text


@pytest.mark.parametrize(
    ("who", "page", "roles"),
    [
        ("counselor", "case_assign", "主任相談支援員"),
        ("employment", "case_withdraw", "主任相談支援員・担当・副担当"),
    ],
)
def test_what_belongs_to_another_post_names_that_post(office, as_, who, page, roles):
    course = Course(office)
    answer = post(as_(who), page, course.case.pk, reason="誤り", lead=course.by.pk)
    assert answer.status_code == 403
    assert f"この操作を行う権限がありません（必要な役割：{roles}）。" in answer.text
    course.case.refresh_from_db()
    assert course.case.withdrawn_on is None


def hidden_moves():
    return [row.name for row in case_workflow.transitions.values() if row.hidden]


@pytest.mark.parametrize("name", hidden_moves())
def test_what_follows_from_another_step_is_no_address(office, as_, name):
    """支援 begins by a ruling, and ends by a meeting: nobody types the move (4(2)キ, 5(1)ウ)."""
    course = Course(office).supported() if name == "close" else Course(office).planning()
    state = course.episode.state
    for who in ("chief", "counselor"):
        data = {"on": DAY, "reason": "手で送る", "given": "案内"}
        assert post(as_(who), "case_move", course.case.pk, name, **data).status_code == 404
    course.episode.refresh_from_db()
    assert course.episode.state == state


def test_a_follow_up_is_not_overtaken_by_hand(office, as_):
    course = Course(office).closed()
    follow = course.episode.follow_ups.get()
    answer = post(as_("counselor"), "follow_up_move", course.case.pk, follow.pk, "overtake", on=DAY)
    assert answer.status_code == 404
    follow.refresh_from_db()
    assert follow.state == "planned"


def test_an_amount_below_nothing_is_refused_beside_its_field(office, as_):
    course, client = Course(office).applied(), as_("counselor")
    url = f"{reverse('case_budget', args=[course.case.pk])}?month=2026-11"
    answer = client.post(url, {"version": 0, "actual-wage_self": "-1000"})
    assert answer.status_code == 422
    assert "「給与（本人）（実績）」は0～999,999,999の範囲で入力してください。" in answer.text
    assert not BudgetLine.objects.exists()


def test_before_the_consent_the_budget_is_read_and_not_typed(office, as_):
    """4(1)エ: what could not be kept is not asked for."""
    course, client = Course(office), as_("counselor")
    url = f"{reverse('case_budget', args=[course.case.pk])}?month=2026-11"
    before = client.get(url).text
    assert "E-05" in before
    assert "保存する" not in before
    table = before.partition("<table")[2].partition("</table>")[0]
    boxes = re.findall(r'<input type="text"[^>]*>', table)
    assert boxes
    assert all(" readonly" in box for box in boxes)
    course.applied()
    after = client.get(url).text
    assert "保存する" in after
    assert " readonly" not in after


def test_who_is_not_meant_is_named_beside_the_reason(office, at, as_):
    """上天草市実施要領 3: the way out is to refer, or a written reason."""
    at("kamiamakusa")
    course, client = Course(office), as_("counselor")
    data = {"on": DAY, "reason": "続けて聞く", "target_poor": "yes"}
    answer = post(client, "case_move", course.case.pk, "go_on", **data)
    assert answer.status_code == 422
    assert (
        "対象要件を満たしていません：市内に在住している（実施要領 3）。"
        "他機関へのつなぎ、または例外理由の入力を選んでください。"
    ) in str(answer.context["form"].errors["exception"])
    course.episode.refresh_from_db()
    assert course.episode.state == "received"
