"""離職者の家賃補助: from the first word at the agency to the city's 支給決定, in the browser."""

from urllib.parse import urljoin

import pytest
from django.urls import reverse

from documents.models import IssuedDocument
from housing_benefit.models import BenefitApplication
from tests.benefits import DAY, Benefit
from tests.documents.reading import text_of
from tests.stories.conftest import by_hand, stands

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_who_lost_work_applies_and_the_city_decides(office, at, desk):
    at("sapporo")
    case = office.case(name="桑原 千佳", on=DAY)
    begins(desk, case)
    is_judged(desk)
    brings_papers(desk)
    is_granted(desk)
    assert desk.faults == [], "\n".join(desk.faults)


def test_who_may_not_receive_it_is_told_why_on_paper(office, at, desk):
    """不支給: every reason of the screen stands on the notice, and the city keeps what went out."""
    at("sapporo")
    benefit = Benefit(office, name="水野 恵", assets=2_000_000).drafted()
    is_ruled_and_told(desk, benefit, "水野 恵", "不支給を決定する", "不支給を本人に通知した")
    text = desk_paper(desk, "benefit_refused")
    for words in ("不支給決定通知書", "資産2,000,000円", "審査請求"):
        assert words in text, words
    assert desk.faults == [], "\n".join(desk.faults)


def test_who_must_move_is_paid_the_costs_that_count(office, at, desk):
    """転居費用補助: 敷金 is left out, and three times the destination is the most."""
    at("sapporo")
    benefit = Benefit(office, name="川上 進", kind="move", rent=50_000, income=90_000).drafted()
    is_ruled_and_told(desk, benefit, "川上 進", "支給を決定する", "支給決定を本人に通知した")
    assert "108,000円" in desk_paper(desk, "benefit_granted")
    asked = desk_paper(desk, "benefit_claim_move")
    assert "敷金（対象外）" in asked
    assert "ア家賃が下がり" in desk_paper(desk, "benefit_need")
    assert desk.faults == [], "\n".join(desk.faults)


def is_ruled_and_told(desk, benefit, name, ruling, telling):
    """決裁 by the approver, then the notice by the officer: numbered, kept, shown."""
    desk.enter("approver").open("/benefits/").follow(name)
    desk.follow(ruling).fill("日にち", "R8.8.14").press(ruling).look()
    desk.enter("officer").open(reverse("benefit_detail", args=[benefit.row.pk]))
    desk.follow(telling).fill("日にち", "R8.8.15")
    desk.fill("知らせ方（郵送・手渡し・機関を通じて）", "郵送").press(telling)
    issued = IssuedDocument.objects.get()
    desk.read(issued.number).look().picture(f"told_{issued.code}")
    assert issued.recipient == name


def desk_paper(desk, code):
    """A paper as the person at the desk gets it from the page of the application."""
    link = desk.page.locator(f"a[href*='/{code}/']").first
    answer = desk.page.request.get(urljoin(desk.page.url, link.get_attribute("href")))
    assert answer.status == 200
    return text_of(answer.body())


def begins(desk, case):
    """No plan is asked for; the terms come before the 受付 (E-22)."""
    desk.enter("counselor").open(f"/cases/{case.pk}/").follow("住居確保給付金")
    desk.follow("申請をはじめる").tick("家賃補助", "離職")
    desk.press("住居確保給付金の申請をはじめる").read("申請の準備を始めました。").look()
    desk.fill("申請日", "R8.8.10").fill("離職・廃業・収入が減った日", "R8.5.31")
    desk.fill("家賃（月額）", "4.5万").fill("世帯の収入（申請月）", "12万")
    desk.fill("世帯の金融資産", "10万").fill("家主・管理会社", "港不動産")
    desk.fill("口座", "港信用金庫 普通 0000512")
    desk.tick("本人が支えている（いた）", "誠実に行う", "いない", "受けていない")
    desk.tick("住居を失うおそれがある", "家主・管理会社の口座")
    desk.tick("ハローワークの職業相談・職業紹介").press("申請の内容を保存する")
    stands(desk.read("申請の内容を保存しました。"), "受け付ける", "留意事項", "E-22")


def is_judged(desk):
    """The real rent counts for the amount; what is tried beside it changes nothing."""
    desk.read("17,000円").look().picture("benefit_judged")
    desk.page.get_by_text("もし、家賃や収入がちがったら").click()
    desk.fill("世帯の収入", "98000").press("試す").read("36,000円").look().picture(
        "benefit_what_if"
    )
    assert BenefitApplication.objects.get().income == 120_000


def brings_papers(desk):
    desk.follow("留意事項を説明する").fill("説明した日", "R8.8.10").fill(
        "本人が署名した日", "R8.8.10"
    )
    for box in desk.page.locator("input[name=agreed]").all():
        box.check()
    desk.press("合意を記録する").follow("受け付ける").fill("日にち", "R8.8.10").press("受け付ける")
    stands(desk, "自治体に送る", "離職票・雇用保険受給資格者証など", "E-25")
    desk.follow("申請の内容を書く")
    for box in desk.page.locator("input[name=documents]").all():
        box.check()
    desk.press("申請の内容を保存する").follow("自治体に送る").fill("日にち", "R8.8.12")
    desk.press("自治体に送る").read("送付済み")
    row = BenefitApplication.objects.get()
    address = reverse("benefit_rule", args=[row.pk, "draft"])
    assert by_hand(desk, address, on="R8.8.12") == 403


def is_granted(desk):
    """起案 by one, 決裁 by another, both of the city."""
    desk.enter("officer").open("/benefits/").follow("桑原 千佳")
    desk.follow("判定のとおり起案する").fill("日にち", "R8.8.13").press("判定のとおり起案する")
    desk.read("決裁中").enter("approver").open("/benefits/").follow("桑原 千佳")
    desk.follow("支給を決定する").fill("日にち", "R8.8.14").press("支給を決定する")
    desk.read("起案のときの内容で判定し、そのまま残しています。").look().picture("benefit_granted")
    row = BenefitApplication.objects.get()
    assert (row.state, row.judgement["judgement"]["amount"]) == ("granted", 17_000)
