"""世帯, 債務, 職歴 as rows, and 家計 month by month: what assessment and plan share."""

import datetime as dt
import re

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.pages import say_notes, versions_of
from accounts.permissions import requires
from cases import workflow
from cases.context import case_frame, visible_case
from cases.forms.assessment import MonthForm
from cases.forms.household import (
    ACTUAL,
    PLANNED,
    BudgetForm,
    MemberForm,
    OwnIncomeForm,
    stored_budget,
    stored_incomes,
    stored_member,
    stored_row,
)
from cases.models import BudgetLine, Case, HouseholdIncome
from cases.views.frame import case_compared
from cases.views.tables import KINDS, budget_totals, table_of
from rules.calendar import add_months, today
from rules.refusals import Refused


def kind_of(code):
    if code not in KINDS:
        raise Http404
    return KINDS[code]


# ---- pages -----------------------------------------------------------------------


@requires("cases.read")
@require_GET
def rows(request, pk, kind):
    """The rows of one kind, and those that were removed."""
    case = visible_case(request, pk)
    return render(request, "cases/case_rows.html", rows_context(request, case, kind_of(kind)))


@requires("cases.assess")
@require_http_methods(["GET", "POST"])
def row_add(request, pk, kind):
    """One row more."""
    case = visible_case(request, pk)
    kind = kind_of(kind)
    must_be_allowed(request, case, kind.code)
    form = row_form(request, case, kind, None, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        workflow.save_row(case, kind.code, by=request.user, **row_fields(form))
        say_notes(request, form)
        messages.success(request, f"「{kind.title}」に1件加えました。")
        return redirect(after_row(request, case, kind))
    context = rows_context(request, case, kind) | {"form": form, "form_title": kind.add}
    return render(request, "cases/case_rows.html", context, status=422 if form.errors else 200)


@requires("cases.assess")
@require_http_methods(["GET", "POST"])
def row(request, pk, kind, row_pk):
    """Change one row; if someone else did so meanwhile, both are shown."""
    case = visible_case(request, pk)
    kind = kind_of(kind)
    current = get_object_or_404(kind.rows(case).kept(), pk=row_pk)
    must_be_allowed(request, case, kind.code)

    def build(data=None):
        fresh = kind.rows(case).get(pk=current.pk)
        return row_form(request, case, kind, fresh, data)

    def save(form, version):
        workflow.save_row(
            case, kind.code, by=request.user, row=current, version=version, **row_fields(form)
        )

    title = f"{current}を直す"
    return case_compared(
        request,
        case,
        build,
        save,
        url=reverse("case_rows", args=[case.pk, kind.code]),
        template="cases/case_rows.html",
        context=lambda: (
            rows_context(request, case, kind, open_pk=current.pk)
            | {"form_title": title, "row": current, "version": current.version}
        ),
        done=after_row(request, case, kind),
        said=f"「{current}」を保存しました。",
        **versions_of(current),
    )


@requires("cases.assess")
@require_http_methods(["GET", "POST"])
def own_income(request, pk):
    """本人の収入, by kind; the person has no row of their own to change."""
    case = visible_case(request, pk)
    must_be_allowed(request, case, "household")
    kind = KINDS["household"]

    def build(data=None):
        return OwnIncomeForm(data, initial=stored_incomes(case.incomes.filter(member=None)))

    def save(form, version):
        workflow.save_own_income(case, by=request.user, version=version, incomes=form.incomes())

    return case_compared(
        request,
        case,
        build,
        save,
        version_now=lambda: workflow.own_income_version(case),
        history=lambda: HouseholdIncome.history.filter(case=case, member=None),
        url=reverse("case_rows", args=[case.pk, kind.code]),
        template="cases/case_rows.html",
        context=lambda: (
            rows_context(request, case, kind, open_pk=0)
            | {"form_title": "ご本人の収入", "version": workflow.own_income_version(case)}
        ),
        done=after_row(request, case, kind),
        said="ご本人の収入を保存しました。",
    )


@requires("cases.assess")
@require_POST
def row_remove(request, pk, kind, row_pk):
    """Take a row off the page; it can be brought back."""
    return remove_or_restore(request, pk, kind, row_pk, workflow.remove_row, "消しました")


@requires("cases.assess")
@require_POST
def row_restore(request, pk, kind, row_pk):
    return remove_or_restore(request, pk, kind, row_pk, workflow.restore_row, "元に戻しました")


def remove_or_restore(request, pk, kind, row_pk, verb, word):
    case = visible_case(request, pk)
    kind = kind_of(kind)
    current = get_object_or_404(kind.model, pk=row_pk, case=case)
    verb(case, kind.code, current, by=request.user)
    messages.success(request, f"「{current}」を{word}。")
    return redirect("case_rows", pk=case.pk, kind=kind.code)


@requires("cases.read")
@require_http_methods(["GET", "POST"])
def budget(request, pk):
    """家計 of one month, as it was and as it is planned."""
    case = visible_case(request, pk)
    month = month_of(request)
    reasons = workflow.row_refusals(case.episode, request.user, "budget")
    if request.method == "POST" and reasons:
        raise Refused(*reasons)

    def build(data=None):
        stored = stored_budget(case.budget.filter(month=month))
        form = BudgetForm(data, month=month, initial=stored)
        for field in form.fields.values():
            field.widget.attrs["readonly"] = bool(reasons)  # what is typed could not be kept
        return form

    def save(form, version):
        workflow.save_budget(
            case,
            month,
            by=request.user,
            version=version,
            actual=form.amounts(ACTUAL),
            planned=form.amounts(PLANNED),
        )

    here = f"{reverse('case_budget', args=[case.pk])}?month={month:%Y-%m}"
    return case_compared(
        request,
        case,
        build,
        save,
        version_now=lambda: workflow.budget_version(case, month),
        history=lambda: BudgetLine.history.filter(case=case, month=month),
        url=here,
        template="cases/case_budget.html",
        context=lambda: (
            budget_context(case, month)
            | {"reasons": reasons, "version": workflow.budget_version(case, month)}
        ),
        done=here,
        said=f"{month.year}年{month.month}月の家計を保存しました。",
    )


# ---- what the pages share ----------------------------------------------------------


def must_be_allowed(request, case, kind):
    reasons = workflow.row_refusals(case.episode, request.user, kind)
    if reasons:
        raise Refused(*reasons)


def row_form(request, case, kind, current, data):
    """The form of a row over what is stored now."""
    if kind.form is not MemberForm:
        initial = stored_row(current, kind.form) if current else None
        return kind.form(data, initial=initial)
    visible = Case.objects.visible_to(request.user)
    initial = stored_member(current, visible) if current else None
    return MemberForm(data, case=case, visible=visible, row=current, initial=initial)


def row_fields(form):
    """What the verb is given: the columns, and the amounts of a 世帯員."""
    extra = {"incomes": form.incomes()} if isinstance(form, MemberForm) else {}
    return {**form.columns(), **extra}


def after_row(request, case, kind):
    if request.POST.get("to") == "again":
        return reverse("case_row_add", args=[case.pk, kind.code])
    return reverse("case_rows", args=[case.pk, kind.code])


def rows_context(request, case, kind, open_pk=None):
    reasons = workflow.row_refusals(case.episode, request.user, kind.code)
    return case_frame(request, case) | {
        "kind": kind,
        "table": table_of(case, kind, request.user, with_links=not reasons, open_pk=open_pk),
        "removed": kind.rows(case).removed().order_by("-removed_at"),
        "reasons": reasons,
    }


def month_of(request):
    """The month in the address; a month that was typed; else this one."""
    match = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", request.GET.get("month", ""))
    if match:
        return dt.date(int(match[1]), int(match[2]), 1)
    typed = MonthForm(request.GET)
    return typed.cleaned_data["month"] if typed.is_valid() else today().replace(day=1)


def budget_context(case, month):
    months = list(case.budget.filter(yen__isnull=False).dates("month", "month", order="DESC"))
    near = {add_months(month, -1), month, add_months(month, 1)}
    return {
        "month": month,
        "month_form": MonthForm(),
        "months": sorted({*months[:12], *near}),
        "totals": budget_totals(case, month),
    }
