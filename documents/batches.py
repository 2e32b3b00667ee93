"""印刷の束: the queue of papers to be made, and the verbs of who orders and of who makes them.

The queue is rows, on either database. Who takes a sheet writes its name on it, so that no two
make the same one; a sheet is kept with its log line in one transaction, or it is not there.
What a killed process had taken is given free as soon as its place is empty
(``documents.slots``), and in any case after ``LEASE``.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from documents.models import PrintBatch, PrintPart, PrintSheet
from rules.refusals import Refused, refuse

LEASE = dt.timedelta(minutes=10)  # longer than any paper takes
MOST_TRIES = 3  # a paper that ends its process each time is not begun for ever
KEPT = dt.timedelta(days=3)
STOPPED = (
    "刷っているあいだに3回止まりました。もう一度しても止まるときは、その紙だけを外してください。"
)


@dataclass(frozen=True)
class Wanted:
    """One paper of an order: the 様式, whose it is, the record it is made from."""

    code: str
    title: str
    case_pk: int | None
    subject_pk: int
    cases: tuple[int, ...] = ()  # of a paper about several
    recipient_pk: int | None = None  # whom it is handed out to


@dataclass(frozen=True)
class Progress:
    """How far a 束 has come, in sheets."""

    total: int
    made: int
    failed: int

    @property
    def done(self) -> int:
        return self.made + self.failed

    @property
    def is_done(self) -> bool:
        return self.done == self.total


# ---- who orders ------------------------------------------------------------------------


@transaction.atomic
def order(
    wanted: Iterable[Wanted],
    *,
    by: Any,
    title: str,
    form: str,
    with_gaps: bool,
    now: dt.datetime,
    issued_on: dt.date | None = None,
) -> PrintBatch:
    """Put papers into the queue, in the order in which they shall lie in the file.

    ``issued_on`` is the day on which they are handed out; without one they are printed only.
    """
    batch = PrintBatch.objects.create(
        by=by,
        title=title[:200],
        form=form,
        with_gaps=with_gaps,
        ordered_at=now,
        issued_on=issued_on,
    )
    PrintSheet.objects.bulk_create(
        PrintSheet(
            batch=batch,
            position=position,
            code=row.code,
            title=row.title,
            case_pk=row.case_pk,
            cases=list(row.cases),
            subject_pk=row.subject_pk,
            recipient_pk=row.recipient_pk,
        )
        for position, row in enumerate(wanted, start=1)
    )
    return batch


@transaction.atomic
def cancel(batch: PrintBatch, *, now: dt.datetime) -> None:
    """Nothing more of it is made, and what was made is thrown away (E-08 if it is over)."""
    row = locked(batch)
    if not PrintBatch.objects.unfinished().filter(pk=row.pk).exists():
        raise Refused(
            refuse("E-08", state="終わった印刷", operation="取りやめ", options="受け取る")
        )
    PrintBatch.objects.filter(pk=row.pk).update(cancelled_at=now, file_mark="", bound_by="")
    row.sheets.update(pdf=None, taken_by="")
    row.parts.all().delete()


@transaction.atomic
def retry(batch: PrintBatch, *, with_gaps: bool) -> None:
    """Begin anew what could not be made, and bind the whole again from what may be given out."""
    row = locked(batch)
    if row.cancelled_at:
        options = "もう一度頼む"
        raise Refused(refuse("E-08", state="取りやめた印刷", operation="やり直し", options=options))
    PrintBatch.objects.filter(pk=row.pk).update(
        with_gaps=row.with_gaps or with_gaps, file_mark="", bound_by=""
    )
    row.sheets.exclude(problem="").update(problem="", lacks=[], tries=0, taken_by="")
    row.parts.all().delete()


def locked(batch: PrintBatch) -> PrintBatch:
    return PrintBatch.objects.select_for_update().get(pk=batch.pk)


def progress(batch: PrintBatch) -> Progress:
    sheets = batch.sheets.all()
    total, made = sheets.count(), sheets.made().count()
    return Progress(total, made, total - made - sheets.still_open().count())


def sweep(now: dt.datetime) -> int:
    """Throw away the 束 that are older than ``KEPT``, and how many that were."""
    old = PrintBatch.objects.filter(ordered_at__lt=now - KEPT)
    number = old.count()
    old.delete()
    return number


# ---- who makes -------------------------------------------------------------------------


def is_free(name: str, since: str, now: dt.datetime) -> Q:
    """Nobody has taken it, or long ago."""
    return Q(**{name: ""}) | Q(**{f"{since}__lt": now - LEASE})


@transaction.atomic
def take_sheet(worker: str, now: dt.datetime) -> PrintSheet | None:
    """The next sheet to be made, of the 束 that was served the longest ago; or None."""
    free = PrintSheet.objects.still_open().filter(
        is_free("taken_by", "taken_at", now), batch__cancelled_at__isnull=True
    )
    free.filter(tries__gte=MOST_TRIES).update(problem=STOPPED, taken_by="")
    sheet = (
        free.select_for_update(skip_locked=True, of=("self",))
        .select_related("batch__by")
        .order_by(F("batch__served_at").asc(nulls_first=True), "batch_id", "position")
        .first()
    )
    if sheet is None:
        return None
    mine = PrintSheet.objects.filter(pk=sheet.pk)
    mine.update(taken_by=worker, taken_at=now, tries=F("tries") + 1)
    PrintBatch.objects.filter(pk=sheet.batch_id).update(served_at=now)
    return sheet


@transaction.atomic
def keep_sheet(
    sheet: PrintSheet, pdf: bytes, *, worker: str, now: dt.datetime, log: Callable[[], Any]
) -> bool:
    """Keep a paper that was made, and log it; False if it is not this worker's any more."""
    kept = held(sheet, worker).update(pdf=pdf, made_at=now, taken_by="")
    if kept:
        log()
    return bool(kept)


