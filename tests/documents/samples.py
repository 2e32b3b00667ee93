"""Papers as an office would fill them: invented people, rare characters, long texts."""

import dataclasses
import datetime as dt

from cases.assessment_paper import blank_assessment, sorted_answers, topic_rows
from cases.documents import boxes, topics_on
from cases.papers import (
    Box,
    Due,
    IntakePaper,
    Job,
    LastNote,
    Letter,
    Member,
    NoteLine,
    NotePaper,
    NotesPaper,
    PolicyPaper,
    ReferralPaper,
    VisitPaper,
)
from cases.policy_paper import blank_policy
from documents.register import Sheet
from meetings.papers import AttendeeLine, ItemPaper, MeetingPaper, RoleLine
from plans.documents import services_of
from plans.note_paper import staff_boxes
from plans.papers import (
    ApplicationPaper,
    DecidedRow,
    DecisionBox,
    EvaluationPaper,
    HelloworkPaper,
    NoticePaper,
    PlanPaper,
    PlanRow,
    ReasonPaper,
    ReviewBox,
    RulingPaper,
    ServiceRow,
    SubmissionPaper,
    Who,
)
from reports.papers import (
    CaseLine,
    CaseListPaper,
    CourseLine,
    DueRow,
    Fact,
    GoalRow,
    LedgerPaper,
    MemberRow,
    NoteRow,
    NowPaper,
    OutsideRow,
    ProgrammeRow,
)
from rules.calendar import PartialDate
from rules.profile import NATIONAL, profile_for

DAY = dt.date(2026, 11, 20)
KATSURAGI = "葛\U000e0100城"  # 葛 with a variation selector
TAKASAKI = "髙﨑"  # U+9AD9, U+FA11
YOSHIRO = "𠮷郎"  # U+20BB7: IPAmj明朝 only
KANDA = "\ufa19田"  # 神 as a compatibility character
NAME = f"{TAKASAKI}　{YOSHIRO}"
LONG = "".join(
    f"{number:04}番目のことを書きます。" + ("\n" if number % 7 == 6 else "")
    for number in range(310)
)

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

WHO = Who(
    number="R8-0123", name=NAME, kana="たかさき　よしろう", sex="男性", birth="S52.2.9", age="49歳"
)
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

VISIT = VisitPaper(
    number="R8-0123",
    name=NAME,
    kana="たかさき　よしろう",
    age="49歳",
    stage="支援中",
    staff=f"{KATSURAGI} 美咲",
    address=f"000-0041 つむぎ市{KANDA}町3丁目12番5号　{KATSURAGI}ハイツ203",
    tel="090-0000-0123（平日は18時以降）",
    contact_way="携帯に電話。留守電には名のらない",
    caution="玄関に大きな犬がいます。2人で訪ねます。",
    household=f"姉 {KANDA} 晴子 52歳、母 つむぎ 80歳",
    on=dt.date(2026, 11, 27),
    at=dt.time(13, 40),
    place="ご自宅",
    method="訪問・同行支援",
    purpose="家計表を一緒に見る",
    notes=tuple(
        LastNote(
            dt.date(2026, 11, day),
            "電話相談・連絡　本人",
            "求人2件に応募した。12月2日に病院の受付の面接がある。" * 5 + "…（つづきは支援経過に）",
            "11月27日（金）13:40　訪問・同行支援　ご自宅",
        )
        for day in (18, 11)
    ),
    lines=7,
    questions=(
        "健康状態",
        "通院の状況",
        "税の状況",
        "資産・預貯金",
        "年金",
        "最終学歴",
        "資格・免許",
        "家賃・ローンの月額",
        "婚姻",
        "子ども",
        "ほか12件",
    ),
    dues=tuple(Due(dt.date(2026, 12, day), "モニタリング") for day in (1, 8, 15, 22)),
    methods=("訪問・同行支援", "面談", "電話相談・連絡", "その他"),
)

