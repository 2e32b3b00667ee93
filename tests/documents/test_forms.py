"""Each paper against the table of its form: the labels in their order, the choices in its
words, ※ at what must not be missing.
"""

import dataclasses
import html
import re
from functools import cache

import pytest

from cases.assessment_paper import ON_FORM, WRITTEN_TO, sorted_answers
from cases.papers import Extra
from cases.questions import by_key
from documents.register import DOCUMENTS
from documents.rendering import TEMPLATES, blank_sheet, html_of, print_sheet
from reports.papers import NowPaper
from rules.choices import choices
from tests.documents import samples
from tests.documents.reading import facts_of, pages_of, plainly

DAY = samples.DAY
RECEPTION = (
    "ID 初回相談受付日 受付者 ■基本情報 ふりがな 性別 男性 女性 氏名 生年月日"
    " 大正 昭和 平成 令和 住所 〒 電話 自宅 携帯 メール 来談者 氏名 電話"
    " 関係 家族（本人との続柄： その他（"
    " ■ご相談の内容（お困りのこと） 相談されたいこと、支援にあたっての希望"
    " （配慮を希望されること）を具体的に"
)
LABELS = {
    "form1": (
        f"{RECEPTION}"
        " ■相談申込み欄 様 個人情報に関する管理・取扱規程 共有することに同意 年 月 日 ※本人署名"
    ),
    "form1_reception": f"{RECEPTION} ■本人の同意 まだ受けていません 同意に向けた取り組み",
    "form2": (
        "ID ふりがな 性別 初回相談受付日 氏名 生年月日 電話 住所 記入日・更新日 担当支援員"
        " ■相談経路・相談歴 相談経路（当初） 紹介元の関係機関・関係者 来談者 相談歴"
        " ■相談内容・緊急性 緊急支援の必要性 プラン策定前に利用した支援 相談に至る経緯・主訴"
        " ■家族・地域関係・住まい 同居者 別居の家族 婚姻 子ども 氏名 続柄 年齢 同別居"
        " 職業・学校 備考 家族図 家族の状況 地域との関係 住居 家賃・ローン額 住まいの状況"
        " ■健康・障害 健康状態 通院状況 障害手帳・自立支援医療等 症状・既往歴・服薬等"
        " 障害・疾病の疑い ■収入・公的給付・債務等 本人の収入 世帯の収入 課税状況"
        " 主たる収入・生計維持者 預貯金・資産 公的給付 滞納 債務 健康保険 年金 生活保護"
        " 家計の状況 ■職業・職歴・学歴等 就労状況 職業（勤務形態） 直近の離職後年数"
        " 現在の仕事 主な職歴 期間 勤務先 職種・雇用形態 離職理由 最終学歴 資格・技術 特記事項"
        " ■アセスメント結果の整理 ■課題のまとめと支援の方向性 課題のまとめ 支援の方向性"
        " 本人の意思・希望 ■スクリーニング 実施日 利用申込日（本人同意日） 対応結果・方針"
        " つなぎ先機関 つなぎ方・確認 同行 電話連絡 紹介のみ 判断理由・備考"
    ),
    "submission": (
        "第 号 プラン提出書・報告書 ふりがな ID 氏名 性別 生年月日 プラン 作成日 プランの期間"
        " 本人同意日 支援調整会議 了承 提出の回・方法 利用する事業 内容・実施機関 期間 手続"
        " 添える書類 受理した日 担当者"
    ),
    "reason": (
        "第 号 支援決定できない理由の報告（連絡）書 氏名 プラン 提出を受けた日 判断した日 事業"
        " 決定できない理由"
    ),
    "hellowork": (
        "第 号 ハローワークへの支援要請書 氏名 住所 電話 住居 希望する仕事・配慮すること 職歴"
        " 資格・免許 健康状態 プラン 本人同意日 了承日 添える書類"
        " 支援決定等がなされたプランの写し 回答欄 受理 不受理 回答日"
    ),
    "minutes": (
        "議事録 会議 開催日時 場所 議長 出席者名簿 機関 職 氏名 出る範囲 出席 議題 ID 氏名 担当"
        " 事業 事前調整 意見 結果 理由・直すこと 役割分担 足りない資源 全体の記録"
    ),
    "meeting_pack": (
        "資料 会議 開催日時 場所 議長 出席者名簿 機関 氏名 次第 順 議題 ID 氏名 備考"
        " 課題 達成目標 事業 前の決定 事前調整 メモ"
    ),
    "referral": (
        "第 号 つなぎの連絡票 氏名 住所 電話・連絡 お困りのこと つなぐ理由・お願いしたいこと"
        " つなぎ方 本人の同意 回答欄 受入れ 受けた日 担当者・部署"
    ),
    "benefit_changed": (
        "第 号 〒 様 公印 変更支給決定通知書 記 ID 決定日 支給額 支給期間 支払い先 問合せ先 電話"
    ),
    "benefit_resumed": (
        "第 号 〒 様 公印 支給再開決定通知書 記 ID 決定日 支給額 支給期間 支払い先 問合せ先 電話"
    ),
    "benefit_suspended": (
        "第 号 〒 様 公印 支給中断通知書 記 ID 決定日 理由 支給しない月 問合せ先 電話"
    ),
    "benefit_stopped": (
        "第 号 〒 様 公印 支給中止通知書 記 ID 決定日 理由 支給しない月 問合せ先 電話"
    ),
    "benefit_collected": (
        "第 号 〒 様 公印 徴収決定通知書 記 ID 決定日 理由 返していただく額 問合せ先 電話"
    ),
    "benefit_claim": (
        "支給申請書（家賃補助） ふりがな ID 氏名 申請日 生年月日 電話 住所 〒 ■申請のわけ"
        " わけ 離職 廃業 減収 離職・廃業の日 主たる生計維持者 本人 求職できなかった期間とわけ"
        " 続けて 日 ■住まい 住まいの状態 住居を失うおそれがある 住居を失っている"
        " 家賃（月額） 家主・管理会社 初期費用で払う ■世帯の収入と金融資産 氏名 続柄 年齢"
        " 仕事・学校 収入（月額） 金融資産 合計 人 世帯に暴力団員 似た給付 ■支払い先"
        " 支払い先 口座 ■添える書類 ■申請 様 申請します 年 月 日 ※本人署名"
    ),
    "benefit_claim_extend": (
        "支給申請書（期間延長・再延長） ふりがな ID 氏名 申請日 生年月日 電話 住所 〒"
        " ■申請のわけ わけ 離職 廃業 減収 離職・廃業の日 主たる生計維持者 本人"
        " これまでの支給 か月 求職できなかった期間とわけ 続けて 日 ■住まい 住まいの状態"
        " 住居を失うおそれがある 住居を失っている 家賃（月額） 家主・管理会社 初期費用で払う"
        " ■世帯の収入と金融資産 氏名 続柄 年齢 仕事・学校 収入（月額） 金融資産 合計 人"
        " 世帯に暴力団員 似た給付 ■支払い先 支払い先 口座 ■添える書類 ■申請 様 申請します"
        " 年 月 日 ※本人署名"
    ),
    "benefit_claim_change": (
        "変更支給申請書 氏名 ID 申請日 電話 住所 ■いまの支給 支給の月 支給額（月額） ■変更のわけ"
        " 家賃が変わった 収入が基準額以下に減った 市内の転居 ■変わったこと 変わる前 変わった後"
        " 家賃（月額） 世帯の収入（月額） ■支払い先 家主・管理会社 支払い先 口座 ■添える書類"
        " ■申請 様 支給額の変更を申請します 年 月 日 ※本人署名"
    ),
    "benefit_claim_resume": (
        "受給再開届 氏名 ID 申請日 電話 住所 ■中断 中断のわけ 病気 けが 求職できなくなった日"
        " 再開を申請できる これまでの支給 残りの月数 か月 いまの体調・ ■いまの世帯 世帯の人数 人"
        " 収入（月額） 金融資産 求職活動 世帯に暴力団員 似た給付 ■添える書類 ■申請 様"
        " 支給の再開を申請します 年 月 日 ※本人署名"
    ),
    "benefit_claim_move": (
        "（転居費用補助） 氏名 申請日 住所 〒 ■申請のわけ 収入が減った月 主たる生計維持者"
        " ■住まい いまの住まいの費用（月額） 転居先の基準額 ■世帯の収入と金融資産 合計"
        " 世帯に暴力団員 似た給付 ■転居の費用 家財の運搬 礼金 仲介手数料 家賃債務保証料"
        " 住宅保険料 原状回復 鍵交換 敷金（対象外） ■支払い先 口座 ■添える書類 要転居証明書"
        " 転居費用の見積書 ■申請 様 年 月 日 ※本人署名"
    ),
    "benefit_need": (
        "要転居証明書 様 転居が必要 氏名 ID 認定 ア イ 認定のわけ ■家計の前と後 費目 転居の前"
        " 転居の後（計画） ■転居の費用 対象になる費用 転居先の 年 月 日 認めた機関 担当"
    ),
    "benefit_pledge": (
        "申請時確認書 氏名 ID 住所 給付の種類 家賃補助 転居費用補助 ■誓約すること"
        " 暴力団員ではありません ■説明を受け、同意すること 中止になる場合 延長ができること"
        " 延長の要件 返すこと 警察に確かめる ■説明 説明した日 説明した人 ■署名 様"
        " 誓約し、同意します 年 月 日 ※本人署名"
    ),
    "benefit_dwelling_planned": (
        "入居予定住宅に関する状況通知書 様 ■入居を予定している方 氏名 ID いまの連絡先 ■住宅"
        " 所在地・建物・部屋 家賃（月額） 共益費・管理費 入居できる日 家賃のはじまり"
        " 初期費用でまかなう 敷金・礼金など ■給付金の振込先 金融機関・支店 種類・番号"
        " 口座名義（カナ） ■確かめること 暴力団員ではなく 貸主・管理会社 所在地・電話"
        " 担当の方"
    ),
    "benefit_dwelling": (
        "入居住宅に関する状況通知書 様 ■入居している方 氏名 ID 住所 ■住宅"
        " 所在地・建物・部屋 家賃（月額） 共益費・管理費 契約の期間 家賃の滞納 家賃の払いかた"
        " クレジットカード 家賃債務保証業者の立替え 納付書 ■給付金の振込先 金融機関・支店"
        " 種類・番号 口座名義（カナ） ■確かめること 暴力団員ではなく 貸主・管理会社"
        " 所在地・電話 担当の方"
    ),
    "benefit_activity": (
        "求職活動等状況報告書 氏名 ID 月 ■行ったこと 日 活動 応募先・窓口"
        " 結果・つぎにすること ■収入 収入の合計 仕事に就いた日 様 報告します 年 月 日"
        " ※本人署名 確かめた日 確かめた支援員"
    ),
    "benefit_job": (
        "常用就職届 氏名 ID 住所 電話 ■就いた仕事 勤め先 所在地・電話 働きはじめた日 働き方"
        " 契約の期間 期間の定めなし 期間の定めあり 給与（月額・見込み） 給与の支払日 ■添える書類"
        " 雇用契約書 ■届出 様 届け出ます 年 月 日 ※本人署名"
    ),
    "benefit_granted": (
        "第 号 〒 様 公印 支給決定通知書 記 ID 決定日 支給額 支給期間 支払い先 問合せ先 電話"
    ),
    "benefit_extended": (
        "第 号 〒 様 公印 支給期間延長決定通知書 記 ID 決定日 支給額 支給期間 支払い先"
        " 問合せ先 電話"
    ),
    "benefit_refused": (
        "第 号 〒 様 公印 不支給決定通知書 記 ID 決定日 支給しない理由 問合せ先 電話"
    ),
    "application": (
        "利用申請書 ID 申請日 ■申請する人 ふりがな 氏名 生年月日 住所 〒 電話 ■利用したい事業 事業"
        " 支援の内容 実施機関 期間 希望・配慮して ■申請 様 利用を申請します 年 月 日 ※本人署名"
    ),
    "ruling": (
        "第 号 〒 様 公印 決定の通知書 記 ID 決定日 決定 利用を決定する 利用を決定しない"
        " 変更する 中止する 事業 支援内容 期間 実施機関・連絡先 理由 問合せ先 電話"
    ),
    "visit": (
        "訪問の準備 ID 氏名 年齢 段階 担当 住所 電話 連絡 世帯 気をつけること この訪問の約束"
        " ■前回まで まだ聞いていないこと 期限 ■聞いたこと 日にち・時刻 場所 方法 相手 内容"
        " つぎの約束 会い方・場所 つぎにすること"
    ),
    "handover": (
        "引継書 ID 氏名 年齢 段階 担当 生年月日 性別 住所 電話 連絡のしかた 気をつけること 受付"
        " ■ご本人のことばと見立て 受付のとき ご本人の希望 課題のまとめ 支援の方向性"
        " ■プラン 長期目標 この期間の目標 課題・達成目標 ご本人がすること 機関がすること"
        " だれが・いつまで ■期限と残っていること ■世帯とお金 世帯の人 続柄 年齢 同別居 仕事・学校"
        " 収入 債務・滞納 生活保護 ■かかわっている機関 機関 していること 連絡先・期間 ■最近の記録"
    ),
    "ledger": (
        "支援台帳 ふりがな ID 氏名 性別 生年月日 担当 住所 電話 前の番号"
        " ■相談の経過 回 受付日 段階 終わった日 担当 ■つづられている書類"
    ),
    "form3": "ID 氏名 期間 ■経過 No. 日付（曜） 時間 対応方法 相手 対応者 内容",
    "form3_note": (
        "ID 氏名 対応日 対応時間 記入者・対応支援員 主任相談支援員 相談支援員 就労支援員"
        " 対応方法（支援の種類） 相手 本人 家族 関係機関 その他 場所 来所 自宅"
        " 対応内容・本人の状況 所見・今後の対応／次回予定 関連プラン番号"
    ),
    "form4": (
        "支援ケース一覧 基準日 No. ID 氏名 性別年齢 初回受付日利用申込日 主な相談内容・課題"
        " 担当支援員 スクリーニング日・結果 プラン回作成日 調整会議日決定・確認日 利用事業"
        " 就労対象 終了予定モニタ時期 直近の評価日・結果 備考（報告日）"
    ),
    "form7": (
        "取り扱います 1取組方針 2取得のしかた 3利用目的 業務の内容 利用の目的"
        " 4個人情報の内容 5第三者への提供 同意があるとき 同意がなくても 6安全管理"
        " 7開示・訂正・利用停止、問合せ・苦情 8保存と廃棄 制定日・改定日 機関名"
        " 個人情報管理責任者 所在地 電話"
    ),
    "form5": (
        "ID ふりがな 性別 作成日 氏名 生年月日 作成回 初回 再プラン（ 回目） 作成担当者"
        " 作成機関名・連絡先"
        " ■解決したい課題 支援方針 ■目標（目指す姿） 長期目標 本プランにおける達成目標"
        " ■プラン（実施内容） No. 課題・達成目標 実施すること 関係機関・担当者 期間頻度"
        " 本人（家族）が行うこと 支援機関・関係機関が行うこと"
        " ■法に基づく事業等・関連事業の利用 利用 事業名 支援内容・実施機関 期間 新規継続 決定区分"
        " 住居確保給付金（家賃補助・転居費用補助） 居住支援事業 就労準備支援事業 家計改善支援事業"
        " 認定就労訓練事業（雇用型・非雇用型） 子どもの学習・生活支援事業"
        " 自立相談支援事業による就労支援 生活保護受給者等就労自立促進事業 確認支援要請"
        " 生活福祉資金貸付事業等の貸付 その他公的事業 インフォーマルな支援"
        " プランの期間 就労支援対象者 次回モニタリング時期 備考（申し送り）"
        " ■プランに関する本人同意・利用申込欄 様 同意します ※本人署名 以下事務処理欄"
        " 支援調整会議 開催日 結果 了承 修正のうえ了承 再検討 参加機関"
        " 自治体支援決定・確認 決定・確認日 区分 支援決定 確認 決定できない できない理由"
    ),
    "form6": (
        "ID 氏名 性別 生年月日 対象プラン 初回 再プラン（ 期間 評価実施日 作成担当者"
        " 目標（プランから転記） 目標の達成状況 達成 一部達成 未達成 ■見られた変化"
        " 就労開始日 形態 月の収入 ■現在の状況と残された課題"
        " ■プランの終結・継続に関する希望・意見 本人の希望 支援員の意見（関係機関の意見）"
        " ■プラン評価（結果） 結果 終結 再プランして継続 中断 終結の区分 継続の区分 中断の区分"
        " 終結後の対応 フォローアップ予定 支援調整会議 結果 了承 修正のうえ了承 再検討"
        " 本人確認 署名 自治体確認 担当"
    ),
    "form8": (
        "第 号 〒 様 公印 支援提供（変更）通知書 ID プラン 決定日 区分 提供 変更"
        " １決定した支援 事業（支援）の種類 支援内容 支援期間 実施機関・連絡先"
        " 変更前 変更後 変更の理由 ２留意していただきたいこと 問合せ先 電話"
    ),
}
REQUIRED = {
    "form1": "ID 初回相談受付日 受付者 ふりがな 氏名 本人署名",
    "form1_reception": "ID 初回相談受付日 受付者 ふりがな 氏名",
    "form2": (
        "ID 初回相談受付日 氏名 担当支援員 相談経路（当初） 同居者 住居 生活保護 就労状況"
        " 課題のまとめ 支援の方向性 実施日 対応結果・方針"
    ),
    "form3": "ID 氏名 日付（曜） 対応方法 相手 対応者 内容",
    "form3_note": "ID 氏名 対応日 記入者 対応方法 相手 対応内容・本人の状況",
    "form5": (
        "ID ふりがな 性別 作成日 氏名 生年月日 作成回 作成担当者 解決したい課題 支援方針 長期目標"
        " プラン（実施内容） 法に基づく プランの期間 本人署名 開催日 結果 決定・確認日 区分"
    ),
    "form6": (
        "ID 氏名 性別 対象プラン 期間 評価実施日 作成担当者 目標 目標の達成状況 見られた変化"
        " 現在の状況と残された課題 本人の希望 支援員の意見 結果 終結の区分 中断の区分 支援調整会議"
    ),
}
FRAMED = {
    "form1": "初回相談受付日 性別 生年月日",
    "form1_reception": "初回相談受付日 性別 生年月日",
    "form2": "初回相談受付日 性別 生年月日",
    "form3_note": "対応日",
    "form5": "性別 作成日 生年月日 作成回 プランの期間 就労支援対象者 決定・確認日",
    "form6": "評価実施日 就労開始日 形態",
}
LISTS = {
    "form1": ("consult_topics",),
    "form1_reception": ("consult_topics",),
    "form2": (
        "channels",
        "contact_categories",
        "consult_histories",
        "consult_topics",
        "early_supports",
        "marital_statuses",
        "housings",
        "health_states",
        "clinic_visits",
        "certificates",
        "tax_statuses",
        "benefits",
        "arrears_kinds",
        "insurances",
        "pensions",
        "assistances",
        "work_statuses",
        "work_types",
        "unemployed_spans",
        "educations",
        "licences",
        "issues",
        "support_wills",
        "screening_results",
    ),
    "form3_note": ("note_methods",),
    "form6": ("changes", "close_reasons", "continue_reasons", "suspend_reasons"),
}


