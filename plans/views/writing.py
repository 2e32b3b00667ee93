"""A plan with the person: begin it, write it, agree on it, mend it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.pages import add_refusals, say_notes
from accounts.permissions import requires
from cases.context import case_frame, visible_case
from cases.models import answer, latest_assessment
from cases.permissions import is_in_charge
from plans.context import (
    cite,
    hellowork_row,
    lines_in_words,
    owned,
    plan_frame,
    since,
    submission_row,
    visible_plan,
)
from plans.forms import AgreeForm, ItemFormSet, LineFormSet, PlanForm, WhyForm, kept
from plans.models import Plan, PlanRevision
from plans.workflow import (
    draft_plan,
    open_revision,
    revision_workflow,
    save_revision,
    withdraw_plan,
)
from plans.workflow.hellowork import requests_of
from plans.workflow.plan import route
from plans.workflow.profile import catalogue, profile_of, rules_of
from plans.workflow.submission import obstacles
from plans.workflow.support import start_obstacles
from plans.workflow.writing import draft_obstacles, early_help
from rules.calendar import today
from rules.refusals import Refused

EDITABLE = (PlanRevision.State.DRAFT, PlanRevision.State.AGREED)


@requires("plans.read")
@require_http_methods(["GET", "POST"])
def plan_of_case(request, pk):
    """The newest plan of a case; without one, the door to begin it."""
    case = visible_case(request, pk)
    plan = Plan.objects.visible_to(request.user).filter(episode=case.episode)
    newest = plan.order_by("-number").first()
    reasons = draft_obstacles(case.episode, request.user)
    if request.method == "POST":
        made = draft_plan(case.episode, by=request.user)
        return redirect("plan_edit", pk=made.pk)
    if newest and reasons:
        return redirect("plan_detail", pk=newest.pk)
    context = case_frame(request, case) | {
        "reasons": reasons,
        "newest": newest,
        "early": early_help(case.episode),
    }
    return render(request, "plans/plan_new.html", context)


@requires("plans.read")
@require_GET
def plan_detail(request, pk):
    """A plan on one page: what was agreed, what the city did, how it goes."""
    plan = visible_plan(request, pk)
    context = plan_frame(request, plan)
    revision, user = context["revision"], request.user
    lines = lines_in_words(revision)
    for row in lines:
        programme = row["programme"]
        row["start"] = start_obstacles(programme, user) if context["is_staff"] else None
    submission = plan.submissions.select_related("sent_by", "received_by").last()
    kinds = {"submission": "提出する", "report": "報告する"}
    context |= {
        "lines": lines,
        "items": revision.items.all(),
        "since": since(plan, revision),
        "versions": plan.revisions.exclude(pk=revision.pk).order_by("-number"),
        "reviews": plan.reviews.prefetch_related("roles").order_by("-pk"),
        **submission_row(plan, submission, user),
        "requests": [hellowork_row(plan, row, user, "move") for row in requests_of(plan)],
        "submit_label": kinds.get(route(plan), ""),
        "submit_reasons": obstacles(plan, user) if context["is_staff"] else [],
        "monitorings": plan.monitorings.select_related("author", "programme"),
        "evaluation": plan.evaluations.order_by("-number").first(),
        "may_edit": context["is_staff"] and revision.state in EDITABLE,
        "may_revise": context["in_charge"]
        and revision.state in (PlanRevision.State.APPROVED, PlanRevision.State.SUBMITTED)
        and plan.state in (Plan.State.PREPARING, Plan.State.ACTIVE),
        "may_withdraw": context["in_charge"] and plan.state == Plan.State.PREPARING,
        "profile": profile_of(plan),
    }
    return render(request, "plans/plan_detail.html", context)


@requires("plans.read")
@require_GET
def plan_version(request, pk, revision_pk):
    """An earlier version as it read, and what it changed."""
    plan = visible_plan(request, pk)
    revision = owned(plan.revisions.all(), revision_pk)
    context = plan_frame(request, plan) | {
        "revision": revision,
        "lines": lines_in_words(revision),
        "items": revision.items.all(),
        "since": since(plan, revision),
    }
    return render(request, "plans/plan_version.html", context)


@requires("plans.write")
@require_http_methods(["GET", "POST"])
def plan_edit(request, pk):
    """Write the plan; half-filled is fine until the person agrees."""
    plan = visible_plan(request, pk)
    context = plan_frame(request, plan)
    revision = context["revision"]
    if revision.state not in EDITABLE:
        return redirect("plan_detail", pk=plan.pk)
    rules = rules_of(plan)
    offered = [(row.key, row.label) for row in catalogue(plan, today()).values()]
    form, items, lines = edit_forms(request, revision, rules, offered)
    if request.method == "POST" and not request.POST.get("add"):
        valid = [part.is_valid() for part in (form, items, lines)]
        if all(valid) and (done := save(request, plan, revision, form, items, lines)):
            return done
    assessment = latest_assessment(plan.episode)
    context |= {
        "form": form,
        "items": items,
        "lines": lines,
        "voice": answer(assessment, "will") if assessment else "",
        "assessment": assessment,
        "will_clear": revision.state == PlanRevision.State.AGREED,
        "clause": cite(plan, "evaluation"),
        "only_employment": not is_in_charge(request.user, plan.episode),
        "early": early_help(plan.episode),
        "profile": profile_of(plan),
    }
    wrong = any(part.errors for part in (form, items, lines) if part.is_bound)
    status = 422 if wrong and not request.POST.get("add") else 200
    return render(request, "plans/plan_edit.html", context, status=status)


def edit_forms(request, revision, rules, offered):
    """The three parts of the page: the text, the rows, the programmes."""
    extra = {"form_kwargs": {"offered": offered}}
    if request.method == "POST":
        data = request.POST.copy()
        prefix = data.get("add")
        if prefix in ("items", "lines"):
            total = data.get(f"{prefix}-TOTAL_FORMS", "0")
            data[f"{prefix}-TOTAL_FORMS"] = str(int(total) + 1 if total.isdecimal() else 1)
        return (
            PlanForm(data, months=rules.review_months),
            ItemFormSet(data, prefix="items"),
            LineFormSet(data, prefix="lines", **extra),
        )
    rows = list(revision.items.values())
    chosen = [
        {**values, "key": key}
        for values, key in zip(
            revision.lines.values(),
            revision.lines.values_list("programme__key", flat=True),
            strict=True,
        )
    ]
    return (
        PlanForm(initial=PlanForm.initial_of(revision), months=rules.review_months),
        ItemFormSet(initial=rows or [{}], prefix="items"),
        LineFormSet(initial=chosen or [{}], prefix="lines", **extra),
    )


def save(request, plan, revision, form, items, lines):
    """Save the page; a refusal stands on it, everything typed stays."""
    version = request.POST.get("version", "")
    was_agreed = revision.state == PlanRevision.State.AGREED
    try:
        save_revision(
            revision,
            by=request.user,
            version=int(version) if version.isdecimal() else -1,
            fields=form.cleaned_data,
            items=kept(items, lambda row: any(row.values())),
            lines=kept(lines, lambda row: row["key"]),
        )
    except Refused as refused:
        add_refusals(form, refused)
        return None
    say_notes(request, form)
    words = "プランを保存しました。"
    if was_agreed:
        words += "内容が変わったので、本人の同意をもう一度いただいてください。"
    messages.success(request, words)
    then = "plan_agree" if request.POST.get("next") == "agree" else "plan_detail"
    return redirect(then, pk=plan.pk)


@requires("plans.write")
@require_http_methods(["GET", "POST"])
def plan_agree(request, pk):
    """ご本人に確かめる画面: the plan as it will be printed, and the consent."""
    plan = visible_plan(request, pk)
    context = plan_frame(request, plan)
    revision = context["revision"]
    reasons = revision_workflow.explain(revision, "agree", request.user)
    form = AgreeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version") or None
        try:
            revision_workflow.advance(
                revision, "agree", by=request.user, version=version, **form.cleaned_data
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, "本人の同意を記録しました。支援調整会議に出せます。")
            return redirect("plan_detail", pk=plan.pk)
    context |= {
        "form": form,
        "reasons": reasons,
        "lines": lines_in_words(revision),
        "items": revision.items.all(),
    }
    return render(request, "plans/plan_agree.html", context, status=422 if form.errors else 200)


@requires("plans.write")
@require_http_methods(["GET", "POST"])
def plan_revise(request, pk):
    """A new version: mend what could not be decided, or 変更 (D5, D6)."""
    plan = visible_plan(request, pk)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            open_revision(plan, by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, "新しい版をつくりました。直してください。")
            return redirect("plan_edit", pk=plan.pk)
    context = plan_frame(request, plan) | {"form": form, "title": "新しい版をつくる"}
    return render(request, "plans/plan_form.html", context, status=422 if form.errors else 200)


@requires("plans.write")
@require_http_methods(["GET", "POST"])
def plan_withdraw(request, pk):
    """プランの取下げ."""
    plan = visible_plan(request, pk)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            withdraw_plan(plan, by=request.user, on=data["on"], reason=data["why"])
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, "プランを取り下げました。")
            return redirect("case_detail", pk=plan.episode.case_id)
    context = plan_frame(request, plan) | {"form": form, "title": "プランを取り下げる"}
    return render(request, "plans/plan_form.html", context, status=422 if form.errors else 200)
