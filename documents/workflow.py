"""To issue a paper: number it, lay it out, keep what was handed out."""

import datetime as dt
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.db import transaction

from accounts.models import Organisation, Role
from accounts.permissions import roles_on
from documents.incoming import Taken
from documents.models import (
    IssuedCase,
    IssuedCopy,
    IssuedDocument,
    NumberSequence,
    PaperPrint,
    StoredFile,
    take_number,
)
from documents.register import DOCUMENTS, Document, Sheet
from documents.rendering import LayOut, print_sheet
from documents.standards import papers_of
from rules.calendar import era_of, fiscal_year, today
from rules.refusals import Refused, refuse

KIND = "document"  # of the 番号簿


@transaction.atomic
def issue(
    document: Document,
    record: Any,
    *,
    by: Any,
    on: dt.date,
    organisation: Organisation,
    draft: bool = False,
    reissue_of: IssuedDocument | None = None,
    recipient: str = "",
    goes_to: str = "",
    consent_words: str = "",
    sheet: Sheet | None = None,
    cases: Iterable[IssuedCase] = (),
    lay: LayOut | None = None,
) -> IssuedDocument:
    """Issue a paper in the name of ``organisation`` and keep the PDF as handed out.

    ``recipient`` and ``consent_words`` say to whom it went and how the consent stood then.
    ``sheet`` is what this recipient gets, where that is less than the record has; ``cases``
    are the 台帳 it tells of, where they are several. ``lay`` is that of ``print_sheet``.
    A draft bears 案 and no number; a paper issued again bears 再 and the number of the
    first (D28: a number is never given twice). Refuses who may not print it (E-03), a
    day to come (E-35), and to issue again what is a draft or another paper (E-08).
    """
    if not roles_on(by, organisation) & set(document.roles):
        raise Refused(refuse("E-03", roles="・".join(Role(role).label for role in document.roles)))
    if on > today():
        raise Refused(refuse("E-35", field="on", item="発行日"))
    sheet = sheet or document.sheet(record)
    if reissue_of and (
        reissue_of.is_draft or reissue_of.voided_on or reissue_of.code != document.code
    ):
        state = "欠番" if reissue_of.voided_on else "案"
        raise Refused(refuse("E-08", state=state, operation="再発行", options="発行する"))
    draft = draft or sheet.is_draft
    if reissue_of:
        number = reissue_of.number
    else:
        number = "" if draft or not document.is_numbered else new_number(organisation, on)
    issued = IssuedDocument(
        organisation=organisation,
        code=document.code,
        title=sheet.title or document.title,
        number=number,
        case_pk=sheet.case_pk,
        case_number=sheet.case_number,
        subject_label=document.subject,
        subject_pk=record.pk,
        issued_on=on,
        issued_by=by,
        is_draft=draft,
        reissue_of=reissue_of,
        recipient=recipient,
        goes_to=goes_to,
        consent_words=consent_words,
    )
    issued._history_user = by
    issued.save()
    marks = {"draft": draft, "reissue": bool(reissue_of)}
    pdf = print_sheet(document, sheet, on, lay, **marks, by=by.name, number=number)
    IssuedCopy.objects.create(document=issued, pdf=pdf, sha256=sha256(pdf).hexdigest())
    for row in cases:
        row.document = issued
        row.save()
    return issued


def store(taken: Taken) -> StoredFile:
    """A file that was taken in; the same bytes are kept once."""
    return StoredFile.objects.get_or_create(
        sha256=sha256(taken.content).hexdigest(),
        defaults={"kind": taken.kind, "size": len(taken.content), "content": taken.content},
    )[0]


@transaction.atomic
def void(issued: IssuedDocument, *, by: Any, reason: str, on: dt.date) -> None:
    """A paper that never left the house: its number is not given again, and why (D28).

    Only by an office's own printing roles (E-03); once, and not after it was issued again
    (E-08).
    """
    document = DOCUMENTS[issued.code]
    if not roles_on(by, issued.organisation) & set(document.roles):
        raise Refused(refuse("E-03", roles="・".join(Role(role).label for role in document.roles)))
    row = IssuedDocument.objects.select_for_update().get(pk=issued.pk)
    if row.voided_on or row.reissues.exists():
        state = "取り消した書類" if row.voided_on else "再発行した書類"
        raise Refused(refuse("E-08", state=state, operation="取り消し", options="控えを見る"))
    row.voided_on, row.void_reason = on, reason
    row._history_user = by
    row.save()


def log_print(
    code: str,
    *,
    by: Any,
    now: dt.datetime,
    case: Any = None,
    title: str = "",
    what: str = PaperPrint.What.PRINTED,
) -> PaperPrint:
    """Write down that a paper was printed, or what is kept opened; ``case`` where it is of one."""
    return PaperPrint.objects.create(
        code=code,
        title=title or DOCUMENTS[code].title,
        case_pk=case.pk if case else None,
        case_number=case.number if case else "",
        what=what,
        by=by,
        at=now,
    )


def new_number(organisation: Organisation, on: dt.date) -> str:
    """The next 文書番号 of the office in the 年度 of a day: 令8長福第415号."""
    return as_number(take_number(organisation, fiscal_year(on), KIND), organisation, on)


def likely_number(organisation: Organisation, on: dt.date) -> str:
    """The number that the next paper bears, if no other is issued before it."""
    rows = NumberSequence.objects.filter(
        organisation=organisation, fiscal_year=fiscal_year(on), kind=KIND
    )
    last = rows.values_list("last", flat=True).first() or 0
    return as_number(last + 1, organisation, on)


def as_number(count: int, organisation: Organisation, on: dt.date) -> str:
    year = fiscal_year(on)
    era = era_of(dt.date(year, 4, 1))
    sign = papers_of(organisation.municipality.code, on).sign
    return f"{era.name[0]}{era.year_of(year)}{sign}第{count}号"
