"""住居確保給付金: what the applicant hands in, and the notices of the city."""

import dataclasses
import datetime as dt

from cases.papers import Box
from housing_benefit.budget import BudgetChange
from housing_benefit.papers import (
    ActivityPaper,
    ActivityRow,
    ChangePaper,
    ClaimPaper,
    DwellingPaper,
    JobPaper,
    NeedPaper,
    NoticePaper,
    PersonRow,
    PledgePaper,
    ResumePaper,
    YenRow,
)
from rules.housing_benefit import Line
from tests.documents.samples.forms import INTAKE, NOTICE
from tests.documents.samples.person import DAY, KANDA, NAME, WHO

CLAIM = ClaimPaper(
    who=WHO,
    postal_code="000-0041",
    address=INTAKE.address,
    tel=INTAKE.tel_mobile,
    addressee="つむぎ市長",
    applied_on=DAY,
    routes=(
        Box("離職", is_on=True),
        Box("廃業"),
        Box("減収（本人の責めによらない）"),
    ),
    event_on=dt.date(2026, 9, 30),
    unable_days=45,
    unable_reason="けがの治療のため",
    is_breadwinner=True,
    is_gang=False,
    has_similar=False,
    housings=(Box("住居を失うおそれがある", is_on=True), Box("住居を失っている")),
    rent=45_000,
    landlord="架空不動産",
    people=(
        PersonRow(NAME, "本人", "49歳", income=120_000, savings=80_000),
        PersonRow(f"{KANDA} 花子", "母", "78歳", "年金", income=40_000, savings=20_000),
    ),
    members=2,
    income=160_000,
    assets=100_000,
    payees=(
        Box("家主・管理会社の口座", is_on=True),
        Box("クレジットカードで払う（本人の口座）"),
        Box("家賃債務保証業者が立て替える（本人の口座）"),
        Box("納付書で払う（本人の口座）"),
    ),
    account="架空信用金庫 本店 普通 0000001",
    enclosures=(
        Box("支給申請書", is_on=True),
        Box("申請時確認書", is_on=True),
        Box("本人確認書類の写し", is_on=True),
        Box("離職票・雇用保険受給資格者証など"),
        Box("申請月の収入が分かるもの（世帯全員）"),
    ),
)
CHANGE = ChangePaper(
    who=WHO,
    address=INTAKE.address,
    tel=INTAKE.tel_mobile,
    addressee="つむぎ市長",
    ordinance="つむぎ市住居確保給付金要綱",
    applied_on=DAY,
    so_far="令和8年8月分から令和8年10月分まで（3か月）",
    grounds=(
        Box("家賃が変わった"),
        Box("収入が基準額以下に減った（一部支給の世帯）", is_on=True),
        Box("本人の責めによらない、または助言による市内の転居"),
    ),
    enclosures=CLAIM.enclosures[:2],
    yen_before=17_000,
    rent_before=45_000,
    rent=45_000,
    income_before=160_000,
    income=92_000,
    landlord=CLAIM.landlord,
    payees=CLAIM.payees,
    account=CLAIM.account,
)
RESUME = ResumePaper(
    who=WHO,
    address=INTAKE.address,
    tel=INTAKE.tel_mobile,
    addressee="つむぎ市長",
    ordinance=CHANGE.ordinance,
    applied_on=DAY,
    so_far="令和8年8月分から令和8年9月分まで（2か月）",
    grounds=(Box("病気", is_on=True), Box("けが")),
    enclosures=CLAIM.enclosures,
    suspended_on=dt.date(2026, 9, 20),
    last_day=dt.date(2028, 9, 19),
    left=7,
    members=2,
    income=160_000,
    assets=100_000,
    seeks_work=True,
    is_gang=False,
    has_similar=False,
)
MOVING = ClaimPaper(
    who=WHO,
    address=INTAKE.address,
    addressee="つむぎ市長",
    applied_on=DAY,
    is_move=True,
    routes=(Box("収入の著しい減少（世帯員の死亡・離職など）", is_on=True),),
    event_on=dt.date(2026, 3, 1),
    is_breadwinner=True,
    is_gang=False,
    has_similar=False,
    rent=50_000,
    people=CLAIM.people,
    members=2,
    income=90_000,
    assets=100_000,
    costs=(
        YenRow("家財の運搬", 60_000),
        YenRow("礼金", 36_000),
        YenRow("仲介手数料", 39_600),
        YenRow("敷金（対象外）", 36_000),
        YenRow("鍵交換"),
    ),
    destination=36_000,
    destination_source="転居先の市の表",
    payees=CLAIM.payees,
    account=CLAIM.account,
    enclosures=CLAIM.enclosures,
)
PLEDGE = PledgePaper(
    who=WHO,
    address=INTAKE.address,
    addressee="つむぎ市長",
    is_move=False,
    terms=("中止になる場合（求職活動をしない、など）", "延長ができること"),
    duties=("自立相談支援機関の面接など　月4回以上",),
    explained_on=DAY,
    explained_by=f"{KANDA} 隆",
    signed_on=DAY,
)
DWELLING = DwellingPaper(
    who=WHO,
    address=INTAKE.address,
    addressee="つむぎ市長",
    landlord="架空不動産",
    rent=45_000,
)
PLANNED = DwellingPaper(
    who=WHO,
    address=INTAKE.address,
    addressee="つむぎ市長",
    is_planned=True,
    landlord="架空不動産",
    rent=45_000,
)
ACTIVITY = ActivityPaper(
    who=WHO,
    addressee="つむぎ市長",
    month=dt.date(2026, 11, 1),
    rows=(
        ActivityRow(
            dt.date(2026, 11, 4),
            "ハローワークでの職業相談",
            "ハローワークつむぎ",
            "検品の仕事を2件、紹介された。",
        ),
        ActivityRow(dt.date(2026, 11, 10), "応募", "架空物流", "書類を送った。返事を待つ。"),
    ),
    duties=("自立相談支援機関の面接　月4回以上（4回）", "職業相談　月2回以上（1回）"),
    income=82_000,
)
JOB = JobPaper(
    who=WHO,
    address=INTAKE.address,
    tel=INTAKE.tel_mobile,
    addressee="つむぎ市長",
    employer="架空物流",
    started_on=dt.date(2026, 12, 1),
    kinds=(Box("正規", is_on=True), Box("契約・派遣"), Box("パート・アルバイト")),
    is_endless=False,
    contract_months=12,
    monthly=182_000,
)
GRANTED = NoticePaper(
    who=WHO,
    noticed_on=dt.date(2026, 12, 1),
    postal_code="000-0041",
    address=NOTICE.address,
    sender=NOTICE.sender,
    office="つむぎ市 福祉課",
    office_tel="000-000-0100",
    kind="家賃補助",
    applied_on=DAY,
    decided_on=dt.date(2026, 11, 30),
    rows=(
        ("支給額", "月額 17,000円"),
        ("支給期間", "令和8年11月分から令和9年1月分まで（3か月）"),
        ("支払い先", "家主・管理会社の口座　架空不動産"),
        ("計算", "基準額 92,000円 + 家賃 45,000円 − 収入 120,000円（家賃の上限 36,000円まで）"),
    ),
    duties=("自立相談支援機関の面接など　月4回以上",),
    appeal=NOTICE.appeal,
)
REFUSED = NoticePaper(
    who=WHO,
    noticed_on=dt.date(2026, 12, 1),
    postal_code="000-0041",
    address=NOTICE.address,
    sender=NOTICE.sender,
    office="つむぎ市 福祉課",
    office_tel="000-000-0100",
    kind="家賃補助",
    applied_on=DAY,
    decided_on=dt.date(2026, 11, 30),
    lines=(
        Line(
            "E_ASSET",
            "資産",
            "預貯金と現金の合計が、基準額の6倍（最大 1,000,000円）以下である",
            "資産 2,000,000円、上限 552,000円",
            holds=False,
            article="施行規則10条",
        ),
    ),
    appeal=NOTICE.appeal,
)
EXTENDING = dataclasses.replace(
    CLAIM, asked="支給期間の延長", so_far="令和8年8月分から令和8年10月分まで（3か月）"
)
EXTENDED = dataclasses.replace(
    GRANTED, rows=(("支給額", "月額 17,000円"), ("支給期間", "令和8年11月分から（3か月）"))
)
STOPPED = dataclasses.replace(
    REFUSED,
    lines=(),
    rows=(
        ("理由", "住まいを出た"),
        ("わけができた日", "令和8年11月20日"),
        ("支給しない月", "令和8年12月分から"),
        ("根拠", "施行規則12条"),
    ),
)
COLLECTED = dataclasses.replace(
    REFUSED, lines=(), rows=(("理由", "偽りの申請"), ("返していただく額", "34,000円"))
)
NEED = NeedPaper(
    who=WHO,
    addressee="つむぎ市長",
    findings=(
        Box("ア 家賃が下がり、支出の合計が減る", is_on=True),
        Box("イ 家賃は上がるが、ほかの支出が減り、支出の合計が減る"),
    ),
    reason="家賃が5万円から3万円に下がる。",
    rows=(
        BudgetChange("家賃・住宅ローン", 50_000, 30_000),
        BudgetChange("食費", 35_000, 34_000),
        BudgetChange("支出の合計", 85_000, 64_000),
    ),
    costs=135_600,
    destination=36_000,
    destination_source="転居先の市の表",
    agency="つむぎ市くらし自立相談センター",
    staff=f"{KANDA} 隆",
)
BENEFIT_PAPERS = {
    "benefit_activity": ACTIVITY,
    "benefit_changed": EXTENDED,
    "benefit_claim": CLAIM,
    "benefit_claim_change": CHANGE,
    "benefit_claim_extend": EXTENDING,
    "benefit_claim_move": MOVING,
    "benefit_claim_resume": RESUME,
    "benefit_collected": COLLECTED,
    "benefit_dwelling": DWELLING,
    "benefit_dwelling_planned": PLANNED,
    "benefit_extended": EXTENDED,
    "benefit_granted": GRANTED,
    "benefit_job": JOB,
    "benefit_need": NEED,
    "benefit_pledge": PLEDGE,
    "benefit_refused": REFUSED,
    "benefit_resumed": EXTENDED,
    "benefit_stopped": STOPPED,
    "benefit_suspended": STOPPED,
}
