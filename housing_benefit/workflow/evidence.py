"""書類 received: which, 原本 or 写し, on which day, with which scan of the 台帳."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from cases.models import Attachment
from cases.workflow.story import check_day
from housing_benefit.evidence import Evidence, kept_evidence
from housing_benefit.models import BenefitApplication
from housing_benefit.workflow.writing import (
    WRITABLE,
    check_writer,
    keep,
    needed_documents,
    not_writable,
)
from rules.calendar import wareki_short
from rules.refusals import Refused, refuse

FORM, ON, FILE = "form-", "on-", "file-"


@transaction.atomic
def take_evidence(
    row: BenefitApplication, *, by, version: int, papers: Mapping[str, Evidence]
) -> BenefitApplication:
    """Keep what came, by its code; what is left out has not come.

    Refuses a day to come (E-35) and a scan that is not of this 台帳 (E-01); nothing of it
    changes once the city has the application (E-08).
    """
    check_writer(row, by)
    row.check_version(version)
    if row.state not in WRITABLE:
        raise Refused(not_writable(row))
    scans = set(row.case.attachments.kept().values_list("pk", flat=True))
    for code, paper in papers.items():
        if paper.on:
            check_day(paper.on, "受領日", field=ON + code)
        if paper.file and paper.file not in scans:
            raise Refused(refuse("E-01", field=FILE + code, item="この台帳の書類"))
    row.documents = {code: paper.as_kept() for code, paper in papers.items()}
    return keep(row, by)


@dataclass(frozen=True)
class Needed:
    """One paper of the list: whether it is there, how it came, and its scan."""

    code: str
    label: str
    is_there: bool
    said: str
    scan: Attachment | None


def evidence_of(row: BenefitApplication) -> list[Needed]:
    """The list of an application: every paper it needs, in its order."""
    scans = {one.pk: one for one in row.case.attachments.kept()}
    found = []
    for code, label in needed_documents(row):
        paper = kept_evidence(row.documents.get(code, {}))
        words = [Attachment.Form(paper.form).label] if paper.form else []
        words += [f"{wareki_short(paper.on)} 受領"] if paper.on else []
        there = code in row.documents
        found.append(Needed(code, label, there, "　".join(words), scans.get(paper.file)))
    return found
