"""様式 1 to 8, filled."""

import dataclasses
import datetime as dt

from django.template.loader import render_to_string

from cases.assessment_paper import blank_assessment, sorted_answers, topic_rows
from cases.documents import boxes, topics_on
from cases.papers import IntakePaper, Job, Member, NoteLine, NotePaper, NotesPaper, PolicyPaper
from cases.policy_paper import chapters_of
from plans.documents import services_of
from plans.note_paper import staff_boxes
from plans.papers import (
    DecidedRow,
    DecisionBox,
    EvaluationPaper,
    NoticePaper,
    PlanPaper,
    PlanRow,
    ReviewBox,
    ServiceRow,
)
from reports.papers import CaseLine, CaseListPaper
from rules.calendar import PartialDate
from rules.profile import NATIONAL, profile_for
from tests.documents.samples.person import DAY, KANDA, KATSURAGI, NAME, TAKASAKI, WHO

INTAKE = IntakePaper(
    number="R8-0123",
    received_on=dt.date(2026, 11, 4),
    received_by=f"{KATSURAGI} 美咲",
    name=NAME,
    kana="たかさき　よしろう",
    sex="male",
    birth=PartialDate(1977, 2, 9),
    age="49歳",
    postal_code="000-0041",
    address=f"つむぎ市{KANDA}町3丁目12番5号　{KATSURAGI}ハイツ203",
    tel_home="なし",
    tel_mobile="090-0000-0123（平日は18時以降）",
    email="yoshiro-t@example.jp",
    visitor_name=f"{KANDA} 晴子",
    visitor_tel="090-0000-0456",
    visitor_relation="family",
    visitor_relation_text="姉",
    topics=topics_on(DAY, {"housing": "○", "rent_loan": "◎", "job_search": "○", "no_food": "○"}),
    words=(
        "9月末に勤め先の倉庫が閉鎖になり、仕事を失いました。11月分の家賃（48,000円）が払えず、"
        "大家さんから今月末までにと言われています。\n人の多い待合室が苦手なので、個室で話したいです。"
    ),
    addressee="つむぎ市くらし自立相談センターの長",
    policy_on=dt.date(2026, 4, 1),
    signed_on=dt.date(2026, 11, 4),
)
RECEPTION = dataclasses.replace(INTAKE, policy_on=None, signed_on=None, is_application=False)
PROGRAMMES = services_of(profile_for(NATIONAL, DAY))


def used(row: ServiceRow) -> ServiceRow:
    """Two of the programmes are used."""
    if not row.label.startswith(("住居確保給付金", "家計改善支援事業")):
        return row
    return ServiceRow(
        row.label,
        row.procedure,
        is_used=True,
        content="家計表の作成、電話料金の見直し／市社会福祉協議会",
        start_on=dt.date(2026, 12, 1),
        end_on=dt.date(2027, 5, 31),
        is_continued=False,
    )


