"""利用申込・同意: what was shown, to whom it may go, and its withdrawal."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import PrivacyPolicy
from accounts.templatetags.frame import day
from cases.documents import intake_sheet
from cases.models import Consent, Note
from cases.workflow import case_workflow, sign_consent, withdraw_consent
from rules.calendar import today, wareki_short
from rules.refusals import Refused
from tests.course import Course, ago


@pytest.fixture
def case(office):
    case = office.case()
    case_workflow.advance(case.episode, "go_on", by=office.people["counselor"], reason="続ける")
    return case


@pytest.fixture
def policy(office):
    row = PrivacyPolicy(
        organisation=office.places["center"],
        number=3,
        valid_from=today() - dt.timedelta(days=30),
        body="大切に守ります。",
    )
    row.save()
    return row


ASKED = {"method": "oral", "purposes": ["support"], "recipients": ["c1", "c5"]}


def apply(case, office, **changed):
    data = {**ASKED, "by": office.people["counselor"], **changed}
    return case_workflow.advance(case.episode, "apply", **data)


def test_a_consent_names_the_version_that_was_shown(office, as_, case, policy):
    client = as_("counselor")
    url = reverse("case_move", args=[case.pk, "apply"])
    assert "大切に守ります。" in client.get(url).text
    page = client.post(url, ASKED | {"on": "today"})
    assert page.status_code == 422
    page = client.post(url, ASKED | {"on": f"{today():%Y%m%d}"}, follow=True)
    consent = Consent.objects.get()
    assert (consent.policy, consent.recipients) == (policy, ["c1", "c5"])
    assert consent.episode.state == "assessing"
    assert "医療機関" in page.text


def test_without_a_policy_no_consent_can_be_taken_and_the_button_says_so(office, as_, case):
    page = as_("counselor").get(reverse("case_detail", args=[case.pk]))
    assert "管理者に、規程の登録を頼んでください。" in page.text
    with pytest.raises(Refused) as refused:
        apply(case, office)
    assert refused.value.refusals[0].code == "E-25"


@pytest.mark.parametrize("missing", ["purposes", "recipients", "method"])
def test_a_consent_to_nothing_is_none(office, case, policy, missing):
    with pytest.raises(Refused) as refused:
        apply(case, office, **{missing: []})
    assert refused.value.refusals[0].code == "E-01"
    assert not Consent.objects.exists()


def test_a_withdrawal_stops_from_its_day_and_deletes_nothing(office, case, policy):
    apply(case, office)
    consent = Consent.objects.get()
    withdraw_consent(consent, by=office.people["chief"], on=today(), reason="本人の申出")
    assert list(Consent.objects.in_force()) == []
    for one in (consent.given_on - dt.timedelta(days=1), today(), today() + dt.timedelta(days=1)):
        assert consent.stands_on(one) is Consent.objects.in_force(one).exists()
    assert list(Consent.objects.all()) == [consent]
    assert case.notes.first().reason == "本人の申出"


@pytest.mark.parametrize(
    ("by", "days", "reason", "code"),
    [
        ("counselor", 0, "", "E-01"),
        ("counselor", 1, "x", "E-35"),
        ("counselor", -1, "x", "E-02"),
        ("officer", 0, "x", "E-03"),
    ],
)
def test_a_refused_withdrawal_says_why(office, case, policy, by, days, reason, code):
    apply(case, office)
    consent = Consent.objects.get()
    on = today() + dt.timedelta(days=days)
    with pytest.raises(Refused) as refused:
        withdraw_consent(consent, by=office.people[by], on=on, reason=reason)
    assert refused.value.refusals[0].code == code


def test_the_consent_of_another_case_is_not_found(office, as_, case, policy):
    apply(case, office)
    other = office.case()
    url = reverse("consent_withdraw", args=[other.pk, Consent.objects.get().pk])
    assert as_("counselor").get(url).status_code == 404


def signed_at(case):
    return reverse("consent_sign", args=[case.pk, Consent.objects.get().pk])


def test_a_signature_that_comes_later_is_recorded_and_stands_on_the_page(office, as_, case, policy):
    client, page = as_("counselor"), reverse("case_detail", args=[case.pk])
    apply(case, office)
    assert "口頭（署名はあとで）" in client.get(page).text
    assert client.get(signed_at(case)).status_code == 200
    answer = client.post(signed_at(case), {"on": wareki_short(today())}, follow=True)
    assert f"口頭、{day(today())}に署名" in answer.text
    consent = Consent.objects.get()
    assert (consent.given_on, consent.signed_on, consent.method) == (today(), today(), "oral")
    assert case.notes.first().body == "口頭の同意に署名をいただきました"
    assert signed_at(case) not in answer.text
    again = client.post(signed_at(case), {"on": wareki_short(today())})
    assert (again.status_code, "同意をあらためて記録する" in again.text) == (409, True)


@pytest.mark.parametrize(
    ("by", "days", "code"),
    [("counselor", 1, "E-35"), ("counselor", -1, "E-02"), ("officer", 0, "E-03")],
)
def test_a_refused_signature_says_why(office, case, policy, by, days, code):
    apply(case, office)
    with pytest.raises(Refused) as refused:
        sign_consent(
            Consent.objects.get(), by=office.people[by], on=today() + dt.timedelta(days=days)
        )
    assert refused.value.refusals[0].code == code


def test_a_written_consent_waits_for_no_signature(office, as_, case, policy):
    apply(case, office, method="written")
    assert as_("counselor").get(signed_at(case)).status_code == 409


@pytest.mark.parametrize(
    ("method", "later", "beside", "oral"),
    [
        ("written", None, "given", None),
        ("oral", None, None, "given"),
        ("oral", "signed", "signed", "given"),
    ],
)
def test_the_paper_bears_the_day_of_the_signature(
    office, case, policy, method, later, beside, oral
):
    apply(case, office, method=method)
    days = {"given": today(), "signed": today() + dt.timedelta(days=3), None: None}
    Consent.objects.update(signed_on=days[later])
    paper = intake_sheet(case.episode).paper
    assert (paper.signed_on, paper.oral_on) == (days[beside], days[oral])


def given_again(client, case, **changes):
    data = {"on": wareki_short(today()), "method": "written"}
    data |= {"purposes": ["support"], "recipients": ["c2", "c5"]} | changes
    return client.post(reverse("consent_add", args=[case.pk]), data)


def test_after_a_withdrawal_consent_is_given_again(office, as_):
    course, client = Course(office).applied(), as_("counselor")
    first = course.episode.consents.get()
    withdraw_consent(first, by=course.by, on=ago(1), reason="不安になった")
    page = client.get(reverse("case_detail", args=[course.case.pk])).text
    assert reverse("consent_add", args=[course.case.pk]) in page
    assert "規程" in client.get(reverse("consent_add", args=[course.case.pk])).text
    assert given_again(client, course.case).status_code == 302
    again = course.episode.consents.get(withdrawn_on=None)
    assert (again.given_on, again.recipients, again.explained_by) == (
        today(),
        ["c2", "c5"],
        course.by,
    )
    assert course.episode.consents.count() == 2
    assert Note.objects.filter(move="consent_again").exists()


def test_the_first_consent_is_the_application_itself(office, as_):
    course = Course(office).move("go_on", 118, reason="続ける")
    answer = given_again(as_("counselor"), course.case)
    assert answer.status_code == 409
    assert "利用申込と同意を記録する" in answer.text


@pytest.mark.parametrize(("days", "code"), [(-1, "E-35"), (400, "E-02")])
def test_a_day_that_cannot_be_is_refused(office, as_, days, code):
    course = Course(office).applied()
    answer = given_again(as_("counselor"), course.case, on=wareki_short(ago(days)))
    assert answer.status_code == 422
    assert code in answer.text
    assert course.episode.consents.count() == 1


def test_a_consent_of_an_earlier_day_is_to_the_version_of_that_day(office, as_):
    course = Course(office).applied()
    place = office.places["center"]
    first = place.policy_on(today())
    newest = PrivacyPolicy(
        organisation=place, number=first.number + 1, valid_from=ago(3), body="新しい文。"
    )
    newest.save()
    client = as_("counselor")
    page = client.get(reverse("consent_add", args=[course.case.pk])).text
    assert first.body in page
    assert "新しい文。" in page
    assert "この日の規程の版で記録します" in page
    data = {"on": wareki_short(ago(5)), "method": "written"}
    data |= {"purposes": ["support"], "recipients": ["c2"]}
    url = reverse("consent_add", args=[course.case.pk])
    told = client.post(url, data, follow=True).text
    assert f"第{first.number}版で記録しました（いまは第{newest.number}版）" in told
    assert f"規程 第{first.number}版" in told
    assert course.episode.consents.get(given_on=ago(5)).policy == first
    told = client.post(url, data | {"on": wareki_short(today())}, follow=True).text
    assert "版で記録しました（いまは" not in told
    assert course.episode.consents.get(given_on=today()).policy == newest
