"""From one thing that waits at the city to the next."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from accounts.permissions import requires
from plans.waiting import next_plans
from rules.text import number_in

NONE_LEFT = "待っているものは、これで終わりです。"


@requires("plans.examine")
@require_GET
def plan_next(request):
    """つぎの1件へ: behind the one just seen, else from the oldest again."""
    plans = next_plans(request.user, number_in(request.GET.get("after", "")) or 0)
    if plans:
        return redirect("plan_rule", pk=plans[0])
    messages.info(request, "ほかに待っているものはありません。")
    return redirect("home")


def on_to_next(request, plan, answer):
    """After a step of the city: the same plan while it waits, else the next, else that is all."""
    if answer.status_code != 302:
        return answer
    waiting = next_plans(request.user, 0)
    if plan.pk in waiting:
        return answer
    if waiting:
        done = plan.episode.case.person.display_name
        messages.info(request, f"{done}の分は終わりました。つぎに待っている1件です。")
        return redirect("plan_rule", pk=waiting[0])
    messages.info(request, NONE_LEFT)
    return answer
