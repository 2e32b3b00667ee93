"""受け取った書類: put to a case, opened as a download, removed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.pages import add_refusals
from accounts.permissions import requires
from cases.context import case_frame, visible_case
from cases.downloads import download
from cases.forms.papers import AttachForm
from cases.models.rows import IN_REACH
from cases.workflow.attachments import MOST, attach, remove_attachment
from documents.incoming import LARGEST, MIB
from rules.calendar import today
from rules.fields import as_error
from rules.refusals import Refused


@requires("cases.write_note")
@require_http_methods(["GET", "POST"])
def attachment_add(request, pk):
    """Several files at once: what is good is kept, what is not is told file by file."""
    case = visible_case(request, pk)
    first = {"received_on": today(), "form": "copy"}
    form = AttachForm(request.POST or None, request.FILES or None, case=case, initial=first)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        files = [(file.name, file.read(LARGEST + 1)) for file in data.pop("files")]
        try:
            rows, refusals = attach(case, by=request.user, files=files, **data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            if rows:
                messages.success(request, f"{len(rows)}個の書類を入れました。")
                for refusal in refusals:
                    messages.warning(request, f"{refusal}{refusal.remedy}")
                return redirect("case_papers", pk=case.pk)
            for refusal in refusals:
                form.add_error("files", as_error(refusal))
    context = case_frame(request, case) | {"form": form, "largest": LARGEST // MIB, "most": MOST}
    status = 422 if form.errors else 200
    return render(request, "cases/attachment_add.html", context, status=status)


@requires("cases.read")
@require_GET
def attachment(request, pk, attachment_pk):
    """The file, as a download that no browser opens in our pages."""
    case = visible_case(request, pk)
    row = get_object_or_404(case.attachments.kept().select_related("file"), pk=attachment_pk)
    return download(request, case, row)


@requires("cases.write_note")
@require_POST
def attachment_remove(request, pk, attachment_pk):
    """Taken away; within 30 days it can be brought back."""
    case = visible_case(request, pk)
    row = get_object_or_404(case.attachments.kept().select_related("case"), pk=attachment_pk)
    remove_attachment(row, by=request.user)
    until = timezone.localdate(row.removed_at) + IN_REACH
    messages.success(
        request,
        f"「{row.title}」を消しました。{until.month}月{until.day}日までは「消した行」から戻せます。",
    )
    return redirect("case_papers", pk=case.pk)
