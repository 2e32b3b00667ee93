"""One timeline of everything, by kind, person and period."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.models import Appointment
from cases.workflow import write_note
from cases.workflow.deadlines import set_deadline, settle
from cases.workflow.records import make_appointment, settle_appointment
from documents.models import IssuedDocument
from reports.timeline import PAGE, Wanted, timeline_page
from rules.calendar import today, wareki_short
from tests.course import Course, ago


@pytest.fixture
def case(office):
    """A case with one thing of every kind."""
    course = Course(office).applied()
    case, by = course.case, office.people["counselor"]
    write_note(case, by=by, on=ago(9), method="phone", body="電話の話")
    write_note(case, by=office.people["chief"], on=ago(8), method="other_meeting", body="会議の話")
    kept = make_appointment(case, by=by, on=today(), kind="visit", place="自宅")
    settle_appointment(kept, by=by, standing=Appointment.Standing.CANCELLED)
    set_deadline(case, key="x", kind="書類を受け取る", due_on=ago(3), reason="約束した")
    settle(case, "x", on=ago(2))
    IssuedDocument(
        organisation=office.places["center"],
        code="form1",
        title="申込票の控え",
        case_pk=case.pk,
        case_number=case.number,
        subject_label="cases.Episode",
        subject_pk=case.episode.pk,
        issued_on=ago(1),
        issued_by=by,
    ).save()
    return case


SAID = {
    "note": "電話の話",
    "meeting": "会議の話",
    "move": "申込・同意を記録する",
    "paper": "書類を発行しました：申込票の控え",
    "appointment": "約束：訪問・同行支援　自宅（取りやめ）",
    "deadline": "期限が済みました：書類を受け取る",
}


def lines(case, user, **wanted):
    _page, found = timeline_page(case, [case], user, Wanted(**wanted))
    return [f"{row['title']} {row['text']}" for row in found]


def has(found, words):
    return any(words in line for line in found)


def test_everything_stands_on_it_the_newest_first(office, case):
    _page, found = timeline_page(case, [case], office.people["counselor"], Wanted())
    told = [f"{row['title']} {row['text']}" for row in found]
    for kind in ("note", "meeting", "paper", "appointment", "deadline"):
        assert has(told, SAID[kind]), kind
    days = [row["stamp"][:10] for row in found]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("kind", [kind for kind in SAID if kind != "move"])
def test_one_kind_alone(office, case, kind):
    found = lines(case, office.people["counselor"], kind=kind)
    assert has(found, SAID[kind])
    for other in set(SAID) - {kind}:
        assert not has(found, SAID[other]), other


def test_the_moves_alone(office, case):
    _page, found = timeline_page(case, [case], office.people["counselor"], Wanted(kind="move"))
    assert found
    assert {row["kind"] for row in found} == {"move"}
    assert not has([row["title"] for row in found], "期限が済みました")


def test_one_persons_lines(office, case):
    found = lines(case, office.people["counselor"], who=office.people["chief"].pk)
    assert has(found, SAID["meeting"])
    assert not has(found, SAID["note"])
    assert not has(found, SAID["deadline"])


def test_a_period(office, case):
    found = lines(case, office.people["counselor"], since=ago(8), until=ago(2))
    assert has(found, SAID["meeting"])
    assert has(found, SAID["deadline"])
    for kind in ("note", "paper", "appointment"):
        assert not has(found, SAID[kind]), kind


def test_the_page_takes_any_notation_of_a_day(office, as_, case):
    url = reverse("case_detail", args=[case.pk])
    page = as_("counselor").get(url, {"kind": "note", "since": wareki_short(ago(9))}).text
    assert SAID["note"] in page.partition("これまでの経過")[2]
    nonsense = as_("counselor").get(url, {"since": "きのう", "kind": "zz", "who": "x"})
    assert nonsense.status_code == 200
    nothing = as_("counselor").get(url, {"until": wareki_short(ago(400))})
    assert "当てはまる経過はありません。" in nothing.text


def test_a_note_of_long_ago_is_on_the_page_that_opens(office, as_, case):
    by = office.people["counselor"]
    old = write_note(case, by=by, on=ago(119), method="phone", body="ずっと前の話")
    for _row in range(PAGE):
        write_note(case, by=by, on=ago(1), method="phone", body="話")
    url = reverse("case_detail", args=[case.pk])
    assert "ずっと前の話" not in as_("counselor").get(url).text
    assert f'id="note-{old.pk}"' in as_("counselor").get(url, {"note": old.pk}).text
    assert as_("counselor").get(url, {"note": "9" * 9}).status_code == 200


def test_an_appointment_gone_by_waits_to_be_told(office, as_, clock):
    case = office.case()
    row = make_appointment(case, by=office.people["counselor"], on=today(), kind="visit")
    page = as_("counselor").get(reverse("case_detail", args=[case.pk])).text
    assert "（記録はまだ）" in page
    assert f"?appointment={row.pk}" in page
    clock(today() + dt.timedelta(days=3))
    later = as_("counselor").get(reverse("case_detail", args=[case.pk])).text
    assert f"{reverse('note_add', args=[case.pk])}?appointment={row.pk}" in later
