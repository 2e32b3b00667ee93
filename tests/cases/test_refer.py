"""つなぎ: consent first, the receiver's word last, no たらい回し."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import PrivacyPolicy
from cases.models import Disclosure, Referral
from cases.workflow import case_workflow, referral_workflow, withdraw_consent
from cases.workflow.refer import refer_beside
from network.models import Contact
from plans.models import HelloworkRequest
from rules.calendar import today, wareki_short
from rules.refusals import Refused
from tests.course import CLOSING, Course


@pytest.fixture
def clinic(office):
    PrivacyPolicy(
        organisation=office.places["center"],
        number=1,
        valid_from=today() - dt.timedelta(days=300),
        body="規程",
    ).save()
    return contact(office, "medical", "つむぎ診療所")


def contact(office, category, name):
    row = Contact(municipality=office.places["city"].municipality, category=category, name=name)
    row.save()
    return row


def refer(office, to, **changed):
    case = office.case()
    data = {"contact": to, "reason": "受診が要る", "consent_method": "oral"} | changed
    case_workflow.advance(case.episode, "refer", by=office.people["counselor"], **data)
    return case, case.episode.referrals.get()


def step(office, referral, name, **data):
    referral_workflow.advance(referral, name, by=office.people["counselor"], **data)


def refused_code(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.refusals[0].code


def test_without_consent_nothing_leaves(office, clinic):
    assert refused_code(refer, office, clinic, consent_method="") == "E-06"
    assert not Referral.objects.exists()


def test_a_consent_for_one_referral_covers_that_one_only(office, clinic):
    case, referral = refer(office, clinic)
    step(office, referral, "send", way="同行")
    assert Disclosure.objects.get().consent.contact == clinic
    other = contact(office, "medical", "べつの診療所")
    case_workflow.advance(
        case.episode, "come_back", by=office.people["counselor"], reason="ほかを考える"
    )
    again = {"contact": other, "reason": "受診", "by": office.people["counselor"]}
    assert refused_code(case_workflow.advance, case.episode, "refer", **again) == "E-06"


def test_a_withdrawn_consent_stops_the_sending(office, clinic):
    case, referral = refer(office, clinic)
    consent = case.episode.consents.get()
    withdraw_consent(consent, by=office.people["counselor"], on=today(), reason="申出")
    assert refused_code(step, office, referral, "send", way="電話") == "E-06"
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize(("category", "code"), [("medical", "E-19"), ("welfare_office", "E-18")])
def test_a_case_does_not_end_on_an_unconfirmed_referral(office, clinic, category, code):
    case, referral = refer(office, contact(office, category, "先"))
    step(office, referral, "send", way="同行")
    end = {"by": office.people["counselor"], "reason": "つないだ"}
    assert refused_code(case_workflow.advance, case.episode, "hand_over", **end) == code
    step(office, referral, "accept", accepted_by="窓口 山本さん")
    case_workflow.advance(case.episode, "hand_over", **end)
    assert case.episode.state == "handed_over"


@pytest.mark.parametrize(
    ("category", "sentence"),
    [
        ("medical", "つなぎ先「先」の受入確認が未了です。担当が不在になるため終了できません。"),
        ("welfare_office", "「先」の受理確認が記録されていないため、このケースを終了できません。"),
    ],
)
def test_the_page_and_a_hand_made_ending_say_who_has_not_confirmed(
    office, as_, clinic, category, sentence
):
    """E-18, E-19: beside the button, and to a request without it."""
    case, _referral = refer(office, contact(office, category, "先"))
    client = as_("counselor")
    assert sentence in client.get(reverse("case_detail", args=[case.pk])).text
    url = reverse("case_move", args=[case.pk, "hand_over"])
    answer = client.post(url, {"on": f"{today():%Y%m%d}", "reason": "つないだ"})
    assert answer.status_code == 422
    assert sentence in answer.text
    case.episode.refresh_from_db()
    assert case.episode.state == "referring"


def test_a_hand_made_referral_without_consent_is_refused_beside_its_field(office, as_, clinic):
    """E-06."""
    case = office.case()
    url = reverse("case_move", args=[case.pk, "refer"])
    data = {"on": f"{today():%Y%m%d}", "contact": clinic.pk, "reason": "受診が要る"}
    answer = as_("counselor").post(url, data)
    assert answer.status_code == 422
    assert "第三者提供の同意がない（撤回済み・範囲外を含む）ため、つむぎ診療所へ" in answer.text
    assert not Referral.objects.exists()


def test_a_rejected_referral_is_no_ending_either(office, clinic):
    case, referral = refer(office, clinic)
    step(office, referral, "send", way="電話")
    step(office, referral, "reject", reason="定員")
    end = {"by": office.people["counselor"], "reason": "終える"}
    assert refused_code(case_workflow.advance, case.episode, "hand_over", **end) == "E-19"


def test_the_steps_stand_on_the_case_page(office, as_, clinic):
    case, referral = refer(office, clinic)
    client = as_("counselor")
    page = client.get(reverse("case_detail", args=[case.pk])).text
    assert "つむぎ診療所" in page
    assert "受入確認が未了です" in page
    url = reverse("referral_move", args=[case.pk, referral.pk, "send"])
    assert client.post(url, {"on": f"{today():%Y%m%d}", "way": ""}).status_code == 422
    assert client.post(url, {"on": f"{today():%Y%m%d}", "way": "同行"}).status_code == 302
    assert client.post(url, {"on": f"{today():%Y%m%d}", "way": "同行"}).status_code == 409
    assert as_("officer").post(url, {}).status_code == 403


def test_the_referral_of_another_case_is_not_found(office, as_, clinic):
    _case, referral = refer(office, clinic)
    other = office.case()
    url = reverse("referral_move", args=[other.pk, referral.pk, "send"])
    assert as_("counselor").get(url).status_code == 404


def test_a_referral_is_asked_after_until_it_is_finished(office, as_, clinic):
    case, referral = refer(office, clinic)
    key = f"referral_{referral.pk}"
    step(office, referral, "send", way="同行")
    assert case.deadlines.get(key=key, done_on=None).kind == "つなぎ先の受入の確認"
    step(office, referral, "accept", accepted_by="相談室")
    assert "状況確認" in case.deadlines.get(key=key, done_on=None).kind
    later = today() + dt.timedelta(days=40)
    url = reverse("referral_move", args=[case.pk, referral.pk, "check"])
    data = {"on": today().isoformat(), "reason": "通院が続いている", "next_on": today().isoformat()}
    assert as_("counselor").post(url, data).status_code == 422
    data["next_on"] = later.isoformat()
    assert as_("counselor").post(url, data).status_code == 302
    assert case.deadlines.get(key=key, done_on=None).due_on == later
    referral.refresh_from_db()
    step(office, referral, "finish", reason="治療が終わった")
    assert not case.deadlines.filter(key=key, done_on=None).exists()


def test_two_refusals_call_for_the_chief(office, as_, clinic):
    case, _referral = refer(office, clinic)
    other = contact(office, "other", "となりの診療所")
    case_workflow.advance(
        case.episode,
        "come_back",
        by=office.people["counselor"],
        reason="受け入れられない",
    )
    case_workflow.advance(
        case.episode,
        "refer",
        by=office.people["counselor"],
        contact=other,
        reason="受診が要る",
        consent_method="oral",
    )
    for row in case.episode.referrals.all():
        step(office, row, "send", way="電話")
        step(office, row, "reject", reason="満床")
    body = as_("chief").get(reverse("home")).content.decode()
    assert "受け入れ先が決まらない方" in body
    assert "2回" in body


def test_what_was_planned_asked_and_found_stands_on_the_page(office, as_, clinic):
    case, referral = refer(office, clinic)
    step(office, referral, "send", way="同行")
    step(office, referral, "accept", accepted_by="相談室")
    planned = referral.checks.get().planned_on
    assert planned == today() + dt.timedelta(days=30)
    step(
        office, referral, "check", reason="通院が続いている", next_on=today() + dt.timedelta(days=9)
    )
    step(office, referral, "finish", reason="治療が終わった")
    rows = list(
        referral.checks.order_by("planned_on").values_list("planned_on", "done_on", "found")
    )
    assert rows == [
        (today() + dt.timedelta(days=9), today(), "治療が終わった"),
        (planned, today(), "通院が続いている"),
    ]
    page = as_("counselor").get(reverse("case_detail", args=[case.pk])).text
    assert page.count("状況確認　") == 2
    assert "通院が続いている" in page


def test_no_step_is_before_the_one_it_follows(office, clinic, clock):
    start = today()
    _case, referral = refer(office, clinic)
    step(office, referral, "send", way="同行")
    clock(start + dt.timedelta(days=5))
    step(office, referral, "accept", accepted_by="相談室")
    early = {"reason": "元気", "on": start + dt.timedelta(days=4)}
    assert refused_code(step, office, referral, "check", **early) == "E-02"
    clock(start + dt.timedelta(days=9))
    step(office, referral, "check", reason="元気")
    early["on"] = start + dt.timedelta(days=8)
    assert refused_code(step, office, referral, "finish", **early) == "E-02"


def test_who_was_handed_over_is_still_asked_after(office, as_, clinic):
    case, referral = refer(office, clinic)
    step(office, referral, "send", way="同行")
    step(office, referral, "accept", accepted_by="相談室")
    end = {"by": office.people["counselor"], "reason": "つないだ"}
    case_workflow.advance(case.episode, "hand_over", **end)
    due = case.deadlines.get(done_on=None)
    assert due.key == f"referral_{referral.pk}"
    step(office, referral, "finish", reason="落ち着いた")
    assert not case.deadlines.filter(done_on=None).exists()


def test_a_second_refusal_of_the_same_place_is_counted(office, as_, clinic):
    case, referral = refer(office, clinic)
    page = reverse("case_detail", args=[case.pk])
    for _turn in range(2):
        assert "受け入れられていません" not in as_("chief").get(page).text
        step(office, referral, "send", way="電話")
        step(office, referral, "reject", reason="満床")
        step(office, referral, "retry", reason="もう一度たのむ")
    assert "2回、受け入れられていません" in as_("chief").get(page).text
    assert "受け入れ先が決まらない方" in as_("chief").get(reverse("home")).text


def test_who_can_look_for_work_alone_is_shown_the_counter_of_the_hellowork(office, clinic):
    """手引き 第Ⅳ章2(2): the general counter is a つなぎ, the 支援要請 a programme of the plan."""
    hellowork = contact(office, "hellowork", "つむぎ公共職業安定所")
    case, referral = refer(office, hellowork, reason="一般相談窓口で求職する")
    step(office, referral, "send", way="同行")
    assert Disclosure.objects.get(kind="c2").recipient == "つむぎ公共職業安定所"
    assert not HelloworkRequest.objects.exists()
    assert not case.episode.plans.exists()


def test_a_missing_consent_is_told_where_it_can_be_given(office, as_, clinic):
    case = office.case()
    data = {"on": wareki_short(today()), "contact": clinic.pk, "reason": "受診が要る"}
    page = as_("counselor").post(reverse("case_move", args=[case.pk, "refer"]), data)
    assert page.status_code == 422
    [error] = page.context["form"].errors["consent_method"].as_data()
    assert error.code == "E-06"
    assert "書面か口頭を選んでください" in page.text
    assert "つなぎ先<span" in page.text
    assert "※必須" in page.text


# ---- beside what goes on -----------------------------------------------------------------


def beside(client, course, contact, **changes):
    data = {"on": wareki_short(today()), "contact": contact.pk, "reason": "受診が要る"}
    return client.post(reverse("referral_add", args=[course.case.pk]), data | changes)


def test_someone_who_is_supported_here_is_referred_too(office, as_, clinic):
    course, client = Course(office).supported(), as_("counselor")
    assert beside(client, course, clinic).status_code == 302
    course.episode.refresh_from_db()
    assert course.episode.state == "in_support"
    referral = course.episode.referrals.get()
    step(office, referral, "send", way="同行")
    assert Disclosure.objects.get(kind="c5").recipient == "つむぎ診療所"
    page = client.get(reverse("case_support", args=[course.case.pk])).text
    assert "つむぎ診療所" in page
    assert "つなぐと決めました" in client.get(reverse("case_detail", args=[course.case.pk])).text


def test_the_course_does_not_end_on_a_referral_nobody_has_taken_up(office, clinic):
    course = Course(office).supported().monitored().evaluated()
    refer_beside(course.episode, by=course.by, on=today(), contact=clinic, reason="受診")
    closing = CLOSING | {"follow_up_on": today() + dt.timedelta(days=20)}
    with pytest.raises(Refused) as refused:
        course.evaluation_reviewed(closing=closing)
    assert refused.value.refusals[0].code == "E-19"


def test_without_a_consent_that_covers_it_nothing_is_begun(office, as_, clinic):
    course = Course(office).move("go_on", 118, reason="続ける")
    answer = beside(as_("counselor"), course, clinic)
    assert answer.status_code == 422
    assert "E-06" in answer.text
    assert beside(as_("counselor"), course, clinic, consent_method="oral").status_code == 302


def test_at_reception_it_is_the_judgement_itself(office, as_, clinic):
    course = Course(office)
    answer = beside(as_("counselor"), course, clinic, consent_method="oral")
    assert answer.status_code == 409
    assert "E-08" in answer.text
    assert not Referral.objects.exists()
    support = reverse("case_support", args=[course.case.pk])
    assert reverse("referral_add", args=[course.case.pk]) not in as_("counselor").get(support).text


def test_who_decides_reads_nothing_of_a_referral(office, as_, clinic):
    """§5.1: つなぎ・フォロー is for the agency and for the 担当者 of the city."""
    course = Course(office).supported()
    refer_beside(course.episode, by=course.by, on=today(), contact=clinic, reason="受診")
    step(office, course.episode.referrals.get(), "send", way="同行")
    for page in ("case_detail", "case_now", "case_support"):
        url = reverse(page, args=[course.case.pk])
        assert clinic.name in as_("officer").get(url).text, page
        assert clinic.name not in as_("approver").get(url).text, page
