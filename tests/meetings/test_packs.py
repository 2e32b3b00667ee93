"""会議資料 to those who come: numbered, kept as handed out, masked by what each consented to."""

import datetime as dt
from hashlib import sha256

import pytest
from django.urls import reverse

from cases.models import CaseGrant, Disclosure
from documents.models import IssuedDocument, PaperPrint
from meetings.handing_out import hand_out_pack, packs_of
from meetings.workflow import add_plan, meeting_workflow
from network.models import Contact
from rules.calendar import today, wareki_short
from rules.refusals import Refused
from tests.course import Course
from tests.documents.reading import facts_of, pages_of, text_of

pytestmark = pytest.mark.once  # what is laid out on paper


@pytest.fixture
def course(office):
    return Course(office).planning().drafted("household_budget").agreed().meeting(days=0)


@pytest.fixture
def other(course, office):
    """A second person on the same agenda."""
    other = Course(office, name="隣 次郎").planning().drafted("household_budget").agreed()
    other.held = course.held
    return other


@pytest.fixture
def meeting(course, other, office):
    """To be held, with two plans, one from outside and one from the city."""
    for row in (course, other):
        add_plan(course.held, row.plan, by=course.by)
    city = office.places["city"].municipality
    contact = Contact(municipality=city, category="social_welfare", name="社会福祉協議会")
    contact.save()
    course.held.attendees.filter(organisation="社会福祉協議会").update(contact=contact)
    return course.held


@pytest.fixture
def outside(meeting):
    return meeting.attendees.get(organisation="社会福祉協議会")


def give(client, meeting, attendee, on=None):
    url = reverse("pack_issue", args=[meeting.pk, attendee.pk])
    return client.post(url, {"on": wareki_short(on or today())})


def copy_of(issued):
    return reverse("pack_copy", args=[issued.subject_pk, issued.pk])


def test_a_pack_is_kept_as_handed_out_and_does_not_change(course, meeting, outside, as_):
    client = as_("counselor")
    assert give(client, meeting, outside).status_code == 302
    issued = IssuedDocument.objects.get()
    assert (issued.recipient, issued.issued_by) == ("社会福祉協議会　外部 一郎", course.by)
    assert issued.number.endswith("第1号")
    assert not issued.is_draft
    kept = bytes(issued.copy.pdf)
    assert sha256(kept).hexdigest() == issued.copy.sha256
    assert issued.number in text_of(kept)
    person = course.case.person
    person.name = "改姓 花子"
    person.save()
    opened = client.get(copy_of(issued))
    assert opened.content == kept
    assert "試験花子" in text_of(opened.content)
    assert PaperPrint.objects.filter(code="meeting_pack", what="copy").count() == 2


def test_it_tells_of_those_who_agreed_and_keeps_how_each_consent_stood(
    course, other, meeting, outside, as_
):
    other.episode.consents.update(recipients=["c2"])
    page = as_("counselor").get(reverse("pack_issue", args=[meeting.pk, outside.pk]))
    assert [item.case for item in page.context["told"]] == [course.case]
    assert [item.case for item in page.context["withheld"]] == [other.case]
    give(as_("counselor"), meeting, outside)
    issued = IssuedDocument.objects.get()
    told = issued.cases.get()
    assert (told.case_pk, "書面（有効）" in told.consent_words) == (course.case.pk, True)
    text = text_of(bytes(issued.copy.pdf))
    assert "試験花子" in text
    assert "隣次郎" not in text
    assert other.case.number not in text


def test_the_register_has_a_line_for_each_person_and_each_recipient_outside(
    course, other, meeting, outside, as_
):
    before = Disclosure.objects.count()
    give(as_("counselor"), meeting, outside)
    rows = list(Disclosure.objects.order_by("-pk")[:2])
    assert Disclosure.objects.count() == before + 2
    assert {row.case for row in rows} == {course.case, other.case}
    assert all("社会福祉協議会" in row.recipient and row.kind == "c1" for row in rows)
    give(as_("counselor"), meeting, meeting.attendees.get(is_city=True))
    assert Disclosure.objects.count() == before + 2
    assert [row.number[-3:] for row in packs_of(meeting)] == ["第2号", "第1号"]


def test_a_restricted_file_is_told_of_to_who_was_named_of_the_city_alone(course, meeting):
    course.case.is_restricted = True
    course.case.save()
    CaseGrant(case=course.case, user=course.by).save()
    city, items = meeting.attendees.get(is_city=True), meeting.items.all()
    closed = hand_out_pack(meeting, city, items, by=course.by, on=today())
    assert course.case.pk not in set(closed.cases.values_list("case_pk", flat=True))
    assert "閲覧を制限した台帳" in text_of(bytes(closed.copy.pdf))
    CaseGrant(case=course.case, user=course.officer).save()
    named = hand_out_pack(meeting, city, items, by=course.by, on=today())
    assert course.case.pk in set(named.cases.values_list("case_pk", flat=True))


