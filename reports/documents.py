"""引継書: this person now, on paper."""

import datetime as dt

from accounts.models import STAFF
from cases.documents import episodes_of
from documents.register import Document, Sheet, Version, register
from reports.now import now_of
from reports.papers import NowPaper
from rules.calendar import today


def handover_sheet(episode) -> Sheet:
    """The paper of the day it is printed."""
    case = episode.case
    return Sheet(
        paper=now_of(case),
        case_pk=case.pk,
        case_number=case.number,
        name=case.person.display_name,
        kana=case.person.kana,
        agency=case.agency.name,
        municipality=case.agency.municipality.code,
        dated=today(),
    )


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
