"""What is known is on the papers of a plan, typed once: 様式5, 様式6, 様式8."""

import dataclasses
import datetime as dt

import pytest
from django.urls import reverse

from cases.models import IncomeRise, JobStart
from network.models import Contact
from plans.documents import plan_sheet
from plans.evaluation_paper import evaluation_sheet
from plans.models import Evaluation
from plans.notice_papers import blank_notice, decided_row, notice_sheet
from reports.documents import handover_sheet
from rules.calendar import today, wareki
from tests.course import CLOSING, ITEM, Course, ago
from tests.documents.test_forms import body_of, page


@pytest.fixture
def supported(office):
    return Course(office, sex="declined").supported()


def paper_of(course):
    return evaluation_sheet(Evaluation.objects.get()).paper


def on(rows):
    """The choices that are taken, with what was written beside them."""
    return [(row.label, row.text) for row in rows if row.is_on]


def test_the_kind_of_training_stands_beside_its_programme(office):
    course = Course(office).planning().drafted("work_training")
    labels = [row.label for row in plan_sheet(course.plan.newest).paper.services]
    assert "認定就労訓練事業\n（非雇用型）" in labels
    assert "（非雇用型）" in body_of(page("form5", plan_sheet(course.plan.newest).paper))


def test_the_plan_names_its_agency_in_its_head_and_its_approach(supported):
    office = supported.office.places["center"]
    office.tel = "000-000-0100"
    office.save()
    supported.plan.refresh_from_db()
    text = body_of(page("form5", plan_sheet(supported.plan.newest).paper))
    assert "作成機関名・連絡先つむぎ相談センター電話000-000-0100" in text
    assert "支援方針住まいを守りながら仕事を探す" in text


def test_no_answer_to_the_sex_is_no_choice_of_the_form(supported):
    assert plan_sheet(supported.plan.newest).paper.who.sex == ""


def test_the_meetings_result_is_marked_in_the_words_of_the_form(office):
    course = Course(office).planning().drafted("household_budget").agreed()
    course.reviewed("amended", reason="金額を書き足す")
    revision = course.plan.revisions.get(reviews__outcome="amended")
    source = page("form5", plan_sheet(revision).paper)
    assert '<li class="on">修正のうえ了承</li>' in source


def evaluate(as_, course, **typed):
    """The evaluation as one types it."""
    course.evaluated()
    current = Evaluation.objects.get()
    words = {
        name: getattr(current, name) for name in ("achievement", "remaining", "wish", "opinion")
    }
    return as_("counselor").post(
        reverse("evaluation", args=[course.plan.pk]),
        {"version": current.version, "evaluated_on": wareki(ago(10)), **words, **typed},
    )


def test_what_the_other_change_and_reason_were_is_typed_and_printed(as_, supported):
    answer = evaluate(
        as_,
        supported,
        changes=["budget"],
        change_other="犬の散歩を始めた",
        result="suspend",
        result_reason="other",
        reason_other="長い出稼ぎ",
    )
    assert answer.status_code == 302
    paper = paper_of(supported)
    assert on(paper.changes) == [("家計の改善", ""), ("その他", "犬の散歩を始めた")]
    assert on(paper.suspend_reasons) == [("その他", "長い出稼ぎ")]
    assert on(paper.close_reasons) == []
    history = as_("counselor").get(reverse("plan_history", args=[supported.case.pk])).text
    assert "その他（犬の散歩を始めた）" in history
    text = body_of(page("form6", paper))
    assert "その他（犬の散歩を始めた）" in text
    assert "その他（長い出稼ぎ）" in text


def test_another_change_is_none_of_no_change(as_, supported):
    answer = evaluate(as_, supported, changes=["none"], change_other="犬の散歩を始めた")
    assert answer.status_code == 422


def start_job(course, days, **rest):
    JobStart(
        episode=course.episode,
        on=ago(days),
        kind="regular",
        employment_type="part_time",
        author=course.by,
        **rest,
    ).save()


