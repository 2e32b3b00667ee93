"""会議資料 to everyone at once: in the background, one by one, each as if it was given alone."""

from hashlib import sha256

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Viewing
from cases.models import CaseGrant, Disclosure
from documents.batches import take_sheet
from documents.models import IssuedDocument, PaperPrint, PrintBatch
from documents.workflow import likely_number, void
from meetings.handing_out import given_to, hand_out_pack, orders_of, packs_of, recipients_of
from meetings.models import Attendee
from meetings.workflow import add_plan, meeting_workflow
from network.models import Contact
from reports import print_issue
from reports.print_work import work
from rules.calendar import today, wareki_short
from tests.course import Course
from tests.documents.reading import text_of


@pytest.fixture
def same_minute(monkeypatch):
    """The hour at the foot of a sheet does not go on."""
    now, told = timezone.localtime(), timezone.localtime
    monkeypatch.setattr(timezone, "localtime", lambda *given: told(*given) if given else now)


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
    """Two plans; before two of one agency, one whom no list knows, and one of the city."""
    for row in (course, other):
        add_plan(course.held, row.plan, by=course.by)
    city = office.places["city"].municipality
    contact = Contact(municipality=city, category="social_welfare", name="社会福祉協議会")
    contact.save()
    held = course.held
    held.attendees.filter(organisation="社会福祉協議会").update(contact=contact)
    Attendee(meeting=held, organisation="社会福祉協議会", name="次席 花", contact=contact).save()
    Attendee(meeting=held, organisation="町内会", name="会長 太郎").save()
    return held


def all_of(meeting):
    return reverse("pack_issue_all", args=[meeting.pk])


def order_all(client, meeting, **how):
    answer = client.post(all_of(meeting), {"on": wareki_short(today()), "form": "pdf"} | how)
    assert answer.status_code == 302, answer.text
    return PrintBatch.objects.latest("pk")


def given_by_name(meeting):
    return {row.recipient: row for row in packs_of(meeting)}


def test_the_page_says_of_each_who_is_in_it_who_is_not_and_why(course, other, meeting, as_):
    hand_out_pack(
        meeting,
        meeting.attendees.get(is_city=True),
        meeting.items.all(),
        by=course.by,
        on=today(),
    )
    other.episode.consents.update(recipients=["c2"])
    page = as_("counselor").get(all_of(meeting))
    lines = {line["attendee"].name: line for line in page.context["lines"]}
    told = {name: line["told"] for name, line in lines.items()}
    city = meeting.attendees.get(is_city=True).name
    assert told == {"外部 一郎": 1, "次席 花": 1, "会長 太郎": 0, city: 2}
    ((why, items),) = lines["外部 一郎"]["left_out"].items()
    assert [item.case for item in items] == [other.case]
    assert "（E-06）" in why
    assert "登録している関係機関と結びついていない" in page.text
    assert "発行ずみ" in page.text
    assert "まだの3人に渡す" in page.text


def test_everyone_who_has_none_yet_gets_their_own(course, other, meeting, as_):
    first = meeting.attendees.get(name="外部 一郎")
    alone = hand_out_pack(meeting, first, meeting.items.all(), by=course.by, on=today())
    client, disclosed = as_("counselor"), Disclosure.objects.count()
    batch = order_all(client, meeting)
    assert batch.sheets.count() == 3
    assert "3人のうち0人" in client.get(reverse("print_batch", args=[batch.pk])).text
    work(0)
    given = given_by_name(meeting)
    assert len(given) == IssuedDocument.objects.count() == 4
    assert {row.number[-3:] for row in given.values()} == {"第1号", "第2号", "第3号", "第4号"}
    for row in given.values():
        kept = bytes(row.copy.pdf)
        assert sha256(kept).hexdigest() == row.copy.sha256
        assert row.number in text_of(kept)
        assert (row.issued_by, row.issued_on, row.reissue_of) == (course.by, today(), None)
    told = {name: row.cases.count() for name, row in given.items() if row != alone}
    assert sorted(told.values()) == [0, 2, 2]
    assert "試験花子" not in text_of(bytes(given["町内会　会長 太郎"].copy.pdf))
    assert Disclosure.objects.count() == disclosed + 2, "of one agency outside, not of the city"
    assert len(set(text_of(bytes(row.copy.pdf)) for row in given.values())) == 4


@pytest.mark.usefixtures("same_minute")
def test_its_plans_are_as_they_are_in_one_that_was_given_alone(course, other, meeting, as_):
    """What is laid out once for several is the same on paper."""
    order_all(as_("counselor"), meeting)
    work(0)
    second = given_by_name(meeting)["社会福祉協議会　次席 花"]
    void(second, by=course.by, reason="試し", on=today())
    person = meeting.attendees.get(name="次席 花")
    alone = hand_out_pack(meeting, person, meeting.items.all(), by=course.by, on=today())
    pages = [text_of(bytes(row.copy.pdf)) for row in (second, alone)]
    assert pages[0].replace(second.number, "") == pages[1].replace(alone.number, "")


@pytest.mark.usefixtures("same_minute")
def test_pages_that_are_equal_are_laid_out_once(course, other, meeting, as_, monkeypatch):
    laid, lay_out = [], print_issue.lay_out
    monkeypatch.setattr(
        print_issue, "lay_out", lambda source: laid.append(source) or lay_out(source)
    )
    print_issue.memory_of.cache_clear()
    order_all(as_("counselor"), meeting)
    work(0)
    print_issue.memory_of.cache_clear()
    plans = [source for source in laid if "プラン" in source and "次第" not in source]
    assert len(plans) == len(set(plans)) == 2
    assert len(laid) == 2 + recipients_of(meeting).count()


