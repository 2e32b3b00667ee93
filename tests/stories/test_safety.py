"""A complaint about a counselor; a leak in a 委託先, from its discovery to its publication."""

import pytest

from incidents.models import Complaint, Incident
from rules.calendar import wareki_short
from tests.course import ago

pytestmark = [pytest.mark.story, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_complaint_about_a_counselor(office, desk):
    """The 相談支援員 it is about takes the call, and then sees no more of it."""
    office.case(name="池田 花")
    desk.enter("employment").open("/incidents/").follow("苦情を受ける")
    desk.pick("受けた方法", "電話").pick("種類", "職員の言葉・態度")
    desk.fill("申し出た方", "池田 花").fill("申出の内容", "話の途中で電話を切られた。")
    desk.tick("試験 counselor").press("受け付ける")
    desk.read("苦情を受け付けました。").look().picture("complaint")

    desk.enter("chief").open("/").read("対応者を決める").follow("苦情　職員の言葉・態度")
    desk.follow("対応者を決める").pick("対応者", "試験 counselor（申出の対象）")
    desk.fill("回答の期限", wareki_short(ago(-7))).press("対応者を決める")
    desk.read("苦情の対応者に、申出の対象となった職員は指定できません。").look()
    assert desk.box("回答の期限").input_value() == wareki_short(ago(-7))
    desk.pick("対応者", "試験 outreach").press("対応者を決める").read("を記録しました。")

    desk.enter("counselor").open("/incidents/")
    assert not desk.says("職員の言葉・態度")
    assert desk.page.request.get("/incidents/complaints/1/").status == 404

    desk.enter("outreach").open("/").read("事実を確かめて回答する")
    desk.follow("苦情　職員の言葉・態度").follow("事実を確かめた")
    desk.fill("確かめた事実", "別の来客があり、断らずに切った。").press("事実を確かめた")
    desk.follow("回答した").fill("回答の内容", "おわびし、担当をかえることもできると伝えた。")
    desk.pick("回答の方法", "電話").press("回答した")
    desk.follow("再発防止を書いて完了する")
    desk.fill("再発防止・活かすこと", "切る前に、かけなおす時刻を言う。")
    desk.press("再発防止を書いて完了する").read("完了").look().picture("complaint_done")
    assert Complaint.objects.get().state == Complaint.State.DONE
    assert desk.faults == []


def test_a_leak_in_a_contracted_agency(office, desk):
    """A counselor finds it; 主任 reports, the city instructs; both persons are told."""
    case = office.case(name="誤送 花子")
    desk.enter("counselor").open("/incidents/").follow("事故・法違反を記録する")
    desk.pick("種類", "個人情報の漏えい")
    desk.page.get_by_label("まだ、おそれの段階").check()
    desk.fill("何が起きたか", "誤送さんの控えを別の方の封筒に入れた。").press("記録する")
    desk.read("まだ報告していません。")

    desk.enter("chief").open("/").follow("事故・法違反　個人情報の漏えい（おそれ）")
    stop = desk.page.get_by_role("button", name="再発防止策を行い、完了した")
    assert stop.get_attribute("aria-disabled") == "true"
    desk.read("自治体への報告日時を記録しなければ完了できません。").picture("leak_not_reported")
    desk.follow("事実を調べた").fill("調べた事実", "封入を1人で行った。").press("事実を調べた")
    desk.follow("自治体に報告した").fill("報告した時刻", "9:40").fill("報告した相手", "福祉課 関")
    desk.press("自治体に報告した").read("指示を待っています。")

    desk.enter("officer").open("/").read("自治体の指示を受ける")
    desk.follow("事故・法違反　個人情報の漏えい（おそれ）").follow("自治体の指示")
    assert not desk.says("誤送 花子")
    desk.fill("指示の内容", "きょう中に回収し、両方の方に知らせる。").fill("指示した人", "関")
    desk.press("自治体の指示").read("を記録しました。")

    desk.enter("chief").open("/").follow("事故・法違反　個人情報の漏えい（おそれ）")
    for typed in (
        {"ご本人の台帳番号": case.number},
        {"氏名（台帳のない方）": "封筒を受けとった方"},
    ):
        desk.follow("影響の及んだ人を加える")
        for label, words in typed.items():
            desk.fill(label, words)
        desk.press("加える").read("を加えました。")
    desk.follow("影響の範囲を確かめた").fill("影響の範囲", "控え1枚。家計の欄がある。")
    desk.tick("収入・資産・債務などの経済状況").press("影響の範囲を確かめた")
    desk.read("未通知 2名").look().picture("leak_not_told")
    desk.follow("誤送 花子").fill("本人に知らせた日", wareki_short(ago(0))).fill(
        "知らせた方法", "訪ねておわびした"
    )
    desk.press("保存する").follow("封筒を受けとった方")
    desk.fill("知らせないわけ", "回収のときに話した").press("保存する")
    desk.press("本人に知らせおえた").follow("原因を確かめた")
    desk.fill("原因", "確かめるのが1人だけだった。").press("原因を確かめた")
    desk.follow("再発防止策を決めた").fill("再発防止策", "2人で確かめる。")
    desk.fill("再発防止策の期限", wareki_short(ago(-10))).press("再発防止策を決めた").follow(
        "公表を判断した"
    ).tick("公表する")
    desk.fill("理由・公表の方法", "法人のホームページに載せる。").press("公表を判断した")
    desk.press("再発防止策を行い、完了した").read("完了").look().picture("leak_done")
    row = Incident.objects.get()
    assert (row.state, row.is_published) == (Incident.State.DONE, True)
    assert row.instruction.startswith("きょう中に")
    assert row.persons.not_told().count() == 0
    assert desk.faults == []
