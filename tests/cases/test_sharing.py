"""The sharing gate (§5.2): a consent or one of four exceptions, and the register of both."""

import pytest
from django.urls import reverse

from cases.models import Disclosure, Exemption
from cases.sharing import council, disclose, obstacle, recipient_of, those_after
from cases.workflow import case_workflow, referral_workflow, withdraw_consent
from cases.workflow.consents import consent_again
from cases.workflow.exemptions import judge_exemption, note_exemption
from cases.workflow.refer import refer_beside
from meetings.documents import pack_sheet
from meetings.workflow import add_evaluation, add_plan, add_report, record_item
from network.models import Contact
from rules.calendar import today
from rules.refusals import Refused
from tests.course import CLOSING, Course, ago
from tests.places import settle_at

LIFE = {
    "ground": "life",
    "reason": "薬が切れ、意識がはっきりしない。",
    "no_consent": "電話に出られる状態にない。",
}


@pytest.fixture
def course(office):
    return Course(office)


def contact(office, category="other", name="架空相談室"):
    row = Contact(municipality=office.places["city"].municipality, category=category, name=name)
    row.save()
    return row


def judged(course, to, by=None, **changed):
    by = by or course.by
    said = {"recipient": str(to), "judged_by": by} | LIFE | changed
    return judge_exemption(course.case, by=by, on=said.pop("on", ago(2)), **said)


def codes(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return [refusal.code for refusal in refused.value.refusals]


# ---- consent ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kinds", "category"),
    [(["c2"], "medical"), (["c5"], "other"), (["c1", "c2"], "welfare_office")],
)
def test_a_consent_covers_the_kinds_of_recipients_it_names(office, course, kinds, category):
    course.applied()
    course.episode.consents.update(recipients=kinds)
    to = recipient_of(contact(office, category))
    assert obstacle(course.case, to, today()).code == "E-06"
    course.episode.consents.update(recipients=[to.kind])
    assert obstacle(course.case, to, today()) is None


def test_a_consent_that_has_run_out_lets_nothing_more_leave(office, course):
    to = recipient_of(contact(office))
    course.applied()
    consent = course.episode.consents.get()
    consent.until = ago(1)
    consent.save()
    disclose(course.case, to, purpose="受診の紹介", by=course.by, on=ago(1))
    refused = codes(disclose, course.case, to, purpose="受診の紹介", by=course.by, on=today())
    assert refused == ["E-06"]
    assert Disclosure.objects.get().consent == consent


def test_the_last_day_of_a_consent_is_typed_with_it_and_not_before_it(office, as_, course):
    course.applied()
    url = reverse("consent_add", args=[course.case.pk])
    typed = {
        "on": f"{today():%Y%m%d}",
        "method": "written",
        "purposes": ["support"],
        "recipients": ["c2"],
        "until": f"{ago(1):%Y%m%d}",
    }
    page = as_("counselor").post(url, typed)
    assert page.status_code == 422
    assert "同意の期限は申込日（本人同意日）以降の日付にしてください。" in page.text
    as_("counselor").post(url, typed | {"until": f"{ago(-30):%Y%m%d}"})
    assert course.episode.consents.first().until == ago(-30)


# ---- the meeting ------------------------------------------------------------------------


def test_one_consent_covers_every_later_meeting(course):
    course.supported().monitored().evaluated("continue").evaluation_reviewed("continue")
    told = Disclosure.objects.filter(case=course.case, kind="c1")
    assert told.count() == 2
    assert {row.consent for row in told} == {course.episode.consents.get()}
    assert {row.recipient for row in told} == {"支援調整会議の構成員：社会福祉協議会"}


def test_without_a_consent_to_the_members_no_plan_comes_before_a_meeting(course):
    course.planning().drafted("household_budget").agreed().meeting(days=0)
    course.episode.consents.update(recipients=["c2"])
    assert codes(add_plan, course.held, course.plan, by=course.by) == ["E-06"]
    judged(course, council().name, on=today())
    assert add_plan(course.held, course.plan, by=course.by).number == 1


def test_a_consent_withdrawn_between_plan_and_meeting_stops_the_papers(course):
    course.planning().drafted("household_budget").agreed().meeting(days=0)
    item = add_plan(course.held, course.plan, by=course.by)
    consent = course.episode.consents.get()
    withdraw_consent(consent, by=course.by, on=today(), reason="知り合いがいる")
    assert codes(record_item, item, by=course.chief, outcome="approved") == ["E-06"]
    again = {"method": "written", "purposes": ["support"], "recipients": ["c1"]}
    consent_again(course.episode, by=course.by, on=today(), **again)
    record_item(item, by=course.chief, outcome="approved")
    assert Disclosure.objects.get().consent != consent


