"""引継書: this person now, on paper."""

import datetime as dt

from accounts.models import STAFF
from cases.documents import episodes_of, sheet_of
from documents.register import Document, Sheet, Version, register
from reports.now import now_of
from reports.papers import Fact, GoalRow, MemberRow, NowPaper, OutsideRow
from rules.calendar import today, wareki


def handover_sheet(episode) -> Sheet:
    """The paper of the day it is printed."""
    return sheet_of(episode.case, now_of(episode.case, wareki), today())


WHO = ("生年月日", "性別", "住所", "電話", "連絡のしかた", "気をつけること", "受付")
MONEY = ("収入", "債務・滞納", "生活保護")
ROWS = 2


def blank_handover(_agency, _on: dt.date) -> NowPaper:
    """Its labels, and rows to write in."""
    return NowPaper(
        who=tuple(Fact(name, "") for name in WHO),
        goals=(GoalRow("", "", "", "", ""),) * ROWS,
        household=(MemberRow("", "", "", "", ""),) * ROWS,
        money=tuple(Fact(name, "") for name in MONEY),
        outside=(OutsideRow("", "", ""),) * ROWS,
    )


register(
    [
        Document(
            code="handover",
            title="引継書（この人のいま）",
            room="reports",
            subject="cases.Episode",
            roles=STAFF,
            versions=(Version("reports/documents/handover.html"),),
            records=episodes_of,
            sheet=handover_sheet,
            blank=blank_handover,
        ),
    ]
)
