"""A plan under way: provision, モニタリング, 評価."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.pages import versions_of
from accounts.permissions import requires
from cases.permissions import is_in_charge
from plans.context import cite, owned, plan_frame, visible_plan
from plans.forms import EndForm, EvaluationForm, MonitoringForm, StartForm
from plans.models import Evaluation
from plans.permissions import check_in_charge
from plans.views.frame import plan_compared, small_page
from plans.workflow import (
    end_provision,
    evaluation_workflow,
    monitor,
    save_evaluation,
    start_evaluation,
    start_provision,
)
from plans.workflow.application import application_obstacles, record_application
from plans.workflow.support import start_obstacles
from rules.refusals import Refused


@requires("plans.support")
@require_http_methods(["GET", "POST"])
def programme_start(request, pk, programme_pk):
    """事業の提供の始まり (E-12)."""
    plan = visible_plan(request, pk)
    programme = owned(plan.programmes.select_related("plan"), programme_pk)
    reasons = start_obstacles(programme, request.user)
    if reasons:
        raise Refused(*reasons)

    def act(**data):
        start_provision(programme, by=request.user, **data)

    form = StartForm(request.POST or None)
    return small_page(
        request,
        plan,
        form,
        act,
        title="提供を始める",
        about=f"{programme.label}　{cite(plan, 'provision')}",
        said=f"{programme.label}の提供を記録しました。",
    )


@requires("plans.support")
@require_http_methods(["GET", "POST"])
def programme_apply(request, pk, programme_pk):
    """事業ごとの申請を受けた日."""
    plan = visible_plan(request, pk)
    programme = owned(plan.programmes.select_related("plan"), programme_pk)
    reasons = application_obstacles(programme, request.user)
    if reasons:
        raise Refused(*reasons)

    def act(**data):
        record_application(programme, by=request.user, **data)

    form = StartForm(request.POST or None)
    form.fields["on"].label = "申請日"
    return small_page(
        request,
        plan,
        form,
        act,
        title="申請を受けた日を記録する",
        about=f"{programme.label}　{programme.application_title}",
        said=f"{programme.label}の申請を記録しました。",
    )


@requires("plans.support")
@require_http_methods(["GET", "POST"])
def programme_end(request, pk, programme_pk):
    """事業の提供の終わり."""
    plan = visible_plan(request, pk)
    programme = owned(plan.programmes.select_related("plan"), programme_pk)

    def act(**data):
        end_provision(programme, by=request.user, **data)

    form = EndForm(request.POST or None)
    return small_page(
        request,
        plan,
        form,
        act,
        title="提供を終える",
        about=programme.label,
        said=f"{programme.label}の終わりを記録しました。",
    )


@requires("plans.support")
@require_http_methods(["GET", "POST"])
def monitoring_add(request, pk):
    """モニタリングの記録."""
    plan = visible_plan(request, pk)

    def act(**data):
        monitor(plan, by=request.user, **data)

    form = MonitoringForm(request.POST or None, plan=plan)
    return small_page(
        request,
        plan,
        form,
        act,
        title="モニタリングを記録する",
        about=cite(plan, "monitoring"),
        said="モニタリングを記録しました。経過にも残りました。",
    )


@requires("plans.write")
@require_http_methods(["GET", "POST"])
def evaluation(request, pk):
    """評価シート: begun here, saved half-filled, laid before a meeting when it is whole."""
    plan = visible_plan(request, pk)
    if request.method == "POST":
        check_in_charge(request.user, plan)
    current = plan.evaluations.exclude(state=Evaluation.State.DECIDED).first()
    if current is None:
        if request.method == "POST":
            start_evaluation(plan, by=request.user)
            return redirect("evaluation", pk=plan.pk)
        last = plan.evaluations.order_by("-number").first()
        context = plan_frame(request, plan) | {
            "evaluation": last,
            "clause": cite(plan, "evaluation"),
        }
        return render(request, "plans/evaluation_start.html", context)

    def build(data):
        current.refresh_from_db()
        initial = {name: getattr(current, name) for name in EvaluationForm.FIELDS}
        initial["changes"] = [row.code for row in current.changes.all()]
        return EvaluationForm(data, initial=initial)

    def save(form, version):
        save_evaluation(
            current,
            by=request.user,
            version=version,
            fields={name: form.cleaned_data[name] for name in EvaluationForm.FIELDS},
            changes=form.cleaned_data["changes"],
        )

    return plan_compared(
        request,
        plan,
        build,
        save,
        url=reverse("plan_detail", args=[plan.pk]),
        template="plans/evaluation.html",
        context=lambda: {
            "evaluation": current,
            "clause": cite(plan, "evaluation"),
            "reasons": evaluation_workflow.explain(current, "table", request.user),
            "is_open": current.state == Evaluation.State.DRAFT
            and is_in_charge(request.user, plan.episode),
        },
        done=request.path,
        said="評価を保存しました。",
        **versions_of(current),
    )
