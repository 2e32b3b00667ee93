"""世帯, 債務, 職歴 as rows, and 家計 month by month: what assessment and plan share."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.pages import say_notes
from accounts.permissions import requires
from cases import workflow
from cases.context import case_frame, visible_case
from cases.forms.assessment import MonthForm
from cases.forms.compare import ComparedForm
from cases.forms.household import (
    ACTUAL,
    PLANNED,
    BudgetForm,
    DebtForm,
    MemberForm,
    OwnIncomeForm,
    WorkForm,
    stored_budget,
    stored_incomes,
    stored_member,
    stored_row,
)
from cases.models import BudgetLine, Case, Debt, HouseholdIncome, HouseholdMember, WorkHistory
from cases.models.household import household_now, monthly_income
from cases.views.compare import save_or_compare
from rules.calendar import PartialDate, add_months, today
from rules.choices import entries, label
from rules.refusals import Refused


def yen(amount):
    return "" if amount is None else f"{amount:,}円"


def when(stored):
    return PartialDate.from_stored(stored).wareki() if stored else ""


def known(value, yes, no):
    return "未確認" if value is None else yes if value else no


def member_cells(row):
    age = PartialDate.from_stored(row.birth).age_on(today()) if row.birth else ""
    figures = [income.yen for income in row.incomes.all() if income.yen is not None]
    gone = f"離れた日 {when(row.ended_on.isoformat())}" if row.ended_on else ""
    return [
        label("household_relations", row.relation) if row.relation else "",
        age,
        gone or known(row.lives_together, "同居", "別居"),
        known(row.shares_budget, "同じ", "別"),
        row.occupation,
        yen(sum(figures)) if figures else "未確認",
    ]


def debt_cells(row):
    ended = f"（{when(row.settled_on.isoformat())}に終わり）" if row.settled_on else ""
    return [
        (label("debt_kinds", row.kind) if row.kind else "未確認") + ended,
        when(row.since),
        yen(row.arrears),
        yen(row.monthly),
        yen(row.balance),
    ]


def work_cells(row):
    period = f"{when(row.since)}〜{when(row.until)}" if row.since or row.until else ""
    return [
        period,
        row.job,
        label("work_types", row.employment) if row.employment else "",
        row.reason_left,
    ]


@dataclass(frozen=True)
class Kind:
    """One kind of row: its words, its form, and how a row is told in a table.

    The last ``figures`` columns are amounts.
    """

    code: str
    title: str
    lead: str
    add: str
    heads: tuple[str, ...]
    figures: int
    model: type[Any]
    form: type[ComparedForm]
    cells: Callable[[Any], list[str]]

    def rows(self, case):
        found = self.model.objects.filter(case=case)
        return found.prefetch_related("incomes") if self.model is HouseholdMember else found


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "household",
            "世帯と収入",
            "一人ずつ書きます。名前だけでも保存できます。人数に決まりはありません。",
            "世帯の人を加える",
            ("氏名", "続柄", "年齢", "同居", "生計", "仕事・学校", "月の収入"),
            1,
            HouseholdMember,
            MemberForm,
            member_cells,
        ),
        Kind(
            "debts",
            "債務・滞納",
            "借入や滞納を1件ずつ書きます。わからない額は空けておけます。",
            "債務・滞納を加える",
            ("借入先・滞納先", "種類", "いつから", "滞納額", "月の返済", "残高"),
            3,
            Debt,
            DebtForm,
            debt_cells,
        ),
        Kind(
            "works",
            "職歴",
            "主な仕事を1つずつ書きます。年だけでも入ります。",
            "職歴を加える",
            ("勤務先", "期間", "職種", "雇用形態", "離職の理由"),
            0,
            WorkHistory,
            WorkForm,
            work_cells,
        ),
    )
}


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
    return compared_page(
        request,
        case,
        build,
        save,
        version_now=lambda: kind.model.objects.get(pk=current.pk).version,
        history=current.history.all,
        url=reverse("case_rows", args=[case.pk, kind.code]),
        done=lambda: after_row(request, case, kind),
        said=f"「{current}」を保存しました。",
        page=lambda: (
            "cases/case_rows.html",
            rows_context(request, case, kind, open_pk=current.pk)
            | {"form_title": title, "row": current, "version": current.version},
        ),
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

    return compared_page(
        request,
        case,
        build,
        save,
        version_now=lambda: workflow.own_income_version(case),
        history=lambda: HouseholdIncome.history.filter(case=case, member=None),
        url=reverse("case_rows", args=[case.pk, kind.code]),
        done=lambda: after_row(request, case, kind),
        said="ご本人の収入を保存しました。",
        page=lambda: (
            "cases/case_rows.html",
            rows_context(request, case, kind, open_pk=0)
            | {"form_title": "ご本人の収入", "version": workflow.own_income_version(case)},
        ),
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
        return BudgetForm(data, month=month, initial=stored_budget(case.budget.filter(month=month)))

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
    return compared_page(
        request,
        case,
        build,
        save,
        version_now=lambda: workflow.budget_version(case, month),
        history=lambda: BudgetLine.history.filter(case=case, month=month),
        url=here,
        done=lambda: here,
        said=f"{month.year}年{month.month}月の家計を保存しました。",
        page=lambda: (
            "cases/case_budget.html",
            budget_context(case, month)
            | {"reasons": reasons, "version": workflow.budget_version(case, month)},
        ),
    )


# ---- what the pages share ----------------------------------------------------------


def compared_page(request, case, build, save, *, version_now, history, url, done, said, page):
    """Show a form, or save it, or show it beside what someone else saved meanwhile."""
    if request.method == "POST":
        form, conflict = save_or_compare(
            request, build, save, version_now=version_now, history=history, url=url
        )
        if conflict:
            context = case_frame(request, case) | {"conflict": conflict}
            return render(request, "cases/assessment_conflict.html", context, status=409)
        if form.is_valid():
            say_notes(request, form)
            messages.success(request, said)
            return redirect(done())
    else:
        form = build(None)
    template, context = page()
    context |= case_frame(request, case) | {"form": form}
    if form.errors:
        # What the person saw is what their next saving rests on.
        context["version"] = request.POST.get("version", "")
    return render(request, template, context, status=422 if form.errors else 200)


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
        "table": table_of(case, kind, with_links=not reasons, open_pk=open_pk),
        "removed": kind.rows(case).removed().order_by("-removed_at"),
        "reasons": reasons,
    }


def table_of(case, kind, *, with_links=False, open_pk=None):
    """The rows as ``cases/row_table.html`` shows them."""
    lines = [
        {
            "head": str(current),
            "cells": kind.cells(current),
            "url": reverse("case_row", args=[case.pk, kind.code, current.pk]),
            "is_open": current.pk == open_pk,
        }
        for current in kind.rows(case).kept()
    ]
    if kind.code == "household":
        lines.insert(0, person_line(case, open_pk))
    return {
        "kind": kind,
        "heads": [
            (name, place >= len(kind.heads) - kind.figures) for place, name in enumerate(kind.heads)
        ],
        "lines": [line | {"cells": marked(line["cells"], kind.figures)} for line in lines],
        "with_links": with_links,
        "url": reverse("case_rows", args=[case.pk, kind.code]),
    }


def marked(cells, figures):
    """Each cell with whether it is an amount."""
    return [(text, place >= len(cells) - figures) for place, text in enumerate(cells)]


def person_line(case, open_pk):
    """本人 heads the household: what is known of them stands on the 台帳."""
    figures = [row.yen for row in case.incomes.filter(member=None) if row.yen is not None]
    income = yen(sum(figures)) if figures else "未確認"
    return {
        "head": case.person.display_name,
        "cells": ["本人", case.person.age_on(today()), "―", "―", "", income],
        "url": reverse("own_income", args=[case.pk]),
        "is_open": open_pk == 0,
    }


def tables_of(case, codes):
    return [table_of(case, KINDS[code]) for code in codes]


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


def budget_totals(case, month):
    """収入, 支出 and what is left, for 実績 and 計画; no words where nothing was written."""
    group = {row.code: row.group for row in entries("budget_items")}
    sums = {(kind, planned): None for kind in ("income", "expense") for planned in (False, True)}
    for line in case.budget.filter(month=month, yen__isnull=False):
        place = group.get(line.item, "expense"), line.is_planned
        sums[place] = (sums[place] or 0) + line.yen
    return {
        "income": [yen(sums["income", planned]) for planned in (False, True)],
        "expense": [yen(sums["expense", planned]) for planned in (False, True)],
        "rest": [rest(sums["income", planned], sums["expense", planned]) for planned in (0, 1)],
    }


def rest(income, expense):
    return "" if income is None and expense is None else yen((income or 0) - (expense or 0))


def block_links(case):
    """世帯, 家計, 債務 and 職歴 in one line each, for the hub."""
    return [
        {
            "title": KINDS["household"].title,
            "url": reverse("case_rows", args=[case.pk, "household"]),
            "what": household_words(case),
        },
        {
            "title": "家計（月の収支）",
            "url": reverse("case_budget", args=[case.pk]),
            "what": budget_words(case),
        },
        {
            "title": KINDS["debts"].title,
            "url": reverse("case_rows", args=[case.pk, "debts"]),
            "what": debt_words(case),
        },
        {
            "title": KINDS["works"].title,
            "url": reverse("case_rows", args=[case.pk, "works"]),
            "what": work_words(case),
        },
    ]


def household_words(case):
    members = list(household_now(case))
    incomes = monthly_income(case)
    if not members and not incomes:
        return ""
    together = 1 + sum(row.lives_together is True for row in members)
    income = f"、収入の合計 月{sum(incomes.values()):,}円" if incomes else "、収入は未確認"
    return f"同居 {together}人（ご本人を含む）{income}"


def budget_words(case):
    """The newest month with a figure: what was, or if there is none yet, what is planned."""
    last = case.budget.filter(yen__isnull=False).order_by("-month").first()
    if last is None:
        return ""
    totals = budget_totals(case, last.month)
    place, word = (0, "実績") if totals["rest"][0] else (1, "計画")
    said = [
        f"{name} {totals[kind][place]}"
        for kind, name in (("income", "収入"), ("expense", "支出"), ("rest", "差引"))
        if totals[kind][place]
    ]
    return f"{last.month.year}年{last.month.month}月の{word}　" + "、".join(said)


def debt_words(case):
    debts = case.debts.kept().filter(settled_on__isnull=True)
    number = debts.count()
    if not number:
        return ""
    sums = debts.aggregate(balance=Sum("balance"), arrears=Sum("arrears"))
    said = [f"残高 {yen(sums['balance'])}"] if sums["balance"] is not None else []
    said += [f"滞納 {yen(sums['arrears'])}"] if sums["arrears"] is not None else []
    return "、".join([f"{number}件", *said])


def work_words(case):
    works = list(case.works.kept()[:2])
    return "、".join(row.employer for row in works)
