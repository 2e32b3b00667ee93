"""訪問の準備: one A4 from what is known, names left out where asked, in the order of the form."""

import dataclasses
import datetime as dt
import re

import pytest
from django.urls import reverse

from cases.forms.notes import NewNoteForm
from cases.models import CaseGrant
from cases.visit_paper import FEWEST, MOST, lines_for
from cases.workflow import assign, save_row, start_assessment, write_note
from cases.workflow.records import make_appointment
from documents.register import DOCUMENTS
from documents.rendering import print_sheet
from rules.calendar import today
from tests.course import Course, ago
from tests.documents import samples
from tests.documents.reading import pages_of, text_of


def prepared(office):
    course = Course(office, kana="しけん はなこ", address="つむぎ市南町1-1", tel_home="0258000000")
    course.applied()
    case = course.case
    case.person.caution = "犬がいます"
    case.person.contact_way = "夜に電話"
    case.person.save()
    save_row(case, "household", by=course.by, name="架空 次郎", relation="child")
    start_assessment(course.episode, by=course.by, on=ago(3))
    write_note(
        case,
        by=course.by,
        on=ago(2),
        method="phone",
        body=f"花子さんと次郎さんの話。{'長い話。' * 90}",
        next_step="見積もりを見る",
    )
    make_appointment(
        case, by=course.by, on=today(), at=dt.time(9, 30), kind="visit", place="ご自宅の玄関"
    )
    return case


def printed(as_, case, **chosen):
    answer = as_("counselor").get(reverse("visit_print", args=[case.pk]), chosen)
    assert answer.status_code == 200
    assert len(pages_of(answer.content)) == 1
    return text_of(answer.content)


def test_it_tells_what_one_has_to_know_on_one_page(office, as_):
    case = prepared(office)
    text = printed(as_, case)
    for words in (
        "試験花子（しけんはなこ）",
        "つむぎ市南町1-1",
        "0258000000",
        "犬がいます",
        "夜に電話",
        "架空次郎",
        "花子さんと次郎さんの話。",
        "（つづきは支援経過に）",
        "見積もりを見る",
        "同居している方",
        "9:30訪問・同行支援ご自宅の玄関",
    ):
        assert words in text, words


def test_without_names_nobody_of_the_family_is_named(office, as_):
    case = prepared(office)
    text = printed(as_, case, no_names="on")
    for name in ("花子", "次郎", "はなこ", "試験花"):
        assert name not in text, name
    assert "○○さんと○○さんの話。" in text
    assert "つむぎ市南町1-1" in text
    assert case.number in text


def test_without_the_place_nobody_finds_the_way(office, as_):
    text = printed(as_, prepared(office), no_place="on")
    for words in ("南町", "0258000000", "夜に電話", "玄関"):
        assert words not in text, words
    assert "犬がいます" in text


def test_the_appointment_asked_for_is_the_one_on_it(office, as_):
    case = prepared(office)
    later = make_appointment(
        case,
        by=office.people["counselor"],
        on=today() + dt.timedelta(days=9),
        kind="interview",
        purpose="書類の確認",
    )
    assert "書類の確認" not in printed(as_, case)
    assert "書類の確認" in printed(as_, case, appointment=later.pk)
    page = as_("counselor").get(reverse("visit_prepare", args=[case.pk]), {"appointment": later.pk})
    assert f'<option value="{later.pk}" selected>' in page.text


def test_the_lines_to_write_on_have_the_order_of_the_form(office, as_):
    text = printed(as_, prepared(office)).partition("聞いたこと")[2]
    order = [
        "日にち・時刻",
        "場所",
        "方法",
        "相手",
        "内容",
        "つぎの約束",
        "会い方",
        "つぎにすること",
    ]
    found = [text.index(words) for words in order]
    assert found == sorted(found)
    form = ["on", "at", "place", "method", "partner", "body", "next_on", "next_at", "next_kind"]
    assert list(NewNoteForm().fields)[: len(form)] == form
    page = as_("counselor").get(reverse("case_detail", args=[office.case().pk])).text
    box = page.partition("data-note")[2]
    names = [re.search(f'name="{name}"', box).start() for name in form]
    assert names == sorted(names)


NOTES = samples.VISIT.notes
LONG_CAUTION = (
    "犬がいます。" * 33 + "\n閲覧制限のある方です。\n受付のとき急いでいたこと：食べるものがない"
)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"notes": ()},
        {"notes": tuple(dataclasses.replace(note, body="短い。", next_step="") for note in NOTES)},
        {"caution": LONG_CAUTION},
    ],
    ids=["full", "no notes", "short notes", "much to mind"],
)
def test_the_lines_fill_the_page_and_no_second_one(changed):
    paper = dataclasses.replace(samples.VISIT, **changed)
    paper = dataclasses.replace(paper, lines=lines_for(paper))
    assert FEWEST <= paper.lines <= MOST
    pdf = print_sheet(DOCUMENTS["visit"], samples.sheet(paper), samples.DAY)
    assert len(pages_of(pdf)) == 1


def test_a_restricted_case_says_to_be_careful_and_not_why(office, as_):
    case = prepared(office)
    CaseGrant(case=case, user=office.people["counselor"], reason="DV").save()
    case.is_restricted = True
    case.save()
    text = printed(as_, case)
    assert "閲覧制限のある方です。" in text
    assert "DV" not in text


def test_the_links_stand_on_the_case_page_and_beside_an_appointment(office, as_):
    case = prepared(office)
    row = case.appointments.get()
    url = reverse("visit_prepare", args=[case.pk])
    for page in (f"/cases/{case.pk}/", f"/cases/{case.pk}/support/"):
        assert f"{url}?appointment={row.pk}" in as_("counselor").get(page).text, page
    assert f'href="{url}"' in as_("counselor").get(f"/cases/{case.pk}/").text


def test_who_may_prepare_a_visit(office, as_):
    case = office.case()
    for name in ("visit_prepare", "visit_print"):
        url = reverse(name, args=[case.pk])
        assert as_("counselor").get(url).status_code == 200
        assert as_("outsider").get(url).status_code == 404
        assert as_("officer").get(url).status_code == 404
        assert as_("admin").get(url).status_code == 403
    own = office.case(by="direct")
    assert as_("officer").get(reverse("visit_prepare", args=[own.pk])).status_code == 403


def test_what_is_on_it_is_corrected_by_who_is_in_charge(office, as_):
    """D15: to a colleague the page behind the link would say no."""
    case = office.case()
    assign(case.episode, by=office.people["chief"], lead=office.people["counselor"])
    sheet, page = (reverse(name, args=[case.pk]) for name in ("case_sheet", "visit_prepare"))
    who = ("counselor", "chief", "employment")
    shown = {name for name in who if sheet in as_(name).get(page).text}
    opened = {name for name in who if as_(name).get(sheet).status_code == 200}
    assert shown == opened == {"counselor", "chief"}