NOW = NowPaper(
    number="R8-0123",
    name=NAME,
    kana="たかさき　よしろう",
    age="49歳",
    who=(Fact("生年月日", "昭和52年2月9日"), Fact("住所", f"つむぎ市{KANDA}町3丁目12番5号")),
    stage="支援中（第1回の相談）",
    staff=f"{KATSURAGI} 美咲",
    words="11月分の家賃が払えず、今月末までにと言われています。",
    will="春までに昼の仕事を見つけたい。",
    summary="失業により家賃を滞納。家計の立て直しと求職を並行して支える。",
    direction="住まいを守りながら仕事を探す。",
    turn="初回",
    plan_state="実施中　第1版 提出済み",
    plan_period="2026年12月1日から2027年5月31日まで",
    goal_long="ひとりで暮らしを立てる",
    goal_short="3か月で面接を受ける",
    goals=(GoalRow("午前中に起きる", "起きた時刻を書く", "月曜に電話する", "センター", "3か月"),),
    programmes=(ProgrammeRow("家計改善支援事業", "通知済み", "12月から5月", "社会福祉協議会"),),
    dues=(DueRow(dt.date(2026, 11, 17), "家計表を受け取る", "11月6日の面談での約束", True),),
    tasks=("約束　11月27日（金）13:40　訪問・同行支援　ご自宅",),
    household=(MemberRow(f"{KANDA} 晴子", "姉", "52歳", "同居", "パート"),),
    money=(Fact("収入", "ご本人 月80,000円"), Fact("債務・滞納", "2件、残高 480,000円")),
    outside=(OutsideRow("つむぎ市社会福祉協議会", "家計改善支援事業", "000-000-0200"),),
    notes=tuple(
        NoteRow(
            dt.date(2026, 11, day),
            dt.time(11, 5),
            "電話相談・連絡　本人",
            "求人2件に応募した。",
            "葛城",
        )
        for day in (18, 11, 4)
    ),
)

RULING = RulingPaper(
    who=WHO,
    kind="refused",
    noticed_on=dt.date(2026, 12, 1),
    postal_code="000-0041",
    address=NOTICE.address,
    sender=NOTICE.sender,
    applied_on=DAY,
    decided_on=dt.date(2026, 11, 30),
    programme="一時生活支援事業",
    content="宿泊場所と食事の提供",
    start_on=dt.date(2026, 12, 1),
    end_on=dt.date(2027, 2, 28),
    provider="つむぎ市シェルター",
    reason="定まった住居があるため",
    appeal=NOTICE.appeal,
    office="つむぎ市 福祉課",
    office_tel="000-000-0100",
)

APPLICATION = ApplicationPaper(
    who=WHO,
    postal_code="000-0041",
    address=NOTICE.address,
    tel="000-000-0001",
    addressee="つむぎ市長",
    applied_on=DAY,
    programme="一時生活支援事業",
    content="宿泊場所と食事の提供",
    start_on=dt.date(2026, 12, 1),
    end_on=dt.date(2027, 2, 28),
    provider="つむぎ市シェルター",
    wishes="夜は静かなところがよい。",
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
    chapters=blank_policy(None, DAY).chapters,
    agency="つむぎ市くらし自立相談センター",
    address="つむぎ市本町1番1号",
    tel="000-000-0100",
    officer=f"{KANDA} 隆",
    former=(dt.date(2024, 4, 1),),
)