def page(code, paper=None):
    if paper is None:
        return html_of(DOCUMENTS[code], blank_sheet(DOCUMENTS[code], None, DAY), DAY, blank=True)
    return html_of(DOCUMENTS[code], samples.sheet(paper), DAY)


@cache
def on_paper(code):
    document = DOCUMENTS[code]
    pdf = print_sheet(document, blank_sheet(document, None, DAY), DAY, blank=True)
    return "".join(pages_of(pdf))


def in_order(text, wanted):
    """The first of the words that does not follow the one before it, or nothing."""
    at = 0
    for word in wanted:
        found = text.find(word, at)
        if found < 0:
            return word
        at = found + len(word)
    return ""


def body_of(source):
    text = re.sub(r"<h2[^>]*>", "■", source[source.index("<body") :])
    return plainly(html.unescape(re.sub(r"<[^>]*>", "", text)))


def test_every_paper_has_its_table_of_labels():
    assert set(LABELS) == set(samples.PAPERS)


@pytest.mark.parametrize("code", sorted(LABELS))
def test_the_labels_stand_in_the_order_of_the_form(code):
    assert in_order(body_of(page(code)), LABELS[code].split()) == ""


@pytest.mark.parametrize("code", sorted(LISTS))
def test_the_choices_stand_in_the_words_of_their_lists(code):
    text = body_of(page(code))
    for name in LISTS[code]:
        wanted = [plainly(words) for _code, words in choices(name, DAY)]
        half = (len(wanted) + 1) // 2
        if name == "consult_topics" and code != "form2":  # in two columns, row by row
            wanted = [
                words for pair in zip(wanted[:half], wanted[half:], strict=True) for words in pair
            ]
        assert in_order(text, wanted) == "", name


