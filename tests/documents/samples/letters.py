"""What is sent or handed over beside a plan: 申込書, 決定, 提出書, 連絡票, ハローワーク."""

import datetime as dt

from cases.papers import Box, Letter, ReferralPaper
from plans.papers import ApplicationPaper, HelloworkPaper, ReasonPaper, RulingPaper, SubmissionPaper
from tests.documents.samples.forms import INTAKE, NOTICE, PLAN
from tests.documents.samples.person import DAY, KATSURAGI, WHO

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