LETTER = Letter(
    to="ハローワークつむぎ 専門援助部門",
    sent_on=DAY,
    sender="つむぎ市くらし自立相談センター",
    head="センター長 神田 隆",
    address="つむぎ市本町1番1号",
    tel="000-000-0100",
    staff=f"{KATSURAGI} 美咲",
)
REFERRAL = ReferralPaper(
    letter=LETTER,
    who=WHO,
    address=INTAKE.address,
    tel=INTAKE.tel_mobile,
    topics="◎家賃やローンの支払いのこと",
    purpose="収入がなく、住居確保給付金の申請を相談したい。",
    way="同行",
    consented_on=DAY,
    accepted_on=DAY,
    accepted_by="窓口 三郎",
)
SUBMISSION = SubmissionPaper(
    letter=LETTER,
    who=WHO,
    is_report=False,
    number=1,
    turn="初回",
    made_on=DAY,
    start_on=PLAN.start_on,
    end_on=PLAN.end_on,
    agreed_on=DAY,
    review=PLAN.review,
    rows=tuple(row for row in PLAN.services if row.is_used),
    basis="実施要領 6(2)",
    way="窓口に持参",
    enclosures=("プラン兼事業等利用申込書の写し",),
)
REASON = ReasonPaper(
    letter=LETTER,
    who=WHO,
    turn="初回",
    made_on=DAY,
    submitted_on=DAY,
    decided_on=DAY,
    programme="就労準備支援事業",
    reason="要件「世帯の金融資産が基準以下である」を確かめられないため。",
)
HELLOWORK = HelloworkPaper(
    letter=LETTER,
    who=WHO,
    address=INTAKE.address,
    tel=INTAKE.tel_mobile,
    turn="初回",
    made_on=DAY,
    wishes="軽作業、検品など。",
    jobs=("R4.5～R8.9　北つむぎ物流センター",),
    licences="自動車免許（普通）",
    health="良くない",
    housing="賃貸アパート・マンション",
    consented_on=DAY,
    approved_on=DAY,
    received_on=DAY,
    enclosures=(Box("支援決定等がなされたプランの写し", is_on=True), Box("支援要請書")),
    basis="実施要領 4(2)カ",
)
MEETING = MeetingPaper(
    name="支援調整会議 令和8年度 第3回",
    held_on=DAY,
    start_at=dt.time(10, 0),
    end_at=dt.time(11, 30),
    place="第1会議室",
    chair=f"主任相談支援員　{KANDA} 隆",
    attendees=(
        AttendeeLine("つむぎ市 福祉課", "試験 一郎", "係長", "", was_there=True),
        AttendeeLine("社会福祉協議会", "外部 花子", "", "議題1", was_there=False),
    ),
    items=(
        ItemPaper(
            number=1,
            case_number="R8-0123",
            name=NAME,
            kind="プラン",
            turn="初回",
            staff=f"{KATSURAGI} 美咲",
            issues="家賃の遅れと仕事の不安。",
            goal="3か月で面接を受ける。",
            programmes="家計改善支援事業",
            earlier=("R8.5.1　プラン　差戻し",),
            adjusted=("R8.11.18　社会福祉協議会　貸付は難しい",),
            outcome="修正のうえ了承",
            reason="面接の練習を加える。",
            opinions="住まいを先に落ち着かせたい。",
            roles=(RoleLine("社会福祉協議会", "家計の面談", DAY),),
            gaps=("夜に相談できる場所",),
        ),
    ),
    minutes="次回は12月。",
)
LEDGER = LedgerPaper(
    who=WHO,
    address=INTAKE.address,
    tel=INTAKE.tel_mobile,
    staff=f"{KATSURAGI} 美咲",
    courses=(CourseLine(1, DAY, "支援中", None, f"{KATSURAGI} 美咲"),),
    contents=("相談受付・申込票　1", "支援経過記録シート　1"),
)

PAPERS = {
    "application": APPLICATION,
    "form1": INTAKE,
    "form2": ASSESSMENT,
    "form3": NOTES,
    "form3_note": NOTE,
    "form4": CASE_LIST,
    "form5": PLAN,
    "form6": EVALUATION,
    "form7": POLICY,
    "form8": NOTICE,
    "handover": NOW,
    "hellowork": HELLOWORK,
    "ledger": LEDGER,
    "meeting_pack": MEETING,
    "minutes": MEETING,
    "reason": REASON,
    "referral": REFERRAL,
    "ruling": RULING,
    "submission": SUBMISSION,
    "visit": VISIT,
}


def sheet(paper, municipality=""):
    """A sheet of the person of these samples."""
    return Sheet(
        paper=paper,
        case_pk=1,
        case_number="R8-0123",
        name=NAME,
        kana="たかさき よしろう",
        agency="つむぎ市くらし自立相談センター",
        municipality=municipality,
        dated=DAY,
    )
