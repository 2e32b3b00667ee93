"""From the first call to 終結, in Chromium, by the people whose steps they are."""

import pytest

from accounts.models import PrivacyPolicy
from cases.models import Case
from network.models import Contact
from plans.models import Plan
from rules.calendar import today, wareki_short
from tests.course import ago

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = wareki_short(today())


@pytest.fixture
def ready(office):
    """The agency has its 規程 and knows an outside agency."""
    PrivacyPolicy(
        organisation=office.places["center"], number=1, valid_from=ago(300), body="守ります。"
    ).save()
    city = office.places["city"].municipality
    Contact(municipality=city, category="hellowork", name="つむぎ公共職業安定所").save()
    return office


def test_a_person_is_taken_from_the_call_to_the_end(ready, desk):
    receive(desk)
    case = Case.objects.get()
    consent(desk, case)
    assess(desk, case)
    screen(desk, case)
    plan = write_plan(desk, case)
    agree(desk, plan)
    meet(desk, plan, "了承")
    submit(desk, plan)
    examine(desk, plan)
    decide(desk, plan)
    support(desk, plan)
    evaluate(desk, plan)
    close(desk, plan)
    case.refresh_from_db()
    assert case.episode.state == "following_up"
    assert desk.faults == []


def receive(desk):
    desk.enter("counselor").follow("新規受付")
    desk.pick("相談の経路", "本人自ら連絡（電話・メール）").fill("お呼びする名前", "田中さん")
    desk.fill("ご相談の内容", "夜勤がなくなり、家賃が2か月遅れている。").press("受け付ける")
    desk.read("いまの様子と経過").look()
    case = Case.objects.get()
    desk.enter("chief").open(f"/cases/{case.pk}/assign/")
    desk.pick("担当", "試験 counselor").press("この担当にする").read("担当を決めました")


def consent(desk, case):
    desk.enter("counselor").open(f"/cases/{case.pk}/")
    desk.follow("継続して相談を受ける").fill("判断の理由", "家賃と仕事の両方")
    desk.press("継続して相談を受ける").follow("利用申込と同意を記録する").tick("書面")
    for box in desk.page.locator("input[name=purposes], input[name=recipients]").all():
        box.check()
    desk.press("利用申込と同意を記録する").read("「利用申込と同意を記録する」を記録しました。")


def assess(desk, case):
    """Only what must be known is written; the finish button says what is missing."""
    desk.open(f"/cases/{case.pk}/assessment/").press("アセスメントを始める")
    desk.look()
    address = f"/cases/{case.pk}/assessment/"
    for code, answers in {
        "family": {"cohabit": "no", "housing": "rented_flat"},
        "income": {"assistance": "none"},
        "work": {"work_status": "seeking"},
    }.items():
        desk.open(f"{address}{code}/")
        for name, value in answers.items():
            choose(desk, name, value)
        desk.press("保存して目次へ")
    desk.open(f"{address}issues/")
    choose(desk, "issues", "poverty")
    desk.press("保存して目次へ").open(f"{address}summary/")
    desk.fill("課題のまとめ", "夜勤がなくなり家賃が遅れた。").fill(
        "支援の方向性", "まず家計と仕事。"
    )
    desk.press("保存して目次へ").open(f"{address}will/")
    desk.page.locator("textarea").first.fill("朝の仕事に就きたい。")
    desk.press("保存して目次へ").read("アセスメント")
    desk.press("アセスメントを終える").look()