def put_aside(sheet: PrintSheet, problem: str, lacks: list[Any], *, worker: str) -> None:
    """This paper cannot be made, and why; the others are."""
    held(sheet, worker).update(problem=problem[:400], lacks=lacks, taken_by="")


def held(sheet: PrintSheet, worker: str) -> Any:
    """The sheet, as long as it is this worker's and wanted."""
    return PrintSheet.objects.still_open().filter(
        pk=sheet.pk, taken_by=worker, batch__cancelled_at__isnull=True
    )


@transaction.atomic
def take_binding(worker: str, now: dt.datetime) -> PrintBatch | None:
    """A 束 of which all is made but the file; or None."""
    open_sheets = PrintSheet.objects.still_open().filter(batch=OuterRef("pk"))
    ready = PrintBatch.objects.unfinished().filter(
        is_free("bound_by", "bound_since", now), ~Exists(open_sheets)
    )
    batch = ready.select_for_update(skip_locked=True, of=("self",)).order_by("ordered_at").first()
    if batch:
        PrintBatch.objects.filter(pk=batch.pk).update(bound_by=worker, bound_since=now)
    return batch


@transaction.atomic
def keep_file(batch: PrintBatch, mark: str, size: int, sha256: str, *, worker: str) -> bool:
    """The pieces under this mark are the whole file, unless the order changed meanwhile."""
    mine = PrintBatch.objects.filter(pk=batch.pk, bound_by=worker, cancelled_at__isnull=True)
    kept = mine.update(file_mark=mark, size=size, sha256=sha256, bound_by="")
    of_others = PrintPart.objects.filter(batch=batch)
    (of_others.exclude(mark=mark) if kept else of_others.filter(mark=mark)).delete()
    return bool(kept)


def drop_sheets(keys: Iterable[int], problem: str) -> None:
    """Papers that were made and may not be given out any more."""
    PrintSheet.objects.filter(pk__in=list(keys)).update(pdf=None, made_at=None, problem=problem)


def give_free(worker: str) -> None:
    """What a process had taken that is gone."""
    PrintSheet.objects.still_open().filter(taken_by=worker).update(taken_by="")
    PrintBatch.objects.filter(bound_by=worker).update(bound_by="")


def is_waited_for() -> bool:
    """Is anything to be made, by whomever?"""
    return PrintBatch.objects.unfinished().exists()