def test_a_consent_taken_back_since_the_meeting_closes_the_pack_for_this_person(
    course, meeting, outside
):
    course.episode.consents.update(withdrawn_on=today(), withdrawn_reason="知り合いがいる")
    issued = hand_out_pack(meeting, outside, meeting.items.all(), by=course.by, on=today())
    assert course.case.pk not in set(issued.cases.values_list("case_pk", flat=True))
    assert "試験花子" not in text_of(bytes(issued.copy.pdf))


def test_once_more_to_the_same_one_it_bears_the_mark_and_the_first_number(
    course, meeting, outside, as_
):
    client = as_("counselor")
    give(client, meeting, outside)
    assert "「再」の印" in client.get(reverse("pack_issue", args=[meeting.pk, outside.pk])).text
    give(client, meeting, outside)
    again, first = packs_of(meeting)
    assert (again.reissue_of, again.number) == (first, first.number)
    assert "再" in pages_of(bytes(again.copy.pdf))[0]
    assert "再" not in pages_of(bytes(first.copy.pdf))[0]


def test_one_that_never_left_is_voided_and_its_number_not_given_again(meeting, outside, as_):
    client = as_("counselor")
    give(client, meeting, outside)
    first = IssuedDocument.objects.get()
    url = reverse("pack_void", args=[meeting.pk, first.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "宛先のまちがい"}).status_code == 302
    give(client, meeting, outside)
    numbers = {row.number for row in packs_of(meeting)}
    assert {number[-3:] for number in numbers} == {"第1号", "第2号"}
    assert "欠番）：宛先のまちがい" in client.get(reverse("meeting_detail", args=[meeting.pk])).text
    register = as_("chief").get(reverse("number_list")).text
    for words in ("宛先のまちがい", "社会福祉協議会　外部 一郎"):
        assert words in register


def test_it_stands_on_the_page_of_the_meeting_and_of_each_person(
    course, other, meeting, outside, as_
):
    client = as_("counselor")
    give(client, meeting, outside)
    link = copy_of(IssuedDocument.objects.get())
    for name, pk in (
        ("meeting_detail", meeting.pk),
        ("case_papers", course.case.pk),
        ("case_papers", other.case.pk),
        ("case_detail", course.case.pk),
    ):
        assert link in client.get(reverse(name, args=[pk])).text, name
    assert "書面（有効）" in client.get(reverse("case_papers", args=[other.case.pk])).text


def test_who_does_not_see_everybody_in_it_does_not_open_it(course, other, meeting, outside, as_):
    issued = hand_out_pack(meeting, outside, meeting.items.all(), by=course.by, on=today())
    other.case.is_restricted = True
    other.case.save()
    CaseGrant(case=other.case, user=course.chief).save()
    assert as_("chief").get(copy_of(issued)).status_code == 200
    client = as_("counselor")
    assert client.get(copy_of(issued)).status_code == 404
    assert client.post(reverse("pack_void", args=[meeting.pk, issued.pk])).status_code == 404
    listed = client.get(reverse("case_papers", args=[course.case.pk])).text
    assert "支援調整会議 資料" in listed
    assert copy_of(issued) not in listed


def test_who_does_not_hand_it_out(course, meeting, outside, as_):
    url = reverse("pack_issue", args=[meeting.pk, outside.pk])
    assert as_("officer").get(url).status_code == 403
    assert as_("outsider").post(url).status_code == 404
    own = meeting.attendees.get(is_outside=False)
    wrong = reverse("pack_issue", args=[meeting.pk, own.pk])
    assert as_("counselor").get(wrong).status_code == 404
    assert not IssuedDocument.objects.exists()


def test_a_cancelled_meeting_hands_nothing_out_nor_is_it_done_for_a_day_to_come(
    course, meeting, outside, as_
):
    assert give(as_("counselor"), meeting, outside, today() + dt.timedelta(1)).status_code == 422
    meeting_workflow.advance(meeting, "cancel", by=course.chief, reason="大雪")
    with pytest.raises(Refused) as found:
        hand_out_pack(meeting, outside, meeting.items.all(), by=course.by, on=today())
    assert [refusal.code for refusal in found.value.refusals] == ["E-08"]
    assert not IssuedDocument.objects.exists()


def test_the_preview_of_a_coming_meeting_is_no_draft(meeting, as_):
    pdf = as_("counselor").get(reverse("meeting_pack", args=[meeting.pk])).content
    assert "（案）" not in facts_of(pdf)["Title"]
