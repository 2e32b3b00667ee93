"""埼玉県: a mother calls; her son is visited, met, accompanied and planned with, in Chromium."""

import datetime as dt

import pytest

from cases.models import Case
from plans.models import Plan
from rules.calendar import today, wareki_short
from tests.course import Course, ago

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# The last Saturday that is past, and the one that comes: the office is closed on both.
SATURDAY = today() - dt.timedelta(days=(today().weekday() + 2) % 7 or 7)
NEXT = today() + dt.timedelta(days=(5 - today().weekday()) % 7 or 7)
SON, NAME = "高山さんの息子さん", "高山 亮"


def test_a_son_who_stays_upstairs(office, at, desk):
    at("saitama")
    case = mother_calls(desk)
    course = Course(office, by="outreach", case=case)
    goes_on(desk, case)
    visits(desk, case)
    is_met(desk, case)
    is_accompanied(desk, case)
    agrees(desk, case)
    course.assessed(days=15).move("screen_continue", 9, reason="外に出る力がもどりつつある")
    plans(desk, case)
    assert desk.faults == []


def mother_calls(desk):
    """The person is not the one who calls, and need not be named (3(1)ア)."""
    desk.enter("outreach").follow("新規受付").fill("受付日", wareki_short(ago(40)))
    desk.pick("相談の経路", "家族・知人から連絡（電話・メール）").fill("お呼びする名前", SON)
    desk.fill("ご相談の内容", "母から。息子は30代の終わり。10年、家の2階にいる。")
    desk.page.locator("details.more summary").click()
    desk.fill("生年月日", str(today().year - 40)).fill("来談者の氏名", "高山 節子")
    desk.press("受け付ける").read("1か所を直してください").fill("続柄・関係", "母")
    desk.tick("家族", "ひきこもり・不登校").press("受け付ける").read("高山 節子（母）")
    desk.look().picture("saitama_received")
    return Case.objects.get()


def goes_on(desk, case):
    """Whom the 要綱 means is asked at 振り分け, their age is not (3(2))."""
    desk.open(f"/cases/{case.pk}/").follow("継続して相談を受ける")
    desk.fill("日にち", wareki_short(ago(38))).fill("判断の理由", "会えるまで母を支える")
    desk.press("継続して相談を受ける").read("E-30").look()
    assert desk.says("丁寧な支援が要る事情（実施要綱 3(2)イ）")
    assert not desk.says("おおむね就職氷河期世代（30代半ば～40代半ば）（実施要綱")
    desk.tick("はい", "(ｱ) ひきこもり状態にある").picture("saitama_targets")
    desk.press("継続して相談を受ける").read("「継続して相談を受ける」を記録しました。")


def note(desk, case, body, *, on, partner, method="訪問・同行支援", place="ご自宅", follow=()):
    """A note of a visit, and what was agreed for the next one."""
    desk.open(f"/cases/{case.pk}/").fill("日にち", wareki_short(on)).fill("時刻", "15:00")
    desk.fill("場所", place).pick("方法", method).page.get_by_role("combobox", name="相手").fill(
        partner
    )
    desk.fill("内容", body)
    for label, words in follow:
        desk.fill(label, words)
    desk.press("保存する").read("支援経過を保存しました。").read(body)


def visits(desk, case):
    """On a Saturday at the house; he does not come down, and the next Saturday is agreed on."""
    note(
        desk,
        case,
        "居間で母と。2階から物音はない。階段の下で名だけ名のった。",
        on=SATURDAY,
        partner="母",
        follow=(("約束の日", wareki_short(NEXT)), ("つぎにすること", "盆に手紙をそえる")),
    )
    desk.read("（土）15:00").read("盆に手紙をそえる").look().picture("saitama_saturday")
    desk.open("/").picture("saitama_home").open("/cases/").read(SON)


def is_met(desk, case):
    """Trust: a paper under a plate. His own name and way are written where they belong."""
    note(desk, case, "皿の下に紙。「煮物、しょっぱい」。", on=today(), partner="母")
    desk.follow("訪問の準備").read("まだ聞いていません").look()
    desk.open(f"/cases/{case.pk}/sheet/").fill("氏名", NAME).fill("ふりがな", "たかやま りょう")
    desk.fill("連絡のしかた", "手紙。母の電話は昼休み")
    desk.fill("訪問・連絡で気をつけること", "階段の下で名のる")
    desk.press("保存する").open(f"/cases/{case.pk}/visit/").read("階段の下で名のる")
    desk.picture("saitama_visit")
    note(desk, case, "居間に本人。名刺の裏に名を書いて返された。", on=today(), partner="本人・母")
    desk.page.get_by_label("このケースの方").get_by_text(NAME).first.wait_for()
    assert desk.says("手紙。母の電話は昼休み")


def is_accompanied(desk, case):
    note(
        desk,
        case,
        "サポートステーションに同行。待合は車の中で待った。",
        on=today(),
        partner="本人・サポートステーション",
        place="若者サポートステーション",
    )


def agrees(desk, case):
    """He applies himself, by word of mouth; until then nothing was assessed."""
    desk.follow("利用申込と同意を記録する").fill("申込日", wareki_short(ago(20)))
    desk.tick("口頭（署名はあとで）")
    for box in desk.page.locator("input[name=purposes], input[name=recipients]").all():
        box.check()
    desk.press("利用申込と同意を記録する").read("「利用申込と同意を記録する」を記録しました。")


def plans(desk, case):
    """The アウトリーチ支援員 writes the plan; the prefecture decides (2)."""
    desk.open(f"/cases/{case.pk}/plan/").press("プランをつくる")
    desk.fill("支援方針", "訪問を続け、人に会わない作業から始める")
    desk.fill("この期間の達成目標", "月2回、通う").fill("本人（家族）が行うこと", "行く日を書く")
    desk.fill("だれが", "アウトリーチ支援員").pick("事業", "就労準備支援事業")
    desk.fill("期間の始まり", wareki_short(today())).fill("つぎのモニタリング", wareki_short(NEXT))
    desk.tick("始まりから3か月", "いいえ").press("保存して、ご本人に確かめる画面へ").look()
    desk.read("支援決定を要する事業があるプランは、県に提出します。").tick("口頭（署名はあとで）")
    desk.press("本人の同意を記録する").read("県の手続").picture("saitama_plan")
    assert desk.page.get_by_role("link", name="支援調整会議に付議する").count() == 1
    paper = desk.paper("プラン兼事業等利用申込書", "saitama_form5")
    assert "埼玉県知事様" in paper
    assert "口頭で同意" in paper
    assert Plan.objects.get().newest.state == "agreed"
