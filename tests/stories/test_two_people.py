"""Two people write the same section of an assessment, in Chromium; nothing is lost."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts.models import PrivacyPolicy
from cases.models import AssessmentSection
from cases.workflow import assign, case_workflow
from rules.calendar import today
from tests.office import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db):
    from tests.office import Office

    return Office()


@pytest.fixture
def case(office):
    PrivacyPolicy(
        organisation=office.places["center"],
        number=1,
        valid_from=today() - dt.timedelta(days=30),
        body="規程",
    ).save()
    case = office.case(name="五十嵐 正人")
    by = office.people["counselor"]
    assign(case.episode, by=office.people["chief"], lead=by)
    case_workflow.advance(case.episode, "go_on", by=by, reason="続けて聞く")
    consent = {"purposes": ["support"], "recipients": ["c1"], "method": "written"}
    case_workflow.advance(case.episode, "apply", by=by, **consent)
    return case


def enter(page, username):
    page.goto("/login/")
    page.get_by_label("ログインID").fill(username)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログインする").click()
    page.get_by_role("navigation").first.wait_for()


def faults(page):
    found = Axe().run(page).response["violations"]
    return [f"{page.url} {row['id']} {row['nodes'][0]['html'][:120]}" for row in found]


def test_the_second_to_save_chooses_between_two_texts(office, case, page):
    enter(page, "counselor")
    page.goto(f"/cases/{case.pk}/")
    page.get_by_role("link", name="アセスメントを始める").click()
    page.get_by_role("button", name="アセスメントを始める").click()
    seen = faults(page)
    page.get_by_role("link", name="まとめと支援の方向性").click()
    page.get_by_label("課題のまとめ").fill("わたしの文。")
    seen += faults(page)
    section = AssessmentSection.objects.get(code="summary")
    section.answers = {"summary": "主任の文。"}
    section._history_user = office.people["chief"]
    section.save()
    page.get_by_role("button", name="保存して目次へ").click()
    page.get_by_role("heading", name="2つの内容を見比べて選んでください").wait_for()
    seen += faults(page)
    page.get_by_label("2つを合わせて書く").check()
    page.get_by_label("2つを合わせた課題のまとめ").fill("主任の文。わたしの文。")
    page.get_by_role("button", name="選んだ内容で保存する").click()
    page.get_by_text("「まとめと支援の方向性」を保存しました。").wait_for()
    section.refresh_from_db()
    assert section.answers == {"summary": "主任の文。わたしの文。"}
    page.get_by_role("link", name="世帯と収入").click()
    page.get_by_role("link", name="世帯の人を加える").click()
    page.get_by_role("textbox", name="氏名").fill("五十嵐 清")
    page.get_by_role("textbox", name="年金").fill("96,400")
    seen += faults(page)
    page.get_by_role("button", name="保存する", exact=True).click()
    page.get_by_role("cell", name="96,400円").wait_for()
    seen += faults(page)
    assert seen == []
