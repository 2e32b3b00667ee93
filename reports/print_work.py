"""To make the papers of the 束: what a process does in its place until nothing is left.

Who ordered a paper must still be allowed to print it when it is made, when the file is bound
and when it is fetched; what was allowed and is no more is put aside with its reason.
"""

import logging
import tempfile
import time
from collections.abc import Collection, Iterator
from hashlib import sha256

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.models import Viewing
from accounts.viewing import write_down
from cases.models import Case
from documents.batches import (
    drop_sheets,
    give_free,
    is_waited_for,
    keep_file,
    keep_sheet,
    put_aside,
    take_binding,
    take_sheet,
)
from documents.binding import Leaf, as_pdf, as_zip, pieces
from documents.models import IssuedCopy, PaperPrint, PrintBatch, PrintPart, PrintSheet
from documents.register import DOCUMENTS, Document, Lack
from documents.rendering import print_sheet, render
from documents.slots import taken, worker_at
from documents.workflow import log_print
from reports.print_centre import LIST, NotMade, may_make
from reports.print_issue import hand_out
from reports.print_wide import heading_of, made_of
from rules.calendar import today
from rules.refusals import refuse

log = logging.getLogger(__name__)
REST = 0.5  # seconds between two looks, while others still make what is left
NOT_YOURS = "この台帳は、いまは印刷できません。"
NO_RECORD = "もとの記録がなくなりました。"
BROKEN = "紙にできませんでした。もう一度しても同じときは、システムの管理者に知らせてください。"
PAGE = "print_centre"


def work(slot: int) -> None:
    """Make and bind until nothing is left, also what a process that is gone had begun."""
    worker = worker_at(slot)
    give_free(worker)
    while True:
        if sheet := take_sheet(worker, timezone.now()):
            make(sheet, worker)
        elif batch := take_binding(worker, timezone.now()):
            try:
                bind(batch, worker)
            except Exception as error:  # or it would be begun again for ever
                log.error("batch %s: %s", batch.pk, type(error).__name__)
                drop_sheets(batch.sheets.made().values_list("pk", flat=True), BROKEN)
        elif is_waited_for():
            look_after_the_others(slot)
            time.sleep(REST)
        else:
            return


def look_after_the_others(slot: int) -> None:
    """Whose place is empty makes nothing more: what it had taken is free again."""
    for other in range(settings.PRINT_PROCESSES):
        if other != slot:
            with taken(other) as is_empty:
                if is_empty:
                    give_free(worker_at(other))


def make(sheet: PrintSheet, worker: str) -> None:
    """One paper: made, logged and kept, or put aside with its reason."""
    case = case_of(sheet.batch.by, sheet) if sheet.case_pk else None
    try:
        if sheet.recipient_pk:
            hand_out(sheet, worker, lambda: told(sheet, None, PaperPrint.What.COPY))
            return
        pdf, what = made(sheet, case) if sheet.case_pk else made_of_several(sheet)
    except NotMade as why:
        put_aside(sheet, why.why, why.lacks, worker=worker)
    except Exception as error:  # one paper's fault is not that of the others
        log.error("sheet %s: %s", sheet.pk, type(error).__name__)  # its words may hold typed text
        put_aside(sheet, BROKEN, [], worker=worker)
    else:
        keep_sheet(
            sheet, pdf, worker=worker, now=timezone.now(), log=lambda: told(sheet, case, what)
        )


def case_of(user, sheet: PrintSheet) -> Case | None:
    """The 台帳 of a sheet, if the person may print it now."""
    files = Case.objects.printable_to(user).filter(pk=sheet.case_pk)
    return files.select_related("agency__municipality", "person").first()


def made(sheet: PrintSheet, case: Case | None) -> tuple[bytes, str]:
    """The paper, and whether it was printed anew or is the kept copy of what was issued."""
    user, document = sheet.batch.by, DOCUMENTS.get(sheet.code)
    if case is None or document is None or not may_make(user, case, document):
        raise NotMade(NOT_YOURS)
    copy = issued_copy(sheet, document)
    if copy:
        return bytes(copy.pdf), PaperPrint.What.COPY
    record = document.records(case).filter(pk=sheet.subject_pk).first()
    if record is None:
        raise NotMade(NO_RECORD)
    stop_at_gaps(sheet, document, document.lacking(record))
    pdf = render(document, record, by=user.name, kept=bool(document.leaves))
    return pdf, PaperPrint.What.PRINTED


