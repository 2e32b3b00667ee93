"""The desk round a case: 様式1 after 受付, 担当 of many, 移管, joining."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.models import STAFF, Organisation, Role, User
from accounts.pages import add_refusals, say_notes
from accounts.permissions import requires
from cases.context import case_frame, visible_case
from cases.forms.course import AuditForm, MoveForm
from cases.forms.sheet import JoinedForm, JoinForm, ManyForm, SheetForm, TransferForm
from cases.models import Case, Intake, Person, Transfer
from cases.permissions import writes_sheet
from cases.views.frame import case_compared
from cases.workflow.assign import assign_many
from cases.workflow.city import open_for_audit
from cases.workflow.joining import join_cases, why_not_joined
from cases.workflow.sheet import correct_sheet, sheet_version
from cases.workflow.transfer import ask_transfer, transfer_workflow
from rules.refusals import Refused, refuse
from rules.text import number_in

MANY = 200
UNCHANGED = "変わったところはありませんでした。"


@requires("cases.audit")
@require_http_methods(["GET", "POST"])
def audit(request):
    """監査のために台帳を開く."""
    form = AuditForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            case = open_for_audit(request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            return redirect("case_detail", pk=case.pk)
    status = 422 if form.errors else 200
    return render(request, "cases/case_audit.html", {"form": form}, status=status)


@requires("cases.move")
@require_http_methods(["GET", "POST"])
def sheet(request, pk):
    """受付票・申込票を書き足す・直す."""
    case = visible_case(request, pk)
    episode = case.episode
    others = Case.objects.visible_to(request.user).exclude(pk=case.pk)
    if not writes_sheet(request.user, episode):
        raise Refused(refuse("E-03", roles="主任相談支援員・担当・副担当"))

    def build(data):
        case.person.refresh_from_db()
        current = Intake.objects.get(episode=episode)
        episode.intake = current
        return SheetForm(data, initial=SheetForm.initial_of(episode), others=others)

    said = []

    def save(form, version):
        changed = correct_sheet(
            episode,
            by=request.user,
            version=version,
            person=form.part(SheetForm.PERSON),
            intake=form.part(SheetForm.INTAKE),
            topics=form.marks(),
            resembling=form.resembling,
            different_reason=form.cleaned_data[SheetForm.ASKED],
        )
        said.append("受付票・申込票を保存しました。" if changed else UNCHANGED)

    return case_compared(
        request,
        case,
        build,
        save,
        version_now=lambda: sheet_version(episode),
        history=lambda: last_written(episode),
        template="cases/case_sheet.html",
        context=lambda: {"version": sheet_version(episode)},
        done=reverse("case_detail", args=[case.pk]),
        said=lambda _form: said[-1] if said else UNCHANGED,
    )


def last_written(episode):
    """The history of the half of the sheet that was saved last: who was first, and when."""
    halves = (Person.objects.get(pk=episode.case.person_id), Intake.objects.get(episode=episode))
    return max(halves, key=lambda row: row.updated_at).history


@requires("cases.assign")
@require_http_methods(["GET", "POST"])
def assign_together(request):
    """担当 of many cases at once: chosen on the list, shown once more, then saved."""
    typed = request.POST.getlist("case") or request.GET.getlist("case")
    chosen = [key for key in map(number_in, typed) if key is not None]
    chief_at = request.user.organisation_ids((Role.CHIEF,))
    cases = list(
        Case.objects.visible_to(request.user)
        .filter(pk__in=chosen[:MANY], agency__in=chief_at)
        .select_related("person", "agency", "episode__case__agency", "episode__lead")
        .select_related("episode__deputy", "episode__employment")
        .order_by("agency", "-number")
    )
    # Colleagues of one agency take over cases of that agency only.
    agency = cases[0].agency if cases else None
    cases = [case for case in cases if case.agency_id == agency.pk]
    form = ManyForm(
        request.POST if cases and request.method == "POST" else None,
        staff=User.objects.working_at(agency, STAFF),
        employment_staff=User.objects.working_at(agency, (Role.EMPLOYMENT,)),
    )
    if form.is_valid():
        try:
            number = assign_many(
                [case.episode for case in cases], by=request.user, **form.cleaned_data
            )
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, f"{number}件の担当を決めました。")
            return redirect("case_list")
    context = {"form": form, "cases": cases}
    status = 422 if form.errors or (request.method == "POST" and not cases) else 200
    return render(request, "cases/assign_together.html", context, status=status)


@requires("cases.assign")
@require_http_methods(["GET", "POST"])
def transfer_ask(request, pk):
    """移管を申し出る."""
    case = visible_case(request, pk)
    agencies = Organisation.objects.agencies().filter(
        municipality=case.agency.municipality_id, is_active=True
    )
    form = TransferForm(request.POST or None, agencies=agencies.exclude(pk=case.agency_id))
    if request.method == "POST" and form.is_valid():
        try:
            ask_transfer(case, by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(
                request, "移管を申し出ました。受ける機関の主任か、自治体の担当者が決めます。"
            )
            return redirect("case_detail", pk=case.pk)
    context = case_frame(request, case) | {"form": form, "title": "ほかの機関へ移す"}
    return render(request, "cases/case_form.html", context, status=422 if form.errors else 200)


@requires("cases.transfer")
@require_http_methods(["GET", "POST"])
def transfer_move(request, pk, name):
    """受け入れる, 受け入れない, 取りやめる: only the request is shown, not the case (D16)."""
    rows = Transfer.objects.for_user(request.user).select_related(
        "case", "giving__municipality", "receiving", "asked_by"
    )
    transfer = get_object_or_404(rows, pk=pk)
    row = transfer_workflow.transitions.get(name)
    if row is None:
        raise Http404
    reasons = transfer_workflow.explain(transfer, name, request.user)
    if reasons:
        raise Refused(*reasons)
    form = MoveForm(request.POST or None, transition=row)
    if request.method == "POST" and form.is_valid():
        try:
            transfer_workflow.advance(transfer, name, by=request.user, **form.cleaned_data)
        except Refused as refused:
            add_refusals(form, refused)
        else:
            say_notes(request, form)
            messages.success(request, f"移管を「{transfer.get_state_display()}」にしました。")
            return redirect("home")
    context = {"form": form, "row": row, "transfer": transfer}
    return render(request, "cases/transfer_move.html", context, status=422 if form.errors else 200)


@requires("cases.move")
@require_http_methods(["GET", "POST"])
def join(request, pk):
    """同じ人の台帳を1つにまとめる: both side by side, before anything is done."""
    case = visible_case(request, pk)
    if not writes_sheet(request.user, case.episode):
        raise Refused(refuse("E-03", roles="主任相談支援員・両方の台帳の担当"))
    asked = JoinForm(request.POST or request.GET or None)
    if not asked.is_bound or not asked.is_valid():
        return join_page(request, case, asked)
    other = (
        Case.objects.visible_to(request.user)
        .filter(number=asked.cleaned_data["number"], agency=case.agency)
        .exclude(pk=case.pk)
        .select_related("person", "agency", "episode__lead", "episode__intake")
        .first()
    )
    if other is None:
        asked.add_error("number", "その番号の台帳は見つかりません。番号を確かめてください。")
        return join_page(request, case, asked)
    pairs = [(case, other), (other, case)]
    refusals = {kept.pk: why_not_joined(kept, gone, by=request.user) for kept, gone in pairs}
    offered = [kept for kept, _gone in pairs if refusals[kept.pk] is None]
    form = JoinedForm(
        request.POST or None,
        cases=offered,
        initial={"number": other.number, "keep": offered[0].pk if offered else None},
    )
    if not offered and request.method == "POST":
        raise Refused(refusals[case.pk])
    if not offered:
        return join_page(request, case, None, other, refusals[case.pk])
    if form.is_valid():
        kept, gone = next(pair for pair in pairs if pair[0].pk == form.cleaned_data["keep"])
        join_cases(kept, gone, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "2つの台帳を1つにまとめました。番号はどちらでもさがせます。")
        return redirect("case_detail", pk=kept.pk)
    return join_page(request, case, form, other)


def join_page(request, case, form, other=None, refusal=None):
    context = case_frame(request, case) | {"form": form, "other": other, "refusal": refusal}
    status = 422 if form is not None and form.errors else 200
    return render(request, "cases/case_join.html", context, status=status)