@pytest.mark.parametrize("code", sorted(REQUIRED))
def test_what_must_not_be_missing_has_its_mark(code):
    text = on_paper(code)
    for label in REQUIRED[code].split():
        assert f"※{label}" in text, label


@pytest.mark.parametrize("code", sorted(FRAMED))
def test_what_is_reported_to_the_state_has_its_frame(code):
    source = page(code)
    assert "太枠は国へ報告する項目" in source
    framed = re.findall(r'<th[^>]*class="[^"]*\bst-[lm]\b[^"]*"[^>]*>([^<]*)', source)
    assert set(FRAMED[code].split()) <= set(framed)
    assert '<tbody class="st">' in source


def test_what_else_troubles_somebody_stands_in_its_brackets():
    intake = dataclasses.replace(samples.INTAKE, topic_other="飼い犬のこと")
    assert "16その他（飼い犬のこと）" in body_of(page("form1", intake))


def test_a_blank_plan_asks_for_new_or_continued_and_a_filled_one_answers():
    assert body_of(page("form5")).count("新規継続") == 13  # the head and twelve programmes
    text = body_of(page("form5", samples.PLAN))
    assert text.count("新規継続") == 1
    assert "R8.12.1～R9.5.31新規支援決定" in text


def test_an_annex_says_which_row_it_belongs_to():
    row = dataclasses.replace(samples.PLAN.rows[2], by_person="毎朝6時に起きて書く。" * 30)
    plan = dataclasses.replace(samples.PLAN, rows=(*samples.PLAN.rows[:2], row))
    assert "別紙1本人（家族）が行うこと（3）（全文）" in body_of(page("form5", plan))


