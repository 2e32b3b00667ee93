"""What passes between the agency and the city: 提出, 審査, 決裁, 確認, 支援要請."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Role
from accounts.pages import add_refusals, say_notes, versions_of
from accounts.permissions import requires
from cases.forms.course import MoveForm
from network.models import Contact
from plans.context import (
    cite,
    edition,
    hellowork_row,
    lines_in_words,
    nameable,
    owned,
    plan_frame,
    since,
    submission_row,
    visible_plan,
    way_in_words,
)
from plans.forms import (
    CheckForm,
    DecideForm,
    HelloworkCheckForm,
    HelloworkSendForm,
    RefuseForm,
    SubmitForm,
    ask_for_ground,
)
from plans.models import HelloworkRequest, PlanProgramme, SupportDecision
from plans.permissions import roles_of
from plans.views.frame import plan_compared
from plans.views.moves import one_move
from plans.views.onward import on_to_next
from plans.waiting import next_plans
from plans.workflow import (
    hellowork_workflow,
    programme_workflow,
    submission_workflow,
    submit,
)
from plans.workflow.examination import save_examination
from plans.workflow.hellowork import needed, requests_of
from plans.workflow.plan import route
from plans.workflow.profile import entry_of, labels_for, rules_of
from plans.workflow.ruling import grounds_of
from plans.workflow.submission import approved_by, obstacles
from rules.refusals import Refused

GROUNDED = {"refuse": SupportDecision.Kind.REFUSED, "revoke": SupportDecision.Kind.REVOKED}
TELLING = ("notify", "tell_refusal", "tell_revocation")
EXAMINED = (PlanProgramme.State.EXAMINING, PlanProgramme.State.ELIGIBLE)


@requires("plans.submit")
@require_http_methods(["GET", "POST"])
def plan_submit(request, pk):
    """提出・報告."""
    plan = visible_plan(request, pk)
    form = SubmitForm(request.POST or None, city_staff=nameable(plan, request.user))
    if request.method == "POST" and form.is_valid():
        try:
            submission = submit(plan, by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(
                request,
                labels_for(plan).fill("{city}に") + f"{submission.get_kind_display()}しました。",
            )
            return redirect("plan_detail", pk=plan.pk)
    kind = "報告" if route(plan) == "report" else "提出"
    lines = lines_in_words(plan.newest)
    context = plan_frame(request, plan) | {
        "form": form,
        "title": labels_for(plan).fill("プランを{city}に") + f"{kind}する",
        "scope": rules_of(plan).decision_scope,
        "reasons": obstacles(plan, request.user),
        "lines": lines,
        "way": way_in_words(plan, lines),
    }
    return render(request, "plans/plan_submit.html", context, status=422 if form.errors else 200)


@requires("plans.submit")
@require_http_methods(["GET", "POST"])
def submission_pull_back(request, pk, submission_pk):
    """引戻し by the one who submitted."""
    plan = visible_plan(request, pk)
    submission = owned(plan.submissions.all(), submission_pk)
    return one_move(
        request, plan, submission_workflow, submission, "pull_back", title=str(submission)
    )


@requires("plans.examine")
@require_http_methods(["GET", "POST"])
def submission_receive(request, pk, submission_pk):
    """報告の受理."""
    plan = visible_plan(request, pk)
    submission = owned(plan.submissions.all(), submission_pk)
    answer = one_move(
        request,
        plan,
        submission_workflow,
        submission,
        "receive",
        title=str(submission),
        then="plan_rule",
    )
    return on_to_next(request, plan, answer)


@requires("plans.examine")
@require_GET
def plan_rule(request, pk):
    """The city's page of a plan: what changed, each programme with what can be done."""
    plan = visible_plan(request, pk)
    context = plan_frame(request, plan)
    revision = context["revision"]
    lines = lines_in_words(revision)
    is_officer = Role.OFFICER in roles_of(request.user, plan)
    for row in lines:
        programme = row["programme"]
        row["options"] = programme_workflow.available(programme, request.user)
        row["move_url"] = f"{context['plan_url']}programmes/{programme.pk}/rule/"
        row["key"] = f"programme-{programme.pk}"
        row["may_examine"] = is_officer and programme.state in EXAMINED
        row["checks"] = programme.checks.filter(submission=programme.submission_id)
        row["steps"] = programme.steps.filter(submission=programme.submission_id).select_related(
            "acted_by"
        )
    submission = plan.submissions.select_related("sent_by", "received_by").last()
    context |= {
        "lines": lines,
        "way": way_in_words(plan, lines),
        "edition": edition(plan),
        "items": revision.items.all(),
        "since": since(plan, revision),
        **submission_row(plan, submission, request.user),
        "review": approved_by(revision),
        "requests": [hellowork_row(plan, row, request.user, "rule") for row in requests_of(plan)],
        "decides": any(row["programme"].procedure == "decision" for row in lines),
        "clause": cite(plan, "decision"),
        "confirm_clause": cite(plan, "report"),
        "hellowork_clause": cite(plan, "hellowork"),
        "next_count": len(next_plans(request.user, plan.pk)),
    }
    return render(request, "plans/plan_rule.html", context)


