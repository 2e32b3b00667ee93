"""The letters from office to office: what they say, when they are 案, what goes with them."""

import dataclasses

import pytest
from django.urls import reverse

from cases.referral_paper import referral_sheet
from cases.workflow import referral_workflow
from documents.register import DOCUMENTS
from documents.rendering import print_sheet
from network.models import Contact
from plans.letters import hellowork_sheet, reason_sheet, submission_sheet
from plans.models import HelloworkRequest, SupportDecision
from plans.workflow import hellowork_workflow
from rules.calendar import today
from tests.course import Course, ago
from tests.documents import samples
from tests.documents.reading import facts_of, inside, pages_of, text_of


@pytest.fixture
def course(office):
    return Course(office)


def test_a_submission_says_what_was_agreed_where_and_for_which_programmes(course):
    course.planning().drafted("household_budget").agreed().reviewed().submitted()
    sheet = submission_sheet(course.submission)
    assert sheet.title == "プラン提出書"
    assert sheet.paper.letter.to == "つむぎ市長"
    assert sheet.paper.letter.sender == "つむぎ相談センター"
    assert [row.label for row in sheet.paper.rows] == ["家計改善支援事業"]
    assert sheet.paper.review.outcome == "approved"


def test_a_plan_without_a_decision_is_reported(course):
    course.planning().drafted().agreed().reviewed().submitted()
    assert submission_sheet(course.submission).title == "プラン報告書"


def test_the_reason_of_a_refusal_is_a_draft_until_the_agency_was_told(course):
    course.planning().drafted("household_budget").agreed().reviewed().submitted()
    course.rule("household_budget", "examine")
    course.rule("household_budget", "refuse", reason="要件を確かめられないため")
    decision = SupportDecision.objects.get(kind="refused")
    assert reason_sheet(decision).is_draft
    course.rule("household_budget", "report_back")
    decision.refresh_from_db()
    sheet = reason_sheet(decision)
    assert not sheet.is_draft
    assert sheet.title == "支援決定できない理由の報告書"
    assert (sheet.paper.reason, sheet.paper.letter.to) == (
        "要件を確かめられないため",
        "つむぎ相談センター",
    )


def test_the_request_to_the_hellowork_is_a_draft_until_all_is_ready_and_brings_the_plan(course):
    course.planning().drafted("hellowork_program").agreed().reviewed().submitted()
    request = HelloworkRequest.objects.get()
    sheet = hellowork_sheet(request)
    assert sheet.is_draft
    hellowork_workflow.advance(request, "approve", by=course.officer, on=ago(70))
    codes = ["plan", "consent", "request", "resume"]
    hellowork_workflow.advance(request, "check", by=course.by, on=ago(69), documents=codes)
    request.refresh_from_db()
    sheet = hellowork_sheet(request)
    assert not sheet.is_draft
    pages = pages_of(print_sheet(DOCUMENTS["hellowork"], sheet, today()))
    assert "ハローワークへの支援要請書" in pages[0]
    assert "プラン兼事業等利用申込書" in pages[1]
    assert "1／1" in pages[0]
    assert "1／2" in pages[1]


def test_a_bundle_keeps_its_title_its_text_and_its_bookmarks():
    plan = samples.sheet(samples.PLAN)
    sheet = dataclasses.replace(
        samples.sheet(samples.HELLOWORK), enclosed=((DOCUMENTS["form5"], plan),)
    )
    pdf = print_sheet(DOCUMENTS["hellowork"], sheet, samples.DAY)
    assert "ハローワークへの支援要請書" in facts_of(pdf)["Title"]
    assert b"/Outlines" in inside(pdf)
    assert "解決したい課題" in text_of(pdf)


def test_a_referral_is_a_draft_until_it_is_sent_under_a_consent(office, course, as_):
    course.applied()
    contact = Contact(
        municipality=course.case.agency.municipality, category="food", name="架空の会"
    )
    contact.save()
    course.move("refer", 100, contact=contact, reason="食料の相談")
    referral = course.episode.referrals.get()
    assert referral_sheet(referral).is_draft
    referral_workflow.advance(referral, "send", by=course.by, on=ago(99), way="同行")
    referral.refresh_from_db()
    sheet = referral_sheet(referral)
    assert not sheet.is_draft
    assert sheet.paper.letter.to == "架空の会"
    assert sheet.paper.consented_on is not None
    url = reverse("case_paper", args=[course.case.pk, "referral"])
    assert "食料の相談" in text_of(as_("counselor").get(url).content)
    assert as_("officer").get(url).status_code == 404


# ---- 支援調整会議 ---------------------------------------------------------------------


@pytest.fixture
def held(office, course):
    """A meeting that has dealt with one plan, with one attendee from outside known by name."""
    course.planning().drafted("household_budget").agreed().reviewed()
    city = office.places["city"].municipality
    contact = Contact(municipality=city, category="social_welfare", name="社会福祉協議会")
    contact.save()
    outside = course.held.attendees.get(organisation="社会福祉協議会")
    outside.contact = contact
    outside.save()
    return course.held


def pack_of(client, meeting, **asked):
    return text_of(client.get(reverse("meeting_pack", args=[meeting.pk]), asked).content)


def test_the_pack_holds_the_agenda_the_people_and_every_plan(held, as_):
    text = pack_of(as_("counselor"), held)
    for words in ("次第", "出席者名簿", "試験花子", "外部一郎", "プラン兼事業等利用申込書"):
        assert words in text


def test_the_pack_for_an_outside_recipient_passes_the_sharing_gate(held, course, as_):
    outside = held.attendees.get(organisation="社会福祉協議会")
    assert "試験花子" in pack_of(as_("counselor"), held, to=outside.pk)
    consent = course.episode.consents.get()
    consent.recipients = ["c1"]
    consent.save()
    text = pack_of(as_("counselor"), held, to=outside.pk)
    assert "試験花子" not in text
    assert course.case.number not in text
    assert "プラン兼事業等利用申込書" not in text
    assert "本人の同意の範囲にない" in text
    assert "試験花子" in pack_of(as_("counselor"), held)


def test_who_came_without_an_agency_we_know_gets_nobody(held, as_):
    outside = held.attendees.get(organisation="社会福祉協議会")
    outside.contact = None
    outside.save()
    assert "試験花子" not in pack_of(as_("counselor"), held, to=outside.pk)


def test_the_pack_is_the_agencys_to_hand_out(held, as_):
    url = reverse("meeting_pack", args=[held.pk])
    assert as_("officer").get(url).status_code == 403
    assert as_("outsider").get(url).status_code == 404
    assert as_("counselor").get(url, {"to": "999999"}).status_code == 404


def test_the_minutes_of_one_person_tell_of_nobody_else(office, held, course, as_):
    text = text_of(
        as_("counselor").get(reverse("case_paper", args=[course.case.pk, "minutes"])).content
    )
    assert "試験花子" in text
    assert "了承" in text
    other = office.case(name="隣 次郎")
    assert (
        as_("counselor").get(reverse("case_paper", args=[other.pk, "minutes"])).status_code == 404
    )


def test_the_minutes_leave_out_whom_the_reader_may_not_see(held, course, as_):
    url = reverse("minutes_paper", args=[held.pk])
    assert "試験花子" in text_of(as_("counselor").get(url).content)
    case = course.case
    case.is_restricted = True
    case.save()
    assert "試験花子" not in text_of(as_("counselor").get(url).content)