def test_a_finished_letter_has_no_open_gap_for_a_postal_code():
    notice = dataclasses.replace(samples.NOTICE, postal_code="")
    assert "〒" not in body_of(page("form8", notice))
    assert "〒" in body_of(page("form8"))


def test_the_paper_for_handing_over_has_heads_and_says_where_there_is_nothing():
    text = body_of(page("handover", samples.NOW))
    assert "世帯の人続柄年齢同別居仕事・学校" in text
    empty = body_of(page("handover", NowPaper(number="R8-0001")))
    assert "いまはありません。" in empty
    assert "記録はまだありません。" in empty


def test_every_question_of_the_assessment_has_its_place_on_the_sheet():
    path = TEMPLATES / "cases/documents/form2_assessment.html"
    source = path.read_text(encoding="utf-8")
    # In the （　） of another, among the 16, counted with the listed family.
    written = {*WRITTEN_TO.values(), "topics_added", "household_n"}
    for key in ON_FORM - written:
        assert re.search(rf"paper\.(words|boxes|said)\.{key}\b", source), key
    assert set(by_key()) >= ON_FORM


def test_what_has_no_box_on_the_sheet_is_printed_at_its_end():
    answers = sorted_answers({"route_memo": "玄関で立ち話。", "story": "倉庫の閉鎖。"}, DAY)
    assert answers.extras == (Extra("経路・相談歴の面談のメモ", "玄関で立ち話。"),)
    paper = dataclasses.replace(samples.ASSESSMENT, extras=answers.extras)
    text = body_of(page("form2", paper))
    assert in_order(text, ["判断理由・備考", "経路・相談歴の面談のメモ", "玄関で立ち話。"]) == ""


