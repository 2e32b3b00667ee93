"""消した行: what was removed from a 台帳, in reach for 30 days."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.models import STAFF
from accounts.permissions import requires
from cases import workflow
from cases.context import case_frame, visible_case
from cases.models import Appointment, Attachment
from cases.models.rows import IN_REACH
from cases.permissions import roles_of
from cases.views.corrections import KEPT
from cases.views.tables import KINDS
from cases.workflow.attachments import restore_attachment
from cases.workflow.correcting import restore_record, why_not_changed
from cases.workflow.notes import appointment_words
from cases.workflow.records import remove_appointment, restore_appointment
from rules.calendar import both

APPOINTMENT = "appointments"
ATTACHMENT = "attachments"
APPOINTMENT_KIND = "appointment"


@requires("cases.read")
@require_GET
def removed_rows(request, pk):
    """Everything that was removed in the last 30 days, the newest first."""
    case = visible_case(request, pk)
    is_staff = bool(roles_of(request.user, case.episode) & set(STAFF))
    rows = [
        line(kind.code, kind.title, row, "　".join(filter(None, (str(row), *kind.cells(row)))))
        for kind in KINDS.values()
        for row in with_remover(kind.model, kind.rows(case).removed())
    ]
    rows += [
        line(APPOINTMENT, "予定", row, appointment_words(row))
        for row in with_remover(Appointment, Appointment.with_removed.filter(case=case).removed())
    ]
    rows += [
        line(ATTACHMENT, "受け取った書類", row, str(row))
        for row in with_remover(Attachment, case.attachments.removed().defer("file"))
    ]
    facts = [
        line(code, kept.title, row, fact_words(row))
        | {"may_restore": why_not_changed(row, request.user) is None}
        for code, kept in KEPT.items()
        if code != APPOINTMENT_KIND
        for row in with_remover(kept.model, kept.rows(case, removed=True).removed())
    ]
    may = {code: not workflow.row_refusals(case.episode, request.user, code) for code in KINDS}
    may[APPOINTMENT] = may[ATTACHMENT] = is_staff
    rows = facts + [row | {"may_restore": may[row["kind"]]} for row in rows]
    rows.sort(key=lambda row: row["at"], reverse=True)
    context = case_frame(request, case) | {
        "rows": rows,
        "days": IN_REACH.days,
    }
    return render(request, "cases/removed_rows.html", context)


def fact_words(row):
    """A fact in one line: its day, and what was written of it."""
    when = getattr(row, "on", None) or row.started_on
    names = ("employer", "provider", "purpose", "content", "result", "reason")
    said = [getattr(row, name, "") for name in names]
    return "　".join(filter(None, (both(when), *said)))


def line(kind, title, row, words):
    return {
        "kind": kind,
        "title": title,
        "words": words,
        "row": row,
        "at": row.removed_at,
        "by": row.removed_by,
        "until": timezone.localdate(row.removed_at) + IN_REACH,
    }


def with_remover(model, rows):
    """Each row with who removed it, from its history."""
    rows = list(rows)
    removers = {
        version.id: version.history_user
        for version in model.history.filter(
            id__in=[row.pk for row in rows], removed_at__isnull=False
        )
        .select_related("history_user")
        .order_by("history_date", "history_id")
    }
    for row in rows:
        row.removed_by = removers.get(row.pk)
    return rows


@requires("cases.write_note")
@require_POST
def removed_restore(request, pk, kind, row_pk):
    """元に戻す."""
    case = visible_case(request, pk)
    if kind == APPOINTMENT:
        rows = Appointment.with_removed.filter(case=case).select_related("case")
        row = get_object_or_404(rows, pk=row_pk)
        restore_appointment(row, by=request.user)
        said = appointment_words(row)
    elif kind == ATTACHMENT:
        row = get_object_or_404(case.attachments.select_related("case"), pk=row_pk)
        restore_attachment(row, by=request.user)
        said = str(row)
    elif kind in KEPT and kind != APPOINTMENT_KIND:
        row = get_object_or_404(KEPT[kind].rows(case, removed=True), pk=row_pk)
        restore_record(row, by=request.user)
        said = f"{KEPT[kind].title}　{fact_words(row)}"
    elif kind in KINDS:
        row = get_object_or_404(KINDS[kind].model, pk=row_pk, case=case)
        workflow.restore_row(case, kind, row, by=request.user)
        said = str(row)
    else:
        raise Http404
    messages.success(request, f"「{said}」を元に戻しました。")
    return redirect("removed_rows", pk=case.pk)


@requires("cases.write_note")
@require_POST
def appointment_remove(request, pk, appointment_pk):
    """まちがえて入れた予定を消す."""
    case = visible_case(request, pk)
    row = get_object_or_404(case.appointments.select_related("case"), pk=appointment_pk)
    remove_appointment(row, by=request.user)
    until = timezone.localdate(row.removed_at) + IN_REACH
    messages.success(
        request,
        f"予定を消しました。{until.month}月{until.day}日までは「消した行」から戻せます。",
    )
    return redirect("case_support", pk=case.pk)