@pytest.mark.parametrize("recipients", [[], ["c2"], ["c1"]])
def test_a_break_is_reported_by_number_alone_to_those_the_person_did_not_agree_to(
    office, course, recipients
):
    """D8: the next meeting hears of every 中断; nothing that names the person leaves (§5.2)."""
    course.planning().move("suspend", 3, reason="moved").meeting(days=0)
    course.episode.consents.update(recipients=recipients)
    item = add_report(course.held, course.case, by=course.by)
    outside = course.held.attendees.filter(is_outside=True, is_city=False).first()
    outside.contact = contact(office)
    (line,) = pack_sheet(course.held, recipient=outside).paper.items
    (inside,) = pack_sheet(course.held).paper.items
    record_item(item, by=course.chief, reported="聞きました。")
    agreed = recipients == ["c1"]
    assert inside.name == course.case.person.display_name
    assert (line.name, line.case_number) == (
        (inside.name, inside.case_number) if agreed else ("", "")
    )
    assert bool(line.withheld) == (not agreed)
    assert Disclosure.objects.filter(kind="c1").exists() == agreed
    item.refresh_from_db()
    assert item.is_done


def test_who_was_never_met_can_be_laid_before_a_meeting(office):
    course = Course(office, name="不在 太郎").move("suspend", 3, reason="moved").meeting(days=0)
    assert not course.episode.consents.exists()
    item = add_report(course.held, course.case, by=course.chief)
    record_item(item, by=course.chief, reported="聞きました。")
    assert not Disclosure.objects.exists()
    item.refresh_from_db()
    assert item.is_done


# ---- after the plan, and beforehand with the city -----------------------------------------


@pytest.mark.parametrize(
    "told", [{"handing": True}, {"watching": True, "watchers": "地区の民生委員"}]
)
def test_at_the_end_nothing_is_handed_on_without_the_consent_for_afterwards(course, told):
    course.supported().monitored().evaluated().meeting(8)
    course.evaluation.refresh_from_db()
    item = add_evaluation(course.held, course.evaluation, by=course.by)
    course.episode.consents.update(recipients=["c1", "c2"])
    closing = CLOSING | told | {"following": False}
    close = {"by": course.chief, "outcome": "close", "closing": closing}
    assert codes(record_item, item, **close) == ["E-06"]
    assert not Disclosure.objects.filter(kind="c3").exists()
    course.episode.consents.update(recipients=["c1", "c2", "c3"])
    item.refresh_from_db()
    record_item(item, **close)
    row = Disclosure.objects.get(kind="c3")
    assert row.recipient == those_after().name
    assert row.consent == course.episode.consents.get()


def test_where_the_agency_alone_watches_nobody_is_told_and_nothing_is_asked(course):
    course.supported().monitored().evaluated().meeting(8)
    course.evaluation.refresh_from_db()
    item = add_evaluation(course.held, course.evaluation, by=course.by)
    course.episode.consents.update(recipients=["c1", "c2"])
    closing = CLOSING | {"watching": True, "following": False, "watchers": ""}
    record_item(item, by=course.chief, outcome="close", closing=closing)
    course.episode.refresh_from_db()
    assert course.episode.state == "watching"
    assert not Disclosure.objects.filter(kind="c3").exists()


def test_asking_the_city_beforehand_by_name_needs_its_own_consent(office, course):
    course.applied()
    hall = contact(office, "welfare_office", "つむぎ市 生活福祉課")
    course.episode.consents.update(recipients=["c1", "c2", "c3", "c5"])
    asked = {"by": course.by, "on": ago(3), "contact": hall, "reason": "生活保護の事前相談"}
    assert codes(refer_beside, course.episode, **asked) == ["E-06"]
    course.episode.consents.update(recipients=["c4"])
    referral = refer_beside(course.episode, **asked)
    referral_workflow.advance(referral, "send", by=course.by, on=ago(2), way="同行")
    told = Disclosure.objects.get(kind="c4")
    assert (told.recipient, told.purpose) == (str(hall), "生活保護の事前相談")


# ---- the four exceptions -------------------------------------------------------------------


@pytest.mark.parametrize("ground", ["life", "health", "state"])
def test_an_exception_says_its_reason_why_no_consent_and_who_judged(office, course, ground):
    to = contact(office)
    for missing in ("reason", "no_consent"):
        assert codes(judged, course, to, ground=ground, **{missing: ""}) == ["E-07"]
    assert codes(judged, course, to, ground=ground, judged_by=None) == ["E-07"]
    assert judged(course, to, ground=ground).noted_on is None


def test_what_a_law_demands_rests_on_the_law_alone(office, course):
    to = contact(office)
    assert codes(judged, course, to, ground="law", no_consent="", reason="") == ["E-07"]
    row = judged(course, to, ground="law", no_consent="", reason="児童虐待防止法6条")
    assert obstacle(course.case, recipient_of(to), today()) is None
    assert row.reason == "児童虐待防止法6条"


def test_an_exception_opens_the_door_once_and_stands_in_the_register(office, course):
    to = contact(office, "medical", "架空診療所")
    refer = {"by": course.by, "contact": to, "reason": "受診が要る", "on": ago(2)}
    assert codes(case_workflow.advance, course.episode, "refer", **refer) == ["E-06"]
    row = judged(course, to)
    case_workflow.advance(course.episode, "refer", **refer)
    referral = course.episode.referrals.get()
    referral_workflow.advance(referral, "send", by=course.by, on=ago(1), way="救急車に同乗")
    told = Disclosure.objects.get()
    assert (told.exemption, told.consent, told.recipient) == (row, None, "架空診療所")
    assert obstacle(course.case, recipient_of(to), today()).code == "E-06"


