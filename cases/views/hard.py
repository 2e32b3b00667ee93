"""困難ケース: set and taken away by the 主任."""

from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.permissions import requires
from cases.context import visible_case
from cases.forms.hard import HardForm
from cases.views.frame import case_compared
from cases.workflow.hard import hard_version, mark_hard


@requires("cases.assign")
@require_http_methods(["GET", "POST"])
def case_hard(request, pk):
    """主任が困難ケースを決める."""
    case = visible_case(request, pk)
    episode = case.episode
    context = {"title": "困難ケースの見立てを保存する", "version": hard_version(episode)}

    def build(data=None):
        episode.refresh_from_db(fields=["hard_reason"])
        return HardForm(data, initial={"reason": episode.hard_reason})

    def save(form, seen):
        reason = form.cleaned_data["reason"]
        mark_hard(episode, by=request.user, reason=reason, version=seen)

    return case_compared(
        request,
        case,
        build,
        save,
        version_now=lambda: hard_version(episode),
        history=lambda: episode.history,
        template="cases/case_form.html",
        context=lambda: context,
        done=reverse("case_assign", args=[case.pk]),
        said="困難ケースの見立てを保存しました。",
    )