def made_of_several(sheet: PrintSheet) -> tuple[bytes, str]:
    """A paper about several 台帳, as it stays in the house."""
    user, document = sheet.batch.by, DOCUMENTS[sheet.code]
    found = made_of(user, sheet)
    if found is None:
        raise NotMade(NOT_YOURS)
    filled, lacks = found
    stop_at_gaps(sheet, document, lacks)
    return print_sheet(document, filled, today(), by=user.name), PaperPrint.What.PRINTED


def stop_at_gaps(sheet: PrintSheet, document: Document, lacks: Collection[Lack]) -> None:
    """E-25, unless it was ordered with what is missing."""
    if lacks and not sheet.batch.with_gaps:
        missing = "、".join(lack.label for lack in lacks)
        said = refuse("E-25", form=document.title, missing=missing)
        raise NotMade(
            f"{said.text}（E-25）", [{"label": row.label, "url": row.url} for row in lacks]
        )


def issued_copy(sheet: PrintSheet, document: Document) -> IssuedCopy | None:
    """A numbered paper that was issued is printed as it was: no number is given from here."""
    if not document.is_numbered:
        return None
    kept = IssuedCopy.objects.filter(
        document__code=sheet.code,
        document__case_pk=sheet.case_pk,
        document__subject_pk=sheet.subject_pk,
        document__is_draft=False,
        document__voided_on__isnull=True,
    )
    return kept.order_by("-document__issued_on", "-document__pk").first()


def told(sheet: PrintSheet, case: Case | None, what: str) -> None:
    """印刷の記録 and 閲覧の記録, as a single print writes them: a 様式4 is no look at a file."""
    user, now, act = sheet.batch.by, timezone.now(), Viewing.Act.PRINT
    if sheet.code == LIST:
        log_print(sheet.code, by=user, now=now)
        return
    several = Case.objects.filter(pk__in=sheet.cases).select_related("agency")
    for row in [case] if case else several:
        log_print(sheet.code, by=user, now=now, case=row, what=what)
        write_down(user, agency=row.agency, pk=row.pk, number=row.number, act=act, page=PAGE)


def told_in(sheets) -> set[int]:
    """Every 台帳 on these sheets."""
    return set().union(*(sheet.tells_of for sheet in sheets.only("case_pk", "cases")))


def closed_in(batch: PrintBatch) -> list[int]:
    """Those of the sheets made of which who ordered may not print every 台帳 any more."""
    rows = list(batch.sheets.made().only("case_pk", "cases"))
    keys = set().union(*(sheet.tells_of for sheet in rows))
    files = Case.objects
    files = files.readable_to(batch.by) if batch.issued_on else files.printable_to(batch.by)
    seen = set(files.filter(pk__in=keys).values_list("pk", flat=True))
    return [sheet.pk for sheet in rows if sheet.tells_of - seen]


# ---- the file --------------------------------------------------------------------------


def bind(batch: PrintBatch, worker: str) -> None:
    """Lay together what was made and may still be given out, and keep it in pieces."""
    files = {
        case.pk: f"{case.number}　{case.person.display_name}"
        for case in Case.objects.printable_to(batch.by)
        .filter(pk__in=batch.sheets.values("case_pk"))
        .select_related("person")
    }
    drop_sheets(closed_in(batch), NOT_YOURS)
    if not batch.sheets.made().exists():
        give_free(worker)
        return
    mark, digest, size = get_random_string(32), sha256(), 0
    with tempfile.TemporaryFile() as whole:
        if batch.form == PrintBatch.Form.ZIP:
            as_zip(leaves(batch, files), whole)
        else:
            as_pdf(leaves(batch, files), batch.title, whole)
        for number, piece in enumerate(pieces(whole)):
            PrintPart.objects.create(batch=batch, mark=mark, number=number, content=piece)
            digest.update(piece)
            size += len(piece)
    keep_file(batch, mark, size, digest.hexdigest(), worker=worker)


def leaves(batch: PrintBatch, files: dict[int, str]) -> Iterator[Leaf]:
    """The papers of the file, read one at a time."""
    for pk in batch.sheets.made().values_list("pk", flat=True):
        sheet = PrintSheet.objects.get(pk=pk)
        if sheet.pdf is not None:
            heading = files[sheet.case_pk] if sheet.case_pk else heading_of(sheet)
            yield Leaf(heading, sheet.title, bytes(sheet.pdf))
