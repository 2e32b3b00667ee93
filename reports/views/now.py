"""この人のいま: one page for handing over and for meetings."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.permissions import requires
from cases.context import case_frame, visible_case
from cases.permissions import reads_records
from cases.prints import may_print
from documents.register import DOCUMENTS
from reports.now import now_of


@requires("cases.read")
@require_GET
def case_now(request, pk):
    """Everything that counts now, on one page; the 引継書 is the same on paper."""
    case = visible_case(request, pk)
    has_records = reads_records(request.user, case.episode)
    context = case_frame(request, case) | {
        "now": now_of(case, has_records=has_records),
        "has_records": has_records,
        "may_print": may_print(request.user, case, DOCUMENTS["handover"]),
    }
    return render(request, "reports/case_now.html", context)
