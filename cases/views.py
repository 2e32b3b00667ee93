"""The pages on which a case is changed; the case page itself stands in reports."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import STAFF, Organisation, Role, User
from accounts.permissions import requires
from cases import workflow
from cases.context import case_frame
from cases.forms import (
    AssignForm,
    ConsentForm,
    MoveForm,
    NoteForm,
    ReceiveForm,
    WithdrawForm,
)
from cases.models import Case, Consent
from rules.calendar import today
from rules.fields import as_error
from rules.refusals import Refused


def visible_case(request, pk):
    """The 台帳, if this person may see it; else 404: that it exists is a secret too."""
    cases = Case.objects.visible_to(request.user).select_related(
        "person", "agency", "episode__lead", "episode__deputy", "episode__employment"
    )
    return get_object_or_404(cases, pk=pk)


def say_notes(request, form):
    """Tell once what the form changed on the way in (D32)."""
    for label, note in form.notes:
        messages.info(request, f"{label}：{note}")


def add_refusals(form, refused):
    """Put a refusal beside its field, or on top of the form; permission goes on up."""
    if refused.status != 422:
        raise refused
    for refusal in refused.refusals:
        form.add_error(refusal.field if refusal.field in form.fields else None, as_error(refusal))


@requires("cases.receive")
@require_http_methods(["GET", "POST"])
def receive(request):
    """新規受付 at the agency where the person works."""
    agencies = Organisation.objects.filter(pk__in=request.user.organisation_ids(STAFF))
    form = ReceiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            case = workflow.receive(
                agency=agencies.first(),
                by=request.user,
                on=form.cleaned_data["received_on"],
                person=form.person(),
                intake=form.intake(),
                topics=form.marks(),
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, f"受け付けました。台帳番号は {case.number} です。")
            return redirect("case_detail", pk=case.pk)
    status = 422 if form.errors else 200
    return render(request, "cases/case_receive.html", {"form": form}, status=status)


@requires("cases.write_note")
@require_http_methods(["GET", "POST"])
def note_add(request, pk):
    """支援経過を書く."""
    case = visible_case(request, pk)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        workflow.write_note(case, by=request.user, **form.cleaned_data)
        say_notes(request, form)
        messages.success(request, "支援経過を保存しました。")
        return redirect("case_detail", pk=case.pk)
    context = case_frame(request, case) | {"form": form}
    return render(request, "cases/note_form.html", context, status=422 if form.errors else 200)


@requires("cases.move")
@require_http_methods(["GET", "POST"])
def move(request, pk, name):
    """One move of the case; the row of the table says what it asks."""
    case = visible_case(request, pk)
    row = workflow.case_workflow.transitions.get(name)
    if row is None:
        raise Http404
    reasons = workflow.case_workflow.explain(case.episode, name, request.user)
    if reasons:
        raise Refused(*reasons)
    form = move_form(row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data | {"version": request.POST.get("version") or None}
        try:
            workflow.case_workflow.advance(case.episode, name, by=request.user, **data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, f"「{row.label}」を記録しました。")
            return redirect("case_detail", pk=case.pk)
    policy = case.agency.policy_on(today()) if name == "apply" else None
    context = case_frame(request, case) | {"form": form, "row": row, "policy": policy}
    return render(request, "cases/case_move.html", context, status=422 if form.errors else 200)


def move_form(row, data):
    """The form a move asks for: its own where it has one, else what its row needs."""
    return ConsentForm(data) if row.name == "apply" else MoveForm(data, transition=row)


@requires("cases.move")
@require_http_methods(["GET", "POST"])
def consent_withdraw(request, pk, consent_pk):
    """同意の撤回を記録する."""
    case = visible_case(request, pk)
    consent = get_object_or_404(
        Consent, pk=consent_pk, episode__case=case, withdrawn_on__isnull=True
    )
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.withdraw_consent(consent, by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            messages.success(request, "同意の撤回を記録しました。これまでの提供の記録は残ります。")
            return redirect("case_detail", pk=case.pk)
    context = case_frame(request, case) | {"form": form, "consent": consent}
    return render(
        request, "cases/consent_withdraw.html", context, status=422 if form.errors else 200
    )


@requires("cases.assign")
@require_http_methods(["GET", "POST"])
def assign(request, pk):
    """主任が担当を決める."""
    case = visible_case(request, pk)
    staff = User.objects.working_at(case.agency, STAFF)
    form = AssignForm(
        request.POST or None,
        staff=staff,
        employment_staff=User.objects.working_at(case.agency, (Role.EMPLOYMENT,)),
        initial={
            "lead": case.episode.lead_id,
            "deputy": case.episode.deputy_id,
            "employment": case.episode.employment_id,
        },
    )
    if request.method == "POST" and form.is_valid():
        workflow.assign(case.episode, by=request.user, **form.cleaned_data)
        messages.success(request, "担当を決めました。")
        return redirect("case_detail", pk=case.pk)
    context = case_frame(request, case) | {"form": form}
    return render(request, "cases/case_assign.html", context, status=422 if form.errors else 200)