def test_a_long_family_takes_its_room_from_the_drawing_and_no_line_is_lost():
    member = samples.ASSESSMENT.members[0]
    family = tuple(dataclasses.replace(member, name=f"試験 {n}郎") for n in range(1, 10))
    paper = dataclasses.replace(samples.ASSESSMENT, members=family)
    pages = pages_of(print_sheet(DOCUMENTS["form2"], samples.sheet(paper), DAY))
    assert len(pages) == 5
    assert all(f"試験{n}郎" in pages[1] for n in range(1, 10))


def test_a_list_by_number_alone_names_nobody():
    lines = tuple(dataclasses.replace(line, name="") for line in samples.CASE_LIST.lines)
    paper = dataclasses.replace(samples.CASE_LIST, lines=lines, with_names=False)
    text = body_of(page("form4", paper))
    assert "試験花子" not in text
    assert "氏名は載せていません" in text
    assert "R8-0124" in text


def test_a_list_is_landscape_and_repeats_its_head():
    paper = dataclasses.replace(samples.CASE_LIST, lines=samples.CASE_LIST.lines * 4)
    pdf = print_sheet(DOCUMENTS["form4"], samples.sheet(paper), DAY)
    pages = pages_of(pdf)
    width, _x, height = facts_of(pdf)["Page size"].split()[:3]
    assert float(width) > float(height)
    assert len(pages) > 1
    assert all("主な相談内容・課題" in page for page in pages)


def test_a_struck_note_stays_on_the_list_with_its_reason_and_is_not_counted():
    text = body_of(page("form3", samples.NOTES))
    assert "取り消し：人違い" in text
    assert "記録2件" in text