def test_the_number_it_is_laid_out_under_is_the_one_it_gets(course, meeting):
    person = meeting.attendees.get(name="外部 一郎")
    for _time in range(2):
        expected = likely_number(meeting.agency, today())
        issued = hand_out_pack(meeting, person, meeting.items.all(), by=course.by, on=today())
        assert issued.number == expected
        void(issued, by=course.by, reason="試し", on=today())


def test_what_is_refused_for_one_does_not_stop_the_others(meeting, as_):
    client = as_("counselor")
    batch = order_all(client, meeting)
    gone = meeting.attendees.get(name="次席 花")
    gone.delete()
    work(0)
    assert set(given_by_name(meeting)) == {
        f"{row.organisation}　{row.name}" for row in recipients_of(meeting)
    }
    page = client.get(reverse("print_batch", args=[batch.pk])).text
    assert "社会福祉協議会　次席 花" in page
    assert "いまの出席者のなかに、この渡す先がありません。" in page
    assert "発行できなかった分をもう一度発行する" in page


def test_a_file_that_is_closed_to_who_ordered_is_in_nobodys_pack(course, other, meeting, as_):
    order_all(as_("counselor"), meeting)
    other.case.is_restricted = True
    other.case.save()
    CaseGrant(case=other.case, user=course.chief).save()
    work(0)
    issued = packs_of(meeting)
    assert len(issued) == recipients_of(meeting).count()
    assert {one.case_pk for row in issued for one in row.cases.all()} <= {course.case.pk}


def test_a_meeting_that_is_called_off_meanwhile_says_so_of_each(course, meeting, as_):
    client = as_("counselor")
    batch = order_all(client, meeting)
    meeting_workflow.advance(meeting, "cancel", by=course.chief, reason="大雪")
    work(0)
    assert not IssuedDocument.objects.exists()
    assert {row.problem[-6:] for row in batch.sheets.all()} == {"（E-08）"}
    assert client.get(all_of(meeting)).status_code == 409


def test_ordered_twice_and_given_alone_meanwhile_nobody_gets_two(course, meeting, as_):
    client = as_("counselor")
    batches = [order_all(as_(who), meeting) for who in ("counselor", "chief")]
    person = meeting.attendees.get(name="外部 一郎")
    alone = hand_out_pack(meeting, person, meeting.items.all(), by=course.by, on=today())
    work(0)
    assert IssuedDocument.objects.count() == recipients_of(meeting).count()
    assert given_to(meeting, person) == alone
    for batch in batches:
        assert batch.sheets.made().count() == batch.sheets.count()
    answer = client.post(all_of(meeting), {"on": wareki_short(today()), "form": "pdf"})
    assert answer.status_code == 409
    assert "全員に発行ずみです" in client.get(all_of(meeting)).text


def test_who_stops_it_keeps_what_was_issued_and_no_number_is_lost(meeting, as_):
    client = as_("counselor")
    batch = order_all(client, meeting)
    answer = client.post(reverse("print_cancel", args=[batch.pk]))
    assert answer["Location"] == reverse("meeting_detail", args=[meeting.pk])
    work(0)
    assert not IssuedDocument.objects.exists()
    assert likely_number(meeting.agency, today()).endswith("第1号")


def test_a_sheet_that_another_took_over_issues_nothing(meeting, as_, monkeypatch):
    """As if the process was given up for dead while it laid the pages out."""
    batch, keep = order_all(as_("counselor"), meeting), print_issue.keep_sheet

    def overtaken(sheet, *what, **how):
        batch.sheets.filter(pk=sheet.pk).update(problem="ほか", taken_by="")
        return keep(sheet, *what, **how)

    monkeypatch.setattr(print_issue, "keep_sheet", overtaken)
    batch.sheets.exclude(position=1).delete()
    sheet = take_sheet("w", timezone.now())
    with pytest.raises(print_issue.NotMade):
        print_issue.hand_out(sheet, "w", lambda: None)
    assert not IssuedDocument.objects.exists()
    assert likely_number(meeting.agency, today()).endswith("第1号")


def test_who_ordered_gets_the_file_and_every_look_is_written_down(course, other, meeting, as_):
    client = as_("counselor")
    batch = order_all(client, meeting)
    work(0)
    assert Viewing.objects.filter(user=course.by, act="print", case_pk=other.case.pk).count() == 3
    assert PaperPrint.objects.filter(case_pk=course.case.pk, what="copy").count() == 3
    page = reverse("print_batch", args=[batch.pk])
    assert page in client.get(reverse("meeting_detail", args=[meeting.pk])).text
    assert as_("chief").get(page).status_code == 404
    file = reverse("print_file", args=[batch.pk])
    text = text_of(b"".join(client.get(file).streaming_content))
    for row in packs_of(meeting):
        assert row.number in text
    other.case.is_restricted = True
    other.case.save()
    CaseGrant(case=other.case, user=course.chief).save()
    assert client.get(file).status_code == 409


def test_who_does_not_hand_out_to_one_does_not_to_all(course, meeting, as_):
    assert as_("officer").get(all_of(meeting)).status_code == 403
    assert as_("admin").get(all_of(meeting)).status_code in (403, 404)
    assert as_("outsider").post(all_of(meeting)).status_code == 404
    batch = order_all(as_("outreach"), meeting)
    course.office.people["outreach"].memberships.all().delete()
    work(0)
    assert {row.problem for row in batch.sheets.all()} == {print_issue.NOT_THERE}
    assert not IssuedDocument.objects.exists()


def test_the_orders_of_a_meeting_are_each_persons_own(course, meeting, as_):
    batch = order_all(as_("chief"), meeting)
    assert list(orders_of(course.chief, meeting)) == [batch]
    assert list(orders_of(course.by, meeting)) == []
