"""Two people write the same section of an assessment, in Chromium; nothing is lost."""

import pytest

from cases.models import AssessmentSection
from cases.workflow import save_section
from tests.course import Course

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case(office):
    return Course(office).applied().case


def test_the_second_to_save_chooses_between_two_texts(office, desk, case):
    desk.enter("counselor").open(f"/cases/{case.pk}/")
    desk.follow("アセスメントを始める").press("アセスメントを始める").look()
    desk.follow("まとめと支援の方向性").fill("課題のまとめ", "わたしの文。")
    section = AssessmentSection.objects.get(code="summary")
    save_section(
        section,
        by=office.people["chief"],
        version=section.version,
        answers={"summary": "主任の文。"},
        standings={},
    )
    desk.press("保存して目次へ").read("2つの内容を見比べて選んでください").look()
    desk.tick("2つを合わせて書く").fill("2つを合わせた課題のまとめ", "主任の文。わたしの文。")
    desk.press("選んだ内容で保存する").read("「まとめと支援の方向性」を保存しました。")
    section.refresh_from_db()
    assert section.answers == {"summary": "主任の文。わたしの文。"}
    assert desk.faults == []


def test_a_member_of_the_household_is_added_with_their_income(office, desk, case):
    desk.enter("counselor").open(f"/cases/{case.pk}/assessment/")
    desk.press("アセスメントを始める").follow("世帯と収入").follow("世帯の人を加える")
    desk.fill("氏名", "五十嵐 清").fill("年金", "96,400").press("保存する")
    desk.page.get_by_role("cell", name="96,400円").wait_for()
    desk.look()
    assert desk.faults == []
