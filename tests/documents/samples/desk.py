"""What colleagues and the 支援調整会議 work with: visit, 引継書, 会議資料, 支援台帳."""

import datetime as dt

from cases.papers import Due, LastNote, VisitPaper
from meetings.papers import AttendeeLine, ItemPaper, MeetingPaper, RoleLine
from reports.papers import (
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
from tests.documents.samples.forms import INTAKE
from tests.documents.samples.person import DAY, KANDA, KATSURAGI, NAME, WHO

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
