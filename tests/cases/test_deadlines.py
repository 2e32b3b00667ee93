"""期限: each day counted by the rule in force, with its reason; no day is shifted in silence."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Deadline
from cases.standards import due_rule
from cases.workflow.closing import plan_follow_up
from cases.workflow.deadlines import set_due
from cases.workflow.records import record_job_start
from rules import profile
from rules.calendar import add_months, is_closed_day, months_end, wareki
from rules.due import DueRule
from rules.profile import NATIONAL, profile_for
from tests.course import Course, ago

NAGAOKA = "152021"
D = dt.date


def months(*numbers, **more):
    return DueRule(label="評価", since="プラン開始", months=numbers, clause="4(3)ウ", **more)


def days(number, **more):
    return DueRule(label="判断", since="受付", days=number, clause="4(1)イ", **more)


# --- counting ---


@pytest.mark.parametrize(
    ("since", "number", "on"),
    [
        (D(2026, 10, 10), 3, D(2027, 1, 10)),
        (D(2027, 1, 31), 1, D(2027, 2, 28)),
        (D(2028, 1, 31), 1, D(2028, 2, 29)),  # 閏年
        (D(2028, 2, 29), 12, D(2029, 2, 28)),
        (D(2027, 11, 30), 3, D(2028, 2, 29)),
        (D(2026, 8, 31), 6, D(2027, 2, 28)),
        (D(2026, 12, 31), 3, D(2027, 3, 31)),  # 年度末
        (D(2027, 3, 31), 1, D(2027, 4, 30)),  # over it
        (D(2027, 3, 31), 12, D(2028, 3, 31)),
        (D(2026, 4, 1), 12, D(2027, 4, 1)),  # the first day of a 年度 to the first of the next
    ],
)
def test_months_are_counted_to_the_same_day_or_the_months_end(since, number, on):
    assert months(number).counted(since).on == on


@pytest.mark.parametrize(
    ("since", "number", "on"),
    [
        (D(2026, 11, 20), 7, D(2026, 11, 27)),
        (D(2028, 2, 28), 1, D(2028, 2, 29)),
        (D(2027, 2, 28), 1, D(2027, 3, 1)),
        (D(2027, 3, 25), 7, D(2027, 4, 1)),
    ],
)
def test_days_are_counted_from_the_day_after(since, number, on):
    assert days(number).counted(since).on == on


@given(st.dates(D(2015, 4, 1), D(2090, 12, 31)), st.integers(1, 24))
def test_an_inclusive_first_day_shifts_nothing(start, number):
    """The period of a plan ends on the day before; its evaluation stays on the day itself."""
    due = months(number).counted(start).on
    assert due == add_months(start, number)
    assert 0 <= (due - months_end(start, number)).days <= 1
    assert due.day == start.day or (due + dt.timedelta(days=1)).day == 1


@given(st.dates(D(2015, 4, 1), D(2090, 12, 31)), st.integers(1, 400))
def test_a_holiday_moves_nothing_unless_the_rule_says_so(since, number):
    kept = days(number).counted(since)
    assert (kept.on - since).days == number
    assert "休日" not in kept.reason
    later, earlier = (days(number, closed=way).counted(since) for way in ("next", "previous"))
    assert not is_closed_day(later.on)
    assert not is_closed_day(earlier.on)
    assert earlier.on <= kept.on <= later.on
    shut = is_closed_day(kept.on)
    assert ("休日" in later.reason, "休日" in earlier.reason) == (shut, shut)


@pytest.mark.parametrize(
    ("since", "following", "preceding"),
    [
        (D(2026, 11, 14), D(2026, 11, 24), D(2026, 11, 20)),  # 土 → 日 → 勤労感謝の日
        (D(2026, 12, 24), D(2027, 1, 4), D(2026, 12, 28)),  # 年末年始
        (D(2026, 4, 22), D(2026, 4, 30), D(2026, 4, 28)),  # 昭和の日
        (D(2027, 3, 20), D(2027, 3, 29), D(2027, 3, 26)),  # 土曜: still this 年度
        (D(2026, 11, 20), D(2026, 11, 27), D(2026, 11, 27)),  # an open day stays
    ],
)
def test_a_day_on_which_the_office_is_shut(since, following, preceding):
    assert days(7, closed="next").counted(since).on == following
    assert days(7, closed="previous").counted(since).on == preceding


# --- the reason ---


def test_the_reason_says_from_which_day_and_how_far():
    due = months(3, 6).counted(D(2026, 10, 10))
    assert (due.kind, due.reason, due.clause) == (
        "評価",
        "プラン開始 令和8年10月10日 + 3か月",
        "4(3)ウ",
    )
    assert months(3, 6).counted(D(2026, 10, 10), 6).reason == "プラン開始 令和8年10月10日 + 6か月"
    assert days(7).counted(D(2026, 11, 20)).reason == "受付 令和8年11月20日 + 7日"
    moved = days(7, closed="next").counted(D(2026, 11, 14))
    assert moved.reason == "受付 令和8年11月14日 + 7日（休日のため、つぎの開庁日）"


def test_a_day_agreed_with_the_person_stays_on_a_holiday():
    sunday = D(2026, 11, 22)
    due = months(3, closed="next").agreed(sunday, at="モニタリング", since=D(2026, 11, 1))
    assert (due.on, due.reason) == (sunday, "モニタリング 令和8年11月1日 で決めた日")


def test_a_deadline_is_one_sentence():
    row = Deadline(
        kind="評価",
        due_on=D(2027, 1, 10),
        reason="プラン開始 令和8年10月10日 + 3か月",
        clause="実施要領 4(3)ウ",
    )
    words = "評価 令和9年1月10日：プラン開始 令和8年10月10日 + 3か月（実施要領 4(3)ウ）"
    assert str(row) == words
    assert Deadline(kind="電話", due_on=D(2027, 1, 10), reason="約束").because == "約束"


# --- the rule, its clause and its version come from the profile ---


@pytest.fixture
def local(tmp_path, monkeypatch):
    """つむぎ市 writes its own 要綱, over the real national default."""

    def write(*versions):
        national = next(profile.FOLDER.glob(f"{NATIONAL}_*"))
        folder = tmp_path / "990001_tsumugi"
        folder.mkdir()
        (folder / profile.FILE).write_text("\n".join(versions), encoding="utf-8")
        (tmp_path / national.name).symlink_to(national)
        monkeypatch.setattr(profile, "FOLDER", tmp_path)
        profile.clear()

    yield write
    monkeypatch.undo()
    profile.clear()


OLD = """[[version]]
valid_from = 2015-04-01
name = "つむぎ市要綱"
[version.deadlines]
triage = { days = 5, clause = "要綱 3" }
"""


def new(day, row):
    return f"[[version]]\nvalid_from = {day}\n[version.deadlines]\n{row}\n"


def test_nagaoka_cites_its_own_clauses():
    rules = profile_for(NAGAOKA, D(2026, 11, 20))
    assert due_rule(rules, "evaluation").clause == "実施要領 4(3)ウ"
    assert due_rule(rules, "triage").clause == "実施要領 4(1)イ"
    assert due_rule(rules, "job").counted(D(2026, 10, 31), 1).on == D(2026, 11, 30)
    national = due_rule(profile_for(NATIONAL, D(2026, 11, 20)), "evaluation")
    assert (national.months, national.clause) == ((3, 6, 12), "手引き")


def test_the_version_in_force_on_the_day_decides(office, local):
    day = ago(10)
    row = 'triage = { days = 14, clause = "要綱 3の2", closed = "next" }'
    local(OLD, new(day.isoformat(), row))
    before = office.case(on=ago(11)).deadlines.get(key="triage")
    after = office.case(on=day).deadlines.get(key="triage")
    assert (before.due_on, before.clause) == (ago(6), "要綱 3")
    assert after.due_on == days(14, closed="next").counted(day).on
    assert after.clause == "要綱 3の2"
    assert before.edition.startswith("つむぎ市要綱　平成27年4月1日")
    assert after.edition != before.edition


def test_the_triage_stands_from_the_first_day(office):
    due = office.case(on=ago(2)).deadlines.get(key="triage")
    assert (due.due_on, due.done_on, due.clause) == (ago(-5), None, "手引き")


def test_a_rule_without_a_number_waits_for_the_day_one_agrees_on(office):
    case = office.case()
    assert set_due(case, "monitoring", since=ago(3)) is None
    row = set_due(case, "monitoring", since=ago(3), agreed=ago(-4), at="モニタリング")
    assert (row.due_on, row.reason) == (ago(-4), f"モニタリング {wareki(ago(3))} で決めた日")


def test_a_city_may_count_the_monitoring_too(office, local):
    local(OLD, new("2020-04-01", 'monitoring = { months = [1], clause = "要綱 5" }'))
    row = set_due(office.case(), "monitoring", since=D(2026, 1, 31))
    assert (row.due_on, row.because) == (
        D(2026, 2, 28),
        "プラン開始 令和8年1月31日 + 1か月（要綱 5）",
    )


def test_the_plan_brings_its_monitoring_and_its_evaluation(office):
    course = Course(office).supported()
    due = {row.key: row for row in course.case.deadlines.filter(done_on=None)}
    start = course.plan.newest.start_on
    assert due["evaluation"].due_on == add_months(start, 3)
    assert due["evaluation"].because == f"プラン開始 {wareki(start)} + 3か月（手引き）"
    assert due["monitoring"].reason == f"プラン第1版 {wareki(ago(90))} で決めた日"


def test_work_and_its_follow_up(office):
    case = Course(office).case
    record_job_start(case, by=office.people["counselor"], on=ago(40), kind="regular")
    due = case.deadlines.filter(key__startswith="job_").order_by("due_on")
    assert [row.key for row in due] == ["job_3", "job_6"]  # the first has gone by
    assert due[0].reason == f"就職 {wareki(ago(40))} + 3か月"
    plan_follow_up(case.episode, by=office.people["counselor"], on=ago(-9), at="終結", since=ago(1))
    assert case.deadlines.get(key="follow_up").reason == f"終結 {wareki(ago(1))} で決めた日"


@pytest.mark.parametrize("name", ["case_detail", "case_papers", "case_support", "case_now", "home"])
def test_no_page_writes_a_day_as_machines_do(office, as_, name):
    course = Course(office).supported().monitored().evaluated()
    record_job_start(course.case, by=course.by, on=ago(40), kind="regular")
    args = [] if name == "home" else [course.case.pk]
    page = as_("counselor").get(reverse(name, args=args)).text
    read = strip_tags(re.sub(r"<(script|template)\b.*?</\1>", "", page, flags=re.DOTALL))
    assert "試験 花子" in read or name == "home"
    assert re.findall(r"\b\d{4}-\d{2}-\d{2}\b", read) == []