def choose(desk, name, value):
    field = desk.page.locator(f"[name={name}][value={value}], select[name={name}]").first
    if field.evaluate("node => node.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.check()


def screen(desk, case):
    desk.open(f"/cases/{case.pk}/screening/")
    desk.tick("自立相談支援機関が継続支援し、プランを策定する")
    desk.fill("判断の理由", "続けて支える必要がある").press("結果を記録する")
    desk.read("スクリーニングの結果を記録しました。")


def write_plan(desk, case):
    desk.open(f"/cases/{case.pk}/plan/").press("プランをつくる")
    desk.read("夜勤がなくなり家賃が遅れた。").look()
    desk.fill("支援方針", "家計を立て直しながら朝の仕事を探す")
    desk.fill("この期間の達成目標", "家計表を3か月続け、1社に応募する")
    desk.fill("本人（家族）が行うこと", "レシートを集める").fill("だれが", "相談センター")
    desk.pick("事業", "家計改善支援事業")
    desk.fill("期間の始まり", DAY).fill("つぎのモニタリング", DAY)
    desk.tick("始まりから3か月", "はい")
    desk.press("保存して、ご本人に確かめる画面へ").read("ご本人に確かめる").look()
    return Plan.objects.get()


def agree(desk, plan):
    desk.tick("書面").press("本人の同意を記録する").read("本人の同意を記録しました。")


def meet(desk, plan, outcome):
    desk.enter("chief").open("/meetings/add/").fill("開催日", DAY).press("会議をつくる")
    desk.read("出席者").look()
    add_person(desk, 0, "つむぎ市 福祉課", "試験 officer", "市の担当者")
    desk.press("人を加える")
    add_person(desk, 1, "社会福祉協議会", "外部 一郎", "ほかの機関")
    desk.press("出席者を保存する").read("出席者を保存しました。")
    meeting = desk.page.url
    desk.open(f"/plans/{plan.pk}/table/")
    desk.page.locator("input[name=meeting]").first.check()
    desk.press("付議する").read("1件目に入れました").look()
    desk.open(meeting).follow("1件目の結果を記録する").tick(outcome)
    desk.fill("地域に足りないもの", "夜間に相談できる家計の窓口").press("記録してつぎへ")
    desk.press("会議の記録を締める").read("「会議の記録を締める」を記録しました。")


def add_person(desk, number, organisation, name, side):
    row = desk.page.locator("[data-rows-list] > li").nth(number)
    row.get_by_label("機関", exact=True).fill(organisation)
    row.get_by_label("氏名").fill(name)
    row.get_by_label("どこから").select_option(label=side)


def submit(desk, plan):
    desk.enter("counselor").open(f"/plans/{plan.pk}/").follow("提出する")
    desk.press("プランを市に提出する").read("市に提出しました。")
    assert desk.says("支援決定（確認）を受けていないため")


def examine(desk, plan):
    desk.enter("officer").look().follow("田中さん").press("審査を始める")
    desk.read("審査中").look()
    assert desk.says("E-11")
    desk.follow("要件を確かめる")
    for box in desk.page.locator("input[value=met]").all():
        box.check()
    desk.tick("はい").press("確認の結果を保存する")
    desk.press("要件に該当すると認める").press("起案する").read("決裁中").look()


def decide(desk, plan):
    desk.enter("approver").look().follow("田中さん").follow("決定する")
    desk.press("決定する").read("「決定する」を記録しました。")
    desk.enter("officer").open(f"/plans/{plan.pk}/rule/").follow("本人に通知した")
    desk.fill("知らせ方", "郵送").press("本人に通知した").read("通知済み")


def support(desk, plan):
    desk.enter("counselor").open(f"/plans/{plan.pk}/").follow("提供を始める")
    desk.press("提供を始める").read("提供を記録しました。")
    desk.follow("モニタリングを記録する").pick("方法", "電話相談・連絡")
    desk.fill("様子・進み具合", "家計表が1か月続いた。").press("モニタリングを記録する")
    desk.read("家計表が1か月続いた。")


def evaluate(desk, plan):
    desk.follow("評価シートを書く").press("評価シートを書きはじめる").look()
    assert desk.says("E-16")
    desk.fill("目標の達成状況", "家計表を3か月続けた").fill(
        "現在の状況と残された課題", "貯えが少ない"
    )
    desk.fill("終結・継続についての本人の希望", "もうひとりでやれる")
    desk.fill("支援員の意見", "終結してよい").tick("家計の改善", "終結")
    desk.press("保存する").read("評価を保存しました。").look()


def close(desk, plan):
    desk.enter("chief").open("/meetings/add/").fill("開催日", DAY).press("会議をつくる")
    desk.press("出席者を保存する").read("出席者を保存しました。")
    meeting = desk.page.url
    desk.open(f"/plans/{plan.pk}/table/?subject=evaluation")
    desk.page.locator("input[name=meeting]").first.check()
    desk.press("付議する").open(meeting).follow("1件目の結果を記録する").tick("終結")
    desk.press("記録してつぎへ").read("他機関へのつなぎ（はい・いいえ）").look()
    desk.pick("終結の区分", "目標を達成し困窮状態が解消（見込みを含む）")
    for name, answer in (("handing", "no"), ("watching", "no"), ("following", "yes")):
        desk.page.locator(f"[name=closing-{name}][value={answer}]").check()
        desk.page.locator(f"[name=closing-{name}_why]").fill("ご本人と話して決めた")
    desk.page.locator("[name=closing-follow_up_on]").fill(wareki_short(ago(-30)))
    desk.press("記録してつぎへ").read("1件目の結果を記録しました。")
    desk.press("会議の記録を締める").read("「会議の記録を締める」を記録しました。")