def test_what_the_job_earns_is_printed_and_a_rise_says_from_what(supported):
    start_job(supported, 30, monthly_yen=142000)
    supported.evaluated()
    paper = paper_of(supported)
    assert (paper.job_started_on, paper.job_kind) == (ago(30), "パート・アルバイト")
    assert (paper.income_before, paper.income_after) == (None, 142000)
    IncomeRise(
        episode=supported.episode,
        on=ago(20),
        before_yen=142000,
        after_yen=160000,
        author=supported.by,
    ).save()
    paper = paper_of(supported)
    assert (paper.income_before, paper.income_after) == (142000, 160000)


def test_a_job_from_before_the_plan_is_not_its_result(supported):
    start_job(supported, 119, monthly_yen=90000)
    supported.evaluated()
    paper = paper_of(supported)
    assert paper.job_started_on is None
    assert paper.income_after is None


def test_the_evaluation_prints_what_is_proposed_and_then_what_was_decided(supported):
    supported.evaluated("continue")
    assert (paper_of(supported).result, paper_of(supported).meeting_outcome) == ("continue", "")
    closing = CLOSING | {"follow_up_on": today() + dt.timedelta(days=20), "reason": "improved"}
    supported.evaluation_reviewed("close", closing=closing)
    paper = paper_of(supported)
    assert (paper.result, paper.meeting_outcome) == ("close", "amended")
    assert [label for label, _text in on(paper.close_reasons)] == [
        "困窮の脱却には至らないが大きな課題が改善し、当機関のプランは終了してよい"
    ]
    assert paper.after == "フォローアップ：仕事が続くか、電話で聞きます。"
    assert paper.follow_up_on == today() + dt.timedelta(days=20)


def test_what_the_meeting_decides_as_proposed_is_approved_and_what_it_returns_is_not(supported):
    supported.evaluated("continue").evaluation_reviewed("returned", days=9, reason="家計表を見る")
    paper = paper_of(supported)
    assert (paper.result, paper.meeting_outcome) == ("continue", "returned")
    supported.evaluation_reviewed("continue")
    paper = paper_of(supported)
    assert (paper.result, paper.meeting_outcome) == ("continue", "approved")
    assert (paper.after, paper.follow_up_on) == ("", None)


def test_a_close_that_needs_nothing_says_so(supported):
    supported.evaluated()
    nothing = CLOSING | {"following": False, "following_why": "要りません。"}
    supported.evaluation_reviewed(closing=nothing)
    assert paper_of(supported).after == "つなぎ・見守り・フォローアップのどれも要らない。"


def known(course, name, tel, section=""):
    Contact(
        municipality=course.case.agency.municipality,
        category="other",
        name=name,
        section=section,
        tel=tel,
    ).save()


def test_a_notice_tells_the_telephone_of_who_supports(supported):
    decision = supported.programme("household_budget").decisions.get()
    assert decided_row(decision).contact == ""
    known(supported, "委託先", "000-000-0200")
    assert decided_row(decision).contact == "000-000-0200"
    assert "委託先000-000-0200" in body_of(page("form8", notice_sheet(decision).paper))
    known(supported, "委託先", "000-000-0201", "相談係")  # another 部署 of the same
    assert decided_row(decision).contact == "000-000-0200"
    decision.revision.lines.update(provider="委託先 相談係")
    assert decided_row(decision).contact == "000-000-0201"
    decision.revision.lines.update(provider="")
    assert decided_row(decision).contact == ""


def test_a_blank_notice_names_the_section_one_asks(office):
    city = office.places["city"]
    city.section, city.tel = "自立支援係", "000-000-0300"
    city.save()
    paper = blank_notice(office.places["center"], today())
    assert (paper.office, paper.office_tel) == ("つむぎ市 福祉課　自立支援係", "000-000-0300")


def test_the_paper_for_handing_over_has_the_years_of_the_era(supported):
    paper = handover_sheet(supported.episode).paper
    words = str(dataclasses.asdict(paper) | {"dues": [row.reason for row in paper.dues]})
    assert wareki(supported.episode.received_on) in words
    assert f"{supported.episode.received_on:%Y-%m-%d}" not in words
    assert f"{today().year}年" not in words
    assert paper.goals[0].goal == ITEM["goal"]
