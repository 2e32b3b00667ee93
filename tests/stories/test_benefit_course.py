"""受給中 in the browser: six months and then work, nine months of one's own trade, an illness."""

import datetime as dt

import pytest

from housing_benefit.models import BenefitApplication, BenefitMonth
from tests.benefits import Benefit
from tests.stories.conftest import by_hand

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def page_of(row):
    return f"/benefits/{row.pk}/"


def months(row):
    return BenefitMonth.objects.of_course(row).count()


# ---- 離職者: six months with an extension, then 常用就職 -------------------------------------


def test_who_lost_work_is_extended_and_then_finds_work(office, at, desk):
    at("sapporo")
    row = Benefit(office, name="桑原 千佳", rent=36_000).ruled().row
    falls_short(desk, row)
    is_extended(desk, row)
    finds_work(desk, row)
    is_stopped(desk, row)
    assert desk.faults == [], "\n".join(desk.faults)


def falls_short(desk, row):
    """A month with one 職業相談 of two: what was said to her belongs to the report."""
    desk.enter("counselor").open(page_of(row)).picture("benefit_months")
    desk.page.get_by_role("link", name="2026年8月の報告を書く").click()
    desk.look().fill("報告を受けた日", "R8.8.31").fill("自立相談支援機関の面接など", "4")
    desk.fill("ハローワークなどの職業相談", "1").fill("求人への応募・面接", "4")
    desk.press("報告を保存する").read("「指導したこと」を入力してください。").look()
    desk.fill("指導したこと", "来週のうちに2回めの相談に行く。").press("報告を保存する")
    desk.read("1／2 未達").look().picture("benefit_short")


def is_extended(desk, row):
    desk.press("延長の申請をはじめる").read("支給申請書の内容").look()
    desk.fill("申請日", "R8.10.20").fill("世帯の収入（申請月）", "0")
    desk.fill("世帯の金融資産", "8万").tick("誠実に行う", "いない", "受けていない")
    for box in desk.page.locator("input[name=documents]").all():
        box.check()
    desk.press("申請の内容を保存する").follow("留意事項を説明する").fill("説明した日", "R8.10.20")
    desk.fill("本人が署名した日", "R8.10.20")
    for box in desk.page.locator("input[name=agreed]").all():
        box.check()
    desk.press("合意を記録する").follow("受け付ける").fill("日にち", "R8.10.20")
    desk.press("受け付ける").follow("自治体に送る").fill("日にち", "R8.10.21")
    desk.press("自治体に送る").read("延長の申請の時期").look().picture("benefit_extension")
    more = BenefitApplication.objects.get(root=row)
    assert by_hand(desk, f"{page_of(more)}rule/grant/", on="R8.10.22") == 403
    desk.enter("officer").open(page_of(more)).follow("判定のとおり起案する")
    desk.fill("日にち", "R8.10.22").press("判定のとおり起案する")
    desk.enter("approver").open(page_of(more)).follow("支給を決定する")
    desk.fill("日にち", "R8.10.23").press("支給を決定する").read("支給決定").look()
    assert months(row) == 6


def finds_work(desk, row):
    """常用就職届, and from then on the income every month."""
    desk.enter("counselor").open(page_of(row)).follow("常用就職届を受ける").look()
    desk.fill("届を受けた日", "R8.11.5").fill("働きはじめた日", "R8.11.2").fill(
        "勤め先", "架空商店"
    )
    desk.fill("月収の見込み", "18万").press("届を記録する").read("期間の定めなし").look()
    desk.page.get_by_role("link", name="2026年11月の報告を書く").click()
    desk.fill("報告を受けた日", "R8.11.20").fill("世帯の収入（その月）", "18万")
    desk.fill("自立相談支援機関の面接など", "4").fill("ハローワークなどの職業相談", "2")
    desk.fill("求人への応募・面接", "4").press("報告を保存する")
    desk.read("上限を超えた").look().picture("benefit_work")


def is_stopped(desk, row):
    """The month in which the income passed the ceiling is not paid."""
    desk.follow("中止のわけを報告する").look()
    desk.tick("常用就職などで収入が上限を超えた、または届け出ない")
    desk.fill("わけができた日・分かった日", "R8.11.20").fill("報告日", "R8.11.20")
    desk.fill("くわしいこと", "11月の給与が18万円。").press("報告する").read("報告済み").look()
    desk.enter("officer").open(page_of(row)).follow("起案する").fill("日にち", "R8.11.20")
    desk.press("起案する").read("2026年11月分から支給しない").look()
    desk.enter("approver").open(page_of(row)).follow("決定する").fill("日にち", "R8.11.21")
    desk.press("決定する").read("中止").look().picture("benefit_stopped")
    row.refresh_from_db()
    assert (row.state, months(row)) == ("stopped", 3)


