"""引継書: this person now, on paper."""

import datetime as dt

from accounts.models import STAFF
from cases.documents import episodes_of, sheet_of
from documents.register import Document, Sheet, Version, register
from reports.now import now_of
from reports.papers import NowPaper
from rules.calendar import today


def handover_sheet(episode) -> Sheet:
    """The paper of the day it is printed."""
    return sheet_of(episode.case, now_of(episode.case), today())


def blank_handover(_agency, _on: dt.date) -> NowPaper:
    return NowPaper()


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
