"""印刷センター: order papers of many 台帳, look how far they are, fetch them."""

from functools import partial
from itertools import chain, islice

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Viewing
from accounts.once import answered_once
from accounts.pages import add_refusals
from accounts.permissions import requires
from accounts.viewing import write_down
from cases.models import Case
from documents import slots
from documents.batches import KEPT, cancel, order, progress, retry
from documents.models import PrintBatch, PrintPart
from reports.forms import ChoiceForm, OrderForm
from reports.print_centre import (
    MOST_CASES,
    MOST_SHEETS,
    cases_for,
    kinds_for,
    staff_for,
    wanted_of,
)
from reports.print_wide import heading_of, wide_of
from reports.print_work import PAGE, closed_in, told_in
from rules.calendar import wareki
from rules.refusals import Refused, refuse

SHOWN = 20  # of one's newest 束
TYPES = {"pdf": "application/pdf", "zip": "application/zip"}


@requires("reports.print", prepares=True)
@require_http_methods(["GET", "POST"])
def print_centre(request):
    """Choose 台帳 by the address, papers by the form; what was ordered stands beside it."""
    user = request.user
    chosen = ChoiceForm(request.GET, staff=staff_for(user))
    choice = chosen.choice()
    found = list(cases_for(user, choice)[: MOST_CASES + 1])
    cases = found[:MOST_CASES]
    kinds = kinds_for(user)
    form = OrderForm(request.POST if request.method == "POST" else None, cases=cases, papers=kinds)
    if form.is_valid():
        try:
            wanted = looked_up(user, form.cleaned_data, cases, choice)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            said = partial(ordered, user, form.cleaned_data, wanted, dict(kinds))
            return answered_once(request, said)
    ticked = set(request.POST.getlist("case"))
    context = {
        "chosen": chosen,
        "form": form,
        "cases": cases,
        "ticked": {row.pk for row in cases if not form.is_bound or str(row.pk) in ticked},
        "is_cut": len(found) > MOST_CASES,
        "most": MOST_CASES,
        "batches": with_counts(PrintBatch.objects.visible_to(user))[:SHOWN],
        "days_kept": KEPT.days,
    }
    return render(request, "reports/print_centre.html", context, status=422 if form.errors else 200)


def looked_up(user, data, cases, choice):
    """The papers of what was ticked, one by one, while others write (E-21)."""
    ticked = set(data["case"])
    is_much = len(ticked) * len(data["paper"]) > MOST_SHEETS
    chosen = [row for row in cases if row.pk in ticked]
    found = chain(
        wide_of(user, chosen, data["paper"], choice), wanted_of(user, chosen, data["paper"], choice)
    )
    wanted = [] if is_much else list(islice(found, MOST_SHEETS + 1))
    if not (wanted or is_much):
        raise Refused(out_of_range("0枚", "選んだケースに記録のある様式を選んでください。"))
    if is_much or len(wanted) > MOST_SHEETS:
        much = f"{MOST_SHEETS}枚より多い"
        raise Refused(out_of_range(much, "ケースか様式を減らし、分けて頼んでください。"))
    return wanted


def ordered(user, data, wanted, titles):
    """Put them into the queue, and have it begun."""
    batch = order(
        wanted,
        by=user,
        title=f"{'・'.join(titles[code] for code in data['paper'])}　{len(set(data['case']))}件",
        form=data["form"],
        with_gaps=data["with_gaps"],
        now=timezone.now(),
    )
    transaction.on_commit(slots.wake)
    return redirect("print_batch", pk=batch.pk)


def out_of_range(now, remedy):
    item = f"刷る枚数（いまは{now}）"
    return refuse(
        "E-21", field="paper", item=item, minimum="1枚", maximum=f"{MOST_SHEETS}枚", remedy=remedy
    )


def with_counts(batches):
    """How many sheets of each are made, and are not to be made."""
    return batches.annotate(
        total=Count("sheets"),
        made=Count("sheets", filter=Q(sheets__made_at__isnull=False)),
        failed=Count("sheets", filter=~Q(sheets__problem="")),
    )