def test_a_consent_goes_before_an_exception(office, course):
    course.applied()
    to = contact(office)
    row = judged(course, to)
    disclose(course.case, recipient_of(to), purpose="相談", by=course.by, on=today())
    row.refresh_from_db()
    assert Disclosure.objects.get().exemption is None
    assert not hasattr(row, "disclosure")


def test_the_chief_reads_of_an_exception_and_says_so_once(office, as_, course):
    row = judged(course, contact(office))
    assert "同意のない提供を確かめる" in as_("chief").get("/").text
    assert "同意のない提供を確かめる" not in as_("counselor").get("/").text
    assert codes(note_exemption, row, by=course.by) == ["E-03"]
    as_("chief").post(reverse("exemption_note", args=[course.case.pk, row.pk]))
    row.refresh_from_db()
    assert (row.noted_on, row.noted_by) == (today(), course.chief)
    assert "同意のない提供を確かめる" not in as_("chief").get("/").text
    assert codes(note_exemption, row, by=course.chief) == ["E-08"]


def test_a_chief_who_judges_knows(office, course):
    row = judged(course, contact(office), by=course.chief)
    assert (row.noted_on, row.noted_by) == (ago(2), course.chief)


def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_stays(office, as_, course):
    to = contact(office)
    url = reverse("exemption_add", args=[course.case.pk])
    typed = {"on": f"{today():%Y%m%d}", "recipient": str(to), "ground": "life", "reason": "急病"}
    page = as_("counselor").post(url, typed)
    assert page.status_code == 422
    assert "E-07" in page.text
    assert "急病" in page.text
    typed |= {"no_consent": "話せない", "judged_by": course.by.pk}
    assert as_("counselor").post(url, typed).status_code == 302
    assert Exemption.objects.get().judged_by == course.by


def test_only_the_agency_judges_and_nobody_from_outside(office, course):
    assert codes(judged, course, contact(office), by=office.people["officer"]) == ["E-03"]
    url = reverse("exemption_add", args=[course.case.pk])
    assert not Exemption.objects.exists()
    assert url.endswith("/exemptions/add/")


# ---- the register -----------------------------------------------------------------------


def test_the_register_shows_every_disclosure_by_person_and_by_recipient(office, as_, course):
    course.applied()
    to, other = contact(office), contact(office, name="べつの相談室")
    for place in (to, other):
        disclose(course.case, recipient_of(place), purpose="家計", by=course.by, on=today())
    page = as_("chief").get(reverse("disclosure_list", args=[course.case.pk]))
    assert page.text.count("家計") == 2
    page = as_("chief").get(reverse("disclosure_register"), {"recipient": str(to)})
    assert page.text.count("<td>家計</td>") == 1
    assert course.case.number in page.text


def test_the_register_of_a_recipient_knows_no_file_that_may_not_be_seen(office, as_, course):
    course.applied()
    to = contact(office)
    disclose(course.case, recipient_of(to), purpose="家計", by=course.by, on=today())
    course.case.is_restricted = True
    course.case.save()
    for who in ("chief", "officer"):
        page = as_(who).get(reverse("disclosure_register"), {"recipient": str(to)})
        assert str(to) not in page.text.replace(f'"{to}"', "").split("<h1>")[1].split("</h1>")[1]
        assert "まだありません" in page.text


def test_who_keeps_the_house_reads_the_register_by_number_and_who_decides_reads_none(
    office, as_, course
):
    """§5.1 監査ログ: 管 R without the content of a 台帳 (D14); 決 reads neither it nor つなぎ."""
    course.supported()
    to = contact(office)
    disclose(course.case, recipient_of(to), purpose="借金の相談", by=course.by, on=today())
    listed = reverse("disclosure_list", args=[course.case.pk])
    register = reverse("disclosure_register")
    page = as_("admin").get(register).text
    assert course.case.number in page
    assert listed not in page
    assert course.case.person.name not in page
    assert "借金" not in page
    assert "借金" in as_("chief").get(register).text
    assert listed in as_("chief").get(register).text
    assert as_("officer").get(listed).status_code == 200
    for url in (listed, register):
        answer = as_("approver").get(url)
        assert (answer.status_code, "E-03" in answer.text) == (403, True)
    seen = as_("approver").get(reverse("case_detail", args=[course.case.pk]))
    assert (seen.status_code, listed in seen.text) == (200, False)
    course.case.is_restricted = True
    course.case.save()
    assert course.case.number not in as_("admin").get(register).text


def test_the_gate_stands_where_the_rules_of_the_town_name_no_consent(office):
    settle_at(office, "kamiamakusa")
    course = Course(office).applied()
    to = contact(office)
    course.episode.consents.update(recipients=["c1"])
    assert obstacle(course.case, recipient_of(to), today()).code == "E-06"
    course.episode.consents.update(recipients=["c2"])
    disclose(course.case, recipient_of(to), purpose="家計", by=course.by, on=today())
    assert Disclosure.objects.get().recipient == str(to)
