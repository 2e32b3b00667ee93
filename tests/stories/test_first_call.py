"""A phone call becomes a case, in Chromium, without a fault of accessibility."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from cases.models import Case
from tests.office import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db):
    from tests.office import Office

    return Office()


def faults(page):
    found = Axe().run(page).response["violations"]
    return [f"{page.url} {row['id']} {row['nodes'][0]['html'][:120]}" for row in found]


def enter(page, username):
    page.goto("/login/")
    page.get_by_label("ログインID").fill(username)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログインする").click()
    page.wait_for_url("**/")


def test_a_call_in_under_a_minute(office, page):
    enter(page, "counselor")
    seen = faults(page)
    page.get_by_role("link", name="新規受付").click()
    seen += faults(page)
    page.get_by_label("相談の経路").select_option(label="本人自ら連絡（電話・メール）")
    page.get_by_label("お呼びする名前").fill("わたべさん")
    page.get_by_role("button", name="受け付ける").click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_label("お呼びする名前").input_value() == "わたべさん"
    seen += faults(page)
    page.get_by_label("ご相談の内容").fill("夫が入院し、来月の家賃が払えるか心配。")
    page.get_by_role("button", name="受け付ける").click()
    page.get_by_role("heading", name="いまの様子と経過").wait_for()
    seen += faults(page)
    page.get_by_role("link", name="継続して相談を受ける").click()
    page.get_by_label("判断の理由").fill("家賃と介護が重なっている。")
    seen += faults(page)
    page.get_by_role("button", name="継続して相談を受ける").click()
    page.get_by_text("「継続して相談を受ける」を記録しました。").wait_for()
    assert Case.objects.get().episode.state == "applying"
    page.get_by_role("link", name="ケース", exact=True).click()
    seen += faults(page)
    assert seen == []