def own(request, pk):
    return get_object_or_404(PrintBatch.objects.visible_to(request.user), pk=pk)


@requires("reports.batch")
@require_GET
def print_batch(request, pk):
    """How far it is; what could not be made, why, and where that is mended."""
    batch = own(request, pk)
    is_unfinished = PrintBatch.objects.unfinished().filter(pk=batch.pk).exists()
    if is_unfinished:
        slots.wake()  # whatever ended the processes, looking starts them again
    failed = list(batch.sheets.exclude(problem="").defer("pdf"))
    files = files_of(request.user, batch, [row.case_pk for row in failed])
    context = {
        "batch": batch,
        "progress": progress(batch),
        "is_unfinished": is_unfinished,
        "failed": [
            (row, files.get(row.case_pk), "" if batch.issued_on else heading_of(row))
            for row in failed
        ],
        "back": back_from(batch),
        "unit": "人" if batch.issued_on else "枚",
        "opened": opened_by(request.user, files),
        "until": timezone.localdate(batch.ordered_at + KEPT),
        "has_gone": bool(batch.file_mark and closed_in(batch)),
    }
    return render(request, "reports/print_batch.html", context)


def files_of(user, batch, keys):
    """The 台帳 of these sheets that the person may print now."""
    rows = Case.objects.printable_to(user).filter(pk__in=keys).select_related("person")
    return {row.pk: row for row in rows}


def opened_by(user, keys):
    """Those of the 台帳 whose pages the person opens: the 管理者 opens none."""
    return set(Case.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))


def back_from(batch):
    """Where it was ordered: the meeting whose 会議資料 it hands out, or the print centre."""
    sheet = batch.sheets.exclude(recipient_pk=None).first() if batch.issued_on else None
    return reverse("meeting_detail", args=[sheet.subject_pk]) if sheet else reverse("print_centre")


@requires("reports.batch")
@require_GET
def print_file(request, pk):
    """The file, to who ordered it, as long as they may print all that is in it."""
    batch = own(request, pk)
    if not batch.file_mark:
        return redirect("print_batch", pk=batch.pk)
    if closed_in(batch):
        state = "印刷できなくなった台帳の紙が入っている束"
        raise Refused(refuse("E-08", state=state, operation="受け取り", options="作りなおす"))
    keys = told_in(batch.sheets.made())
    with transaction.atomic():
        for case in Case.objects.filter(pk__in=keys).select_related("agency"):
            what = {"agency": case.agency, "pk": case.pk, "number": case.number, "page": PAGE}
            write_down(request.user, act=Viewing.Act.DOWNLOAD, **what)
    name = f"様式 {wareki(timezone.localdate(batch.ordered_at))} {batch.pk}.{batch.form}"
    return StreamingHttpResponse(
        pieces_of(batch),
        content_type=TYPES[batch.form],
        headers={
            "Content-Disposition": content_disposition_header(True, name),
            "Content-Length": batch.size,
            "Cache-Control": "private, no-store",
        },
    )


def pieces_of(batch):
    """Piece by piece, each by a question of its own: no long reading, little memory."""
    rows = PrintPart.objects.filter(batch=batch, mark=batch.file_mark)
    for pk in list(rows.order_by("number").values_list("pk", flat=True)):
        yield bytes(PrintPart.objects.get(pk=pk).content)


@requires("reports.batch")
@require_POST
def print_cancel(request, pk):
    """Make no more of it."""
    batch = own(request, pk)
    cancel(batch, now=timezone.now())
    said = "印刷を取りやめました。できていた紙は捨てました。"
    if batch.issued_on:
        said = "残りの発行を取りやめました。すでに発行した分は、控えがここに残っています。"
    messages.success(request, said)
    return redirect(back_from(batch))


@requires("reports.batch")
@require_POST
def print_retry(request, pk):
    """Try again what could not be made; with ``gaps`` also without what is still missing."""
    batch = own(request, pk)
    retry(batch, with_gaps="gaps" in request.POST)
    transaction.on_commit(slots.wake)
    return redirect("print_batch", pk=batch.pk)