@requires("plans.examine")
@require_http_methods(["GET", "POST"])
def programme_examine(request, pk, programme_pk):
    """利用要件の確認 and the judgement on the plan's fitness (6(1), 6(2)イ)."""
    plan = visible_plan(request, pk)
    programme = owned(plan.programmes.select_related("submission"), programme_pk)

    def build(data):
        programme.refresh_from_db()
        checks = programme.checks.filter(submission=programme.submission_id)
        return CheckForm(data, checks=checks, programme=programme)

    def save(form, version):
        save_examination(
            programme,
            by=request.user,
            version=version,
            answers=form.answers(),
            is_fit=form.fit(),
            fitness=form.cleaned_data["fitness"],
        )

    return plan_compared(
        request,
        plan,
        build,
        save,
        template="plans/plan_form.html",
        context=lambda: {
            "title": f"利用要件の確認　{programme.label}",
            "button": "確認の結果を保存する",
            "version": programme.version,
            "programme": programme,
        },
        done=reverse("plan_rule", args=[plan.pk]),
        said="確認の結果を保存しました。",
        **versions_of(programme),
    )


@requires("plans.examine")
@require_http_methods(["GET", "POST"])
def programme_rule(request, pk, programme_pk, name):
    """One step of the city with one programme."""
    plan = visible_plan(request, pk)
    programme = owned(plan.programmes.select_related("plan", "submission"), programme_pk)
    form = None
    if name in GROUNDED:
        form = grounded(request, programme, name)
    elif name in ("decide", "decide_change", "pass_on"):
        line = plan.newest.lines.filter(programme=programme).first()
        initial = {"start_on": line.begins_on, "end_on": line.ends_on} if line else {}
        entry = None if name == "pass_on" else entry_of(programme)
        if entry and entry.kinds and line:
            initial["programme_kind"] = line.kind
        form = DecideForm(request.POST or None, initial=initial, kinds=entry.kinds if entry else ())
        if name == "pass_on":
            del form.fields["start_on"], form.fields["end_on"]
    told = name in TELLING
    answer = one_move(
        request,
        plan,
        programme_workflow,
        programme,
        name,
        title=f"{programme.label}　{cite(plan, 'notice')}" if told else programme.label,
        form=form,
        then="plan_rule",
    )
    return on_to_next(request, plan, answer)


def grounded(request, programme, name):
    """The form of 決定できない or 取消, with the grounds of the 要綱 where it has some."""
    data = request.POST or None
    form = (
        RefuseForm(data)
        if name == "refuse"
        else MoveForm(data, transition=programme_workflow.transitions[name])
    )
    return ask_for_ground(form, grounds_of(programme, GROUNDED[name]))


@requires("plans.submit")
@require_http_methods(["GET", "POST"])
def programme_answer(request, pk, programme_pk):
    """照会への答え."""
    plan = visible_plan(request, pk)
    programme = owned(plan.programmes.select_related("plan"), programme_pk)
    return one_move(request, plan, programme_workflow, programme, "answer", title=programme.label)


@requires("plans.examine")
@require_http_methods(["GET", "POST"])
def hellowork_approve(request, pk, request_pk):
    """支援要請の了承."""
    plan = visible_plan(request, pk)
    row = owned(HelloworkRequest.objects.filter(programme__plan=plan), request_pk)
    answer = one_move(
        request, plan, hellowork_workflow, row, "approve", title=str(row), then="plan_rule"
    )
    return on_to_next(request, plan, answer)


@requires("plans.support")
@require_http_methods(["GET", "POST"])
def hellowork_move(request, pk, request_pk, name):
    """The agency's steps of a 支援要請."""
    plan = visible_plan(request, pk)
    row = owned(HelloworkRequest.objects.filter(programme__plan=plan), request_pk)
    form = None
    if name == "check":
        form = HelloworkCheckForm(
            request.POST or None, papers=needed(row), initial={"documents": row.documents}
        )
    elif name == "send":
        contacts = Contact.objects.visible_to(request.user).filter(category="hellowork")
        form = HelloworkSendForm(request.POST or None, contacts=contacts)
    return one_move(request, plan, hellowork_workflow, row, name, title=str(row), form=form)