PLAN = PlanPaper(
    who=WHO,
    turn=3,
    made_on=DAY,
    staff=f"{KANDA} 隆（担当）　髙橋 渚（就労支援員）",
    agency="つむぎ市くらし自立相談センター",
    contact="000-000-0100",
    issues=(
        "1　収入がなく、11月分の家賃が払えない。住まいを失うおそれがある。\n"
        "2　腰痛と不眠があるが、保険料の滞納から受診をがまんしている。\n"
        "3　仕事を続けたいが、応募書類と面接に自信がない。"
    ),
    goal_long="重い物を運ばない仕事に就き、家賃を自分で払って、今のアパートで暮らし続ける。",
    goal_short="令和9年1月末までに週30時間以上の仕事を始める。月1回受診する。",
    rows=tuple(
        PlanRow(
            number,
            goal="家賃の滞納を解消し、住まいを守る",
            by_person="給付金の求職活動をする。大家に毎月末、支払いを報告する。",
            by_support="給付金の申請と受給中の面接を支える。大家への説明に同行する。",
            organisation="自立相談支援機関（𠮷田）",
            period="11～2月 月1回",
        )
        for number in range(1, 6)
    ),
    services=tuple(used(row) for row in PROGRAMMES),
    start_on=dt.date(2026, 11, 24),
    end_on=dt.date(2027, 5, 31),
    is_job_target=True,
    next_monitoring_on=dt.date(2027, 1, 15),
    memo="電話は18時以降かショートメール。面談は個室を使う。",
    addressee="つむぎ市長",
    signed_on=DAY,
    review=ReviewBox(
        dt.date(2026, 11, 26), "approved", "市生活支援課、ハローワーク、社会福祉協議会"
    ),
    decision=DecisionBox("decided", dt.date(2026, 11, 30)),
)
EVALUATION = EvaluationPaper(
    who=WHO,
    turn=1,
    made_on=DAY,
    start_on=dt.date(2026, 11, 24),
    end_on=dt.date(2027, 5, 31),
    evaluated_on=dt.date(2027, 5, 25),
    staff=f"{KATSURAGI} 美咲（相談支援員）",
    goal="令和9年1月末までに週30時間以上の仕事を始める。月1回受診する。",
    achievement="2月3日から市内の検品工場で働き始めた。受診は毎月続き、薬が減った。",
    achievement_level="partly",
    changes=boxes("changes", {"housing", "health", "job", "budget"}, DAY),
    job_started_on=dt.date(2027, 2, 3),
    job_kind="パート・アルバイト",
    income_before=0,
    income_after=142_000,
    remaining="仕事は休まず続いている。残る課題は、カードの残り12万円の返し方と、保険料の分納。",
    wish="自分でやっていけそうなので、ひとまず終わりにしたい。",
    opinion="大きな課題は改善し、本人の力で続けられる見込み。終結が適当である。",
    result="close",
    close_reasons=boxes("close_reasons", {"improved"}, DAY),
    continue_reasons=boxes("continue_reasons", set(), DAY),
    suspend_reasons=boxes("suspend_reasons", set(), DAY),
    after="民生委員の見守り（月1回）。令和9年8月25日に電話で様子をうかがう。",
    meeting_on=dt.date(2027, 5, 26),
    meeting_outcome="approved",
)
NOTICE = NoticePaper(
    who=WHO,
    is_change=False,
    number="つ福第415号",
    noticed_on=dt.date(2026, 12, 1),
    postal_code="000-0041",
    address=f"つむぎ市{KANDA}町3丁目12番5号　{KATSURAGI}ハイツ203",
    sender=f"つむぎ市長　{KANDA}　源一郎",
    applied_on=DAY,
    turn="初回（令和8年11月20日作成）",
    decided_on=dt.date(2026, 11, 30),
    rows=(
        DecidedRow(
            "家計改善支援事業",
            "家計表の作成、電話料金の見直し、分納の相談",
            dt.date(2026, 12, 1),
            dt.date(2027, 5, 31),
            "つむぎ市社会福祉協議会",
            "000-000-0200",
        ),
        DecidedRow(
            "就労準備支援事業",
            "面接の練習、短時間の職場体験（週2日）",
            dt.date(2026, 12, 1),
            dt.date(2027, 2, 28),
            "特定非営利活動法人つむぎの糸",
            "000-000-0300",
        ),
    ),
    appeal=(
        "この決定に不服があるときは、この通知を受け取った日の翌日から起算して３か月以内に、"
        "つむぎ市長に対して審査請求をすることができます。"
    ),
    office="つむぎ市福祉部生活支援課　自立支援係",
    office_tel="000-000-0100（平日 8時30分～17時15分）",
)
ANSWERS = sorted_answers(
    {
        "referrers": ["welfare_volunteer"],
        "referrer_name": f"民生委員 {KANDA}",
        "story": "派遣で働いていた倉庫が9月末に閉鎖された。11月分の家賃が払えない。",
        "urgent": "yes",
        "urgent_text": "電気の停止予告 11月25日",
        "cohabit": "no",
        "marital": "divorced",
        "children": "yes",
        "children_n": 1,
        "family_text": "母は市内の実家で一人暮らし。",
        "housing": "other",
        "housing_other": "知人の離れ",
        "rent": 48_000,
        "health_state": "poor",
        "visits": "none",
        "certificates": ["none"],
        "tax_status": "taxed",
        "assets": 3_200,
        "benefits": ["unemployment", "housing_benefit"],
        "arrears": "yes",
        "arrears_kinds": ["premium", "rent"],
        "debts": "yes",
        "assistance": "none",
        "work_status": "seeking",
        "since_left": "under_6m",
        "education": "senior",
        "work_note": "軽作業、検品など。重い物を運ばないこと。",
        "issues": ["injury", "unstable_home", "other"],
        "issues_other": "飼い犬のこと",
        "summary": "収入がなく家賃を払えないため、今の住まいを失うおそれがある。",
        "direction": "住居確保給付金とフードバンクで当面の生活を守る。",
        "will": "年内に仕事を決めたい。",
        "support_will": "wants",
    },
    DAY,
)
ASSESSMENT = dataclasses.replace(
    blank_assessment(None, DAY),
    who=WHO,
    turn=1,
    received_on=dt.date(2026, 11, 4),
    started_on=dt.date(2026, 11, 10),
    updated_on=dt.date(2026, 11, 17),
    staff=f"{KATSURAGI} 美咲（受付）　𠮷田 健（記入）",
    birth=PartialDate(1977, 2, 9),
    address=INTAKE.address,
    tel=INTAKE.tel_mobile,
    channels=boxes("channels", {"referred"}, DAY),
    visitor=f"{KANDA} 晴子（姉）　090-0000-0456",
    topics=topic_rows(DAY, {"housing": "○", "rent_loan": "◎"}),
    heard="今日食べるものがない",
    helped="住居確保給付金 R8.11.6～",
    members=(Member(f"{TAKASAKI} ヨシ", "母", "76歳", "別居", "無職（年金）", "市内の実家"),),
    members_on=DAY,
    income="月額 0円",
    household_income="月額 0円",
    arrears="国保料 84,000円、家賃 48,000円",
    debts="○○カード 残高180,000円 月8,000円",
    jobs=(Job("R4.5～R8.9", "北つむぎ物流センター", "倉庫内作業（派遣社員）", "雇止め"),),
    words=ANSWERS.words,
    boxes=ANSWERS.boxes,
    said=ANSWERS.said,
    screened_on=dt.date(2026, 11, 17),
    screening=boxes("screening_results", {"continue"}, DAY),
    applied_on=dt.date(2026, 11, 4),
    reason="住まい・仕事・健康・家計の課題が重なる。",
    checked="主任の確認 R8.11.17",
)
LINE = NoteLine(
    on=dt.date(2026, 11, 4),
    at=dt.time(10, 0),
    method="3 面談",
    partner="本人、姉",
    place="相談室",
    author=f"{KATSURAGI} 美咲",
    body="姉と民生委員に付き添われて来所。\n「来てよかった」と話して帰る。",
    next_step="11月6日（金）10:00　住居確保給付金の書類",
)
NOTES = NotesPaper(
    number="R8-0123",
    name=NAME,
    kana="たかさき　よしろう",
    since=dt.date(2026, 11, 4),
    until=DAY,
    notes=(
        LINE,
        dataclasses.replace(LINE, is_corrected=True),
        dataclasses.replace(LINE, struck="人違い"),
        NoteLine(on=DAY, method="手続", author="相談 一郎", body="受付しました。", is_move=True),
    ),
)
NOTE = NotePaper(
    who=WHO,
    note=LINE,
    staff=staff_boxes({"counselor"}),
    methods=boxes("note_methods", {"interview"}, DAY),
    plan="初回",
)
CASE_LIST = CaseListPaper(
    agency="つむぎ市くらし自立相談センター",
    on=DAY,
    conditions=("段階：支援中",),
    lines=(
        CaseLine(
            number="R8-0123",
            name=NAME,
            sex="男",
            age="49",
            received_on=dt.date(2026, 11, 4),
            applied_on=dt.date(2026, 11, 5),
            topics="家賃やローンの支払いのこと／住まい不安定",
            staff=f"{KATSURAGI} 美咲",
            screened_on=dt.date(2026, 11, 17),
            screened="4 継続支援",
            turn="初回",
            made_on=dt.date(2026, 11, 18),
            met_on=dt.date(2026, 11, 19),
            decided_on=dt.date(2026, 11, 20),
            programmes="家計改善支援事業、居住支援事業",
            is_job_target=True,
            ends_on=dt.date(2027, 5, 31),
            monitoring_on=dt.date(2027, 1, 15),
            evaluated_on=dt.date(2027, 5, 25),
            evaluated="終結",
            reported_on=dt.date(2026, 11, 21),
        ),
        *(CaseLine(number=f"R8-{n:04}", name="試験 花子") for n in range(124, 134)),
    ),
)
POLICY = PolicyPaper(
    number=2,
    valid_from=dt.date(2026, 4, 1),
    chapters=chapters_of(
        render_to_string(
            "accounts/policy_start.txt",
            {
                "organisation": {
                    "name": "つむぎ市くらし自立相談センター",
                    "privacy_officer": f"{KANDA} 隆",
                    "address": "つむぎ市本町1番1号",
                    "tel": "000-000-0100",
                }
            },
        )
    ),
    agency="つむぎ市くらし自立相談センター",
    address="つむぎ市本町1番1号",
    tel="000-000-0100",
    officer=f"{KANDA} 隆",
    former=(dt.date(2024, 4, 1),),
)
