"""困難ケース: set and taken away by the 主任."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import requires
from cases.context import case_frame, visible_case
from cases.forms.hard import HardForm
from cases.workflow.hard import mark_hard


@requires("cases.assign")
@require_http_methods(["GET", "POST"])
def case_hard(request, pk):
    """主任が困難ケースを決める."""
    case = visible_case(request, pk)
    form = HardForm(request.POST or None, initial={"reason": case.episode.hard_reason})
    if request.method == "POST" and form.is_valid():
        mark_hard(case.episode, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "困難ケースの見立てを保存しました。")
        return redirect("case_assign", pk=case.pk)
    context = case_frame(request, case) | {"form": form, "title": "困難ケースの見立てを保存する"}
    return render(request, "cases/case_form.html", context, status=422 if form.errors else 200)
