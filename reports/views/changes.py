"""変更の履歴 in words, of ご本人, アセスメント and プラン."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.permissions import requires
from cases.assessment_changes import assessment_changes
from cases.context import case_frame, visible_case
from cases.permissions import writes_sheet
from cases.views.sheet_history import sheet_changes
from plans.models import Plan
from plans.plan_changes import plan_changes
from rules.refusals import Refused, refuse

PAGE = 100
PARTS = {"person": "ご本人・受付票", "assessment": "アセスメント・世帯・家計", "plan": "プラン"}


@requires("cases.read")
@require_GET
def case_changes(request, pk):
    """Who changed what, when, from what to what; the newest first."""
    case = visible_case(request, pk)
    if not writes_sheet(request.user, case.episode):
        raise Refused(refuse("E-03", roles="主任相談支援員・担当・副担当"))
    part = request.GET.get("of", "")
    part = part if part in PARTS else "person"
    rows = changes_of(case, part)
    rows.sort(key=lambda row: row["at"], reverse=True)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = case_frame(request, case) | {"page": page, "part": part, "parts": PARTS}
    return render(request, "reports/case_changes.html", context)


def changes_of(case, part):
    if part == "person":
        return sheet_changes(case.episode)
    if part == "assessment":
        return assessment_changes(case)
    plans = Plan.objects.filter(episode__case=case).select_related("episode")
    return [row for plan in plans for row in plan_changes(plan)]
