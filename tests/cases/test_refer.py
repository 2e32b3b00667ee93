"""つなぎ: consent first, the receiver's word last, no たらい回し."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import PrivacyPolicy
from cases.models import Disclosure, Referral
from cases.workflow import case_workflow, referral_workflow, withdraw_consent
from network.models import Contact
from rules.calendar import today
from rules.refusals import Refused


@pytest.fixture
def clinic(office):
    PrivacyPolicy(
        organisation=office.places["center"],
        number=1,
        valid_from=today() - dt.timedelta(days=30),
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
    assert case.deadlines.get(key=key, done_on=None).kind == "つなぎ先の受入の確認（つむぎ診療所）"
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
    assert "2か所" in body
