"""One plan in four places: its route, its meeting, its outcome and its papers by profile."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Organisation
from documents.register import DOCUMENTS
from documents.rendering import html_of
from meetings.workflow import add_plan, record_item
from plans.documents import plan_sheet
from plans.models import Review
from plans.waiting import waiting_for
from plans.workflow import route, submission_workflow
from plans.workflow.submission import obstacles
from plans.workflow.support import start_obstacles
from rules.calendar import today
from rules.refusals import Refused
from tests.course import Course, ago
from tests.places import PLACES

PLACE_NAMES = list(PLACES)


def begun(office, at, place, *keys, kind="contracted"):
    """A plan with these programmes at an agency of a place, ready for the person."""
    at(place)
    agency = office.places["center"]
    agency.kind = Organisation.Kind(kind)
    agency.save()
    return Course(office).planning().drafted(*keys)


# --- 報告 or 提出 (P-18, P-19): NAG-4-2-オ, SAP-3-2-オ, KAM-5-2-オ ---

ROUTES = [
    ("nagaoka", "contracted", ("household_budget", "child_learning"), "submission"),
    ("nagaoka", "contracted", ("child_learning", "welfare_loan"), "report"),
    ("nagaoka", "direct", ("child_learning", "welfare_loan"), "submission"),
    ("nagaoka", "direct", ("own_support",), ""),
    ("sapporo", "contracted", ("work_training",), "submission"),
    ("sapporo", "contracted", ("household_budget", "child_learning"), "report"),
    ("sapporo", "direct", ("household_budget",), "report"),
    ("kamiamakusa", "contracted", ("household_budget", "child_learning"), "submission"),
    ("kamiamakusa", "contracted", ("rescue",), "submission"),
    ("kamiamakusa", "contracted", ("child_learning",), ""),
    ("saitama", "contracted", ("household_budget",), "submission"),
    ("saitama", "contracted", ("child_learning",), "report"),
]


@pytest.mark.parametrize(("place", "kind", "keys", "wanted"), ROUTES)
def test_the_route_to_the_city_is_that_of_the_ordinance(office, at, place, kind, keys, wanted):
    assert route(begun(office, at, place, *keys, kind=kind).plan) == wanted


# --- one plan (家計, 学習, 貸付, 見守り) all the way to the city ---

SENT = {
    "nagaoka": ("submission", ["submitted"] * 4),
    "sapporo": ("report", ["submitted"] * 4),
    "kamiamakusa": ("submission", ["submitted", "recorded", "submitted", "submitted"]),
    "saitama": ("submission", ["submitted"] * 4),
}
FOUR = ("household_budget", "child_learning", "welfare_loan", "other_public")


@pytest.mark.parametrize("place", PLACE_NAMES)
def test_one_plan_takes_the_way_of_its_place(office, at, place):
    course = begun(office, at, place, *FOUR).agreed().reviewed().submitted()
    kind, states = SENT[place]
    assert course.submission.kind == kind
    assert [course.programme(key).state for key in FOUR] == states
    if kind == "report":
        submission_workflow.advance(course.submission, "receive", by=course.officer, on=ago(70))
    else:
        course.decided("household_budget")
    course.plan.refresh_from_db()
    assert course.plan.state == "active"
    due = course.case.deadlines.get(key="evaluation", done_on=None)
    clauses = ("実施要領 4(3)ウ", "実施要綱 3(3)ウ", "実施要領 5(5)ウ", "手引き")
    assert due.clause == dict(zip(PLACE_NAMES, clauses, strict=True))[place]


def test_what_the_city_does_not_rule_on_waits_for_the_plan_alone(office, at):
    """E-12: the next step is not a ruling that will never come."""
    course = begun(office, at, "kamiamakusa", *FOUR).agreed().reviewed().submitted()
    told = {
        key: str(start_obstacles(course.programme(key), course.by)[0].remedy)
        for key in ("child_learning", "welfare_loan")
    }
    assert "この事業に市の手続はありません。" in told["child_learning"]
    assert "市の手続（いまは「提出済み」）を待ちます。" in told["welfare_loan"]
    course.decided("household_budget")
    course.plan.refresh_from_db()
    assert start_obstacles(course.programme("child_learning"), course.by) == []


# --- the city at the meeting (P-25): NAG-5-2-2, SAP-4-2-2, KAM-5-3-ア(ア) ---

ABSENCE = [
    ("nagaoka", "household_budget", "E-10"),
    ("nagaoka", "child_learning", ""),
    ("sapporo", "work_training", "E-10"),
    ("sapporo", "household_budget", "E-01"),
    ("kamiamakusa", "household_budget", "E-01"),
    ("kamiamakusa", "child_learning", "E-01"),
    ("saitama", "household_budget", "E-10"),
    ("saitama", "child_learning", ""),
]


@pytest.mark.parametrize(("place", "key", "code"), ABSENCE)
def test_a_meeting_without_the_city_is_refused_as_the_ordinance_says(office, at, place, key, code):
    course = begun(office, at, place, key).agreed().meeting(city=False)
    item = add_plan(course.held, course.plan, by=course.by)
    if not code:
        record_item(item, by=course.chief, outcome="approved")
        assert Review.objects.get().city_absence == ""
        return
    with pytest.raises(Refused) as refused:
        record_item(item, by=course.chief, outcome="approved")
    assert [row.code for row in refused.value.refusals] == [code]
    if code == "E-10":
        return
    assert "担当者が出席しなかった理由" in str(refused.value)
    record_item(item, by=course.chief, outcome="approved", city_absence="豪雪で道が通れず")
    assert Review.objects.get().city_absence == "豪雪で道が通れず"


def test_the_page_of_an_item_asks_why_the_city_was_not_there(office, at, as_):
    course = begun(office, at, "sapporo", "household_budget").agreed().meeting(city=False)
    item = add_plan(course.held, course.plan, by=course.by)
    client, url = as_("chief"), reverse("item_record", args=[course.held.pk, item.pk])
    page = client.get(url).text
    assert "市の担当者が出席しなかった理由" in page
    assert "その他（社会資源の不足等の課題の把握）" in page
    rows = {"roles-TOTAL_FORMS": "0", "roles-INITIAL_FORMS": "0"}
    answer = client.post(url, rows | {"outcome": "approved"})
    assert (answer.status_code, "E-01" in answer.text) == (422, True)
    answer = client.post(url, rows | {"outcome": "approved", "city_absence": "研修のため"})
    assert answer.status_code == 302


# --- words: labels on screens and in lists ---


@pytest.mark.parametrize(
    ("place", "triage", "city"),
    [
        ("nagaoka", "判断", "市"),
        ("sapporo", "振り分け", "市"),
        ("kamiamakusa", "振り分け", "市"),
        ("saitama", "振り分け", "県"),
    ],
)
def test_the_case_and_its_plan_speak_the_words_of_the_place(office, at, as_, place, triage, city):
    course = begun(office, at, place, "household_budget")
    client = as_("counselor")
    page = client.get(reverse("case_detail", args=[course.case.pk])).text
    assert f">{triage}<" in page or f"{triage}\n" in page or triage in page
    page = client.get(reverse("plan_detail", args=[course.plan.pk])).text
    assert f"{city}の手続" in page


@pytest.mark.parametrize(("place", "word"), [("nagaoka", "報告"), ("kamiamakusa", "連絡")])
def test_a_reason_goes_back_in_the_word_of_the_ordinance(office, at, place, word):
    """P-23: 長岡 6(3) 報告, 上天草 5(4)ウ 連絡."""
    course = begun(office, at, place, "household_budget").agreed().reviewed().submitted()
    course.rule("household_budget", "refuse", reason="収入が基準を超える")
    assert [row.todo for row in waiting_for(course.officer)] == [f"理由の{word}"]


def test_what_lacks_approval_names_the_meeting(office, at):
    course = begun(office, at, "nagaoka", "household_budget")
    said = " ".join(map(str, obstacles(course.plan, course.by)))
    assert "支援調整会議で了承されていない" in said


# --- papers ---


def paper_of(course):
    return html_of(DOCUMENTS["form5"], plan_sheet(course.plan.newest), today())


@pytest.mark.parametrize(
    ("place", "number", "addressee", "edition"),
    [
        ("nagaoka", "", "長岡市長", "実施要領　令和2年10月1日施行"),
        ("sapporo", "様式５", "札幌市長", "実施要綱　令和5年4月1日施行"),
        ("kamiamakusa", "", "上天草市長", "実施要領　平成28年4月1日施行"),
        ("saitama", "様式５", "埼玉県知事", "実施要綱　令和2年4月1日施行"),
    ],
)
def test_the_plan_is_printed_by_the_ordinance_of_its_place(
    office, at, place, number, addressee, edition
):
    page = paper_of(begun(office, at, place, "household_budget"))
    assert f'<p class="no">{number}<' in page
    assert f"{addressee}　様" in page
    assert edition in page


@pytest.mark.parametrize(("held", "sealed"), [("2021-03-31", True), ("2021-04-01", False)])
def test_the_seal_of_sapporo_goes_by_the_day_of_the_meeting(office, at, held, sealed):
    """附則3: 様式5, R3.4.1; the plan is printed by the version of its 支援調整会議."""
    course = begun(office, at, "sapporo", "household_budget").agreed().reviewed()
    Review.objects.update(held_on=dt.date.fromisoformat(held))
    assert ("印</em>" in paper_of(course)) is sealed


@pytest.mark.parametrize(
    ("held", "since"),
    [("2019-03-31", "平成27年"), ("2020-09-30", "平成31年"), ("2020-10-01", "令和2年10月")],
)
def test_the_papers_of_nagaoka_show_which_version_applied(office, at, held, since):
    """NAG-附則: a plan of R2.9 uses the version of H31."""
    course = begun(office, at, "nagaoka", "household_budget").agreed().reviewed()
    Review.objects.update(held_on=dt.date.fromisoformat(held))
    assert f"実施要領　{since}" in paper_of(course)
