"""The desk round a case: 様式1 after 受付, 担当 of many, 移管, joining, what was changed."""

from itertools import pairwise

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import STAFF, Organisation, Role, User
from accounts.pages import add_refusals, say_notes
from accounts.permissions import requires
from cases.context import case_frame, visible_case
from cases.forms.course import AssignForm, MoveForm
from cases.forms.sheet import JoinForm, SheetForm, TransferForm
from cases.models import Case, Intake, Person, Transfer
from cases.permissions import is_in_charge
from cases.views.compare import save_or_compare
from cases.workflow.assign import assign_many
from cases.workflow.joining import join_cases
from cases.workflow.sheet import correct_sheet, sheet_version
from cases.workflow.transfer import ask_transfer, transfer_workflow
from rules.refusals import Refused, refuse

MANY = 200


@requires("cases.move")
@require_http_methods(["GET", "POST"])
def sheet(request, pk):
    """受付票・申込票を書き足す・直す."""
    case = visible_case(request, pk)
    episode = case.episode
    if not is_in_charge(request.user, episode):
        raise Refused(refuse("E-03", roles="主任相談支援員・担当・副担当"))

    def build(data):
        case.person.refresh_from_db()
        current = Intake.objects.get(episode=episode)
        episode.intake = current
        return SheetForm(data, initial=SheetForm.initial_of(episode))

    def save(form, version):
        correct_sheet(
            episode,
            by=request.user,
            version=version,
            person=form.part(SheetForm.PERSON),
            intake=form.part(SheetForm.INTAKE),
            topics=form.marks(),
        )

    conflict = None
    if request.method == "POST":
        form, conflict = save_or_compare(
            request,
            build,
            save,
            version_now=lambda: sheet_version(episode),
            history=lambda: Person.objects.get(pk=case.person_id).history,
            url=request.path,
        )
        if conflict is None and form.is_valid():
            say_notes(request, form)
            messages.success(request, "受付票・申込票を保存しました。")
            return redirect("case_detail", pk=case.pk)
    else:
        form = build(None)
    context = case_frame(request, case) | {
        "form": form,
        "conflict": conflict,
        "version": sheet_version(episode),
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "cases/case_sheet.html", context, status=status)


@requires("cases.read")
@require_GET
def changes(request, pk):
    """変更の履歴 of 本人 and 受付票: who changed what, from what to what."""
    case = visible_case(request, pk)
    if not is_in_charge(request.user, case.episode):
        raise Refused(refuse("E-03", roles="主任相談支援員・担当・副担当"))
    rows = [
        *differences(case.person.history, Person),
        *differences(Intake.objects.get(episode=case.episode).history, Intake),
    ]
    rows.sort(key=lambda row: row["at"], reverse=True)
    context = case_frame(request, case) | {"changes": rows}
    return render(request, "cases/case_changes.html", context)


HIDDEN = {"version", "updated_at", "created_at", "search_name", "search_tel"}


def differences(history, model):
    """One row per field that one saving changed."""
    rows = list(history.select_related("history_user").order_by("history_date", "history_id"))
    found = []
    for old, new in pairwise(rows):
        for field in model._meta.fields:
            before, now = getattr(old, field.attname), getattr(new, field.attname)
            if field.name not in HIDDEN and before != now:
                found.append(
                    {
                        "at": new.history_date,
                        "by": new.history_user,
                        "field": field.verbose_name,
                        "before": before,
                        "now": now,
                    }
                )
    return found


@requires("cases.assign")
@require_http_methods(["GET", "POST"])
def assign_together(request):
    """担当 of many cases at once: chosen on the list, shown once more, then saved."""
    chosen = [pk for pk in request.POST.getlist("case") or request.GET.getlist("case") if small(pk)]
    chief_at = request.user.organisation_ids((Role.CHIEF,))
    cases = list(
        Case.objects.visible_to(request.user)
        .filter(pk__in=chosen[:MANY], agency__in=chief_at)
        .select_related("person", "agency", "episode__case__agency", "episode__lead")
        .select_related("episode__deputy", "episode__employment")
        .order_by("-number")
    )
    staff = User.objects.filter(
        memberships__organisation__in=chief_at, memberships__role__in=STAFF, is_active=True
    ).distinct()
    form = AssignForm(
        request.POST or None,
        staff=staff,
        employment_staff=staff.filter(memberships__role=Role.EMPLOYMENT),
    )
    for field in form.fields.values():
        field.empty_label = "いまのまま"
    if request.method == "POST" and form.is_valid() and cases:
        number = assign_many([case.episode for case in cases], by=request.user, **form.cleaned_data)
        messages.success(request, f"{number}件の担当を決めました。")
        return redirect("case_list")
    context = {"form": form, "cases": cases}
    return render(request, "cases/assign_together.html", context)


def small(text):
    return text.isascii() and text.isdecimal() and len(text) < 12


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
            messages.success(
                request, "移管を申し出ました。受ける機関の主任か、市の担当者が決めます。"
            )
            return redirect("case_detail", pk=case.pk)
    context = case_frame(request, case) | {"form": form, "title": "ほかの機関へ移す"}
    return render(request, "cases/case_form.html", context, status=422 if form.errors else 200)


@requires("cases.transfer")
@require_http_methods(["GET", "POST"])
def transfer_move(request, pk, name):
    """受け入れる, 受け入れない, 取りやめる: only the request is shown, not the case (D16)."""
    rows = Transfer.objects.for_user(request.user).select_related(
        "giving__municipality", "receiving", "asked_by"
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
            messages.success(request, f"移管を「{transfer.get_state_display()}」にしました。")
            return redirect("home")
    context = {"form": form, "row": row, "transfer": transfer}
    return render(request, "cases/transfer_move.html", context, status=422 if form.errors else 200)


@requires("cases.move")
@require_http_methods(["GET", "POST"])
def join(request, pk):
    """同じ人の台帳を1つにまとめる: both side by side, before anything is done."""
    case = visible_case(request, pk)
    form = JoinForm(request.POST or request.GET or None)
    other = None
    if form.is_bound and form.is_valid():
        other = (
            Case.objects.visible_to(request.user)
            .filter(number=form.cleaned_data["number"], agency=case.agency)
            .exclude(pk=case.pk)
            .select_related("person", "agency", "episode__lead")
            .first()
        )
        if other is None:
            form.add_error("number", "その番号の台帳は見つかりません。番号を確かめてください。")
        elif request.method == "POST":
            try:
                kept = join_cases(case, other, by=request.user, reason=form.cleaned_data["reason"])
            except Refused as refused:
                add_refusals(form, refused)
            else:
                messages.success(
                    request, "2つの台帳を1つにまとめました。番号はどちらでもさがせます。"
                )
                return redirect("case_detail", pk=kept.pk)
    context = case_frame(request, case) | {"form": form, "other": other}
    status = 422 if form.errors else 200
    return render(request, "cases/case_join.html", context, status=status)