# ---- 自営: nine months --------------------------------------------------------------------------


def test_who_works_for_themselves_is_paid_nine_months_and_seeks_work_in_the_last(office, at, desk):
    at("sapporo")
    first = dt.date(2026, 2, 10)
    benefit = Benefit(
        office,
        name="小野 誠",
        route="reduced",
        event_on=None,
        applied_on=first,
        support="business",
    ).ruled()
    benefit.followed(applied_on=dt.date(2026, 4, 30)).ruled()
    row = benefit.row
    desk.enter("counselor").open(page_of(row)).read("経営相談").picture("benefit_trade")
    desk.page.get_by_role("link", name="2026年2月の報告を書く").click()
    desk.fill("報告を受けた日", "R8.2.28").fill("自立相談支援機関の面接など", "4")
    desk.fill("経営相談", "1").fill("収入をふやす取組", "1").press("報告を保存する")
    desk.read("状況報告を保存しました。").look()
    assert "職業相談" not in desk.page.locator("#b-duties + div").inner_text()
    benefit.followed(applied_on=dt.date(2026, 7, 31)).ruled()
    desk.open(page_of(row)).read("ハローワークなどの職業相談").picture("benefit_nine_months")
    assert months(row) == 9
    desk.read("延長を合わせて9か月まで")
    assert by_hand(desk, f"{page_of(row)}move/extend/") == 409
    desk.enter("officer").open(page_of(row)).follow("期間満了を記録する")
    desk.fill("日にち", "R8.11.1").press("期間満了を記録する").read("期間満了").look()
    assert desk.faults == [], "\n".join(desk.faults)


# ---- 中断 for illness, and 再開 ------------------------------------------------------------


def test_who_falls_ill_is_suspended_and_comes_back(office, at, desk):
    at("sapporo")
    row = Benefit(office, name="給付 太郎").ruled().row
    desk.enter("counselor").open(page_of(row)).follow("中断のわけを報告する").look()
    desk.tick("病気").fill("わけができた日・分かった日", "R8.8.20").fill("報告日", "R8.8.21")
    desk.fill("くわしいこと", "入院した。診断書を預かった。").press("報告する")
    desk.enter("officer").open(page_of(row)).follow("起案する").fill("日にち", "R8.8.21")
    desk.press("起案する").read("2026年9月分から支給しない")
    desk.enter("approver").open(page_of(row)).follow("決定する").fill("日にち", "R8.8.24")
    desk.press("決定する").read("中断").look().picture("benefit_suspended")
    assert months(row) == 1
    is_asked_how_they_are(desk, row)
    comes_back(desk, row)
    row.refresh_from_db()
    assert (row.state, months(row)) == ("granted", 3)
    assert desk.faults == [], "\n".join(desk.faults)


def is_asked_how_they_are(desk, row):
    desk.enter("counselor").open(page_of(row)).follow("中断中の連絡を書く").look()
    desk.fill("連絡した日", "R8.9.18").tick("電話相談・連絡").press("連絡を記録する")
    desk.read("「いまの様子」を入力してください。").look()
    desk.fill("いまの様子", "退院した。来月から探せる。").press("連絡を記録する")
    desk.read("来月から探せる。").look().picture("benefit_contact")


def comes_back(desk, row):
    desk.enter("counselor").open(page_of(row)).press("再開の申請をはじめる")
    desk.fill("申請日", "R8.11.2").fill("世帯の収入（申請月）", "0").fill("世帯の金融資産", "8万")
    desk.tick("誠実に行う", "いない", "受けていない")
    for box in desk.page.locator("input[name=documents]").all():
        box.check()
    desk.press("申請の内容を保存する").follow("留意事項を説明する").fill("説明した日", "R8.11.2")
    desk.fill("本人が署名した日", "R8.11.2")
    for box in desk.page.locator("input[name=agreed]").all():
        box.check()
    desk.press("合意を記録する").follow("受け付ける").fill("日にち", "R8.11.2")
    desk.press("受け付ける").follow("自治体に送る").fill("日にち", "R8.11.2")
    desk.press("自治体に送る").read("再開の申請の時期").look()
    again = BenefitApplication.objects.get(root=row)
    desk.enter("officer").open(page_of(again)).follow("判定のとおり起案する")
    desk.fill("日にち", "R8.11.4").press("判定のとおり起案する")
    desk.enter("approver").open(page_of(again)).follow("支給を決定する")
    desk.fill("日にち", "R8.11.5").press("支給を決定する").read("支給決定").look()
    desk.open(page_of(row)).picture("benefit_resumed")
